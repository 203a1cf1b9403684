"""`restante …` as a process of its own, hatched quickly: what every command imports is imported once, in a process that
does nothing else, and each command is a fork of it with its own arguments, environment, folder and pipes.

Only what runs everywhere is imported before: nothing that opens a seal, nothing of the desk. That a command also starts
from nothing, `test_commands`, `test_demo` and `tests/unit/test_house_rules.py` see.
"""

import asyncio
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PIPES = 4  # standard input, output, errors; and where the end is told


@dataclass
class Command:
    """A `restante` at work; to a test it is what asyncio's own process would be."""

    pid: int
    stdout: asyncio.StreamReader
    stderr: asyncio.StreamReader
    _end: "asyncio.Task[int]"

    @property
    def returncode(self) -> int | None:
        return self._end.result() if self._end.done() else None

    async def wait(self) -> int:
        return await asyncio.shield(self._end)

    async def communicate(self) -> tuple[bytes, bytes]:
        out, err, _ = await asyncio.gather(self.stdout.read(), self.stderr.read(), self.wait())
        return out, err

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


async def hatch(words: Sequence[str | Path], environment: Mapping[str, str], folder: Path = ROOT) -> Command:
    """`restante` with these words, its output in pipes."""
    (out, to_out), (err, to_err), (end, to_end) = os.pipe(), os.pipe(), os.pipe()
    nothing = os.open(os.devnull, os.O_RDONLY)
    asked = {"words": list(map(str, words)), "environment": dict(environment), "folder": str(folder)}
    given = (nothing, to_out, to_err, to_end)
    try:
        door = _door()
        socket.send_fds(door, [json.dumps(asked).encode() + b"\n"], given)
        assert door.recv(1), "the hatchery has ended"
    finally:
        for descriptor in given:
            os.close(descriptor)
    told = await _reading(end)
    pid = int(await told.readline())
    return Command(pid, await _reading(out), await _reading(err), asyncio.create_task(_ended(told)))


async def _reading(descriptor: int) -> asyncio.StreamReader:
    loop, reader = asyncio.get_running_loop(), asyncio.StreamReader()
    pipe = os.fdopen(descriptor, "rb", buffering=0)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    return reader


async def _ended(told: asyncio.StreamReader) -> int:
    return os.waitstatus_to_exitcode(int(await told.readline()))


@cache
def _door() -> socket.socket:
    """The way to this process's own hatchery, which ends with it."""
    ours, theirs = socket.socketpair()
    with theirs:
        subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())], cwd=ROOT, pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    return ours


def hatchery(door: socket.socket) -> dict[str, Any] | None:
    """Forks for each word that comes in. Returns what to become, in each fork; None when nobody can ask any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever told the end of a command need not be waited for
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    while True:
        said, pipes = b"", list[int]()
        while not said.endswith(b"\n"):
            more, came, _, _ = socket.recv_fds(door, 65536, PIPES)
            if not more:
                return None
            said, pipes = said + more, pipes + came
        door.send(b".")
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            door.close()
            return _apart(json.loads(said), pipes)
        for pipe in pipes:
            os.close(pipe)


def _apart(asked: dict[str, Any], pipes: list[int]) -> dict[str, Any]:
    """Forks once more: one waits and tells the end, the other goes on as the command."""
    *own, end = pipes
    pid = os.fork()
    if pid:
        for pipe in own:
            os.close(pipe)
        os.write(end, b"%d\n" % pid)
        _, status = os.waitpid(pid, 0)
        os.write(end, b"%d\n" % status)
        os._exit(0)
    os.close(end)
    for number, pipe in enumerate(own):
        os.dup2(pipe, number)
        os.close(pipe)
    return asked


def main(door: int) -> None:
    import bot.service  # noqa: F401 - imported before the forks, like everything
    import cli.main
    import cli.studying  # noqa: F401

    asked = hatchery(socket.socket(fileno=door))
    if asked is None:
        return
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.argv[1:] = asked["words"]
    del sys.modules["cli.main"]  # it is run as a program
    runpy.run_module("cli.main", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
