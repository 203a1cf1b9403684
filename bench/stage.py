"""Starts the API server and one bot, each in a process of its own, and asks them for figures."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results"
PEERS = ROOT / ".venv-peers"
PATIENCE = 120.0  # seconds for a bot to start; one has 100,000 jobs to load
LAST_WORDS = 3000  # characters of a dead bot's log that are shown
TELEGRAMS_PACE = 0  # for `ours`, instead of a number of places

# A proxy is for the way out, and what a user has set for a bot of their own is not for these.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.lower().endswith("_proxy") and not name.startswith("RESTANTE_")
}


class BotFailed(Exception):
    """A bot ended by itself, or never asked for updates. The message has the end of its log."""


@dataclass(frozen=True)
class Server:
    """The running API server."""

    root: str

    def ask(self, act: str, **asked: object) -> dict[str, Any]:
        """One /bench/… call (`bench.api.Api.steer`); how it stands after that."""
        patience = float(str(asked.get("within", 0))) + 30
        with urllib.request.urlopen(
            f"{self.root}/bench/{act}?{urlencode(asked)}", timeout=patience
        ) as answer:
            state: dict[str, Any] = json.load(answer)["result"]
            return state


@contextmanager
def server(latency_ms: float = 0, limited: bool = False) -> Iterator[Server]:
    """The API server, answering `latency_ms` late; `limited` to Telegram's pace."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    port_file = folder / "port"
    words = [sys.executable, "-m", "bench.api", str(port_file), str(latency_ms)]
    process = subprocess.Popen([*words, "limited"] if limited else words, cwd=ROOT, env=ENVIRONMENT)
    try:
        deadline = time.monotonic() + PATIENCE
        while not port_file.exists():
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError("the API server did not start")
            time.sleep(0.01)
        yield Server(f"http://127.0.0.1:{port_file.read_text()}")
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Bot:
    """A running bot that has asked for updates. `start` is seconds from its process's start to its first getUpdates."""

    process: "subprocess.Popen[bytes]"
    start: float

    def memory(self) -> float:
        """Resident memory now, in MB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise BotFailed("it has ended")


@contextmanager
def bot(words: list[str], api: Server) -> Iterator[Bot]:
    """A bot as a process, once it asks for updates. Killed at the end: what it kept is thrown away.

    Raises BotFailed."""
    with tempfile.TemporaryFile() as log:
        begun = time.time()
        process = subprocess.Popen(words, cwd=ROOT, stdout=log, stderr=log, env=ENVIRONMENT)
        try:
            yield Bot(process, _first_poll(process, api) - begun)
            if process.poll() is not None:
                raise BotFailed("it ended while it was measured")
        except BotFailed as failed:
            log.seek(0)
            said = log.read().decode("utf-8", "replace")[-LAST_WORDS:]
            raise BotFailed(f"{words}: {failed}\n{said}") from None
        finally:
            process.kill()
            process.wait()


def _first_poll(process: "subprocess.Popen[bytes]", api: Server) -> float:
    """When a bot first asked for updates, in Unix time. Returns once it waits for some."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise BotFailed("it ended before it asked for updates")
        state = api.ask("state")
        if state["polling"]:
            return float(state["first_poll"])
        time.sleep(0.02)
    raise BotFailed(f"it did not ask for updates within {PATIENCE:.0f} seconds")


def peer(name: str, api: Server, *more: object) -> list[str]:
    """How another bot is started."""
    return [str(PEERS / "bin" / "python"), f"bench/peers/{name}.py", api.root, *map(str, more)]


def ours(folder: Path, api: Server, places: int = 16) -> list[str]:
    """How ours is started over a folder that `bench.seeding` made: with `places` at once, or at Telegram's pace."""
    server = folder / "server"
    words = [sys.executable, "-m", "bench.ours", str(server / "study.yaml"), str(server / "data")]
    return [*words, api.root, str(places)]


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder on the project's own disk (in memory, `synchronous=FULL` would cost nothing), removed at the end."""
    RESULTS.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="scratch-", dir=RESULTS))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A fresh copy of a seeded folder: what people have answered makes their state grow, so no run inherits it."""
    with scratch() as place:
        shutil.copytree(folder, place / "copy")
        yield place / "copy"
