"""What stands before every page: this machine only, nothing kept by the browser, and reading only, unless the desk was
given acts: then forms of its own pages come through, and no others.

A page of the desk may hold what people said. So a name that points at 127.0.0.1 from elsewhere (DNS
rebinding) is refused by its Host header, and other sites may neither frame, embed nor fetch anything."""

import sys
import traceback

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OWN_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # with "no-referrer" a browser would call the desk's own forms "null"
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """ASGI middleware: 403 for a foreign Host or a foreign page that asks, 405 for anything but reading, and sending a
    form where the desk is `acting`.

    A fault of the desk's own ends here: what went wrong is told by its class and place. Its words, and a
    traceback's, could hold what a participant said."""

    def __init__(self, app: ASGIApp, acting: bool = False) -> None:
        self.app = app
        self.acting = acting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        request = Request(scope)
        refusal = _refusal(request, self.acting)
        try:
            await (refusal or self.app)(scope, receive, _with_headers(send))
        except Exception as fault:  # starlette has answered 500 by now
            print(_named(fault), file=sys.stderr)  # noqa: T201 - a terminal is the desk's only log


def _named(fault: Exception) -> str:
    frames = traceback.extract_tb(fault.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"
    return f"A page could not be made: {type(fault).__name__} at {place}."


def _refusal(request: Request, acting: bool) -> PlainTextResponse | None:
    if not own_host(request.headers.getlist("host")):
        return PlainTextResponse("The desk answers on this machine only: open it as http://127.0.0.1.\n", 403)
    if not (_own_page(request) and own_origin(request.headers.getlist("origin"), request.headers["host"])):
        return PlainTextResponse("Another site asked for this page. The desk does not answer others.\n", 403)
    if acting and request.method == "POST":
        return None if _own_form(request) else PlainTextResponse("This is no form of the desk.\n", 403)
    if request.method not in ("GET", "HEAD"):
        return PlainTextResponse(
            "The desk only shows. Nothing can be changed here.\n", 405, {"Allow": "GET, HEAD"}
        )
    return None


def _own_form(request: Request) -> bool:
    """Every browser says with a form from which page it comes: no word about that is not good enough here."""
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    site = request.headers.get("sec-fetch-site", "same-origin")
    return (
        len(request.headers.getlist("origin")) == 1
        and site == "same-origin"
        and sent == "application/x-www-form-urlencoded"
    )


def _own_page(request: Request) -> bool:
    """False for what a page of elsewhere fetches or embeds (Fetch Metadata). "same-site" is elsewhere too: any
    other server on this machine. A link that somebody follows is welcome, and so is a client that says nothing."""
    site = request.headers.get("sec-fetch-site", "none")
    return site in ("none", "same-origin") or (
        request.headers.get("sec-fetch-mode") == "navigate"
        and request.headers.get("sec-fetch-dest") == "document"
    )


def own_origin(origins: list[str], host: str) -> bool:
    """True when no Origin header (RFC 6454) is there, or one that is the address asked for: scheme, name and port.
    "null", which sandboxed pages and files send, is somebody else."""
    return all(origin.lower() == f"http://{host.lower()}" for origin in origins)


def own_host(hosts: list[str]) -> bool:
    """True when exactly one Host header names this machine, with a port or without."""
    if len(hosts) != 1:
        return False
    name, colon, port = hosts[0].lower().rpartition(":")
    if not colon or port.endswith("]"):
        name, port = hosts[0].lower(), "0"
    return name in _OWN_NAMES and port.isdecimal()


def _with_headers(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return guarded
