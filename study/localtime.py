"""Local time, resolved once.

A moment at which something is due (`resolve`): a local time that does not exist (clocks go forward) is read with
the offset from before the gap, so it moves forward by the length of the gap; one that comes twice means the first. So
RFC 5545 (3.3.5) has it, and Python's `fold=0`.

The beginning or end of a window (`edge`) that falls into a gap is the gap itself, so that a window never reaches beyond
its own hours on the clock.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
KEPT = 4096
"""Edges that are remembered: the hours of a study open and close on the same days for everybody in a zone."""


def resolve(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which it is `at` on `day` in `zone`."""
    first = at.replace(fold=0) if at.fold else at
    return datetime.combine(day, first, tzinfo=zone).astimezone(UTC)


def later(moment: datetime, length: timedelta, zone: ZoneInfo) -> datetime:
    """`moment` and so much later, in UTC: whole days on the calendar of `zone`, at the same time of day; anything else
    as time that has passed."""
    if not length:
        return moment.astimezone(UTC)
    if length % DAY:
        return (moment + length).astimezone(UTC)
    here = moment.astimezone(zone)
    return resolve(here.date() + length, here.time(), zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which `day` begins in `zone`."""
    return edge(day, time(), zone)


@lru_cache(maxsize=KEPT)
def edge(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first moment, in UTC and whole seconds, at which the clock in `zone` shows `at` on `day`, or later."""
    wanted = datetime.combine(day, at)
    late = resolve(day, at, zone)
    if _shown(late, zone) == wanted:
        return late
    early = datetime.combine(day, at.replace(fold=1), tzinfo=zone).astimezone(
        UTC
    )  # before the gap; late is after it
    while late - early > SECOND:
        middle = early + (late - early) // 2 // SECOND * SECOND
        if _shown(middle, zone) < wanted:
            early = middle
        else:
            late = middle
    return late


def edges(at: time, since: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """The moments, not before `since`, at which the clock in `zone` comes to `at` on that day and the next ones; where
    an hour is repeated, it comes to it twice."""
    today = since.astimezone(zone).date()
    for day in (today + n * DAY for n in range(4)):
        again = datetime.combine(day, at.replace(fold=1), tzinfo=zone).astimezone(UTC)
        for moment in (edge(day, at, zone), again):
            if moment >= since and _shown(moment, zone) >= datetime.combine(day, at):
                yield moment


def _shown(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)
