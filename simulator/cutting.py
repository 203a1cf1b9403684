"""A reply that never arrives: the connection is cut instead."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol


class CuttableProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 protocol that tells the app which transport a client's connection is."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Note the transport by the client's address, which is in the ASGI scope too."""
        super().connection_made(transport)
        _transports(self.app)[_peer(transport)] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        _transports(self.app).pop(_peer(self.transport), None)
        super().connection_lost(exc)


class _Cut(Response):
    def __init__(self, transport: asyncio.Transport | None) -> None:
        super().__init__(status_code=500)
        self._transport = transport

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._transport is None:  # another server than ours: the nearest thing is an error without sense
            await super().__call__(scope, receive, send)
            return
        self._transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass


def cut(request: Request) -> Response:
    """The response that cuts this request's connection."""
    transports: dict[Any, asyncio.Transport] = request.app.state.transports
    client = request.client
    return _Cut(transports.get((client.host, client.port)) if client else None)


def _peer(transport: asyncio.Transport) -> tuple[str, int]:
    host, port = transport.get_extra_info("peername")[:2]
    return str(host), int(port)


def _transports(app: Any) -> dict[tuple[str, int], asyncio.Transport]:
    while not hasattr(app, "state"):
        app = app.app  # uvicorn wraps the app it was given
    transports: dict[tuple[str, int], asyncio.Transport] = app.state.transports
    return transports
