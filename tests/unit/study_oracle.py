"""An oracle for local time: slow, and too simple to be wrong. It knows no offsets; it reads the clock on the wall,
once a minute."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from study.durations import within
from study.protocol import Window

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

# Zones, and days on which their clocks did something: an hour, half an hour, back over midnight, a day that never was.
CHANGES = {
    "Europe/Warsaw": (date(2024, 3, 31), date(2024, 10, 27)),
    "Australia/Lord_Howe": (date(2024, 4, 7), date(2024, 10, 6)),
    "Asia/Almaty": (date(2024, 2, 29), date(2024, 3, 1)),
    "Pacific/Apia": (date(2011, 12, 29), date(2011, 12, 30)),
    "Asia/Yerevan": (date(2024, 6, 1), date(2024, 6, 2)),
}


@lru_cache(maxsize=400)
def walk(zone: str, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """(moment in UTC, what the clock shows) for every minute of three days around `day`."""
    moment = datetime.combine(day, time(), tzinfo=UTC) - DAY
    here = ZoneInfo(zone)
    return tuple(
        (at, at.astimezone(here).replace(tzinfo=None))
        for at in (moment + n * MINUTE for n in range(3 * 24 * 60))
    )


def slow_resolve(zone: str, day: date, at: time) -> datetime:
    """The first minute that shows it; if there is none, as far behind the jump as behind the last minute before."""
    wanted = datetime.combine(day, at)
    minutes = walk(zone, day)
    for moment, shown in minutes:
        if shown == wanted:
            return moment
    moment, shown = [(m, s) for m, s in minutes if s < wanted][-1]
    return moment + (wanted - shown)


def slow_edge(zone: str, day: date, at: time) -> datetime:
    wanted = datetime.combine(day, at)
    return next(moment for moment, shown in walk(zone, day) if shown >= wanted)


def slow_after_quiet(zone: str, quiet: Window, at: datetime) -> datetime:
    """The first minute that is not quiet, but for those in which clocks set back show what they have shown before."""
    here = ZoneInfo(zone)
    if not within(quiet, at.astimezone(here).time()):
        return at
    moment = at.replace(second=0, microsecond=0)
    latest = moment.astimezone(here).replace(tzinfo=None)
    while True:
        moment += MINUTE
        shown = moment.astimezone(here).replace(tzinfo=None)
        if shown > latest and not within(quiet, shown.time()):
            return moment
        latest = max(latest, shown)


clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
windows = (
    st.tuples(clocks, clocks).filter(lambda w: w[0] != w[1]).map(lambda w: Window(opens=w[0], closes=w[1]))
)


@st.composite
def places(draw: st.DrawFn) -> tuple[str, date]:
    zone = draw(st.sampled_from(sorted(CHANGES)))
    return zone, draw(st.sampled_from(CHANGES[zone])) + draw(st.integers(-2, 2)) * DAY
