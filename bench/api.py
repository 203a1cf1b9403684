"""A Bot API server that is as fast as Python allows, in a process of its own, so that what is measured is the bot.

It hands out made-up updates, answers every method with what the Bot API would send back, and notes when each update
was handed out and when the bot first answered its chat. It keeps nothing and checks nothing: for truth there is the
simulator. Run it as `python -m bench.api PORT_FILE LATENCY_MS`; steer it with GET /bench/… (see `Api.steer`)."""

import asyncio
import json
import re
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote_plus

BATCH = 100  # updates a getUpdates call gets at most, as at Telegram
OFFSET = re.compile(rb"offset\D{0,12}(-?\d+)")
CHAT = re.compile(rb"chat_id\D{0,12}(\d+)")
KEYS = re.compile(r'"callback_data": ?"([^"]+)"')
FIRST_CHAT = 2_000_000_000
ANSWERS = frozenset({"sendmessage", "answercallbackquery"})

ME = {"id": 7, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}


def _ok(result: Any) -> bytes:
    body = json.dumps({"ok": True, "result": result}).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
        len(body),
        body,
    )


SENT = _ok(
    {"message_id": 1, "date": 1, "chat": {"id": FIRST_CHAT, "type": "private"}, "from": ME, "text": "x"}
)
TRUE = _ok(True)
GETME = _ok(
    ME | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
)


@dataclass
class Load:
    """Updates to hand out, and what became of them. Times are this process's monotonic seconds."""

    waiting: deque[dict[str, Any]] = field(default_factory=deque)
    wanted: int = 0  # answers that end the load
    handed: dict[int, deque[float]] = field(default_factory=dict)  # chat -> when its open updates went out
    answered: int = 0
    delays: list[float] = field(default_factory=list)
    sent_at: list[tuple[int, float]] = field(default_factory=list)  # chat, when: for prompts nobody asked for
    began: float = 0.0
    ended: float = 0.0
    done: asyncio.Event = field(default_factory=asyncio.Event)


class Api:
    """The server's state, and the acts of whoever steers it."""

    def __init__(self, latency: float) -> None:
        self.latency = latency
        self.load = Load()
        self.next_update = int(time.time() * 1000) % 1_000_000_000_000  # another server must not repeat ids that a bot knows
        self.keys: dict[int, str] = {}  # chat -> data of the first inline key last sent there
        self.pollers: list[asyncio.Future[None]] = []
        self.first_poll: float | None = None
        self.calls = 0

    # ── what the bot calls ──────────────────────────────────────────────────────────────────────────────────────

    async def answer(self, method: str, body: bytes) -> bytes:
        """The answer to one Bot API method; waits as long as the wire would take."""
        method = method.lower()
        if method == "getupdates":
            return await self._updates(body)
        answer = self.at_once(method, body)
        if self.latency:
            await asyncio.sleep(self.latency)
        return answer

    def at_once(self, method: str, body: bytes) -> bytes:
        """The answer to any method but getUpdates; noted as it comes."""
        self.calls += 1
        if method in ANSWERS:
            self._note(method, body)
        if method == "getme":
            return GETME
        return SENT if method in ("sendmessage", "editmessagetext", "sendvoice") else TRUE

    async def _updates(self, body: bytes) -> bytes:
        if self.first_poll is None:
            self.first_poll = time.time()
        if self.latency:
            await asyncio.sleep(self.latency)
        if not self.load.waiting:
            arrived: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self.pollers.append(arrived)
            await asyncio.wait([arrived], timeout=10)
            self.pollers = [one for one in self.pollers if one is not arrived]
        now, batch = time.perf_counter(), []
        load = self.load
        while load.waiting and len(batch) < BATCH:
            update = load.waiting.popleft()
            batch.append(update)
            load.handed.setdefault(_chat_of(update), deque()).append(now)
        if batch and not load.began:
            load.began = now
        return _ok(batch)

    def _note(self, method: str, body: bytes) -> None:
        """The bot has answered. Latency is added on the way back, so this is when the request was here."""
        load, now = self.load, time.perf_counter()
        found = CHAT.search(body)
        chat = int(found[1]) if found else 0
        if method == "sendmessage":
            if load.sent_at is not None:
                load.sent_at.append((chat, now))
            if load.wanted == 0 and b"callback_data" in body:
                key = KEYS.search(unquote_plus(body.decode("utf-8", "replace")))
                if key:
                    self.keys[chat] = key[1]
        open_updates = load.handed.get(chat)
        if open_updates:
            load.delays.append(now - open_updates.popleft())
            load.answered += 1
            load.ended = now
            if load.answered >= load.wanted:
                load.done.set()

    # ── what the bench asks for ─────────────────────────────────────────────────────────────────────────────────

    async def steer(self, path: str, query: dict[str, list[str]]) -> bytes:
        """/bench/begin?n&people&text, /bench/tap?chat, /bench/result, /bench/sent, /bench/reset, /bench/state"""
        asked = {name: values[0] for name, values in query.items()}
        match path:
            case "/bench/begin":
                self._begin(int(asked["n"]), int(asked["people"]), asked.get("text", "5"))
            case "/bench/one":
                await self._one(int(asked["chat"]), asked.get("kind", "text"), asked.get("text", "5"))
            case "/bench/result":
                await asyncio.wait_for(self.load.done.wait(), float(asked.get("within", "300")))
            case "/bench/reset":
                self.load, self.keys = Load(), {}
        load = self.load
        wanted_sent = "sent" in asked
        return _ok(
            {
                "seconds": load.ended - load.began if load.ended else None,
                "answered": load.answered,
                "delays": load.delays,
                "first_poll": self.first_poll,
                "calls": self.calls,
                "sent": load.sent_at if wanted_sent else None,
                "now": time.perf_counter(),
                "polling": bool(self.pollers),
            }
        )

    def _begin(self, n: int, people: int, text: str) -> None:
        self.load = Load(wanted=n)
        for index in range(n):
            self.load.waiting.append(self._message(FIRST_CHAT + index % people, text))
        self._wake()

    async def _one(self, chat: int, kind: str, text: str) -> None:
        """One update for an idle bot; returns when it is answered."""
        self.load = Load(wanted=1)
        update = self._tap(chat) if kind == "tap" else self._message(chat, text)
        self.load.waiting.append(update)
        self._wake()
        await asyncio.wait_for(self.load.done.wait(), 60)

    def _wake(self) -> None:
        for poller in self.pollers:
            if not poller.done():
                poller.set_result(None)

    def _person(self, chat: int) -> dict[str, Any]:
        return {"id": chat, "is_bot": False, "first_name": "P", "language_code": "en"}

    def _message(self, chat: int, text: str) -> dict[str, Any]:
        number = self.next_update
        self.next_update += 1
        message = {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "P"},
            "from": self._person(chat),
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return {"update_id": number, "message": message}

    def _tap(self, chat: int) -> dict[str, Any]:
        number = self.next_update
        self.next_update += 1
        under = {
            "message_id": 1,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "P"},
            "from": ME,
            "text": "x",
        }
        query = {
            "id": str(number),
            "from": self._person(chat),
            "message": under,
            "chat_instance": "1",
            "data": self.keys.get(chat, "x"),
        }
        return {"update_id": number, "callback_query": query}


def _chat_of(update: dict[str, Any]) -> int:
    if "message" in update:
        return int(update["message"]["chat"]["id"])
    return 0  # answerCallbackQuery names no chat: the bench has one such update under way at a time


class Wire(asyncio.Protocol):
    """HTTP/1.1 with kept connections and bodies of known length; enough for clients that behave."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.buffer = b""
        self.tasks: set[asyncio.Future[None]] = set()
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end]
            lower = head.lower()
            if b"transfer-encoding: chunked" in lower:
                taken = _chunked(self.buffer[end + 4 :])
                if taken is None:
                    return
                body, used = taken
                self.buffer = self.buffer[end + 4 + used :]
            else:
                place = lower.find(b"content-length:")
                length = int(lower[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0
                if len(self.buffer) < end + 4 + length:
                    return
                body = self.buffer[end + 4 : end + 4 + length]
                self.buffer = self.buffer[end + 4 + length :]
            self._serve(head.split(b" ", 2)[1].decode(), body)

    def _serve(self, target: str, body: bytes) -> None:
        """At once where nothing is to be waited for. Clients send one request at a time over a connection."""
        path, _, query = target.partition("?")
        method = path.rsplit("/", 1)[1]
        if not self.api.latency and not path.startswith("/bench/") and method.lower() != "getupdates":
            self.transport.write(self.api.at_once(method.lower(), body))
            return
        task = asyncio.ensure_future(self._later(path, method, query, body))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _later(self, path: str, method: str, query: str, body: bytes) -> None:
        if path.startswith("/bench/"):
            answer = await self.api.steer(path, parse_qs(query))
        else:
            answer = await self.api.answer(method, body or query.encode())
        self.transport.write(answer)


def _chunked(data: bytes) -> tuple[bytes, int] | None:
    body, place = b"", 0
    while True:
        line = data.find(b"\r\n", place)
        if line < 0:
            return None
        size = int(data[place:line], 16)
        if len(data) < line + 2 + size + 2:
            return None
        body += data[line + 2 : line + 2 + size]
        place = line + 2 + size + 2
        if size == 0:
            return body, place


async def main(port_file: Path, latency: float) -> None:
    api = Api(latency)
    server = await asyncio.get_running_loop().create_server(lambda: Wire(api), "127.0.0.1", 0)
    draft = port_file.with_suffix(".part")
    draft.write_text(str(server.sockets[0].getsockname()[1]))
    draft.rename(port_file)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), float(sys.argv[2]) / 1000))
