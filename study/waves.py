"""The schedule as a study file writes it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from study.asked import Asked, check_condition
from study.assigning import read_arms
from study.durations import parse_window
from study.faults import Report, meant, quoted
from study.fields import Fields, unique
from study.idle import Placed, report_idle
from study.instrument import Question, Questionnaire
from study.overall import read_never, read_shift
from study.rhythm import LONGEST, MOST_PROMPTS, items, last_moment, read_rhythm, some
from study.schedule import gets, most_prompts
from study.starts import Starts
from study.timing import Arms, Schedule, Start, Wave, Window
from study.tree import Node, Sequence
from study.values import duration, text, timed, whole, word_id

MOST_ALL_DAY = 100
MOST_WAVES = 100
MOST_ALTOGETHER = 5_000
"""Prompts of one person: ten years with more than one a day."""
MOST_REMINDERS = 5
MOST_MISSED = 100
LATEST = timedelta(days=30)
SCOPE = "whose answer is remembered"


@dataclass(frozen=True)
class Waves:
    """Reads `schedule:` of a study with these questionnaires. `remembered` are the questions whose answers stay,
    `known` is what the bot knows without a question; `asked` and `screening` are the questions as far as they could be
    read, `pressed` the questionnaires that begin with a button. `scopes` are those of the consent, and whether each is
    required."""

    questionnaires: tuple[str, ...]
    known: Mapping[str, Asked] = field(default_factory=dict)
    remembered: Mapping[str, Asked] = field(default_factory=dict)
    asked: tuple[Questionnaire, ...] = ()
    screening: tuple[Question, ...] = ()
    pressed: frozenset[str] = frozenset()
    scopes: Mapping[str, bool] = field(default_factory=dict)

    def read(self, report: Report, node: Node) -> Schedule:
        fields = Fields(report, node, "schedule")
        quiet = fields.may("quiet", timed(parse_window))
        a_day = fields.may("most-a-day", whole(1, MOST_ALL_DAY))
        never = fields.either("never", read_never, ())
        arms = fields.may("arms", read_arms)
        wishes = {
            "shift": fields.may("shift", read_shift),
            "fewer": fields.may("fewer", whole(1, MOST_ALL_DAY)),
            "silence": fields.may("silence", whole(1, MOST_MISSED)),
        }
        listing = fields.at("waves")
        if listing is not None and not isinstance(listing, Sequence):
            report.fault(listing, "waves should be a list", "begin each wave with `- `")
        elif listing is not None and len(listing.items) > MOST_WAVES:
            report.fault(listing, f"{len(listing.items)} waves", f"{MOST_WAVES} are the most")
            listing = None
        reading = _Reading(self, quiet, arms, fields.at("arms") is not None)
        placed = []
        for item in listing.items if isinstance(listing, Sequence) else ():
            wave = Fields(report, item, "a wave")
            before = len(report.faults)
            read = reading.wave(wave)
            wave.finish()
            placed.append(Placed(read, wave, whole=len(report.faults) == before))
        _check_together(report, fields, placed, arms)
        unique(report, [(one.wave.id, one.fields.place("id")) for one in placed], "wave")
        fields.finish()
        report_idle(report, placed, never, self.asked, self.screening, self.pressed)
        waves = tuple(one.wave for one in placed)
        return Schedule(quiet=quiet, a_day=a_day, never=never, arms=arms, waves=waves, **wishes)


@dataclass(frozen=True)
class _Reading:
    """One wave after the other."""

    study: Waves
    quiet: Window | None
    arms: Arms | None
    drawn: bool  # whether there are arms at all, well written or not

    def wave(self, fields: Fields) -> Wave:
        id, ask = fields.need("id", word_id, ""), fields.need("ask", text, "")
        if ask and ask not in self.study.questionnaires:
            fields.report.fault(
                fields.place("ask"),
                f"there is no questionnaire {quoted(ask)}",
                meant(ask, self.study.questionnaires),
            )
        expires = fields.need(
            "expires", duration(), timedelta(0), "write how long it can be answered, such as `expires: 3h`"
        )
        begun: dict[str, Any] = {
            "id": id,
            "ask": ask,
            "expires": expires,
            "remind": _remind(fields, expires),
            "late": fields.may("late", _late),
            "arms": self._arms(fields),
            "scope": fields.either("scope", self._scope, ""),
            **self._bounds(fields),
        }
        rhythm = read_rhythm(fields, self.quiet)
        wave = Wave(**begun, **rhythm)
        if rhythm:
            _check_size(fields, wave, rhythm)
        return wave

    def _bounds(self, fields: Fields) -> dict[str, Any]:
        study = self.study
        questions = (*study.screening, *(one for each in study.asked for one in each.questions))
        starts = Starts(study.questionnaires, questions, study.remembered)
        return {
            "after": fields.either("after", starts.after, Start()),
            "wait": fields.either("wait", duration(timedelta(0)), timedelta(0)),
            "until": fields.may("until", starts.until),
            "lasts": fields.may("lasts", duration()),
            "when": check_condition(fields, "when", {**study.remembered, **study.known}, SCOPE),
        }

    def _scope(self, report: Report, node: Node) -> str | None:
        name, scopes = text(report, node), self.study.scopes
        if name is None or scopes.get(name) is False:
            return name
        if name in scopes:
            what = f"{quoted(name)} is required, so everybody who takes part has given it"
            report.fault(node, what, "leave `scope` out, or take a scope that is up to people")
        else:
            optional = [one for one, required in scopes.items() if not required]
            report.fault(node, f"there is no consent scope {quoted(name)}", meant(name, optional))
        return None

    def _arms(self, fields: Fields) -> tuple[str, ...]:
        node = fields.at("arm")
        if node is None:
            return ()
        found: list[str] = []
        for item in some(fields.report, node, "arm"):
            name = text(fields.report, item)
            if name is None:
                continue
            if not self.drawn:
                fields.report.fault(
                    item, "this schedule has no arms", "write `arms: {…}` above the waves, or leave `arm` out"
                )
            elif self.arms is not None and name not in self.arms.shares:
                fields.report.fault(item, f"there is no arm {quoted(name)}", meant(name, self.arms.shares))
            elif name in found:
                fields.report.fault(item, f"{quoted(name)} stands here already", "write each arm once")
            found.append(name)
        return tuple(found)


def _late(report: Report, node: Node) -> timedelta | None:
    length = duration()(report, node)
    if length is not None and length > LATEST:
        report.fault(
            node, "an answer as late as this says little of its moment", f"write at most {LATEST.days}d"
        )
        return None
    return length


def _check_size(fields: Fields, wave: Wave, rhythm: dict[str, Any]) -> None:
    at = "days" if wave.signal else "times"
    if most_prompts(wave) > MOST_PROMPTS:
        fields.report.fault(
            fields.place(at), f"this is more than {MOST_PROMPTS} prompts", "ask less often, or on fewer days"
        )
    if wave.wait + last_moment(rhythm) > LONGEST:
        fields.report.fault(
            fields.place(at), "the last of these would be more than ten years away", "write fewer"
        )


def _check_together(report: Report, fields: Fields, placed: Collection[Placed], arms: Arms | None) -> None:
    """What one person can get of all waves, each begun once."""
    of_each = [
        sum(most_prompts(one.wave) for one in placed if one.whole and gets(one.wave, arm))
        for arm in (arms.shares if arms else (None,))
    ]
    if (most := max(of_each)) > MOST_ALTOGETHER:
        what = f"all waves together are {most} prompts for one person"
        report.fault(fields.place("waves"), what, f"{MOST_ALTOGETHER} are the most; ask less often")


def _remind(fields: Fields, expires: timedelta) -> tuple[timedelta, ...]:
    node = fields.at("remind")
    if node is None:
        return ()
    found: list[timedelta] = []
    for item in items(node):
        wait = duration()(fields.report, item)
        if wait is None:
            continue
        if expires and wait >= expires:
            instead = "remind earlier, or let it expire later"
            fields.report.fault(item, "this reminder comes when the prompt has expired", instead)
        if wait in found:
            fields.report.fault(item, "the same reminder is here twice", "keep one")
        found.append(wait)
    if len(found) > MOST_REMINDERS:
        fields.report.fault(
            node, f"{len(found)} reminders of one prompt", "nobody should be hurried; five are the most"
        )
    return tuple(sorted(found))
