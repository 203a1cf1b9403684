"""An oracle for schedules: slow, and too simple to be wrong. It knows no offsets; it reads the clock on the wall, once
a minute, and writes down everything before it leaves anything out."""

from array import array
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from study.chance import fraction
from study.durations import within
from study.schedule import Planned
from study.timing import Schedule, Wave, Window

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
A_DAY = 24 * 60
LONG_AGO = datetime.combine(date(1970, 1, 1), time())

# Zones, and days on which their clocks did something: an hour, two, half, a quarter; at midnight, a minute after it, in
# the month of fasting; back over midnight, a day that never was.
CHANGES = {
    "Africa/Casablanca": (date(2024, 3, 10), date(2024, 4, 14)),
    "America/St_Johns": (date(2006, 4, 2), date(2006, 10, 29), date(2024, 3, 10)),
    "Antarctica/Troll": (date(2024, 3, 31), date(2024, 10, 27)),
    "Asia/Almaty": (date(2024, 2, 29), date(2024, 3, 1)),
    "Asia/Kathmandu": (date(1986, 1, 1), date(2024, 6, 1)),
    "Asia/Tehran": (date(2022, 3, 22), date(2022, 9, 21)),
    "Asia/Ulaanbaatar": (date(2016, 3, 26), date(2016, 9, 24)),
    "Asia/Yerevan": (date(2024, 6, 1), date(2024, 6, 2)),
    "Australia/Lord_Howe": (date(2024, 4, 7), date(2024, 10, 6)),
    "Europe/Warsaw": (date(2024, 3, 31), date(2024, 10, 27)),
    "Pacific/Apia": (date(2011, 12, 29), date(2011, 12, 30)),
}


@lru_cache(maxsize=4_000)
def minutes_of(zone: str, day: date) -> "array[int]":
    """What the clock shows in each minute of a day of UTC, in minutes."""
    here, midnight = ZoneInfo(zone), datetime.combine(day, time(), tzinfo=UTC)
    shown = ((midnight + n * MINUTE).astimezone(here).replace(tzinfo=None) for n in range(A_DAY))
    return array("q", [(clock - LONG_AGO) // MINUTE for clock in shown])


def clock_of(zone: str, at: datetime) -> datetime:
    """What the clock shows at a moment."""
    shown = LONG_AGO + minutes_of(zone, at.date())[at.hour * 60 + at.minute] * MINUTE
    return shown.replace(second=at.second)


def walk(zone: str, day: date) -> "tuple[datetime, array[int]]":
    """Three days around `day`: the first minute, and what every one of them shows."""
    around = minutes_of(zone, day - DAY) + minutes_of(zone, day) + minutes_of(zone, day + DAY)
    return datetime.combine(day - DAY, time(), tzinfo=UTC), around


def slow_resolve(zone: str, day: date, at: time) -> datetime:
    """The first minute that shows it; if there is none, as far behind the jump as behind the last minute before."""
    wanted = (datetime.combine(day, at) - LONG_AGO) // MINUTE
    first, shown = walk(zone, day)
    if wanted in shown:
        return first + shown.index(wanted) * MINUTE
    place, before = [(n, clock) for n, clock in enumerate(shown) if clock < wanted][-1]
    return first + (place + wanted - before) * MINUTE


def slow_edge(zone: str, day: date, at: time) -> datetime:
    wanted = (datetime.combine(day, at) - LONG_AGO) // MINUTE
    first, shown = walk(zone, day)
    return first + next(n for n, clock in enumerate(shown) if clock >= wanted) * MINUTE


def slow_after_quiet(zone: str, quiet: Window, at: datetime) -> datetime:
    """The first minute that is not quiet, but for those in which clocks set back show what they have shown before."""
    if not within(quiet, clock_of(zone, at).time()):
        return at
    moment = at.replace(second=0, microsecond=0)
    latest = clock_of(zone, moment)
    while True:
        moment += MINUTE
        shown = clock_of(zone, moment)
        if shown > latest and not within(quiet, shown.time()):
            return moment
        latest = max(latest, shown)


def slow_later(zone: str, moment: datetime, length: timedelta) -> datetime:
    """Whole days are days of the calendar."""
    if not length or length % DAY:
        return moment + length
    here = clock_of(zone, moment)
    return slow_resolve(zone, here.date() + length, here.time())


def slow_plan(
    schedule: Schedule,
    wave: Wave,
    anchors: Mapping[str, datetime],
    zone: str,
    seed: int,
    since: datetime | None = None,
) -> list[Planned]:
    """Everything that one wave asks, as the study file's documentation has it."""
    anchor = _anchor(wave.after.day, wave.after.key, anchors, zone)
    assert anchor is not None
    begin = slow_later(zone, anchor, wave.wait)
    everything = _signals(wave, begin, zone, seed) if wave.signal else _intervals(wave, schedule, begin, zone)
    ends = []
    if wave.lasts is not None:
        ends.append(slow_later(zone, begin, wave.lasts))
    if wave.until is not None:
        ended = _anchor(wave.until.day, wave.until.key, anchors, zone)
        if ended is not None and ended > anchor:
            ends.append(ended)
    found = []
    for (day, beep), due_at in everything.items():
        begun = all(due_at > at or (due_at == at and wave.once is not None) for at in (begin, since or begin))
        today = clock_of(zone, due_at).date()
        silent = any(span.first <= today <= span.last for span in schedule.never)
        if begun and not silent and all(due_at < end for end in ends):
            found.append(Planned(wave.id, wave.ask, day, beep, due_at, due_at + wave.expires))
    return sorted(found, key=lambda one: one.due_at)


def _anchor(day: date | None, key: str, anchors: Mapping[str, datetime], zone: str) -> datetime | None:
    return anchors.get(key) if day is None else slow_edge(zone, day, time())


def _signals(wave: Wave, begin: datetime, zone: str, seed: int) -> dict[tuple[int, int], datetime]:
    assert wave.signal is not None
    assert wave.days is not None
    first, between, found = clock_of(zone, begin).date(), wave.signal.between, {}
    for burst in range(wave.burst.times if wave.burst else 1):
        for n, within_burst in enumerate(range(wave.days.first, wave.days.last + 1)):
            day = within_burst + (burst * (wave.burst.every // DAY) if wave.burst else 0)
            today = first + day * DAY
            if n % wave.each or (wave.weekdays and today.weekday() not in wave.weekdays):
                continue
            opens = slow_edge(zone, today, between.opens)
            closes = slow_edge(zone, today if between.opens < between.closes else today + DAY, between.closes)
            room, apart = (closes - opens).total_seconds(), wave.signal.apart.total_seconds()
            number = max((n for n in range(1, wave.signal.times + 1) if (n - 1) * apart < room), default=0)
            draws = sorted(fraction(seed, "signal", wave.id, day, beep) for beep in range(1, number + 1))
            for n, draw in enumerate(draws):
                seconds = int(draw * (room - (number - 1) * apart)) + n * apart
                found[day, n + 1] = opens + timedelta(seconds=seconds)
    return found


def _intervals(wave: Wave, schedule: Schedule, begin: datetime, zone: str) -> dict[tuple[int, int], datetime]:
    step = wave.every if wave.once is None else wave.once
    assert step is not None
    wanted = set()
    for burst in range(wave.burst.times if wave.burst else 1):
        start = slow_later(zone, begin, burst * wave.burst.every) if wave.burst else begin
        here = clock_of(zone, start)
        for length in (
            [step] if wave.once is not None else [k * step for k in range(1, (wave.times or 0) + 1)]
        ):
            if step % DAY or (not step and not wave.at):
                wanted.add(start + length)
            else:
                wanted |= {slow_resolve(zone, here.date() + length, at) for at in wave.at or (here.time(),)}
    moments = {slow_after_quiet(zone, schedule.quiet, at) if schedule.quiet else at for at in wanted}
    first, found = clock_of(zone, begin).date(), {}
    for moment in sorted(moments):
        day = (clock_of(zone, moment).date() - first).days
        beep = 1 + max((beep for one, beep in found if one == day), default=0)
        found[day, beep] = moment
    return found


clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
windows = (
    st.tuples(clocks, clocks).filter(lambda w: w[0] != w[1]).map(lambda w: Window(opens=w[0], closes=w[1]))
)


@st.composite
def places(draw: st.DrawFn) -> tuple[str, date]:
    zone = draw(st.sampled_from(sorted(CHANGES)))
    return zone, draw(st.sampled_from(CHANGES[zone])) + draw(st.integers(-2, 2)) * DAY
