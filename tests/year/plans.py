"""What the rules of the study give: every fixed prompt to the second, of random ones their number and their hours."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import inf

from life import Life, Regime, Slot
from person import Person
from rows import Row
from wall import DAY, clock, moment

from study.timing import Wave


def planned(person: Person, life: Life) -> None:
    """What is written down of this life is what the rules give, no more and no less."""
    rows = [row for row in person.prompts if person.life_of(row) is life]
    for wave in person.schedule.waves:
        mine = [row for row in rows if row.wave == wave.id]
        if wave.signal:
            _signals(person, life, wave, mine)
        else:
            _fixed(person, life, wave, mine)
    for row in rows:
        length = person.waves[row.wave].expires.total_seconds()
        if abs(row.expires - row.due - length) > 0.001:
            person.fault(f"{row.wave}: lapses {row.expires - row.due} s after it is due", row.due)
        if row.due > life.finished:
            person.fault(f"{row.wave}: planned after the study is over", row.due)


def _fixed(person: Person, life: Life, wave: Wave, rows: list[Row]) -> None:
    """Every one, to the second."""
    dues = (_falls(person, life, slot) for slot in _slots(life, wave))
    expected = Counter(round(due, 3) for due in dues if due is not None and due <= life.finished)
    there = Counter(round(row.due, 3) for row in rows)
    for at in expected - there:
        person.fault(f"{wave.id}: none is due", at)
    for at in there - expected:
        person.fault(f"{wave.id}: due, and no rule gives it", at)


def _slots(life: Life, wave: Wave) -> Iterator[Slot]:
    """All of this wave, each time that it begins."""
    for key, at, wall in life.runs:
        if key != wave.after.key:
            continue
        first = wave.after.day or wall.date()
        lengths = [k * wave.every for k in range(1, (wave.times or 0) + 1)] if wave.every else [wave.once]
        for length in lengths:
            for one in wave.at:
                yield Slot(wave, first + (length or timedelta(0)), one, at)


def _falls(person: Person, life: Life, slot: Slot) -> float | None:
    """When it is due, by the clock that they have when it falls; None where it never does. Who moves east may come past
    its time: then it is due in the past, and is asked at once if it can still be answered."""
    length = slot.wave.expires.total_seconds()
    for n, regime in enumerate(life.regimes):
        until = life.regimes[n + 1].since if n + 1 < len(life.regimes) else inf
        since = max(regime.since, slot.since)
        wall = datetime.combine(slot.day, slot.at) + timedelta(hours=regime.shift)
        due = moment(regime.zone, wall)
        if until <= slot.since or due > until or due <= slot.since or person.never(wall.date()):
            continue
        if due > since or (since > slot.since and due + length > since):
            return due
    return None


def _signals(person: Person, life: Life, wave: Wave, rows: list[Row]) -> None:
    """As many each day as the study and they themselves want, in the window of that day, apart from each other."""
    assert wave.days is not None
    runs = [(at, wall.date()) for key, at, wall in life.runs if key == wave.after.key]
    bursts = [n * wave.burst.every.days for n in range(wave.burst.times)] if wave.burst else [0]
    days = {burst + day for burst in bursts for day in range(wave.days.first, wave.days.last + 1)}
    for n, (since, first) in enumerate(runs):
        until = runs[n + 1][0] if n + 1 < len(runs) else inf
        mine = [row for row in rows if since <= row.due <= until]
        for day in sorted(days):
            there = [row for row in mine if row.day == day]
            _of_day(person, life, wave, first + timedelta(days=day), there, until)
        for row in mine:
            if row.day not in days:
                person.fault(f"{wave.id}: on day {row.day}", row.due)
    if rows and not runs:
        person.fault(f"{wave.id}: {len(rows)} prompts of what never happened")


def _of_day(person: Person, life: Life, wave: Wave, day: date, rows: list[Row], until: float) -> None:
    """(Around a move or another wish, the day may have more or fewer.)"""
    assert wave.signal is not None
    for row in rows:
        if not any(in_window(wave, one, row.due, day) for one in _about(life, row.due)):
            person.fault(f"{wave.id}: due outside its window", row.due)
    if len(rows) != len({row.beep for row in rows}):
        person.fault(f"{wave.id}: the same beep twice on {day}")
    noon = datetime.combine(day, time(12))
    regime = next(
        (one for one in reversed(life.regimes) if one.since <= moment(one.zone, noon)), life.regimes[0]
    )
    at = moment(regime.zone, noon)
    changed = any(abs(one.since - at) < 1.5 * DAY for one in life.regimes[1:])
    if changed or abs(life.since - at) < DAY / 2 or min(until, life.finished) <= at + DAY:
        return
    times = min(wave.signal.times, regime.a_day or wave.signal.times)
    if len(rows) != (0 if person.never(day) else times):
        person.fault(f"{wave.id}: {len(rows)} instead of {times} on {day}")
    for one, other in pairwise(sorted(row.due for row in rows)):
        if other - one < wave.signal.apart.total_seconds():
            person.fault(f"{wave.id}: too near to each other", other)


def _about(life: Life, at: float) -> Iterator[Regime]:
    """How they lived then, or on the next day."""
    for n, regime in enumerate(life.regimes):
        if n + 1 == len(life.regimes) or life.regimes[n + 1].since > at - DAY:
            yield regime


def in_window(wave: Wave, regime: Regime, at: float, day: date) -> bool:
    assert wave.signal is not None
    by, between = timedelta(hours=regime.shift), wave.signal.between
    opens, closes = datetime.combine(day, between.opens) + by, datetime.combine(day, between.closes) + by
    return opens <= clock(regime.zone, at) < closes
