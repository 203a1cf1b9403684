"""The service, in a process of its own, in a time that is given to it.

Everything is imported once, and each start is a fork. {"start": UNIX TIME, "number": n} forks a service, {"wait": pid}
waits for its end. The service connects to a socket and does there what it is told: {"at": t} sets its clock and lets
its timers fall, {"drain": true} answers once nothing is left to do with when the next timer falls due, {"stop": true}
ends it."""

import asyncio
import gc
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiosqlite import core
from pydantic import SecretStr

import handlers.routing  # noqa: F401 - imported before the fork, like everything
from bot import poller, retriever, ticker
from bot.dispatcher import Dispatcher
from bot.logs import set_up
from bot.loop import run_loop
from bot.pacing import Pace
from bot.service import Service
from bot.settings import Settings
from locales.catalogue import Catalogue
from storage import timers
from study.protocol import Protocol
from study.reading import read_protocol

A_MOMENT = 0.002  # real seconds


@dataclass
class Given:
    """A clock that stands still until it is set."""

    at: float

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class Dice(random.Random):
    """What stands in for `secrets` where seeds are drawn, so that a year can be lived again."""

    def randbits(self, bits: int) -> int:
        return self.getrandbits(bits)

    def token_hex(self, count: int) -> str:
        return self.randbytes(count).hex()


class AtOnce:
    """What stands in for the queue to a connection's thread: each question to SQLite is asked here and now. The hops to
    the thread and back would cost more than all that a year is about; `tests/crash` has them."""

    def put_nowait(self, job: tuple["asyncio.Future[Any] | None", Callable[[], Any]]) -> None:
        future, work = job
        try:
            result = work()
        except BaseException as fault:
            if future is not None:
                future.set_exception(fault)
        else:
            if future is not None:
                future.set_result(result)


async def _here_and_now(connection: core.Connection, work: Callable[..., Any], *args: Any) -> Any:
    return work(*args)


def without_threads() -> None:
    core.SimpleQueue = AtOnce  # type: ignore[misc,assignment]
    core.Connection._execute = _here_and_now  # type: ignore[method-assign,assignment]
    core._connection_worker_thread = lambda queue: None


def gathering(dispatcher: Dispatcher) -> None:
    """While words are on their way, what comes back is noted together, as where each note takes a hop."""
    turn = dispatcher._turn

    async def gathered(claims: bool = True) -> None:
        if len(dispatcher._flying) > len(dispatcher._landed) > 0:
            await asyncio.sleep(A_MOMENT)
        await turn(claims)

    dispatcher._turn = gathered  # type: ignore[method-assign]


def load_dice(seed: int, number: int) -> None:
    for room in (poller, retriever, ticker):
        room.secrets = Dice(f"{seed} {number} {room.__name__}")  # type: ignore[attr-defined]


async def serve(protocol: Protocol, data: Path, root: str, token: str, channel: str, at: float) -> None:
    reader, writer = await asyncio.open_unix_connection(channel)
    clock = Given(at)
    settings = Settings(token=SecretStr(token), api_url=root, poll_seconds=50)
    async with AsyncExitStack() as stack:
        service = await Service.open(stack, settings, protocol, data, clock, pace=Pace.unhurried(32))
        gathering(service.dispatcher)
        running = asyncio.create_task(service.run())
        await service.bells.wait(service.bells.moved)  # its processor is there
        telling = asyncio.create_task(_told(service, clock, reader, writer))
        await asyncio.wait({running, telling}, return_when=asyncio.FIRST_COMPLETED)
        service.bells.stop.set()
        await running
        if telling.done():
            telling.result()
        writer.close()


async def _told(
    service: Service, clock: Given, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    while line := await reader.readline():
        asked = json.loads(line)
        answer: dict[str, Any] = {}
        if "stop" in asked:
            return
        if "at" in asked:
            clock.at = asked["at"]
            await service.ticker.tick()
        if "drain" in asked:
            await _drained(service)
            answer["next"] = await timers.next_due(service.office.database)
        writer.write(json.dumps(answer).encode() + b"\n")


async def _drained(service: Service) -> None:
    """As `Service.drain`, which asks the database after each step; this asks once nobody is at anything."""
    bells, processor, dispatcher = service.bells, service.processor, service.dispatcher
    while True:
        bells.moved.clear()
        rung = any(bell.is_set() for bell in (bells.inbox, bells.outbox, bells.fetches))
        if not rung and not dispatcher._flying and processor is not None and not processor.busy:
            await service.drain()
            return
        await bells.moved.wait()


def main(study: Path, data: Path, root: str, token: str, channel: str, seed: int) -> None:
    set_up()
    without_threads()
    protocol = read_protocol(study)
    for language in protocol.languages:  # what is read when it is first wanted
        Catalogue.load().say(language, "diary.keep", n=2)
    gc.freeze()  # or each child would go through all of it again and again
    for line in sys.stdin:
        asked = json.loads(line)
        if "start" in asked:
            child = os.fork()
            if child == 0:
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                load_dice(seed, asked["number"])
                code = 1
                try:
                    run_loop(serve(protocol, data, root, token, channel, asked["start"]))
                    code = 0
                finally:
                    os._exit(code)
            print(json.dumps({"pid": child}), flush=True)
        else:
            _, status = os.waitpid(asked["wait"], 0)
            print(json.dumps({"status": status}), flush=True)


if __name__ == "__main__":
    study, data, root, token, channel, seed = sys.argv[1:]
    main(Path(study), Path(data), root, token, channel, int(seed))
