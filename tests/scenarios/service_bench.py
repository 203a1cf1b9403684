"""The bench on which the service is tried: a tiny study, a simulator over HTTP, and handlers that echo.

The echo answers what it can tell apart, keeps every text, fetches every voice and sets a timer when asked. It is as
pure as the real handlers.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.faults import StopNeeded
from bot.pacing import Pace
from bot.processor import Respond
from bot.service import Service
from bot.settings import Settings
from sealing.secret import Work, create_key_pair
from simulator.app import Serving, create_app, serve
from simulator.person import World
from study.effects import Fetch, Keep, SetTimer, Tally
from study.inbound import (
    Blocked,
    Command,
    Facts,
    Fell,
    Fetched,
    Grouped,
    Inbound,
    NotFetched,
    Spoke,
    Tapped,
    Wrote,
)
from study.model import Localized
from study.outcome import Outcome
from study.participant import Participant, Stage
from study.protocol import Approval, Consent, Protocol, Site, Team
from study.saying import Acknowledge, Care, Key, Leave, Say, Settle

TOKEN = "110201543:for-tests-only"
PASSPHRASE = "a passphrase for tests"
QUICK = Work(memory=64, passes=1, lanes=1)


def both(text: str) -> Localized:
    return Localized({"en": text, "ru": f"{text} (ru)"})


def lay_out(root: Path) -> Protocol:
    """A study in `root`/server, its secret keys in `root`/laptop."""
    server, laptop = root / "server", root / "laptop"
    server.mkdir(parents=True)
    laptop.mkdir()
    keys = {}
    for name in ("core", "escrow"):
        public, secret = create_key_pair(name, PASSPHRASE, QUICK)
        keys[name] = server / f"{name}.pub"
        keys[name].write_text(public)
        (laptop / f"{name}.key").write_text(secret)
    return Protocol(
        id="crossing",
        title=both("Road and home"),
        languages=("en", "ru"),
        team=Team(name=both("Research group"), contact="fieldwork@example.org"),
        approvals=(Approval(body=both("Ethics commission"), reference="1", granted=date(2023, 1, 1)),),
        keys=keys,
        sites=(Site(id="AM", name=both("Armenia"), timezone="Asia/Yerevan"),),
        consent=Consent(version="1.0", information=both("Information"), statement=both("I agree")),
        folder=server,
    )


def echo(participant: Participant, inbound: Inbound, protocol: Protocol, facts: Facts) -> Outcome:
    """Stands in for the real handlers."""
    record = f"{inbound.seed:016x}"
    match inbound.event:
        case Grouped(chat=chat):
            return Outcome(None, (Leave(chat, (both("I only talk one to one."),)),))
        case Blocked():
            return Outcome(participant.but(blocked=True))
        case Command(name="stop"):
            return Outcome(None, (Say((both("You have left."),)),), (Tally("withdrew"),))
        case Command(name="fail"):
            raise RuntimeError("a handler with a mistake")
        case Command(name="later"):
            timer = SetTimer("remind", inbound.at + timedelta(days=1), prompt="p1")
            return Outcome(participant, (Say((both("Later, then."),)),), (timer,))
        case Command(name="once"):
            return Outcome(participant, (Say((both("Only once."),), care=Care.ONCE),))
        case Command(name="join"):
            code = f"AM-{facts.next_number['AM']:02}"
            joined = participant.but(stage=Stage.ENROLLED, site="AM", code=code)
            return Outcome(joined, (Say((both(f"You are {code}."),)),))
        case Command():
            keys = ((Key(both("Press"), "pressed"),),)
            return Outcome(participant, (Say((both("Hello."),), keys),), (Tally("arrived"),))
        case Wrote(text=text):
            keep = Keep(record, "entry", {"text": text})
            return Outcome(participant, (Say((both(f"{len(text)} characters."),)),), (keep,))
        case Tapped(data=data, tap=tap, message=message):
            settled = (Settle(message, (both(f"Chosen: {data}"),)),) if message else ()
            return Outcome(participant, (Acknowledge(tap), *settled))
        case Spoke(file=file):
            fetch = Fetch(record, file, "entry", {"question": "story"})
            return Outcome(participant, (Say((both("Listening."),)),), (fetch,))
        case Fetched(seconds=seconds):
            return Outcome(participant, (Say((both(f"Heard {seconds:.0f} seconds."),)),))
        case NotFetched(reason=reason):
            return Outcome(participant, (Say((both(f"Not heard: {reason}."),)),))
        case Fell(kind=kind, prompt=prompt):
            return Outcome(participant, (Say((both(f"It is time: {kind} {prompt}."),)),))
    return Outcome(participant if participant.stage is not Stage.NEW else None, (Say((both("What?"),)),))


@dataclass
class Bench:
    """A simulator with its people, and a service that can be started and stopped over the same data."""

    root: Path
    protocol: Protocol
    serving: Serving
    world: World
    respond: Respond = echo
    follow: bool = False
    pace: Pace | None = None

    @property
    def data(self) -> Path:
        return self.root / "server" / "data"

    def settings(self, **more: Any) -> Settings:
        root = self.serving.root
        clock = {"clock_url": root} if self.follow else {}
        return Settings(token=SecretStr(TOKEN), api_url=root, **{**clock, **more})

    @asynccontextmanager
    async def service(self, **more: Any) -> AsyncIterator[Service]:
        """A running service; leaving stops it, and raises what made it stop by itself."""
        async with AsyncExitStack() as stack:
            pace = self.pace or Pace.unhurried()
            service = await Service.open(
                stack, self.settings(**more), self.protocol, self.data, respond=self.respond, pace=pace
            )
            running = asyncio.create_task(service.run())
            try:
                yield service
            finally:
                service.bells.stop.set()
                await running

    async def drained(self, service: Service) -> None:
        """Waits until the service has everything that people did, and has done all that follows."""
        exchange = self.serving._app.state.exchange
        async with asyncio.timeout(20):
            while exchange.updates.count():  # until the poller's next call confirms what it has journaled
                await exchange.changes.beyond(exchange.changes.version, 0.05)
        await asyncio.wait_for(service.drain(), 20)

    def bytes_on_disk(self) -> bytes:
        """Every byte in the data folder now, write-ahead log included."""
        return b"".join(path.read_bytes() for path in sorted(self.data.rglob("*")) if path.is_file())


@asynccontextmanager
async def bench(root: Path, **more: Any) -> AsyncIterator[Bench]:
    """A bench in `root`."""
    app = create_app(None, token=TOKEN)
    async with await serve(app, "127.0.0.1", 0) as serving, World(serving.root) as world:
        yield Bench(root, lay_out(root), serving, world, **more)


async def stopped_by_itself(bench: Bench) -> StopNeeded:
    """Why a service did not go on."""
    try:
        async with bench.service() as service:
            await service.bells.stop.wait()
    except StopNeeded as stopped:
        return stopped
    raise AssertionError("the service stopped as if it had been asked to")
