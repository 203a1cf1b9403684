"""Compliance as the desk shows it: `study.compliance` over the rows of the database. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from storage.desk_rows import DeskPrompt, PromptCount
from study.compliance import DELIVERED, Asked, Compliance, Fate, counted, fate


@dataclass(frozen=True)
class Day:
    date: date
    due: int = 0
    delivered: int = 0
    answered: int = 0


def asked(prompt: DeskPrompt) -> Asked:
    """As `study.compliance` takes it."""
    return Asked(
        *(prompt.code, prompt.wave, prompt.questionnaire, prompt.site, prompt.day, prompt.beep),
        due_at=datetime.fromtimestamp(prompt.due_at, UTC),
        sent_at=_moment(prompt.sent_at),
        begun_at=_moment(prompt.begun_at),
        ended_at=_moment(prompt.ended_at),
        state=prompt.state,
        late=bool(prompt.late),
        asked=prompt.asked,
        given=prompt.given,
        initiated=not prompt.beep,
    )


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def by_code(counts: Iterable[PromptCount]) -> dict[str, Compliance]:
    """Of everybody who has a prompt. The same as `study.compliance.by_person`, of rows that are counted already."""
    fates: dict[str, list[tuple[Fate, int]]] = {}
    for row in counts:
        one = fate(
            row.state,
            delivered=bool(row.sent or row.begun),
            late=bool(row.late),
            initiated=bool(row.initiated),
        )
        fates.setdefault(row.code, []).append((one, row.n))
    return {code: counted(pairs) for code, pairs in fates.items()}


def whole(people: dict[str, Compliance]) -> Compliance:
    """Compliance of the whole study."""
    return counted((one, getattr(each, one)) for each in people.values() for one in Fate)


def last_day(now: datetime, zones: Iterable[tzinfo]) -> date:
    """Today, where it is latest: the study's day ends with its easternmost site's."""
    return max((now.astimezone(zone).date() for zone in zones), default=now.date())


def days(
    prompts: Iterable[tuple[Asked, tzinfo]],
    last: date,
    now: datetime,
    number: int = 14,
) -> list[Day]:
    """The `number` days up to `last`, oldest first, empty days too; each prompt counts for the day on which it fell due
    by the clock that it comes with. Prompts still ahead at `now`, those that never were for anybody (taken back, or
    kept back) and those that participants began themselves are left out."""
    first = last - timedelta(days=number - 1)
    counts = {first + timedelta(days=n): [0, 0, 0] for n in range(number)}
    for prompt, zone in prompts:
        if prompt.due_at > now or prompt.fate in (Fate.TAKEN_BACK, Fate.NOT_ASKED, Fate.INITIATED):
            continue
        day = prompt.due_at.astimezone(zone).date()
        if day in counts:
            counts[day][0] += 1
            counts[day][1] += prompt.fate in DELIVERED
            counts[day][2] += prompt.fate is Fate.ANSWERED
    return [Day(day, *numbers) for day, numbers in counts.items()]


def spread(people: Iterable[Compliance]) -> list[int]:
    """How many people have a compliance below 10%, below 20%, … and at the end from 90% up to all. Who has nothing
    delivered yet is nowhere."""
    counts = [0] * 10
    for one in people:
        if one.delivered:
            counts[min(10 * one.answered // one.delivered, 9)] += 1
    return counts
