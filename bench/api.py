"""A Bot API server that is as fast as Python allows, in a process of its own, so that what is measured is the
bot.

It hands out made-up updates, answers every method as the Bot API would, and notes when the bot answered. It
keeps nothing and checks nothing: for truth there is the simulator. `python -m bench.api PORT_FILE LATENCY_MS
[limited]`; with `limited` it answers 429 above Telegram's 30 messages a second. It is steered with GET
/bench/…, see `Api.steer`."""

import asyncio
import re
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from bench.limits import Limit
from bench.load import TAPS, Load
from bench.updates import FIRST_CHAT, ME, Maker
from bench.wire import Wire, reply

LONGEST_POLL = 10  # seconds
CHAT = re.compile(rb"chat_id\D{0,12}(\d+)")  # in JSON, a form, or multipart
TIMEOUT = re.compile(rb"timeout\D{0,12}(\d+)")
DUE = re.compile(rb"due\D{1,12}(\d{10})")  # in the words of a bot that says when they were due, in Unix time
KEY = re.compile(r'"callback_data": ?"([^"]+)"')
STRIDE = 7919  # a prime: loads go round all people, not only the first


def _ok(result: Any) -> bytes:
    return reply(200, {"ok": True, "result": result})


PRIVATE = {"id": FIRST_CHAT, "type": "private", "first_name": "P"}
SENT = _ok({"message_id": 1, "date": 1, "chat": PRIVATE, "from": ME, "text": "x"})
TRUE = _ok(True)
GET_ME = _ok(
    ME | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
)
MESSAGES = frozenset({"sendmessage", "editmessagetext", "sendvoice"})  # methods whose answer is a Message
FLOOD = reply(
    429,
    {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    },
)


class Api:
    """The server's state, the methods the bot calls, and the acts of whoever steers it. `latency` is in seconds."""

    def __init__(self, latency: float, limited: bool = False) -> None:
        self.latency = latency
        self.limit = Limit() if limited else None
        self.load = Load()
        self.maker = Maker()
        self.keys: dict[int, str] = {}  # chat -> data of the first inline key last sent there
        self.learning = False  # of keys: it takes time, so only while somebody taps
        self.messages: list[
            tuple[int, float, int]
        ] = []  # chat, Unix time, when it says that it was due (or 0)
        self.first_poll: float | None = None  # Unix time
        self._pollers: set[asyncio.Event] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    # ── what the bot calls ──────────────────────────────────────────────────────────────────────────────────────

    async def answer(self, method: str, body: bytes) -> bytes:
        """The answer to one Bot API method, after as long as the wire would take."""
        if method == "getupdates":
            return await self._updates(body)
        answer = self.at_once(method, body)
        if self.latency:
            await asyncio.sleep(self.latency)
        return answer

    def at_once(self, method: str, body: bytes) -> bytes:
        """The answer to any method but getUpdates. Latency comes on the way back: this is when the request is here."""
        if method == "sendmessage":
            return self._message(body)
        if method == "answercallbackquery":
            self.load.answered(TAPS)
        if method == "getme":
            return GET_ME
        return SENT if method in MESSAGES else TRUE

    def _message(self, body: bytes) -> bytes:
        found = CHAT.search(body)
        chat = int(found[1]) if found else 0
        if self.limit:
            if not self.limit.allows(time.monotonic()):
                return FLOOD
            due = DUE.search(body)
            self.messages.append((chat, time.time(), int(due[1]) if due else 0))
        if self.learning and (key := KEY.search(unquote_plus(body.decode("utf-8", "replace")))):
            self.keys[chat] = key[1]
        self.load.answered(chat)
        return SENT

    async def _updates(self, body: bytes) -> bytes:
        if self.first_poll is None:
            self.first_poll = time.time()
        if self.latency:
            await asyncio.sleep(self.latency)
        if not self.load.waiting:
            await self._until_something_comes(body)
        return _ok(self.load.hand_out())

    async def _until_something_comes(self, body: bytes) -> None:
        asked = TIMEOUT.search(body)
        arrived = asyncio.Event()
        self._pollers.add(arrived)
        await _bounded(arrived, min(int(asked[1]) if asked else 0, LONGEST_POLL))
        self._pollers.discard(arrived)

    # ── what the bench asks for ─────────────────────────────────────────────────────────────────────────────────

    async def steer(self, act: str, asked: dict[str, str]) -> bytes:
        """All numbers are in the query. `begin`: n texts at once from as many people. `steady`: n texts, `rate` a
        second. `ask`: a text or a tap from one chat, returns when it is answered. `result`: waits `within` seconds
        for the end of what was begun. `state`: how it stands."""
        match act:
            case "begin":
                self._begin(int(asked["n"]), int(asked["people"]))
            case "steady":
                self._steady(int(asked["n"]), int(asked["people"]), float(asked["rate"]))
            case "ask":
                await self._ask(int(asked["chat"]), asked.get("text", ""), float(asked["within"]))
            case "result":
                await _bounded(self.load.done, float(asked["within"]))
        return _ok(self._state("messages" in asked))

    def _state(self, messages: bool) -> dict[str, Any]:
        load = self.load
        return {
            "seconds": load.ended - load.began,
            "wanted": load.wanted,
            "delays": load.delays,
            "overdue": load.overdue(),
            "first_poll": self.first_poll,
            "polling": bool(self._pollers),
            "passed": self.limit.passed if self.limit else 0,
            "refused": self.limit.refused if self.limit else 0,
            "messages": self.messages if messages else [],
        }

    def _begin(self, n: int, people: int) -> None:
        self.load = Load(wanted=n)
        for index in range(n):
            self.load.put(self.maker.message(_chat(index, people), "5"))
        self._wake()

    def _steady(self, n: int, people: int, rate: float) -> None:
        self.load = Load(wanted=n, from_arrival=True)
        task = asyncio.create_task(self._trickle(n, people, rate))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _trickle(self, n: int, people: int, rate: float) -> None:
        began = time.perf_counter()
        for index in range(n):
            await asyncio.sleep(began + index / rate - time.perf_counter())
            self.load.put(self.maker.message(_chat(index, people), "5"))
            self._wake()

    async def _ask(self, chat: int, text: str, within: float) -> None:
        self.learning = True
        self.load = Load(wanted=1)
        update = self.maker.message(chat, text) if text else self.maker.tap(chat, self.keys.get(chat, "x"))
        self.load.put(update)
        self._wake()
        await _bounded(self.load.done, within)

    def _wake(self) -> None:
        for poller in self._pollers:
            poller.set()


def _chat(index: int, people: int) -> int:
    return FIRST_CHAT + index * STRIDE % people


async def _bounded(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):  # what is missing shows in the figures
        await asyncio.wait_for(event.wait(), seconds)


async def listening(api: Api) -> asyncio.Server:
    """A server for `api` on a free port of loopback."""
    return await asyncio.get_running_loop().create_server(lambda: Wire(api), "127.0.0.1", 0)


def port(server: asyncio.Server) -> int:
    return int(server.sockets[0].getsockname()[1])


async def main(api: Api, port_file: Path) -> None:
    """Serves until the process ends; `port_file` appears, whole, when it listens."""
    server = await listening(api)
    draft = port_file.with_suffix(".part")
    draft.write_text(str(port(server)))
    draft.rename(port_file)
    await server.serve_forever()


if __name__ == "__main__":
    limited = sys.argv[3:] == ["limited"]
    asyncio.run(main(Api(float(sys.argv[2]) / 1000, limited), Path(sys.argv[1])))
