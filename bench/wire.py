"""HTTP/1.1 with kept connections; enough for clients that behave, and quick."""

import asyncio
import json
from typing import Any, Protocol
from urllib.parse import parse_qs

REASONS = {200: b"OK", 429: b"Too Many Requests"}


def reply(status: int, content: Any) -> bytes:
    """A whole HTTP answer with JSON in it."""
    body = json.dumps(content).encode()
    head = b"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head % (status, REASONS[status], len(body)) + body


class Answering(Protocol):
    """What a `Wire` needs of an API. Methods come in lower case."""

    latency: float

    def at_once(self, method: str, body: bytes) -> bytes: ...

    async def answer(self, method: str, body: bytes) -> bytes: ...

    async def steer(self, act: str, asked: dict[str, str]) -> bytes: ...


class Wire(asyncio.Protocol):
    """One connection. Clients send one request at a time over it."""

    def __init__(self, api: Answering) -> None:
        self.api = api
        self.buffer = b""
        self.tasks: set[asyncio.Task[None]] = set()
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (taken := _request(self.buffer)) is not None:
            target, body, used = taken
            self.buffer = self.buffer[used:]
            self._serve(target, body)

    def _serve(self, target: str, body: bytes) -> None:
        """At once where nothing is to be waited for."""
        path, _, query = target.partition("?")
        method = path.rsplit("/", 1)[1].lower()
        steering = path.startswith("/bench/")
        if not (steering or self.api.latency or method == "getupdates"):
            self.transport.write(self.api.at_once(method, body or query.encode()))
            return
        task = asyncio.create_task(self._later(steering, method, query, body))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _later(self, steering: bool, method: str, query: str, body: bytes) -> None:
        if steering:
            asked = {name: values[0] for name, values in parse_qs(query).items()}
            answer = await self.api.steer(method, asked)
        else:
            answer = await self.api.answer(method, body or query.encode())
        self.transport.write(answer)


def _request(buffer: bytes) -> tuple[str, bytes, int] | None:
    """Target, body, and the bytes they took; None while some are missing."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head, start = buffer[:end], end + 4
    lower = head.lower()
    if b"transfer-encoding: chunked" in lower:
        taken = _chunked(buffer, start)
        if taken is None:
            return None
        body, stop = taken
    else:
        place = lower.find(b"content-length:")
        stop = start + (int(lower[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0)
        body = buffer[start:stop]
        if len(buffer) < stop:
            return None
    return head.split(b" ", 2)[1].decode(), body, stop


def _chunked(data: bytes, place: int) -> tuple[bytes, int] | None:
    """A chunked body from `place` on (RFC 9112, §7.1), and where it ends; None while some of it is missing."""
    body = b""
    while (line := data.find(b"\r\n", place)) >= 0:
        size = int(data[place:line], 16)
        place = line + 2 + size + 2
        if len(data) < place:
            return None
        body += data[line + 2 : place - 2]
        if size == 0:
            return body, place
    return None
