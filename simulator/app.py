"""The simulator as an ASGI app, and a server to run it on loopback."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Callable, Iterator, Sequence
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

from simulator import bot_methods, control_routes, page, people_routes
from simulator.cutting import CuttableProtocol
from simulator.exchange import Exchange, Source
from simulator.people import invent_people
from simulator.refusal import Refusal

LOOPBACK = {"127.0.0.1", "localhost", "::1"}

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


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: whoever starts it decides when it stops."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Serving:
    """A running simulator. `root` is its address; stop it with stop(), or use it as `async with await serve(…)`."""

    def __init__(
        self, app: Starlette, server: _Server, task: "asyncio.Task[None]", listener: socket.socket
    ) -> None:
        self._app = app
        self._server = server
        self._task = task
        host, self.port = listener.getsockname()[:2]
        self.root = f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    async def stop(self) -> None:
        """Let waiting polls go, close connections and the store. A second call does nothing."""
        if self._task.done():
            return
        exchange: Exchange = self._app.state.exchange
        exchange.close()
        self._server.should_exit = True
        await self._task
        exchange.store.close()

    async def wait(self) -> None:
        """Wait until it has stopped."""
        await asyncio.wait([self._task])

    async def __aenter__(self) -> "Serving":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


async def serve(app: Starlette, host: str = "127.0.0.1", port: int = 0) -> Serving:
    """Start serving and return once it accepts connections. Port 0 takes any free one.

    Raises ValueError for an address that is not loopback, OSError when the port is taken.
    """
    if host not in LOOPBACK:
        raise ValueError(f"the simulator serves on loopback only, not on {host}: use 127.0.0.1")
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, proxy_headers=False, lifespan="off", ws="none",
        http=CuttableProtocol, timeout_graceful_shutdown=2,
    )  # fmt: skip
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn tells it in no other way
        await asyncio.sleep(0.005)
    if task.done():
        task.result()
    return Serving(app, server, task, listener)
