"""Where the faults of the world are tried: a service in this process over the sample study, a Telegram that can go away
and come back, and one clock for both that a hand moves."""

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import house
import pytest
from pydantic import SecretStr
from service_bench import Bench, echo

from bot import service as services
from bot.health import diagnosis
from bot.pacing import Pace
from bot.processor import Respond
from bot.service import Service
from bot.settings import Settings
from handlers.routing import respond as as_in_earnest
from sealing.seal import Context
from sealing.unseal import load_secret_key, unseal
from simulator.app import create_app, serve
from simulator.exchange import Exchange
from simulator.person import Person, World
from study.protocol import Protocol
from study.reading import read_protocol

MORNING = datetime(2025, 6, 16, 6, 0, tzinfo=UTC)  # ten o'clock in Yerevan, nobody's quiet hours
PATIENCE = 20.0  # seconds before a test gives up
GLANCE = 0.05  # seconds between two looks at what rings no bell


@dataclass
class Hand:
    """A clock that goes on as real time does, from a June morning, and is moved besides. Its monotonic face, which
    times waits and paces, is only ever moved forward."""

    moved: timedelta = timedelta(0)
    farthest: timedelta = timedelta(0)
    _begun: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=time.monotonic() - self._begun) + self.moved

    def monotonic(self) -> float:
        return time.monotonic() + self.farthest.total_seconds()

    def move(self, **by: float) -> None:
        self.moved += timedelta(**by)
        self.farthest = max(self.farthest, self.moved)

    def move_to(self, at: float) -> None:
        """On or back to a Unix time."""
        self.move(seconds=at - self.now().timestamp())


@dataclass
class Ground(Bench):
    """A bench whose clock can be moved, and whose Telegram can be down."""

    clock: Hand = field(default_factory=Hand)
    strict: bool = False

    @property
    def exchange(self) -> Exchange:
        exchange: Exchange = self.serving._app.state.exchange
        return exchange

    def new_telegram(self) -> Any:
        return create_app(
            self.root / "telegram", token=house.TOKEN, now=self._unix, strict_limits=self.strict
        )

    def _unix(self) -> float:
        return self.clock.now().timestamp()

    async def telegram_goes(self) -> None:
        await self.serving.stop()

    async def telegram_comes_back(self) -> None:
        self.serving = await serve(self.new_telegram(), port=self.serving.port)

    @asynccontextmanager
    async def service(self, data: Path | None = None, **more: Any) -> AsyncIterator[Service]:
        async with AsyncExitStack() as stack:
            service = await Service.open(
                stack, self.settings(**more), self.protocol, data or self.data,
                clock=self.clock, respond=self.respond, pace=self.pace or Pace.unhurried(),
            )  # fmt: skip
            running = asyncio.create_task(service.run())
            try:
                yield service
            finally:
                service.bells.stop.set()
                await running

    async def goes_on(self, service: Service, **by: float) -> None:
        """The clock is moved, back too, and everybody looks at it."""
        self.clock.move(**by)
        await service.ticker.tick()
        for bell in (service.bells.inbox, service.bells.outbox, service.bells.fetches):
            bell.set()

    async def goes_to(self, service: Service, at: float) -> None:
        """The clock is moved on to just after a Unix time."""
        await self.goes_on(service, seconds=at - self.clock.now().timestamp() + 1)

    async def steps_until(self, service: Service, true: Callable[[], Any]) -> None:
        """Until a step of the service has made it true."""
        async with asyncio.timeout(PATIENCE):
            while not true():
                service.bells.moved.clear()
                await service.bells.moved.wait()

    async def until(self, true: Callable[[], Any]) -> None:
        """Waits for what rings no bell of ours: a file, a call, a worker that asleep waits for nothing."""
        news = self.exchange.changes
        async with asyncio.timeout(PATIENCE):
            while not true():
                await news.beyond(news.version, GLANCE)

    async def tells(self, sentence: str) -> None:
        """Until the health report says so."""
        await self.until(lambda: sentence in diagnosis(self.data, time.time())[1])

    def calls(self, method: str = "sendMessage", chat: int | None = None) -> list[tuple[int, int, str]]:
        """Chat, status and text of the bot's calls of a method, in the order in which they were answered."""
        found = [call for call in self.exchange.calls if call.method == method]
        told = [(int(c.parameters["chat_id"]), c.status, str(c.parameters.get("text", ""))) for c in found]
        return [one for one in told if chat in (None, one[0])]

    def rows(self, question: str, *values: Any) -> list[sqlite3.Row]:
        return asked(self.data, question, *values)

    def one(self, question: str) -> Any:
        return self.rows(question)[0][0]

    def kept(self, data: Path | None = None, participant: str = "") -> list[tuple[str, dict[str, Any]]]:
        """Kind and content of every record, as the team reads it, in the order in which it was said."""
        key = load_secret_key(self.root / "laptop" / "core.key", house.PASSPHRASE)
        folder = data or self.data
        opened = []
        for row in asked(folder, "SELECT * FROM records ORDER BY rowid"):
            if participant not in ("", row["participant"]):
                continue
            place = (self.protocol.id, row["participant"], row["id"])
            kind = row["kind"] + (".beside" if row["vault"] else "")
            said = json.loads(unseal(row["envelope"], Context(*place, kind), key))
            opened.append((row["kind"], said["content"]))
            if row["vault"]:
                unseal((folder / "vault" / row["id"]).read_bytes(), Context(*place, row["kind"]), key)
        return opened

    def texts(self, data: Path | None = None) -> list[str]:
        """What the echo kept of what people wrote."""
        return [content["text"] for _, content in self.kept(data) if "text" in content]


def asked(data: Path, question: str, *values: Any) -> list[sqlite3.Row]:
    """Rows of the database in `data`, over a connection of its own."""
    connection = sqlite3.connect(f"{(data / 'restante.sqlite3').resolve().as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return connection.execute(question, values).fetchall()
    finally:
        connection.close()


LAID_OUT: dict[Path, bytes] = {}  # the first house of a run, with its keys: they take a while to make


def lay_out(root: Path) -> Path:
    """As `house.lay_out`, with the same keys each time."""
    study = root / "server" / "study.yaml"
    if not LAID_OUT:
        house.lay_out(root)
        LAID_OUT.update(
            {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        )
    for name, content in LAID_OUT.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return study


@asynccontextmanager
async def ground(root: Path, protocol: Protocol | None = None, **more: Any) -> AsyncIterator[Ground]:
    """A ground in `root`. Without `respond` the handlers echo; see `service_bench.echo`."""
    protocol = protocol or read_protocol(lay_out(root))
    made = Ground(root, protocol, None, None, **more)  # type: ignore[arg-type]
    made.serving = await serve(made.new_telegram())
    try:
        async with World(made.serving.root) as world:
            made.world = world
            yield made
    finally:
        await made.serving.stop()


EARNEST: dict[str, Respond] = {"respond": as_in_earnest}


async def heard(person: Person) -> list[str]:
    """Everything the bot ever said to a person."""
    return [message.text for message in await person.chat() if message.by_bot]


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[None]:
    """A mount at `place` for a while; the test is skipped where nobody may mount."""
    place.mkdir(parents=True, exist_ok=True)
    mount = shutil.which("mount")
    done = mount and subprocess.run([mount, *options, str(place)], capture_output=True, check=False)
    if not done or done.returncode:
        pytest.skip(
            "a real disk for this test has to be mounted, and this user may not mount: run it as root"
        )
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def small_disk(place: Path, megabytes: int) -> Any:
    """A disk of so many megabytes."""
    return mounted(place, "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs")


def fill(place: Path) -> Path:
    """A file that leaves no byte of a disk free."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filler


async def process(ground: Ground) -> asyncio.subprocess.Process:
    """The service of a ground as a process of its own, which can be killed."""
    words = (ground.root / "server" / "study.yaml", ground.data, ground.serving.root)
    here = {"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin"}
    return await asyncio.create_subprocess_exec(sys.executable, __file__, *map(str, words), env=here)


def main(study: Path, data: Path, root: str) -> None:
    settings = Settings(token=SecretStr(house.TOKEN), api_url=root)
    pace = Pace.unhurried()
    asyncio.run(services.serve(settings, read_protocol(study), data, respond=echo, pace=pace))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
