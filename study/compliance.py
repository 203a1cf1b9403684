"""Compliance: what became of the prompts, and how quickly they were answered. Pure.

The figures are those that papers on experience sampling are asked to report: attrition, prompts planned and prompts
received with the reasons why some were not, latency, compliance, missing data (CREMAS, items 10 to 14: Liao, Skelton,
Dunton and Bruening 2016, doi:10.2196/jmir.4954; compliance and its handling: Trull and Ebner-Priemer 2020,
doi:10.1037/abn0000473). Papers divide by different numbers and seldom say by which; here it is always this:

- delivered: Telegram has the prompt, or somebody touched it, who then must have had it.
- compliance: answered ÷ delivered. Answered is finished in time; finished late, begun and not finished, passed over
  as a whole, lapsed untouched, and open when somebody left are delivered, not answered, and counted apart. So are
  those that are still open: they are delivered, and the rate may yet rise.
- latency: from sent to first touch, of every prompt that was touched.
- completion time: from first touch to the last answer, of those that were finished, in time or late.
- completeness: answers given ÷ questions asked, of those that were finished or answered in part.
- Prompts that never reached anybody, and those that participants began themselves by a button of the study, are in no
  rate and no time, and are counted.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from statistics import quantiles
from typing import Any, NamedTuple

from study.effects import PromptState


class Fate(StrEnum):
    """What became of a prompt. Each has exactly one."""

    # these were delivered
    ANSWERED = "answered"  # in time
    LATE = "late"  # finished after it had lapsed
    PARTIAL = "partial"
    SKIPPED = "skipped"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"  # open when they left the study
    OPEN = "open"
    # and these were not
    AHEAD = "ahead"  # still to come, or on its way
    NOT_ASKED = "not_asked"  # kept back: enough for one day, a newer one took its place, or no question of it for them
    UNREACHED = "unreached"  # lapsed on the way: they rested, had blocked the bot, or it was away
    TAKEN_BACK = "taken_back"  # they left before it came
    # nobody sent these
    INITIATED = "initiated"


DELIVERED = tuple(Fate)[: tuple(Fate).index(Fate.AHEAD)]


_ENDED: dict[str, tuple[Fate, Fate]] = {  # by state: of one that was delivered, and of one that was not
    PromptState.ANSWERED: (Fate.ANSWERED, Fate.ANSWERED),
    PromptState.PARTIAL: (Fate.PARTIAL, Fate.PARTIAL),
    PromptState.SKIPPED: (Fate.SKIPPED, Fate.SKIPPED),
    PromptState.EXPIRED: (Fate.EXPIRED, Fate.UNREACHED),
    PromptState.WITHDRAWN: (Fate.WITHDRAWN, Fate.TAKEN_BACK),
    PromptState.NOT_ASKED: (Fate.NOT_ASKED, Fate.NOT_ASKED),
}
_GOES_ON = (Fate.OPEN, Fate.AHEAD)


def fate(state: str, *, delivered: bool, late: bool = False, initiated: bool = False) -> Fate:
    """`state` is a `PromptState`; one that nobody knows counts as not over."""
    if initiated:
        return Fate.INITIATED
    reached, missed = _ENDED.get(state, _GOES_ON)
    found = reached if delivered else missed
    return Fate.LATE if late and found is Fate.ANSWERED else found


@dataclass(frozen=True)
class Asked:
    """A prompt and its four times, aware and UTC: intended, sent, first touch, over. `site` is where they lived when it
    was due. `asked` questions were put, `given` of those answered; None where nobody counted. `initiated` where the
    participant began it by a button of the study."""

    code: str
    wave: str
    questionnaire: str
    site: str
    day: int
    beep: int
    due_at: datetime
    sent_at: datetime | None
    begun_at: datetime | None
    ended_at: datetime | None
    state: str
    late: bool = False
    asked: int | None = None
    given: int | None = None
    initiated: bool = False

    @property
    def delivered(self) -> bool:
        return self.sent_at is not None or self.begun_at is not None

    @cached_property
    def fate(self) -> Fate:
        return fate(self.state, delivered=self.delivered, late=self.late, initiated=self.initiated)

    @cached_property
    def latency(self) -> float | None:
        """Seconds; nought where a finger was quicker than the note that it was sent."""
        return _seconds(self.sent_at, self.begun_at)

    @cached_property
    def completion(self) -> float | None:
        """Seconds; None unless it was finished."""
        finished = self.state == PromptState.ANSWERED
        return _seconds(self.begun_at, self.ended_at) if finished else None


def _seconds(since: datetime | None, until: datetime | None) -> float | None:
    if since is None or until is None:
        return None
    return max((until - since).total_seconds(), 0.0)


@dataclass(frozen=True)
class Compliance:
    """How many prompts had which fate."""

    answered: int = 0
    late: int = 0
    partial: int = 0
    skipped: int = 0
    expired: int = 0
    withdrawn: int = 0
    open: int = 0
    ahead: int = 0
    not_asked: int = 0
    unreached: int = 0
    taken_back: int = 0
    initiated: int = 0

    @property
    def delivered(self) -> int:
        return sum(getattr(self, one) for one in DELIVERED)

    @property
    def rate(self) -> float | None:
        """Between 0 and 1; None before anything was delivered."""
        return self.answered / self.delivered if self.delivered else None


def counted(fates: Iterable[tuple[Fate, int]]) -> Compliance:
    """Fates with how often each was met; one may come more than once."""
    sums: Counter[str] = Counter()
    for one, n in fates:
        sums[one] += n
    return Compliance(**sums)


@dataclass(frozen=True)
class Quartiles:
    """In seconds, of `n` prompts: as R's `quantile` and NumPy's `percentile` give them when nothing else is asked for
    (type 7 of Hyndman and Fan 1996)."""

    lower: float
    median: float
    upper: float
    n: int


def quartiles(values: Sequence[float]) -> Quartiles | None:
    """None of nothing."""
    if not values:
        return None
    several = values if len(values) > 1 else [*values, *values]
    lower, median, upper = quantiles(several, n=4, method="inclusive")
    return Quartiles(lower, median, upper, len(values))


@dataclass(frozen=True)
class Figures:
    """Of a group of prompts. `asked` and `given` are questions and answers of those answered wholly or in part."""

    counts: Compliance = Compliance()
    latency: Quartiles | None = None
    completion: Quartiles | None = None
    asked: int = 0
    given: int = 0

    @property
    def completeness(self) -> float | None:
        """Between 0 and 1; None where no question was counted."""
        return self.given / self.asked if self.asked else None


def figures(prompts: Iterable[Asked]) -> Figures:
    """Everything that is reported of these prompts."""
    everything = list(prompts)
    sent = [one for one in everything if one.fate in DELIVERED]
    said = [one for one in sent if one.state in (PromptState.ANSWERED, PromptState.PARTIAL) and one.asked]
    return Figures(
        counted((one.fate, 1) for one in everything),
        quartiles([one.latency for one in sent if one.latency is not None]),
        quartiles([one.completion for one in sent if one.completion is not None]),
        sum(one.asked or 0 for one in said),
        sum(one.given or 0 for one in said),
    )


class Week(NamedTuple):
    """A week as ISO 8601 counts it: 2024-W11 begins on Monday, 11 March."""

    year: int
    number: int

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02}"


def by_person(prompts: Iterable[Asked]) -> dict[str, Figures]:
    """By code."""
    return _by(prompts, attrgetter("code"))


def by_wave(prompts: Iterable[Asked]) -> dict[str, Figures]:
    """By the wave's id; what participants began themselves stands under its button's."""
    return _by(prompts, attrgetter("wave"))


def by_site(prompts: Iterable[Asked]) -> dict[str, Figures]:
    """By the id of the site at which they lived when it was due."""
    return _by(prompts, attrgetter("site"))


def by_week(prompts: Iterable[Asked], clock: Callable[[Asked], tzinfo]) -> dict[Week, Figures]:
    """By the week of the day on which each was due by their own `clock`."""

    def week(one: Asked) -> Week:
        return Week(*one.due_at.astimezone(clock(one)).isocalendar()[:2])

    return _by(prompts, week)


def _by(prompts: Iterable[Asked], group: Callable[[Asked], Any]) -> dict[Any, Figures]:
    groups: defaultdict[Any, list[Asked]] = defaultdict(list)
    for one in prompts:
        groups[group(one)].append(one)
    return {name: figures(groups[name]) for name in sorted(groups)}
