"""The simulator as an ASGI app, and a server to run it on loopback."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.server import ServerState

from simulator import bot_methods, control_routes, page, people_routes
from simulator.cutting import CuttableProtocol
from simulator.exchange import Exchange, Source
from simulator.people import invent_people
from simulator.refusal import Refusal

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
GRACE = 2.0  # seconds for answers that are under way when it stops

__all__ = ["Serving", "Source", "create_app", "serve"]


class _OnlyLocal:
    """Refuses a foreign Host, and requests that a foreign page makes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
            host, origin = headers.get(b"host", ""), headers.get(b"origin")
            if not _ours(host, origin):
                reason = "this simulator answers on this machine only: open it as http://127.0.0.1:PORT/"
                await JSONResponse(Refusal(403, reason).body(), 403)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _ours(host: str, origin: str | None) -> bool:
    try:
        here = urlsplit(f"//{host}").hostname in LOOPBACK
        return here and (origin is None or urlsplit(origin).netloc == host)
    except ValueError:  # an address that is none
        return False


async def _as_json(request: Request, error: Exception) -> Response:
    """What the framework refuses, in the shape in which we refuse."""
    assert isinstance(error, HTTPException)
    told = {404: "there is nothing at this address", 405: f"this address takes no {request.method}"}
    refusal = Refusal(error.status_code, told.get(error.status_code, f"Bad Request: {error.detail}"))
    return JSONResponse(refusal.body(), refusal.status, error.headers)


def create_app(
    data: Path | None,
    *,
    token: str,
    bot_username: str = "poste_restante_bot",
    sources: Sequence[Source] = (),
    now: Callable[[], float] = time.time,
    strict_limits: bool = False,
) -> Starlette:
    """A local Telegram for one bot. `data` is where it remembers (None: nowhere); `now` gives real unix time."""
    exchange = Exchange(
        data, token=token, bot_username=bot_username, sources=sources, now=now, strict_limits=strict_limits
    )
    with exchange.store.transaction():
        invent_people(exchange)
    routes = [
        Route("/bot{token}/{method}", bot_methods.call_method, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", bot_methods.download, methods=["GET"]),
        *people_routes.ROUTES,
        *control_routes.ROUTES,
        *page.ROUTES,
    ]
    app = Starlette(
        routes=routes, middleware=[Middleware(_OnlyLocal)], exception_handlers={HTTPException: _as_json}
    )
    app.state.exchange = exchange
    app.state.transports = {}
    return app


class Serving:
    """A running simulator. `root` is its address; stop it with stop(), or use it as `async with await serve(…)`."""

    def __init__(
        self, app: Starlette, server: asyncio.Server, open_: ServerState, listener: socket.socket
    ) -> None:
        self._app = app
        self._server = server
        self._open = open_
        self._stopped = False
        host, self.port = listener.getsockname()[:2]
        self.root = f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    async def stop(self) -> None:
        """Let waiting polls go, close connections and the store. A second call does nothing."""
        if self._stopped:
            return
        self._stopped = True
        exchange: Exchange = self._app.state.exchange
        exchange.close()
        self._server.close()
        for connection in list(self._open.connections):
            connection.shutdown()
        await self._last_words()
        exchange.store.close()

    async def _last_words(self) -> None:
        """Answers under way may end; what takes longer than GRACE is broken off."""
        if self._open.tasks:
            _, late = await asyncio.wait(list(self._open.tasks), timeout=GRACE)
            for task in late:
                task.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                while self._open.connections or self._open.tasks:  # noqa: ASYNC110 - nobody tells when they end
                    await asyncio.sleep(0.001)

    async def __aenter__(self) -> "Serving":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


async def serve(app: Starlette, host: str = "127.0.0.1", port: int = 0) -> Serving:
    """Start serving and return once it accepts connections. Port 0 takes any free one.

    uvicorn's protocol without uvicorn's server, which looks only every tenth of a second whether it should stop, and
    takes the process's signals. Raises ValueError for an address that is not loopback, OSError when the port is taken.
    """
    if host not in LOOPBACK:
        raise ValueError(f"the simulator serves on loopback only, not on {host}: use 127.0.0.1")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers at once only over a socket that says it is TCP; else each may wait 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, proxy_headers=False, lifespan="off", ws="none"
    )
    config.load()
    open_ = ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: CuttableProtocol(config, open_, {}), sock=listener, backlog=config.backlog
    )
    return Serving(app, server, open_, listener)
