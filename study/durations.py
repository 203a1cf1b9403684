"""Time as a study file writes it: `20s`, `3h`; `19:00`; `18:00-21:00`; `1-7`; `mon-thu`; `2025-01-01..2025-01-07`."""

import re
from datetime import date, time, timedelta

from study.timing import Days, Span, Window

UNITS = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
LONGEST = timedelta(days=3660)
LAST_DAY = 3660
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""Of a day that a schedule counts from. What lies beyond is a slip, and clocks know nothing of it."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DURATION = re.compile(r"([0-9]{1,9})([smhdw])")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_DAYS = re.compile(r"([0-9]{1,5})(?:\s*[-–]\s*([0-9]{1,5}))?")


class TimeError(ValueError):
    """Not a duration, a time of day, a window, a day or a span of days. The message says how to write one."""


def parse_duration(text: str) -> timedelta:
    """`20s`, `15m`, `3h`, `30d` or `2w`. Raises TimeError."""
    found = _DURATION.fullmatch(text)
    if not found:
        raise TimeError("write a number and s, m, h, d or w, such as 20s, 15m, 3h, 30d or 2w")
    seconds = int(found[1]) * int(UNITS[found[2]].total_seconds())
    if seconds > LONGEST.total_seconds():
        raise TimeError("ten years (3660d) is the most")
    return timedelta(seconds=seconds)


def show_duration(length: timedelta) -> str:
    """The shortest text that `parse_duration` reads as `length`, which is a whole number of seconds."""
    for letter, unit in UNITS.items():
        if length and length % unit == timedelta(0):
            return f"{length // unit}{letter}"
    return f"{length // UNITS['s']}s"


def parse_clock(text: str) -> time:
    """A time of day, `08:30`. Raises TimeError."""
    found = _CLOCK.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise TimeError("write hours and minutes, such as 08:30 or 19:00")
    return time(int(found[1]), int(found[2]))


def parse_window(text: str) -> Window:
    """`18:00-21:00`; past midnight where it closes earlier than it opens. 24:00 may close it. Raises TimeError."""
    opens, dash, closes = text.replace("–", "-").partition("-")
    if not dash:
        raise TimeError("write two times with a hyphen between, such as 18:00-21:00")
    closes = closes.strip()
    try:
        window = Window(
            opens=parse_clock(opens.strip()), closes=parse_clock("00:00" if closes == "24:00" else closes)
        )
    except TimeError:
        raise TimeError("write hours and minutes on both sides, such as 08:30-21:00") from None
    if window.opens == window.closes:
        raise TimeError("it begins and ends at the same time; write two different times, such as 18:00-21:00")
    return window


def show_window(window: Window) -> str:
    return f"{window.opens:%H:%M}-{window.closes:%H:%M}"


def length(window: Window) -> timedelta:
    """From opening to closing on a day without a change of clocks."""
    minutes = (_minute(window.closes) - _minute(window.opens)) % (24 * 60)
    return timedelta(minutes=minutes)


def overlap(one: Window, other: Window) -> bool:
    """Whether two windows, each open from its first minute until just before its last, share a minute."""
    return within(one, other.opens) or within(other, one.opens)


def within(window: Window, at: time) -> bool:
    """Whether the window is open at that time of day."""
    opens, closes = window.opens, window.closes
    return opens <= at < closes if opens < closes else at >= opens or at < closes


def parse_days(text: str) -> Days:
    """`1-7`, both included, or one day, `3`. Raises TimeError."""
    found = _DAYS.fullmatch(text)
    if not found:
        raise TimeError("write the first and the last day, such as 1-7")
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise TimeError(f"day {last} comes before day {first}; write the first day first, such as 1-7")
    if last > LAST_DAY:
        raise TimeError(f"day {LAST_DAY} is the last there can be")
    return Days(first=first, last=last)


def parse_weekdays(text: str) -> tuple[int, ...]:
    """`mon`, or `sat-sun`, over the end of the week too (`sat-mon`). 0 is Monday. Raises TimeError."""
    names = [name.strip().lower() for name in text.replace("–", "-").split("-")]
    if len(names) > 2 or not set(names) <= set(WEEKDAYS):
        raise TimeError(
            f"write days of the week: {', '.join(WEEKDAYS)}, or two with a hyphen between, such as mon-thu"
        )
    first, last = WEEKDAYS.index(names[0]), WEEKDAYS.index(names[-1])
    return tuple((first + n) % 7 for n in range((last - first) % 7 + 1))


def parse_span(text: str) -> Span:
    """A day of the calendar, `2024-12-31`, or the first and the last of several, `2025-01-01..2025-01-07`. Raises
    TimeError."""
    first, dots, last = text.partition("..")
    try:
        span = Span(first=_date(first.strip()), last=_date((last if dots else first).strip()))
    except ValueError:
        raise TimeError("write a day, such as 2024-12-31, or two: 2025-01-01..2025-01-07") from None
    if span.last < span.first:
        raise TimeError(f"{span.last} comes before {span.first}; write the first day first")
    if not EARLIEST <= span.first <= span.last <= LATEST:
        raise TimeError(f"write a year from {EARLIEST.year} to {LATEST.year}")
    return span


def show_span(span: Span) -> str:
    return str(span.first) if span.first == span.last else f"{span.first}..{span.last}"


def _date(text: str) -> date:
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
