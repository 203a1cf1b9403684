"""Quiet hours, by the clock on the participant's wall."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from study.durations import within
from study.localtime import edges
from study.timing import Window


def in_quiet(quiet: Window, at: datetime, zone: ZoneInfo) -> bool:
    """Whether it is quiet in `zone` at that moment. The end of the quiet hours is no longer quiet."""
    return within(quiet, at.astimezone(zone).time())


def after_quiet(quiet: Window, at: datetime, zone: ZoneInfo) -> datetime:
    """`at` if it is not quiet then, else the end of the quiet hours, in UTC."""
    if not in_quiet(quiet, at, zone):
        return at.astimezone(UTC)
    ends = edges(quiet.closes, at.astimezone(UTC), zone)
    return next(moment for moment in ends if not in_quiet(quiet, moment, zone))


def before_quiet(quiet: Window, at: datetime, zone: ZoneInfo) -> datetime | None:
    """The next moment, in UTC, at which it becomes quiet; None where that does not come within days."""
    begins = edges(quiet.opens, at.astimezone(UTC), zone)
    return next((moment for moment in begins if in_quiet(quiet, moment, zone)), None)
