"""The simulator's clock: real time plus a shift that only ever grows, and what the bot says about its own."""

from collections.abc import Callable
from dataclasses import dataclass

FRESH = 3.0  # a bot that has not reported for so many real seconds is taken as one that does not


@dataclass(frozen=True)
class Report:
    """What the bot last said of itself. `at` and `next` are unix time by the bot's shifted clock."""

    at: float
    shift: float
    next: float | None
    idle: bool
    received: float  # real unix time

    @property
    def settled(self) -> bool:
        """True when nothing is pending and no timer is overdue."""
        return self.idle and (self.next is None or self.next > self.at)


class Clock:
    """Simulated time. `wall` is the real clock, injected; `shift` is in seconds."""

    def __init__(self, wall: Callable[[], float], shift: float = 0.0) -> None:
        self.wall = wall
        self.shift = shift
        self.report: Report | None = None

    def now(self) -> float:
        """Simulated unix time in seconds."""
        return self.wall() + self.shift

    def forward(self, to: float) -> float:
        """Move to the unix time `to`; never backwards. Returns the shift."""
        self.shift = max(self.shift, to - self.wall())
        return self.shift

    def hear(self, at: float, shift: float, next_due: float | None, idle: bool) -> None:
        """Note the bot's report."""
        self.report = Report(at, shift, next_due, idle, self.wall())

    def fresh_report(self) -> Report | None:
        """The bot's last report, or None when no bot has reported lately."""
        report = self.report
        return report if report is not None and self.wall() - report.received < FRESH else None
