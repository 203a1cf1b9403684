"""Invented people: who answers when, who forgets, who answers at night, who leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from cli.rehearsal.answering import answer, question_asked, skip
from cli.rehearsal.life import Life
from study.inbound import Blocked, Command, Event
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Haste, Say

WORDS_A_MINUTE = 180
"""How fast people read on a phone, or a little slower (Brysbaert 2019: 238 words a minute for English prose)."""


@dataclass(frozen=True)
class Temper:
    """`answers` is how likely a prompt is answered, `later` how likely after each reminder; `waits` the mean minutes
    until then; `tires` how likely they break off before a question, `skips` how likely they skip one. They look at
    their phone from `wakes` to `sleeps`, local time. `stays` is the mean of days until they leave, None for ever."""

    name: str
    share: int
    answers: float
    later: float
    waits: float
    tires: float
    skips: float
    wakes: int
    sleeps: int
    stays: float | None = None


TEMPERS = (
    Temper("punctual", 4, 0.95, 0.6, 6, 0.005, 0.02, 7, 23),
    Temper("forgetful", 3, 0.55, 0.45, 45, 0.03, 0.05, 8, 23),
    Temper("night owl", 2, 0.75, 0.5, 20, 0.01, 0.04, 12, 3),
    Temper("leaver", 1, 0.8, 0.4, 15, 0.02, 0.06, 8, 23, stays=60),
)


def tempers(people: int) -> Iterator[Temper]:
    """One for each of so many people, in their shares."""
    cycle = [temper for temper in TEMPERS for _ in range(temper.share)]
    for number in range(people):
        yield cycle[number * 7 % len(cycle)]  # 7 and 10 share no divisor, so all come in turn


class Person:
    """Somebody who has agreed. `hears` is called with every outcome, and puts what they will do on the calendar."""

    def __init__(self, temper: Temper, life: Life) -> None:
        self.temper = temper
        self._life = life
        self._chance = life.chance
        assert life.participant is not None
        self._zone = life.protocol.site(life.participant.site).zone
        self._willing: dict[str, bool] = {}  # by prompt
        self._meant = ""  # the asking that they are about to answer
        self._tries = 0  # how often they have answered it
        if temper.stays is not None:
            self._life.mean(life.at + timedelta(days=self._chance.expovariate(1 / temper.stays)), self._leave)

    def hears(self, outcome: Outcome, words: int) -> None:
        """`words` are how many there were to read."""
        now = outcome.participant
        if (
            now is None
            or now.stage is not Stage.ENROLLED
            or now.sitting is None
            or now.sitting.asking is None
        ):
            return
        token, begun = now.sitting.asking.token, bool(now.sitting.done)
        if now.sitting.media or not self._wants(now.sitting.prompt, outcome, begun=begun):
            return
        if token != self._meant:
            if begun and self._chance.random() < self.temper.tires:
                self._willing[now.sitting.prompt] = False
                return
            self._meant, self._tries = token, 0
        elif self._tries == 0:
            return  # put once more while they are about to answer
        wait = timedelta(minutes=words / WORDS_A_MINUTE, seconds=self._chance.uniform(2, 20))
        if not begun:
            wait += timedelta(minutes=self._chance.expovariate(1 / self.temper.waits))
        self._life.mean(self._awake(self._life.at + wait), lambda: self._answer(token))

    def _wants(self, prompt: str, outcome: Outcome, *, begun: bool) -> bool:
        """Decided when it is put, and again when it is put again."""
        put = any(isinstance(said, Say) and said.haste is Haste.PROMPT for said in outcome.say)
        if prompt not in self._willing:
            self._willing[prompt] = self._chance.random() < self.temper.answers
        elif put and not begun and not self._willing[prompt]:
            self._willing[prompt] = self._chance.random() < self.temper.later
        return self._willing[prompt]

    def _answer(self, token: str) -> Event | None:
        """What does not count as an answer is skipped; what cannot be skipped either is left."""
        now = self._life.participant
        sitting = now.sitting if now else None
        if now is None or sitting is None or sitting.asking is None or sitting.asking.token != token:
            return None
        question = question_asked(self._life.protocol, now)
        if question is None or self._tries > 1:
            return None
        self._tries += 1
        if self._tries > 1 or (not question.required and self._chance.random() < self.temper.skips):
            return skip()
        return answer(question, self._chance, now.language, self._today())

    def _leave(self) -> Event | None:
        now = self._life.participant
        if now is None or now.stage is not Stage.ENROLLED:
            return None
        return Command("stop") if self._chance.random() < 0.7 else Blocked()

    def _awake(self, at: datetime) -> datetime:
        """`at`, or when they next look at their phone."""
        local = at.astimezone(self._zone)
        hour, wakes, sleeps = local.hour, self.temper.wakes, self.temper.sleeps
        up = wakes <= hour < sleeps if wakes < sleeps else hour >= wakes or hour < sleeps
        if up:
            return at
        day = local.date() + timedelta(days=1 if wakes < sleeps and hour >= sleeps else 0)
        morning = datetime.combine(day, time(wakes, self._chance.randint(0, 59)), tzinfo=self._zone)
        return morning.astimezone(UTC)

    def _today(self) -> date:
        return self._life.at.astimezone(self._zone).date()


def births(start: date, people: int, over: timedelta, chance: Random) -> list[datetime]:
    """When people arrive: by day, within `over` from `start` on."""
    first = datetime.combine(start, time(8), tzinfo=UTC)
    days = max(over // timedelta(days=1), 1)
    return sorted(
        first + timedelta(days=chance.randrange(days), minutes=chance.randrange(600)) for _ in range(people)
    )
