"""The moments at which a wave asks, in their order and one at a time: whoever wants the next one pays for no other."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from heapq import heappop, heappush, merge
from zoneinfo import ZoneInfo

from study.chance import fractions
from study.localtime import edge, later, midnight, resolve
from study.quiet import after_quiet
from study.timing import Days, Signal, Wave, Window

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
MARGIN = 3 * DAY
"""A moment is never moved by more: a country that skips a day, and the quiet hours after it."""


@dataclass(frozen=True)
class Moment:
    """`day` counts from the local day on which the wave began, `beep` from 1 within a day; `due_at` is in UTC."""

    day: int
    beep: int
    due_at: datetime


def moments(
    wave: Wave, quiet: Window | None, begin: datetime, zone: ZoneInfo, seed: int, since: datetime
) -> Iterator[Moment]:
    """Those of a wave that begins at `begin`, by the time they are due. Days that were over some days before `since`
    may be left out; nothing else is."""
    if wave.signal and wave.days:
        return _signals(wave, wave.signal, begin, zone, seed, since)
    return _intervals(wave, quiet, begin, zone, since)


def soonest(wave: Wave, begin: datetime) -> datetime:
    """A moment before which nothing of a wave that begins at `begin` comes. It is had for next to nothing, and may be
    days too early."""
    first = wave.days.first * DAY if wave.days else wave.every or wave.once or timedelta(0)
    return begin + first - MARGIN


def days_of(wave: Wave, days: Days) -> Sequence[int]:
    """The days of a signal, bursts and all, before any day of the week is left out."""
    one = range(days.first, days.last + 1, wave.each)
    return _in_bursts(one, wave.burst.every.days, wave.burst.times) if wave.burst else one


@lru_cache(maxsize=64)
def _in_bursts(days: range, every: int, times: int) -> tuple[int, ...]:
    return tuple(sorted({burst * every + day for burst in range(times) for day in days}))


def _signals(
    wave: Wave, signal: Signal, begin: datetime, zone: ZoneInfo, seed: int, since: datetime
) -> Iterator[Moment]:
    """Random moments of each day. A window past midnight belongs to the day on which it opens."""
    assert wave.days is not None
    first = begin.astimezone(zone).date()
    overnight = signal.between.closes < signal.between.opens
    skipped = (since.astimezone(zone).date() - first).days - overnight
    days = days_of(wave, wave.days)
    for day in days[bisect_left(days, skipped) :]:
        today = first + day * DAY
        if wave.weekdays and today.weekday() not in wave.weekdays:
            continue
        opens, closes = _span(signal, today, zone)
        if closes <= since:
            continue
        draws = fractions(range(1, signal.times + 1), seed, "signal", wave.id, day)
        for beep, moment in enumerate(_spread(signal, opens, closes, draws), 1):
            yield Moment(day, beep, moment)


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
    room, apart = (closes - opens) // SECOND, signal.apart // SECOND
    while draws and (len(draws) - 1) * apart >= room:
        draws = draws[:-1]
    slack = room - (len(draws) - 1) * apart
    for place, draw in enumerate(sorted(draws)):
        yield opens + (int(draw * slack) + place * apart) * SECOND


def _intervals(
    wave: Wave, quiet: Window | None, begin: datetime, zone: ZoneInfo, since: datetime
) -> Iterator[Moment]:
    """Fixed moments, moved out of the quiet hours. Those that come to fall together are one."""
    first = begin.astimezone(zone).date()
    beeps: defaultdict[int, int] = defaultdict(int)
    before: datetime | None = None
    for due_at in _in_order(_fixed(wave, begin, zone, since), quiet, zone):
        if due_at == before:
            continue
        before = due_at
        day = (due_at.astimezone(zone).date() - first).days
        beeps[day] += 1
        yield Moment(day, beeps[day], due_at)


Group = tuple[datetime, tuple[datetime, ...]]
"""Moments that belong together, and one before which none of them is."""


def _in_order(groups: Iterable[Group], quiet: Window | None, zone: ZoneInfo) -> Iterator[datetime]:
    """A moment is let go once no later group can have an earlier one: quiet hours and clocks only move forward."""
    held: list[datetime] = []
    for bound, group in groups:
        while held and held[0] < bound:
            yield heappop(held)
        for moment in group:
            heappush(held, after_quiet(quiet, moment, zone) if quiet else moment)
    while held:
        yield heappop(held)


def _fixed(wave: Wave, begin: datetime, zone: ZoneInfo, since: datetime) -> Iterator[Group]:
    """The groups of all bursts, by their bounds."""
    if wave.burst is None:
        return _of_burst(wave, begin, zone, since)
    starts = (later(begin, burst * wave.burst.every, zone) for burst in range(wave.burst.times))
    return merge(*(_of_burst(wave, start, zone, since) for start in starts))


def _of_burst(wave: Wave, start: datetime, zone: ZoneInfo, since: datetime) -> Iterator[Group]:
    """Whole days are counted on the local calendar; less than a day is time that has passed."""
    step, over = wave.every or wave.once or timedelta(0), since - MARGIN
    skipped = max(0, (over - min(step, DAY) - start) // step) if step else 0
    lengths = (
        (wave.once,)
        if wave.once is not None
        else (k * step for k in range(1 + skipped, (wave.times or 0) + 1))
    )
    if step % DAY or not (step or wave.at):
        yield from ((start + length, (start + length,)) for length in lengths)
        return
    here = start.astimezone(zone)
    clocks = wave.at or (here.time(),)
    for day in (here.date() + length for length in lengths):
        yield midnight(day, zone), tuple(resolve(day, at, zone) for at in clocks)
