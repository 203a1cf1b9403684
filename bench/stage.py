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

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".venv-peers" / "bin" / "python"
PATIENCE = 120.0


@dataclass
class Server:
    """The running API server."""

    root: str

    def ask(self, path: str, **query: object) -> dict[str, Any]:
        """One /bench/… call; its result."""
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        with urllib.request.urlopen(f"{self.root}/bench/{path}?{asked}", timeout=100) as answer:  # noqa: S310
            result: dict[str, Any] = json.load(answer)["result"]
            return result

    def until_polled(self) -> None:
        """Returns when a bot waits for updates."""
        deadline = time.monotonic() + PATIENCE
        while not self.ask("state")["polling"]:
            if time.monotonic() > deadline:
                raise TimeoutError("no bot asks for updates")
            time.sleep(0.02)


@contextmanager
def server(latency_ms: float) -> Iterator[Server]:
    """The API server, answering `latency_ms` late."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    port_file = folder / "port"
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "bench.api", str(port_file), str(latency_ms)], cwd=ROOT
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not port_file.exists():
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError("the API server did not start")
            time.sleep(0.01)
        yield Server(f"http://127.0.0.1:{port_file.read_text()}")
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Bot:
    process: "subprocess.Popen[bytes]"
    begun: float  # Unix time

    @property
    def memory(self) -> float:
        """Resident MB now."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("no memory figure")

    @property
    def cpu(self) -> float:
        """Seconds of processor so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def bot(words: list[str]) -> Iterator[Bot]:
    """A bot as a process; stopped at the end."""
    with tempfile.TemporaryFile() as log:
        begun = time.time()
        process = subprocess.Popen(words, cwd=ROOT, stdout=log, stderr=log)  # noqa: S603
        try:
            yield Bot(process, begun)
        finally:
            died = process.poll()
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if died not in (None, 0):
                log.seek(0)
                print(log.read().decode("utf-8", "replace")[-2000:], file=sys.stderr)


def peer(name: str, root: str, *more: str) -> list[str]:
    """How another bot is started."""
    return [str(PEERS), f"bench/peers/{name}.py", root, *more]


def ours(folder: Path, root: str, at_once: int = 16) -> list[str]:
    """How ours is started, over a folder that `bench.seeding.prepare` made."""
    server = folder / "server"
    words = [sys.executable, "-m", "bench.ours", str(server / "study.yaml"), str(server / "data")]
    return [*words, root, str(at_once)]
