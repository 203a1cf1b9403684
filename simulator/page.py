"""The chat page: one HTML file, live updates, media, and arrival links."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from simulator.control_routes import time_view
from simulator.exchange import Exchange
from simulator.parameters import as_integer
from simulator.people import create_person
from simulator.refusal import Refusal
from simulator.samples import STATIC, VOICES

TEMPLATES = Jinja2Templates(directory=Path(__file__).parent / "templates")
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")  # Bot API, "Deep linking"
SOUNDS = {"voice": "audio/ogg", "photo": "image/jpeg", "sticker": "image/jpeg"}
HEARTBEAT = 15.0


async def _page(request: Request) -> Response:
    exchange: Exchange = request.app.state.exchange
    begin = {
        "bot": exchange.username,
        "sources": [{"id": s.id, "label": s.label, "kind": s.kind} for s in exchange.sources],
        "voices": VOICES,
    }
    return TEMPLATES.TemplateResponse(request, "chat.html", {"begin": begin})


async def _arrive(request: Request) -> Response:
    """The arrival link: opens the chat of a new person, or of ?as=ID, with the START key for this payload.

    A payload that Telegram would not take is left out, as its apps do.
    """
    exchange: Exchange = request.app.state.exchange
    payload = request.path_params["payload"]
    person = as_integer(request.query_params.get("as")) or 0
    if exchange.store.person(person) is None:
        language = request.headers.get("accept-language", "en")[:2].lower()
        known = language if re.fullmatch("[a-z]{2}", language) else "en"
        with exchange.store.transaction():
            person = create_person(exchange, language=known)["id"]
    kept = payload if PAYLOAD.fullmatch(payload) else ""
    return RedirectResponse(f"/?person={person}&start={kept}", status_code=303)


async def _events(request: Request) -> Response:
    """Server-sent events: a line for every change, with the version and the time."""
    exchange: Exchange = request.app.state.exchange

    async def lines() -> AsyncIterator[str]:
        seen = -1
        while not exchange.changes.closed and not await request.is_disconnected():
            if await exchange.changes.beyond(seen, HEARTBEAT):
                seen = exchange.changes.version
            body = {"version": seen, "time": time_view(exchange)}
            yield f"data: {json.dumps(body)}\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def _media(request: Request) -> Response:
    exchange: Exchange = request.app.state.exchange
    file = exchange.store.file(request.path_params["file"])
    content = exchange.store.content(file["file_unique_id"]) if file else None
    if file is None or content is None:
        return JSONResponse(Refusal(404, "this file is gone").body(), 404)
    kind = SOUNDS.get(file["kind"], "application/octet-stream")
    return Response(content, media_type=kind, headers={"X-Content-Type-Options": "nosniff"})


ROUTES: list[BaseRoute] = [
    Route("/", _page),
    Route("/start/{payload}", _arrive),
    Route("/events", _events),
    Route("/media/{file}", _media),
    Mount("/static", StaticFiles(directory=STATIC)),
]
