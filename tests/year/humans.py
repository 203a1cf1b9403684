"""Invented people: what kind of a person each is, and what they think about a question that has come."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from phone import HOUR, MINUTE, Heard, Phone, words
from scripts import Begins, Script, Scripts

ZONES = {
    "RU": "Europe/Moscow",
    "KZ": "Asia/Almaty",
    "RS": "Europe/Belgrade",
    "DE": "Europe/Berlin",
    "AM": "Asia/Yerevan",
}


@dataclass(frozen=True)
class Temper:
    """`answers` is the share of prompts that somebody takes up, after `delay` minutes; `partly` of those they leave in
    the middle, `skips` of single questions, `not_now` of what they put off. `awake` are the hours of their day in which
    they look at the phone."""

    name: str
    answers: float = 0.85
    delay: tuple[int, int] = (1, 120)
    partly: float = 0.04
    skips: float = 0.05
    not_now: float = 0.0
    awake: tuple[int, int] = (0, 24)
    until: tuple[int, int] = (0, 0)  # days after which they fall silent
    plans: Callable[["Human"], None] = lambda human: None


@dataclass
class Human(Scripts):
    """One person. `calendar` takes what they mean to do, and when."""

    phone: Phone
    temper: Temper
    chance: Random
    site: str
    begins: float
    calendar: Callable[[float, "Human", Begins], None]
    pace: float = 1.0  # of their life: below one where the year is shorter
    script: Script | None = None
    news: list[Heard] = field(default_factory=list)
    to_do: list[Begins] = field(default_factory=list)
    agreed_at: float = 0.0
    crossed_at: float = 0.0
    gone: bool = False  # has left, or blocked the bot
    silent_from: float = float("inf")
    meant: set[str] = field(default_factory=set)  # waves whose question they mean to take up

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(ZONES[self.site])

    def at_local(self, day: int, hour: int, minute: int = 0) -> float:
        """Unix time of a clock time so many days after the agreement, where they live now."""
        days = timedelta(days=max(1, round(day * self.pace)))
        here = datetime.fromtimestamp(self.agreed_at, UTC).astimezone(self.zone).date() + days
        return datetime.combine(here, time(hour, minute), tzinfo=self.zone).timestamp()

    def means(self, day: int, hour: int, script: Begins, minute: int = 0) -> None:
        self.calendar(self.at_local(day, hour, minute), self, script)

    def advance(self) -> bool:
        """One step of what they are doing; False where there was none to take."""
        if self.script is None and self.to_do:
            self.script = self.to_do.pop(0)()
            self.news = []
            return self._step(first=True)
        return self.script is not None and self._step()

    def _step(self, first: bool = False) -> bool:
        assert self.script is not None
        news, self.news = self.news, []
        try:
            next(self.script) if first else self.script.send(news)
        except StopIteration:
            self.script = None
            return bool(self.to_do)
        return True

    def hears(self, heard: Heard) -> None:
        """Something came; whoever is not in the middle of something thinks about it."""
        self.news.append(heard)
        if heard.text.startswith(words(self.phone.language, "finishing.done")):
            self.calendar(heard.at + HOUR, self, self.decides_on_letter)
        if self.script is None and not self.gone and heard.number and heard.lead:
            self._thinks_about(heard)

    def _thinks_about(self, heard: Heard) -> None:
        chance, temper = self.chance, self.temper
        if heard.at >= self.silent_from or heard.wave in self.meant or chance.random() >= temper.answers:
            return
        self.meant.add(heard.wave)
        at = heard.at + chance.randint(*temper.delay) * MINUTE
        self.calendar(self._awake(at), self, self.answers)

    def _awake(self, at: float) -> float:
        opens, closes = self.temper.awake
        while True:
            hour = datetime.fromtimestamp(at, UTC).astimezone(self.zone).hour
            if (opens <= hour < closes) if opens < closes else (hour >= opens or hour < closes):
                return at
            at += 20 * MINUTE
