"""The service without its loops and without HTTP: its own workers over real files, a step at a time, in a time that is
given to it."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from screen import CHAT, Phone
from servant import Given

from bot.boxes import Boxes
from bot.changing import met_again
from bot.office import Office
from bot.opening import DATABASE, opened_database
from bot.pacing import Pace
from bot.recipients import Recipients
from bot.service import Service
from bot.settings import Settings
from bot.troubles import Troubles
from bot.waiting import Bells
from handlers.routing import respond
from sealing.operator import OperatorKey
from sealing.secret import Work, create_key_pair
from storage import outbox, participants
from study.inbound import Event, Facts, Inbound
from study.outcome import Outcome
from study.participant import Participant
from study.protocol import Protocol
from study.reading import read_protocol

FILE = Path(__file__).with_name("clocks.yaml")
KEY = OperatorKey(b"an operator key for these tests.")
QUICK = Work(memory=64, passes=1, lanes=1)


@dataclass
class Clock(Given):
    """Stands still until it is set; it may be put `back`, and real seconds never are."""

    back: float = 0.0

    def monotonic(self) -> float:
        return self.at + self.back

    def put_back(self, length: timedelta) -> None:
        self.at -= length.total_seconds()
        self.back += length.total_seconds()


@dataclass(frozen=True)
class Step:
    """One row of the inbox that had its effect: the person before and after it; None where nothing is held of
    them any more."""

    at: datetime
    event: Event
    before: Participant
    after: Participant | None


class House:
    """`open` it, and `close` it; what has happened is on disk in between. `watched` sees every row of the inbox once it
    has had its effect and its words are out, and None where words have gone out that were held up."""

    def __init__(self, study: Path, data: Path, at: datetime) -> None:
        self.data, self.clock = data, Clock(at.timestamp())
        self.protocol = read_protocol(study)
        self.recipients = Recipients(self.protocol)
        self.watched: Callable[[Step | None], None] = lambda step: None
        self._steps: list[Step] = []
        self.phone = Phone(self.clock.now)
        self.boxes = Boxes(KEY)
        self.updates = 0
        self._stack = AsyncExitStack()

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def path(self) -> Path:
        return self.data / DATABASE

    async def open(self) -> None:
        database = await opened_database(self._stack, self.data, self.protocol)
        protocol = await met_again(database, self.protocol, self.now.timestamp())
        await outbox.recover(database)
        telegram: Any = self.phone
        office = Office(database, self.boxes, telegram, self.clock, Bells(), Troubles(self.data))
        settings = Settings(token=SecretStr("110201543:for-tests-only"))
        self.service = Service(
            settings, protocol, self.data, office, self.recipients, self._responds, Pace.unhurried()
        )
        self.service.processor = self.service._processor("a_bot")

    async def close(self) -> None:
        self.service.bells.stop.set()
        await asyncio.sleep(0)
        await self._stack.aclose()

    async def opened_anew(self) -> None:
        """Everything in memory is gone."""
        await self.close()
        self._stack = AsyncExitStack()
        await self.open()

    # time

    async def wait(self, length: timedelta) -> None:
        """Time passes, and what falls due falls on time."""
        until = self.clock.at + length.total_seconds()
        await self.tick()
        while (due := self._next_timer()) and due <= until:
            self.clock.at = due
            await self.tick()
        self.clock.at = until
        await self.tick()

    def _next_timer(self) -> float | None:
        """Of those that are not kept back."""
        with closing(sqlite3.connect(self.path)) as rows:
            found = rows.execute(
                "SELECT MIN(due_at) FROM timers WHERE due_at > ?", (self.clock.at,)
            ).fetchone()
        return found[0] if found else None

    async def tick(self) -> None:
        """The seconds in which what is due falls, and what was kept back for it."""
        await self.drain()
        while await self.service.ticker.tick():
            await self.drain()

    # what comes in, and what goes out

    async def journal(self, update: dict[str, Any], number: int = 0) -> str:
        """An update is on disk, and has had no effect yet. The same `number` is the same update."""
        self.updates = self.updates if number else self.updates + 1
        number = number or self.updates
        await self.service.poller.journal([{"update_id": number, **update}])
        return f"update:{number}"

    async def does(self, update: dict[str, Any]) -> None:
        """It has its effect, and a second passes in which nothing happens but that."""
        await self.journal(update)
        await self.drain()
        await self.tick()

    async def drain(self) -> None:
        """Every row of the inbox has its effect, one after the other, and every word goes out that may."""
        processor = self.service.processor
        assert processor is not None
        await self._send()
        self.watched(None)
        while await processor.turn():
            await self._send()
            for step in self._steps:
                self.watched(step)
            self._steps.clear()

    def _responds(self, before: Participant, inbound: Inbound, protocol: Protocol, facts: Facts) -> Outcome:
        outcome = respond(before, inbound, protocol, facts)
        self._steps.append(Step(inbound.at, inbound.event, before, outcome.participant))
        return outcome

    async def _send(self) -> None:
        dispatcher = self.service.dispatcher
        await dispatcher._turn()
        while dispatcher._flying:
            await asyncio.gather(*(task for _, task in dispatcher._flying.values()))
            await dispatcher._turn()

    async def fetch(self) -> None:
        """A voice is fetched and sealed."""
        row = await self.service.retriever._next()
        assert row is not None
        await self.service.retriever._one(row)
        await self.drain()

    async def person(self) -> Participant | None:
        """Whoever is in the chat, as they are on disk."""
        database = self.service.office.database
        found = await participants.by_lookups(database, [self.boxes.lane(CHAT)])
        stored = found.get(self.boxes.lane(CHAT))
        return self.boxes.open_state(stored.state, stored.id) if stored else None

    async def agrees(self, site: str = "") -> None:
        """From where they are to the agreement."""
        phone = self.phone
        await self.does(phone.writes("/start"))
        if site:
            await self.does(phone.taps(*phone.newest(f"s:{site}")))
        for key in ("Go on", "Yes", "No"):
            await self.does(phone.writes(key))
        await self.does(phone.speaks())
        await self.fetch()
        await self.does(phone.writes("Yes, I agree"))


def lay_out(folder: Path) -> Path:
    """The study file in `folder`, with keys that nobody needs the other halves of."""
    (folder / "keys").mkdir(parents=True)
    for name in ("core", "escrow"):
        public, _ = create_key_pair(name, "a passphrase for tests", QUICK)
        (folder / "keys" / f"{name}.pub").write_text(public)
    return Path(shutil.copy(FILE, folder / "study.yaml"))
