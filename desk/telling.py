"""Dates and times as the desk prints them: day first, 24 hours, in a place's own time."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def day(when: date) -> str:
    """14 Mar 2023"""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def weekday(when: date) -> str:
    """Thursday, 14 Mar 2023"""
    return f"{_WEEKDAYS[when.weekday()]}, {day(when)}"


def zone_told(zone: ZoneInfo, at: datetime) -> str:
    """Asia/Yerevan, UTC+4: the name, and how far from UTC it is at that moment."""
    ahead = at.astimezone(zone).utcoffset() or timedelta(0)
    hours, minutes = divmod(abs(ahead) // timedelta(minutes=1), 60)
    return (
        f"{zone.key}, UTC{'-' if ahead < timedelta(0) else '+'}{hours}{f':{minutes:02}' if minutes else ''}"
    )


def length(seconds: float) -> str:
    """0:04, 1:30:00"""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"


def took(seconds: float | None) -> str:
    """40 s, 11 min, 2 h 05 min, 3 days; a dash where nothing was measured."""
    if seconds is None:
        return "–"
    if seconds < 90:
        return f"{round(seconds)}\N{NO-BREAK SPACE}s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes}\N{NO-BREAK SPACE}min"
    if minutes < 48 * 60:
        return f"{minutes // 60}\N{NO-BREAK SPACE}h {minutes % 60:02}\N{NO-BREAK SPACE}min"
    return f"{round(minutes / 60 / 24)}\N{NO-BREAK SPACE}days"


def percent(rate: float | None) -> str:
    """60%; a dash for a share of nothing."""
    return "–" if rate is None else f"{rate:.0%}"


def moment(seconds: float | None, zone: tzinfo) -> str:
    """14 Mar 2023, 18:04 in `zone`; a dash for what has not happened."""
    if seconds is None:
        return "–"
    local = utc(seconds).astimezone(zone)
    return f"{day(local)}, {local:%H:%M}"


def hour(seconds: float | None, zone: tzinfo, beside: float) -> str:
    """18:04 in `zone`, with the day when it is not the day of `beside`."""
    if seconds is None:
        return "–"
    same = utc(seconds).astimezone(zone).date() == utc(beside).astimezone(zone).date()
    return f"{utc(seconds).astimezone(zone):%H:%M}" if same else moment(seconds, zone)


def ago(seconds: float | None, now: datetime) -> str:
    """How long ago, in words that need no time zone."""
    if seconds is None:
        return "not yet"
    days = (now - utc(seconds)) // timedelta(days=1)
    hours = (now - utc(seconds)) // timedelta(hours=1)
    if days >= 2:
        return f"{days} days ago"
    if hours >= 1:
        return f"{hours} hour{'s' if hours > 1 else ''} ago"
    return "within the hour"


def many(n: int, one: str, more: str = "") -> str:
    """1 update, 2 updates"""
    return f"{n} {one if n == 1 else more or one + 's'}"
