"""The simulator's app over HTTP/1.1, for one client that is known to speak it well.

uvicorn's own protocol takes nothing for granted, and a third of what the simulator does in a year would go into that;
`tests/scenarios` has it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.types import Message, Scope

from simulator.exchange import Exchange

HEAD_ENDS = b"\r\n\r\n"


class Line(asyncio.Protocol):
    """One connection: a request, its answer, and the next."""

    transport: asyncio.Transport

    def __init__(self, app: Starlette) -> None:
        self.app = app
        self.come = bytearray()
        self.body = b""
        self.given = False  # the app has the body of the request under way
        self.answering: asyncio.Task[None] | None = None
        self.lost = asyncio.Event()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set()

    def data_received(self, data: bytes) -> None:
        self.come += data
        self._next()

    def _next(self) -> None:
        """The next request, if all of it is there and the one before has its answer."""
        ends = self.come.find(HEAD_ENDS)
        if self.answering is not None or ends < 0:
            return
        first, *lines = bytes(self.come[:ends]).split(b"\r\n")
        pairs = (line.partition(b":") for line in lines)
        headers = [(name.lower(), value.strip()) for name, _, value in pairs]
        begins = ends + len(HEAD_ENDS)
        length = next((int(value) for name, value in headers if name == b"content-length"), 0)
        if len(self.come) < begins + length:
            return
        self.body, self.given = bytes(self.come[begins : begins + length]), False
        del self.come[: begins + length]
        self.answering = asyncio.ensure_future(self._answered(_scope(first, headers)))

    async def _answered(self, scope: Scope) -> None:
        parts: list[bytes] = []

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                parts.append(b"HTTP/1.1 %d OK\r\n" % message["status"])
                parts.extend(b"%b: %b\r\n" % header for header in message["headers"])
                parts.append(b"\r\n")
            else:
                parts.append(message["body"])

        await self.app(scope, self._receive, send)
        self.answering = None
        if self.lost.is_set():
            return
        self.transport.write(b"".join(parts))
        self._next()

    async def _receive(self) -> Message:
        if self.given:
            await self.lost.wait()
            return {"type": "http.disconnect"}
        self.given = True
        return {"type": "http.request", "body": self.body, "more_body": False}


def _scope(first: bytes, headers: list[tuple[bytes, bytes]]) -> Scope:
    method, target, _ = first.decode("ascii").split(" ")
    path, _, query = target.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "query_string": query.encode(),
        "root_path": "",
        "headers": headers,
    }


@asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[str]:
    """Its address, while it is there."""
    lines: set[Line] = set()

    def line() -> Line:
        lines.add(new := Line(app))
        return new

    server = await asyncio.get_running_loop().create_server(line, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        exchange: Exchange = app.state.exchange
        exchange.close()
        server.close()
        for one in lines:
            one.transport.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(server.wait_closed(), 2)
        exchange.store.close()
