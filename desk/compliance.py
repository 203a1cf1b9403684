"""Compliance = answered ÷ delivered, and the prompts of each day. Pure.

A prompt counts for the local day on which it fell due, in the time zone of the participant's site."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from storage.desk_rows import DeskPrompt, PromptCount
from study.outcome import PromptState


@dataclass(frozen=True)
class Compliance:
    """`open` of the delivered prompts can still be answered, so the rate may yet rise."""

    delivered: int = 0
    answered: int = 0
    open: int = 0

    @property
    def rate(self) -> float | None:
        """Between 0 and 1; None before anything was delivered."""
        return self.answered / self.delivered if self.delivered else None

    @property
    def percent(self) -> str:
        return "–" if self.rate is None else f"{self.rate:.0%}"


@dataclass(frozen=True)
class Day:
    date: date
    due: int = 0
    delivered: int = 0
    answered: int = 0


def of_states(counts: Iterable[PromptCount]) -> Compliance:
    """Compliance of the whole study."""
    delivered = answered = still_open = 0
    for count in counts:
        delivered += count.delivered
        if count.state == PromptState.ANSWERED:
            answered += count.n
        if count.state in (PromptState.DELIVERED, PromptState.BEGUN):
            still_open += count.n
    return Compliance(delivered, answered, still_open)


def last_day(now: datetime, zones: Iterable[tzinfo]) -> date:
    """Today, where it is latest: the study's day ends with its easternmost site's."""
    return max((now.astimezone(zone).date() for zone in zones), default=now.date())


def days(
    prompts: Iterable[DeskPrompt],
    zone_of: Callable[[str], tzinfo],
    last: date,
    now: datetime,
    number: int = 14,
) -> list[Day]:
    """The `number` days up to `last`, oldest first, empty days too. Prompts still ahead at `now`, prompts that a
    withdrawal took back before they were sent and those that were kept back are left out."""
    first = last - timedelta(days=number - 1)
    counts = {first + timedelta(days=n): [0, 0, 0] for n in range(number)}
    for prompt in prompts:
        if prompt.due_at > now.timestamp() or _taken_back(prompt):
            continue
        day = datetime.fromtimestamp(prompt.due_at, UTC).astimezone(zone_of(prompt.site)).date()
        if day in counts:
            counts[day][0] += 1
            counts[day][1] += prompt.delivered_at is not None
            counts[day][2] += prompt.state == PromptState.ANSWERED
    return [Day(day, *numbers) for day, numbers in counts.items()]


def _taken_back(prompt: DeskPrompt) -> bool:
    return prompt.state in (PromptState.WITHDRAWN, PromptState.NOT_ASKED) and prompt.delivered_at is None
