"""A whole house for a test: the sample study with fresh keys, a simulator in this process, and `restante run` as a
process of its own that reaches it over HTTP. What a server would have lies in server/, the secret keys in laptop/."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hatchery import Command, hatch

from sealing.secret import Work, create_key_pair
from simulator.app import Serving, create_app, serve
from simulator.exchange import Exchange, Source
from simulator.person import World
from study.reading import read_protocol
from study.sampling import write_sample

TOKEN = "110201543:for-tests-only"
PASSPHRASE = "stones and apricots"
QUICK = Work(memory=64, passes=1, lanes=1)
PATIENCE = 30.0  # seconds before a test gives up; nothing waits as long when all is well


@dataclass
class Running:
    """A `restante run` at work. `lines` are what it has logged; `started` is set by its word, or its end."""

    process: Command
    lines: list[bytes] = field(default_factory=list)
    started: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        async for line in self.process.stderr:
            self.lines.append(line)
            if b'"started"' in line:
                self.started.set()
        self.started.set()

    async def stop(self) -> int:
        """SIGTERM, as an operator's system does it; returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)


@dataclass
class House:
    root: Path
    serving: Serving
    world: World
    logs: list[bytes] = field(default_factory=list)  # stdout and stderr of every run that ended

    @property
    def study(self) -> Path:
        return self.root / "server" / "study.yaml"

    @property
    def data(self) -> Path:
        return self.root / "server" / "data"

    @property
    def exchange(self) -> Exchange:
        exchange: Exchange = self.serving._app.state.exchange
        return exchange

    def key(self, name: str = "core") -> Path:
        return self.root / "laptop" / f"{name}.key"

    def environment(self, **more: str) -> dict[str, str]:
        """What the service finds around it."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("RESTANTE_")}
        root = self.serving.root
        told = {"RESTANTE_TOKEN": TOKEN, "RESTANTE_API_URL": root, "RESTANTE_CLOCK_URL": root}
        return plain | {name: value for name, value in (told | more).items() if value}

    async def command(self, *words: str, **more: str) -> tuple[int, str, str]:
        """Any `restante` command, to its end: exit code, stdout, stderr."""
        process = await hatch(words, self.environment(**more))
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
        return process.returncode or 0, out.decode(), err.decode()

    @asynccontextmanager
    async def running(self, **more: str) -> AsyncIterator[Running]:
        """`restante run`, stopped at the end; the test fails unless it ends well."""
        words = ("run", str(self.study), "--data", str(self.data))
        process = await hatch(words, self.environment(**more))
        running = Running(process)
        listening = asyncio.create_task(running.listen())
        try:
            await asyncio.wait_for(running.started.wait(), PATIENCE)
            yield running
        finally:
            code = await running.stop() if process.returncode is None else process.returncode
            await listening
            self.logs += running.lines
        assert code == 0, b"".join(running.lines).decode()

    async def settled(self) -> None:
        """Returns when the running service has all that people did, has done what follows, and has said so."""
        exchange = self.exchange
        async with asyncio.timeout(PATIENCE):
            while exchange.updates.count():
                await exchange.reports.beyond(exchange.reports.version, 1)
            asked = exchange.reports.version
            while True:
                seen, report = exchange.reports.version, exchange.clock.report
                if seen > asked + 1 and report is not None and report.settled:
                    return
                await exchange.reports.beyond(seen, 1)

    def bytes_on_disk(self) -> dict[Path, bytes]:
        """Every file of the data folder as it is now, write-ahead log included."""
        return {path: path.read_bytes() for path in sorted(self.data.rglob("*")) if path.is_file()}


def lay_out(root: Path) -> Path:
    """The sample study with keys, as a team would have it after reading its comments. Returns the study file."""
    study = write_sample(root / "server")
    laptop = root / "laptop"
    laptop.mkdir()
    for name, public in read_protocol(study).keys.items():
        public_text, secret_text = create_key_pair(name, PASSPHRASE, QUICK)
        public.write_text(public_text)
        (laptop / f"{name}.key").write_text(secret_text)
    return study


@asynccontextmanager
async def house(root: Path) -> AsyncIterator[House]:
    study = lay_out(root)
    sources = [Source(source.id, source.id, source.kind.value) for source in read_protocol(study).sources]
    app = create_app(None, token=TOKEN, sources=sources)
    async with await serve(app, "127.0.0.1", 0) as serving, World(serving.root) as world:
        yield House(root, serving, world)
