"""A campaign of kills: people live their weeks in the simulator while the real service dies and is started again."""

import asyncio
import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from player import Player

from bot.milestones import Milestone
from sealing.secret import Work, create_key_pair
from simulator.app import Serving, create_app, serve
from simulator.exchange import Exchange
from simulator.person import World
from study.reading import read_protocol
from study.sampling import write_sample

TOKEN = "110201543:for-tests-only"
PASSPHRASE = "stones and apricots"
SLOTS = 16
AT_A_TIME = 6  # people in the middle of their story, always
LONGEST = 60.0  # seconds a milestone is waited for
HERE = Path(__file__).parent
WAVES = """\
  waves:
    - {id: first, ask: evening, every: 1s, times: 1, expires: 1h}
    - {id: second, ask: evening, every: 2s, times: 1, expires: 1h}
"""  # two waves: of one wave only the newest is asked after a stop


def lay_out(root: Path) -> Path:
    """The sample study with check-ins a second apart, and its keys."""
    study = write_sample(root / "server")
    text = study.read_text()
    start = text.index("schedule:")
    study.write_text(f"{text[:start]}schedule:\n{WAVES}")
    (root / "laptop").mkdir()
    for name, public in read_protocol(study).keys.items():
        public_text, secret = create_key_pair(name, PASSPHRASE, Work(memory=64, passes=1, lanes=1))
        public.write_text(public_text)
        (root / "laptop" / f"{name}.key").write_text(secret)
    return study


@dataclass
class Nursery:
    process: asyncio.subprocess.Process

    async def start(self, milestone: str = "", passes: int = 0) -> int:
        return int((await self._ask({"start": {"milestone": milestone, "pass": passes}}))["pid"])

    async def ended(self, pid: int) -> int:
        """Waits for a service to end; its status as the system tells it."""
        return int((await self._ask({"wait": pid}))["status"])

    async def _ask(self, words: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(words).encode() + b"\n")
        line = await self.process.stdout.readline()
        answer: dict[str, Any] = json.loads(line)
        return answer


@dataclass
class Campaign:
    root: Path
    study: Path
    serving: Serving
    world: World
    nursery: Nursery
    chance: random.Random
    players: list[Player] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    stories: list["asyncio.Task[None]"] = field(default_factory=list)
    living: set["asyncio.Task[None]"] = field(default_factory=set)

    @property
    def data(self) -> Path:
        return self.root / "server" / "data"

    @property
    def exchange(self) -> Exchange:
        exchange: Exchange = self.serving._app.state.exchange
        return exchange

    async def people(self, number: int) -> None:
        """So many more begin their story."""
        for _ in range(number):
            person = await self.world.person(name="P", language_code="en")
            player = Player(person, leaves=len(self.players) % 4 == 3)
            self.players.append(player)
            task = asyncio.create_task(player.live())
            self.living.add(task)
            self.stories.append(task)
            task.add_done_callback(self.living.discard)

    async def unfinished(self) -> str:
        """Where those stand who do not come to an end."""
        stuck = [player for player in self.players if not player.done]
        return "\n\n".join([(await player.person.view()).transcript() for player in stuck[:3]])

    async def kill_at(self, milestone: Milestone, passes: int) -> None:
        """A service that dies at a pass of a milestone; people come until it does."""
        pid = await self.nursery.start(milestone, passes)
        ended = asyncio.ensure_future(self.nursery.ended(pid))
        async with asyncio.timeout(LONGEST):
            while not ended.done():
                await self.people(max(0, AT_A_TIME - len(self.living)))
                await asyncio.wait([ended, *self.living], return_when=asyncio.FIRST_COMPLETED)
        assert ended.result() == 9, f"the service did not die by its own hand at {milestone}"
        self.kills[milestone] += 1

    async def kill_anywhere(self) -> None:
        """A service that is killed by somebody else after a random time."""
        await self.people(max(0, AT_A_TIME - len(self.living)))
        pid = await self.nursery.start()
        news = self.exchange.changes
        for _ in range(self.chance.randint(1, 60)):  # events pass until the axe falls, not seconds
            await news.beyond(news.version, 0.5)
        await asyncio.create_subprocess_exec("kill", "-9", str(pid))
        assert await self.nursery.ended(pid) == 9
        self.kills["anywhere"] += 1

    async def to_the_end(self) -> None:
        """A service that lives: everybody comes to the end of their story, and it stops when asked."""
        pid = await self.nursery.start()
        deadline = asyncio.get_running_loop().time() + 120
        while self.living:
            await asyncio.wait(set(self.living), timeout=5)
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(await self.unfinished())
        await asyncio.gather(*self.stories)  # a story that broke off is told
        while self.exchange.updates.count():
            await self.exchange.changes.beyond(self.exchange.changes.version, 0.2)
        process = await asyncio.create_subprocess_exec("kill", "-15", str(pid))
        await process.wait()
        assert await self.nursery.ended(pid) == 0


@asynccontextmanager
async def campaign(root: Path, seed: int) -> AsyncIterator[Campaign]:
    study = lay_out(root)
    app = create_app(None, token=TOKEN)
    async with await serve(app, "127.0.0.1", 0) as serving, World(serving.root) as world:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(HERE / "nursery.py"), str(study), str(root / "server" / "data")),
            *(serving.root, TOKEN),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=HERE.parents[1],
            env={"PYTHONPATH": str(HERE.parents[1]), "PATH": "/usr/bin:/bin"},
            start_new_session=True,
        )
        run = Campaign(root, study, serving, world, Nursery(process), random.Random(seed))
        try:
            yield run
        finally:
            for task in run.living:
                task.cancel()
            await asyncio.gather(*run.living, return_exceptions=True)
            os.killpg(process.pid, signal.SIGKILL)  # and whatever it started
            await process.wait()
