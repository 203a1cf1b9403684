"""Looks after the service from outside: starts it, tells it the time, stops it, and kills it (see `servant`)."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Nurse:
    """`starts` counts them. Asking for anything fails where the service has ended by itself."""

    process: asyncio.subprocess.Process
    connected: "asyncio.Queue[Line]"
    starts: int = 0
    _pid: int = 0
    _line: Line = field(init=False)

    async def start(self, at: float) -> None:
        """At that time, as Unix time. Returns when it is at work."""
        self._pid = (await self._order(start=at, number=self.starts))["pid"]
        self.starts += 1
        self._line = await self.connected.get()

    def tell(self, **words: Any) -> None:
        """Without waiting for an answer."""
        self._line[1].write(
            json.dumps({name: value for name, value in words.items() if value}).encode() + b"\n"
        )

    async def ask(self, **words: Any) -> dict[str, Any]:
        self.tell(**words)
        line = await self._line[0].readline()
        assert line, "the service has ended by itself"
        answer: dict[str, Any] = json.loads(line)
        return answer

    async def stop(self) -> None:
        """As an operator does it."""
        self.tell(stop=True)
        assert await self._ended() == 0

    async def kill(self) -> None:
        """As a power cut does it."""
        os.kill(self._pid, signal.SIGKILL)
        assert await self._ended() == 9

    async def _ended(self) -> int:
        return int((await self._order(wait=self._pid))["status"])

    async def _order(self, **words: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(words).encode() + b"\n")
        answer: dict[str, Any] = json.loads(await self.process.stdout.readline())
        return answer


@asynccontextmanager
async def nurse(root: Path, study: Path, api: str, token: str, seed: int) -> AsyncIterator[Nurse]:
    """One whose services work over `root`/server/data and log to `root`/log."""
    connected: asyncio.Queue[Line] = asyncio.Queue()
    channel = str(root / "channel")
    door = await asyncio.start_unix_server(lambda *line: connected.put_nowait(line), channel)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(HERE / "servant.py"), str(study), str(root / "server" / "data")),
        *(api, token, channel, str(seed)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=(root / "log").open("wb"),
        env={"PYTHONPATH": f"{HERE.parents[1]}:{HERE}", "PATH": "/usr/bin:/bin"},
        start_new_session=True,
    )
    try:
        yield Nurse(process, connected)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # and whatever it started
        await process.wait()
        door.close()
