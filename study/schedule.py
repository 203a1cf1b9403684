"""When a participant is asked: the prompts of every wave, in UTC, from the moment they count from.

Local time is resolved once, here (`study.localtime`). What moves afterwards is a decision, not arithmetic.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from heapq import heapify, heappop, heapreplace
from zoneinfo import ZoneInfo

from study.localtime import later, midnight
from study.moments import days_of, moments, soonest
from study.protocol import Protocol
from study.quiet import after_quiet, in_quiet
from study.timing import Schedule, Start, Wave, Wishes
from study.wishes import NONE, bent

__all__ = [
    "Planned",
    "after_quiet",
    "begins",
    "ended_by",
    "gets",
    "in_quiet",
    "left_alone",
    "most_prompts",
    "plan",
    "stops",
    "upcoming",
]

Anchors = Mapping[str, datetime]
"""What has happened to somebody, by `study.timing.Start.key`, and when it did last."""


@dataclass(frozen=True)
class Planned:
    """One prompt to come. Day 0 is the local day on which the wave began; `beep` counts from 1 within a day. Times are
    in UTC."""

    wave: str
    questionnaire: str
    day: int
    beep: int
    due_at: datetime
    expires_at: datetime


def plan(
    protocol: Protocol,
    anchors: Anchors,
    zone: ZoneInfo,
    seed: int,
    key: str,
    *,
    since: datetime | None = None,
    arm: str | None = None,
    wishes: Wishes = NONE,
) -> tuple[Planned, ...]:
    """All prompts that `upcoming` gives."""
    return tuple(upcoming(protocol, anchors, zone, seed, key, since=since, arm=arm, wishes=wishes))


def upcoming(
    protocol: Protocol,
    anchors: Anchors,
    zone: ZoneInfo,
    seed: int,
    key: str,
    *,
    since: datetime | None = None,
    arm: str | None = None,
    wishes: Wishes = NONE,
) -> Iterator[Planned]:
    """The prompts of all waves that count from `key`, by the time they are due, each reckoned when it is asked for.

    Left out are moments that are not after the anchor and after `since`, days on which nobody is asked, what falls due
    when a wave has ended, and, where an `arm` is given, the waves of other arms. `wishes` bend the rest. Deterministic:
    the same seed draws the
    same moments. Nothing where there is no such anchor yet; "calendar" needs none."""
    schedule, found = protocol.schedule, []
    for wave in schedule.waves:
        if wave.after.key != key or not gets(wave, arm):
            continue
        anchor = begins(wave.after, anchors, zone)
        if anchor is not None:
            begin, end = later(anchor, wave.wait, zone), stops(wave, anchors, zone)
            prompts = _of_wave(bent(wave, schedule, wishes), schedule, begin, end, zone, seed, since)
            found.append((soonest(wave, begin), prompts))
    return _in_turn(found)


def gets(wave: Wave, arm: str | None) -> bool:
    """Whether the wave is for people of this arm; for None it is whether it is for anybody."""
    return arm is None or not wave.arms or arm in wave.arms


def begins(start: Start, anchors: Anchors, zone: ZoneInfo) -> datetime | None:
    """The moment, in UTC, of what a wave counts from; None where it has not happened."""
    if start.day is not None:
        return midnight(start.day, zone)
    at = anchors.get(start.key)
    return None if at is None else at.astimezone(UTC)


def stops(wave: Wave, anchors: Anchors, zone: ZoneInfo) -> datetime | None:
    """The moment, in UTC, from which on the wave asks nothing, as far as is known yet."""
    until = ended_by(wave, anchors, zone)
    anchor = begins(wave.after, anchors, zone) if wave.lasts is not None else None
    if anchor is None or wave.lasts is None:
        return until
    over = later(later(anchor, wave.wait, zone), wave.lasts, zone)
    return over if until is None else min(over, until)


def ended_by(wave: Wave, anchors: Anchors, zone: ZoneInfo) -> datetime | None:
    """The moment, in UTC, of what ends the wave, as far as it is known yet. It counts where it comes later than what
    began the wave: an interview before somebody moved does not end what the move began."""
    if wave.until is None:
        return None
    anchor, until = begins(wave.after, anchors, zone), begins(wave.until, anchors, zone)
    return until if anchor is not None and until is not None and until > anchor else None


def left_alone(schedule: Schedule, day: date) -> bool:
    """Whether nobody is asked on that local day."""
    return any(span.first <= day <= span.last for span in schedule.never)


def most_prompts(wave: Wave) -> int:
    """How many prompts one participant gets at most, each time that the wave begins."""
    if wave.signal and wave.days:
        days = days_of(wave, wave.days)
        if wave.weekdays:  # the best of seven weeks: on which day of the week it begins is not known
            weeks = (sum((day + shift) % 7 in wave.weekdays for day in days) for shift in range(7))
            return wave.signal.times * max(weeks)
        return wave.signal.times * len(days)
    once = max(1, len(wave.at)) * (wave.burst.times if wave.burst else 1)
    return once * (1 if wave.once is not None else wave.times or 0)


def _of_wave(
    wave: Wave,
    schedule: Schedule,
    begin: datetime,
    end: datetime | None,
    zone: ZoneInfo,
    seed: int,
    since: datetime | None,
) -> Iterator[Planned]:
    floor = begin if since is None else max(begin, since.astimezone(UTC))
    if end is not None and end <= floor:
        return
    for moment in moments(wave, schedule.quiet, begin, zone, seed, floor):
        due_at = moment.due_at
        if end is not None and due_at >= end:
            return
        if due_at < floor or (due_at == floor and wave.once is None):
            continue  # what is asked once may be asked at once
        if schedule.never and left_alone(schedule, due_at.astimezone(zone).date()):
            continue
        yield Planned(wave.id, wave.ask, moment.day, moment.beep, due_at, due_at + wave.expires)


def _in_turn(waves: Iterable[tuple[datetime, Iterator[Planned]]]) -> Iterator[Planned]:
    """The prompts of several waves by the time they are due; of those due together, the earlier wave's first. Each wave
    comes with a moment before which it has none, and nothing of it is reckoned until then."""
    coming: list[tuple[datetime, int, Planned | None]] = []
    streams = []
    for number, (bound, prompts) in enumerate(waves):
        coming.append((bound, number, None))
        streams.append(prompts)
    heapify(coming)
    while coming:
        _, number, prompt = coming[0]
        if prompt is not None:
            yield prompt
        following = next(streams[number], None)
        if following is None:
            heappop(coming)
        else:
            heapreplace(coming, (following.due_at, number, following))
