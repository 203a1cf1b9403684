"""The clock on somebody's wall, and spans of time. Moments are Unix time."""

from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf
from zoneinfo import ZoneInfo

DAY = 86_400.0


@dataclass(frozen=True)
class Span:
    since: float
    until: float = inf
    timed: bool = False  # it was to end by itself

    def has(self, at: float) -> bool:
        return self.since <= at < self.until


def inside(spans: list[Span], at: float) -> bool:
    return any(span.has(at) for span in spans)


def clock(zone: str, at: float) -> datetime:
    """What the clock on the wall shows."""
    return datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def moment(zone: str, shown: datetime) -> float:
    """When the clock shows it: the first time, and what it never shows as if it had not been set."""
    return shown.replace(tzinfo=ZoneInfo(zone), fold=0).timestamp()


def shown(at: float | None) -> str:
    """For a report."""
    return "never" if at is None else f"{datetime.fromtimestamp(at, UTC):%m-%d %H:%M:%S}"
