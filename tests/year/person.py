"""One person as the oracle sees them: what they did, what they heard, what is written down of them, and their days."""

from datetime import date, datetime, time, timedelta
from math import inf

from humans import Human
from life import Life, Put, Regime
from phone import Diary, Did, Heard
from rows import Kept, Row
from wall import Span, clock, moment, shown

from study.protocol import Protocol
from study.timing import Wave, Window

NOTHING = timedelta(0)


class Person:
    def __init__(
        self, protocol: Protocol, diary: Diary, human: Human, did: list[Did], kept: Kept | None, ends: float
    ) -> None:
        self.protocol = protocol
        self.schedule = protocol.schedule
        own = (Wave(id=one.id, ask=one.ask, once=NOTHING, expires=one.expires) for one in protocol.buttons)
        self.waves = {wave.id: wave for wave in (*self.schedule.waves, *own)}
        self.buttons = {one.id for one in protocol.buttons}
        self.diary = diary
        self.human = human
        self.did = did
        self.kept = kept
        self.ends = ends  # of the year
        self.heard: list[Heard] = []
        self.twice = 0  # messages that came again after a kill
        self.puts: list[Put] = []
        self.rests: list[Span] = []
        self.lives: list[Life] = []
        self.blocked: list[Span] = []
        self.asked_if_there: list[float] = []
        self.faults: list[str] = []

    def fault(self, what: str, at: float | None = None) -> None:
        when = "" if at is None else f" {shown(at)}"
        self.faults.append(f"{self.code} ({self.human.temper.name}){when}: {what}")

    @property
    def code(self) -> str:
        return self.kept.code if self.kept else "?"

    @property
    def prompts(self) -> tuple[Row, ...]:
        return self.kept.prompts if self.kept else ()

    def life(self, at: float) -> Life:
        """The one in which that moment lies, or after which it comes."""
        return next((one for one in reversed(self.lives) if one.since <= at), self.lives[0])

    def regime(self, at: float) -> Regime:
        """How they lived then."""
        regimes = self.life(at).regimes
        return next((one for one in reversed(regimes) if one.since <= at), regimes[0])

    def zone_of(self, site: str) -> str:
        return self.protocol.site(site).timezone

    def peace(self, at: float) -> float:
        """`at`, or when people can be spoken to after it, by the clock that they have then."""
        while True:
            at = self.diary.back(at)
            zone = self.regime(at).zone
            wall = clock(zone, at)
            if self.never(wall.date()):
                at = moment(zone, datetime.combine(wall.date() + timedelta(days=1), time()))
            elif self.quiet(wall.time()):
                day = wall.date() + timedelta(days=wall.time() >= self.hours.opens)
                at = moment(zone, datetime.combine(day, self.hours.closes))
            else:
                return at

    @property
    def hours(self) -> Window:
        """The quiet ones, past midnight."""
        assert self.schedule.quiet is not None
        return self.schedule.quiet

    def quiet(self, at: time) -> bool:
        return at >= self.hours.opens or at < self.hours.closes

    def never(self, day: date) -> bool:
        return any(span.first <= day <= span.last for span in self.schedule.never)

    def most(self, at: float) -> int:
        """How many prompts a day they get then."""
        bounds = (self.schedule.a_day, self.regime(at).a_day)
        return min(bound for bound in bounds if bound is not None)

    def on_day(self, at: float, order: int) -> int:
        """How many were put before on that day of the wall, but for those that they began themselves."""
        before = (one for one in self.puts if one.order < order and not one.button)
        return sum(self.day(one.at) == self.day(at) for one in before)

    def day(self, at: float) -> date:
        return clock(self.regime(at).zone, at).date()

    def questions(self, wave: Wave) -> int:
        """How many there are in it."""
        return next(len(one.questions) for one in self.protocol.questionnaires if one.id == wave.ask)

    def life_of(self, row: Row) -> Life:
        """Whose row it is: everything of a life that was left has ended by then."""
        over = (
            one
            for one in self.lives
            if one.until == inf or (row.ended is not None and row.ended <= one.until)
        )
        return next(over, self.lives[-1])
