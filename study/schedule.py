"""When a participant is asked: every prompt of every wave, in UTC, from the moment it counts from.

Local time is resolved once, here (`study.localtime`). What moves afterwards is a decision, not arithmetic.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from study.chance import fraction
from study.durations import within
from study.localtime import edge, edges, resolve
from study.protocol import Anchor, Protocol, Signal, Wave, Window

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Planned:
    """One prompt to come. Day 0 is the anchor's local day; `beep` counts from 1 within a day. Times are in UTC."""

    wave: str
    questionnaire: str
    day: int
    beep: int
    due_at: datetime
    expires_at: datetime


def plan(
    protocol: Protocol, anchors: Mapping[Anchor, datetime], zone: ZoneInfo, seed: int, after: Anchor
) -> tuple[Planned, ...]:
    """All prompts of all waves that count from `after`, by the time they are due. A moment that is not after the anchor
    is left out. Deterministic: the same seed draws the same moments. Nothing if there is no such anchor yet."""
    anchor = anchors.get(after)
    if anchor is None:
        return ()
    anchor = anchor.astimezone(UTC)
    found: list[Planned] = []
    for wave in protocol.schedule.waves:
        if wave.after is after:
            found += _of_wave(wave, protocol.schedule.quiet, anchor, zone, seed)
    return tuple(sorted(found, key=lambda planned: planned.due_at))


def in_quiet(quiet: Window, at: datetime, zone: ZoneInfo) -> bool:
    """Whether it is quiet in `zone` at that moment. The end of the quiet hours is no longer quiet."""
    return within(quiet, at.astimezone(zone).time())


def after_quiet(quiet: Window, at: datetime, zone: ZoneInfo) -> datetime:
    """`at` if it is not quiet then, else the end of the quiet hours, in UTC."""
    if not in_quiet(quiet, at, zone):
        return at.astimezone(UTC)
    ends = edges(quiet.closes, at.astimezone(UTC), zone)
    return next(moment for moment in ends if not in_quiet(quiet, moment, zone))


def _of_wave(
    wave: Wave, quiet: Window | None, anchor: datetime, zone: ZoneInfo, seed: int
) -> Iterator[Planned]:
    moments = _signals(wave, anchor, zone, seed) if wave.signal else _intervals(wave, quiet, anchor, zone)
    for day, beep, due_at in moments:
        if due_at > anchor:
            yield Planned(wave.id, wave.ask, day, beep, due_at, due_at + wave.expires)


def _signals(wave: Wave, anchor: datetime, zone: ZoneInfo, seed: int) -> Iterator[tuple[int, int, datetime]]:
    """Random moments of each day. A window past midnight belongs to the day on which it opens."""
    assert wave.signal is not None
    assert wave.days is not None
    first = anchor.astimezone(zone).date()
    for day in range(wave.days.first, wave.days.last + 1):
        today = first + day * DAY
        draws = [fraction(seed, "signal", wave.id, day, beep) for beep in range(1, wave.signal.times + 1)]
        opens, closes = _span(wave.signal, today, zone)
        for beep, moment in enumerate(_spread(wave.signal, opens, closes, draws), 1):
            yield day, beep, moment


def _span(signal: Signal, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From opening to closing of the window of `day`, in UTC."""
    opens, closes = signal.between.opens, signal.between.closes
    end = day if opens < closes else day + DAY
    return edge(day, opens, zone), edge(end, closes, zone)


def _spread(signal: Signal, opens: datetime, closes: datetime, draws: list[float]) -> Iterator[datetime]:
    """Uniform among all ways to place that many moments at least `apart`: draw points in what is left of the window
    without the distances, put them in order, and put the distances back. Whole seconds, before the window closes.
    Where a change of clocks leaves less room than they need there are fewer, and none on a day that a country
    skipped (Samoa, 30 December 2011)."""
    room, apart = int((closes - opens).total_seconds()), int(signal.apart.total_seconds())
    while draws and (len(draws) - 1) * apart >= room:
        draws = draws[:-1]
    slack = room - (len(draws) - 1) * apart
    for place, draw in enumerate(sorted(draws)):
        yield opens + timedelta(seconds=int(draw * slack) + place * apart)


def _intervals(
    wave: Wave, quiet: Window | None, anchor: datetime, zone: ZoneInfo
) -> Iterator[tuple[int, int, datetime]]:
    """Fixed moments, moved out of the quiet hours. Those that come to fall together are one."""
    first = anchor.astimezone(zone).date()
    beeps: Counter[int] = Counter()
    taken: set[datetime] = set()
    for moment in _fixed(wave, anchor, zone):
        due_at = after_quiet(quiet, moment, zone) if quiet else moment
        if due_at in taken:
            continue
        taken.add(due_at)
        day = (due_at.astimezone(zone).date() - first).days
        beeps[day] += 1
        yield day, beeps[day], due_at


def _fixed(wave: Wave, anchor: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Whole days are counted on the local calendar, at one time of day; less than a day is time that has passed."""
    assert wave.every is not None
    assert wave.times is not None
    here = anchor.astimezone(zone)
    at = wave.at or here.time()
    for k in range(1, wave.times + 1):
        if wave.every % DAY:
            yield anchor + k * wave.every
        else:
            yield resolve(here.date() + k * wave.every, at, zone)
