"""What the oracle notes down of one person: from one agreement to its end, how they lived, and what they were asked."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import inf

from rows import Row

from study.timing import Wave


@dataclass(frozen=True)
class Regime:
    """How somebody lived from a moment on."""

    since: float
    site: str
    zone: str
    shift: int = 0  # hours
    a_day: int | None = None


@dataclass(frozen=True)
class Slot:
    """A fixed prompt that the rules give: on this day and at this time of the wall."""

    wave: Wave
    day: date
    at: time
    since: float  # of its run


@dataclass
class Put:
    """A prompt that reached somebody. `over` is when it left the screen for good."""

    row: Row
    order: int
    at: float
    state: str = ""
    ended: float | None = None
    begun: float | None = None
    over: float = inf
    late: bool = False
    given: int = 0
    skipped: int = 0
    closed: float = inf  # when it lapsed, or ended before
    missed_at: float = inf  # when it lapsed, or made room, and nobody had touched it
    site: str = ""  # where they lived when it fell due, by their own account
    zone: str = ""
    button: bool = False  # they began it themselves

    @property
    def fate(self) -> str:
        """In the words of a report."""
        if self.state == "answered" and self.late:
            return "late"
        return self.state or "open"


Run = tuple[str, float, datetime]
"""What happened, when, and what the clock on the wall showed then."""


@dataclass
class Life:
    """One person, from one agreement to the leaving or the end."""

    since: float
    until: float = inf  # when they left
    finished: float = inf  # when the study was over for them
    regimes: list[Regime] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    @property
    def over(self) -> float:
        return min(self.until, self.finished)
