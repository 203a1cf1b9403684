"""A year, lived: invented people in the simulator, the real service in a process of its own, and one clock for both,
which goes from what falls due to what somebody does, and from there to the next."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

import studying
from humans import ZONES, Human
from nurse import Nurse, nurse
from phone import DAY, HOUR, MINUTE, Diary, Phone
from scripts import Begins
from tempers import TEMPERS
from wire import serving

from simulator.app import create_app
from simulator.exchange import Exchange

TOKEN = "110201543:for-tests-only"
BEGINS = datetime(2024, 1, 8, 6, 0, tzinfo=UTC).timestamp()
GRID = 2 * HOUR
BESIDE = 0.5  # seconds: timers fall on whole ones, and people act between them
PATIENCE = 60.0  # real seconds before a step is given up

Act = tuple[float, int, Human, Begins]


@dataclass(frozen=True)
class Plan:
    people: int = 168
    days: int = 365
    seed: int = 1
    restarts: float = 5.0  # days between two, on average


@dataclass
class Year:
    root: Path
    plan: Plan
    exchange: Exchange
    nurse: Nurse
    chance: random.Random
    diary: Diary = field(default_factory=Diary)
    humans: dict[int, Human] = field(default_factory=dict)
    steps: int = 0
    told: Callable[[float], None] = lambda at: None  # how far the year has come, for a bar
    _calendar: list[Act] = field(default_factory=list)
    _order: int = 0
    _last: int = 0  # the newest message that was read
    _due: float | None = None  # when the next timer falls
    at: float = BEGINS

    @property
    def ends(self) -> float:
        return BEGINS + self.plan.days * DAY

    @property
    def data(self) -> Path:
        return self.root / "server" / "data"

    async def live(self) -> None:
        self._people_come()
        await self._start()
        interruptions = self._interruptions()
        for at, happens in interruptions:
            await self._until(min(at, self.ends))
            if at >= self.ends:
                break
            await happens()
        await self._until(self.ends)
        await self.nurse.stop()

    def _people_come(self) -> None:
        tempers = [TEMPERS[n % len(TEMPERS)] for n in range(self.plan.people)]
        for n, temper in enumerate(tempers):
            chance = random.Random(f"{self.plan.seed} {n}")
            phone = Phone(self.exchange, self.diary, f"P{n}", chance.choice(["ru", "en"]))
            pace = min(1.0, self.plan.days / 300)
            begins = BEGINS + chance.uniform(0, 14 * pace) * DAY
            human = Human(phone, temper, chance, chance.choice(sorted(ZONES)), begins, self._put, pace)
            self.humans[phone.id] = human
            self._put(begins, human, human.arrives)

    def _put(self, at: float, human: Human, script: Begins) -> None:
        """On the next line of the grid, so that what people do comes together."""
        self._order += 1
        line = -(-at // GRID) * GRID + BESIDE
        heappush(self._calendar, (line, self._order, human, script))

    def _interruptions(self) -> Iterator[tuple[float, Callable[[], Any]]]:
        """Restarts of all kinds, and two clocks that were set."""
        chance, at = self.chance, BEGINS
        jumps = [round(BEGINS + share * self.plan.days * DAY) for share in (0.35, 0.7)]
        while True:
            at = round(at + chance.uniform(0.5, 1.5) * self.plan.restarts * DAY)
            if jumps and at >= jumps[0]:
                at = jumps.pop(0)
                by = 12_000.0 if jumps else -7 * MINUTE
                yield at, partial(self._clock_set, by)
                continue
            kind = chance.choices(["at once", "killed", "an hour", "long"], [4, 3, 2, 1])[0]
            away = {"an hour": chance.uniform(0.1, 3) * HOUR, "long": chance.uniform(0.3, 3) * DAY}
            yield at, self._killed if kind == "killed" else partial(self._restarted, away.get(kind, 0.0))

    # Time.

    async def _until(self, end: float) -> None:
        """Everything that happens before `end`."""
        while True:
            acts = self._calendar[0][0] if self._calendar else end
            at = min(acts, self._due if self._due is not None else end, end)
            self.at = max(self.at, at)  # a timer may lie behind where the clock was set forward
            if at >= end:
                return
            begun = self._begin_acts()
            await self._step(acting=begun)
            self.told(self.at)

    async def _step(self, acting: bool) -> None:
        self.steps += 1
        async with asyncio.timeout(PATIENCE):
            await self._ask(at=self.at, drain=not acting)
            if acting:
                self._advance()
            await self._settled(acting)

    async def _settled(self, acting: bool) -> None:
        """Until nothing follows from anything any more, and nobody acts."""
        while True:
            if acting:
                await self._confirmed()
                await self._ask(drain=True)
            self._read()
            acting = self._advance()
            if not acting:
                return

    def _begin_acts(self) -> bool:
        begun = False
        while self._calendar and self._calendar[0][0] <= self.at:
            _, _, human, script = heappop(self._calendar)
            human.to_do.append(script)
            begun = True
        return begun

    def _advance(self) -> bool:
        """One step of everybody who is doing something."""
        advanced = [human.advance() for human in list(self._busy())]
        return any(advanced)

    def _busy(self) -> Iterator[Human]:
        return (human for human in self.humans.values() if human.script is not None or human.to_do)

    async def _confirmed(self) -> None:
        exchange = self.exchange
        while exchange.updates.count():
            await exchange.changes.beyond(exchange.changes.version, 0.05)

    def _read(self) -> None:
        rows = self.exchange.store.db.execute(
            "SELECT body FROM message WHERE id > ? AND by_bot ORDER BY id", (self._last,)
        ).fetchall()
        for (body,) in rows:
            message = json.loads(body)
            self._last = message["message_id"]
            human = self.humans[message["chat"]["id"]]
            human.hears(human.phone.shows(message))

    # The service.

    async def _start(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.nurse.start(self.at)
            await self._ask(at=self.at, drain=True)
            await self._settled(acting=True)

    async def _ask(self, **words: Any) -> None:
        answer = await self.nurse.ask(**words)
        self._due = answer.get("next", self._due)

    async def _restarted(self, away: float) -> None:
        """Stopped as an operator does it, and started again after a while."""
        await self.nurse.stop()
        await self._away(away)

    async def _killed(self) -> None:
        """In the middle of what comes next."""
        acts = self._calendar[0][0] if self._calendar else self.ends
        self.at = max(self.at, min(acts, self._due if self._due is not None else self.ends, self.ends))
        self._begin_acts()
        self.nurse.tell(at=self.at)
        self._advance()
        for _ in range(self.chance.randint(0, 12)):
            await self.exchange.changes.beyond(self.exchange.changes.version, 0.02)
        await self.nurse.kill()
        self.diary.kills.append(self.at)
        await self._away(0.0)

    async def _away(self, seconds: float) -> None:
        """What people mean to do meanwhile they do when it is back."""
        if seconds:
            gone, back = self.at, min(round(self.at + seconds), self.ends)
            self.diary.stood.append((gone, back))
            self.at = back
        await self._start()

    async def _clock_set(self, by: float) -> None:
        self.diary.jumps.append((self.at, self.at + by))
        if by > 0:
            self.diary.stood.append((self.at, self.at + by))
        self.at += by
        async with asyncio.timeout(PATIENCE):
            await self._ask(at=self.at, drain=True)
            await self._settled(acting=True)


@asynccontextmanager
async def year(root: Path, plan: Plan) -> AsyncIterator[Year]:
    study = studying.lay_out(root, plan.days)
    app = create_app(None, token=TOKEN, now=lambda: BEGINS)
    async with serving(app) as address:
        exchange: Exchange = app.state.exchange
        exchange.store.db.execute("CREATE INDEX in_order ON message (id)")
        async with nurse(root, study, address, TOKEN, plan.seed) as nursing:
            lived = Year(root, plan, exchange, nursing, random.Random(f"{plan.seed} year"))
            exchange.clock.wall = lambda: lived.at
            yield lived
