"""The people's side over HTTP: /people/… and /groups/…, JSON in and out, files as multipart.

Every act answers with JSON that has the `version` from before it, so a client can wait for what comes after.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from simulator import people
from simulator.chat_view import chat_view, group_view, people_view
from simulator.exchange import Exchange
from simulator.files import keep_file, media_content
from simulator.parameters import Exact, as_integer, read_parameters
from simulator.refusal import Refusal, bad
from simulator.samples import sample, sound
from simulator.store import JSON

Act = Callable[[Exchange, JSON, Exact], Any]
Endpoint = Callable[[Request], Awaitable[Response]]
LONGEST_WAIT = 50.0
NAME = 64  # characters of a name
CAPTION = 1024  # characters
CLAIMS = {"duration": 86_400, "length": 10_000, "width": 10_000, "height": 10_000}  # at most
NEWCOMER = {
    "name": re.compile(r"\S(.{0,62}\S)?"),
    "language_code": re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?"),
    "username": re.compile(r"[A-Za-z0-9_]{5,32}"),
    "color": re.compile(r"#[0-9a-f]{6}"),
}


def answering(act: Callable[[Exchange, Request, Exact], Any]) -> Endpoint:
    """An endpoint of an act: one transaction, refusals as JSON with their status."""

    async def endpoint(request: Request) -> Response:
        exchange: Exchange = request.app.state.exchange
        try:
            parameters = await read_parameters(request, Exact)
            before = exchange.changes.version
            with exchange.store.transaction():
                result = act(exchange, request, parameters)
        except Refusal as refusal:
            return JSONResponse(refusal.body(), status_code=refusal.status)
        return JSONResponse({"version": before, "result": result})

    return endpoint


def _of_person(act: Act) -> Endpoint:
    def with_person(exchange: Exchange, request: Request, parameters: Exact) -> Any:
        return act(exchange, people.known_person(exchange, int(request.path_params["person"])), parameters)

    return answering(with_person)


def _group(parameters: Exact) -> int | None:
    return parameters.integer("group") or None


def _forwarded(parameters: Exact) -> bool | str:
    """True, or from whom it is forwarded."""
    value = parameters.values.get("forwarded") or False
    if not isinstance(value, bool | str) or len(str(value)) > NAME:
        raise bad(f'"forwarded" must be true, false or a name of at most {NAME} characters')
    words: dict[str, bool] = {"true": True, "false": False}
    return words.get(str(value).lower(), value)


def _create(exchange: Exchange, request: Request, parameters: Exact) -> Any:
    given = [parameters.text(name) for name in NEWCOMER]
    for name, value in zip(NEWCOMER, given, strict=True):
        if value and not NEWCOMER[name].fullmatch(value):
            raise bad(f'"{name}" must look like {NEWCOMER[name].pattern}')
    return people.create_person(exchange, *given)


def _say(exchange: Exchange, person: JSON, parameters: Exact) -> Any:
    text = parameters.text("text")
    return people.say(exchange, person, text, forwarded=_forwarded(parameters), group=_group(parameters))


def _file(kind: str, mime: str, sample_name: str = "") -> Act:
    """Send an uploaded file or a sample; `duration` and `file_size` are what Telegram will claim."""

    def send(exchange: Exchange, person: JSON, parameters: Exact) -> Any:
        upload = parameters.upload("file")
        name = parameters.text("name") or (upload.name if upload else "file.bin")
        content = upload.content if upload else sample(parameters.text("sample", sample_name))
        claims: dict[str, int] = {}
        if kind == "voice":
            content, seconds = sound(content)
            claims["duration"] = round(seconds)
        for claim, most in CLAIMS.items():
            if parameters.values.get(claim) is not None:
                claims[claim] = parameters.within(claim, 0, 0, most)
        size = parameters.within("file_size", len(content), 0, 4 * 2**30)
        kind_of = upload.mime if upload and kind == "document" else mime
        file = keep_file(exchange, kind, content, mime=kind_of, name=name, size=size, **claims)
        body = media_content(file) | people.origin(exchange, _forwarded(parameters))
        return people.write(exchange, person, body | _caption(parameters), _group(parameters))

    return send


def _caption(parameters: Exact) -> JSON:
    caption = parameters.text("caption")
    if len(caption) > CAPTION:
        raise bad(f"a caption has at most {CAPTION} characters")
    return {"caption": caption} if caption else {}


def _location(exchange: Exchange, person: JSON, parameters: Exact) -> Any:
    place = {
        "latitude": parameters.number("latitude", 41.69),
        "longitude": parameters.number("longitude", 44.8),
    }
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise bad("a latitude is at most 90 degrees, a longitude at most 180")
    return people.write(exchange, person, {"location": place}, _group(parameters))


def _contact(exchange: Exchange, person: JSON, parameters: Exact) -> Any:
    contact = {
        "phone_number": parameters.text("phone_number", "+10000000000")[:20],
        "first_name": person["first_name"],
    }
    return people.write(
        exchange, person, {"contact": contact | {"user_id": person["id"]}}, _group(parameters)
    )


def _tap(exchange: Exchange, person: JSON, parameters: Exact) -> Any:
    key = parameters.integer("key") if parameters.values.get("key") is not None else None
    data = parameters.text("data") if parameters.values.get("data") is not None else None
    if key is None and data is None:
        raise bad('a tap needs "key", the index of the key, or forged "data"')
    return people.tap(exchange, person, parameters.integer("message_id"), key, data)


def _read(exchange: Exchange, person: JSON, parameters: Exact) -> Any:
    chat = exchange.private_chat(person["id"])
    last = exchange.store.last_message(person["id"])
    if last and chat.get("read", 0) < last[0]["message_id"]:
        exchange.store.save_chat({**chat, "read": last[0]["message_id"]})
        exchange.changes.bump()
    return True


def _done(act: Callable[[], None]) -> bool:
    act()
    return True


ACTS: dict[str, Act] = {
    "start": lambda x, person, p: people.start(x, person, p.text("payload")),
    "text": _say,
    "edit": lambda x, person, p: people.edit(x, person, p.integer("message_id"), p.text("text")),
    "forward": lambda x, person, p: people.forward(
        x, person, p.integer("message_id"), p.integer("chat") or None
    ),
    "voice": _file("voice", "audio/ogg", "consent-en.ogg"),
    "video-note": _file("video_note", "video/mp4", "sample-photo.jpg"),
    "photo": _file("photo", "image/jpeg", "sample-photo.jpg"),
    "document": _file("document", "application/octet-stream", "sample-photo.jpg"),
    "sticker": _file("sticker", "image/webp", "sample-photo.jpg"),
    "location": _location,
    "contact": _contact,
    "tap": _tap,
    "press": lambda x, person, p: people.press(x, person, p.text("label")),
    "block": lambda x, person, p: _done(lambda: people.set_blocked(x, person, True)),
    "unblock": lambda x, person, p: _done(lambda: people.set_blocked(x, person, False)),
    "deactivate": lambda x, person, p: _done(lambda: people.set_deactivated(x, person)),
    "read": _read,
    "group": lambda x, person, p: people.create_group(x, person, p.text("title", "A group")),
    "kick": lambda x, person, p: _done(lambda: people.kick(x, person, p.integer("group"))),
}


async def _list_people(request: Request) -> Response:
    exchange: Exchange = request.app.state.exchange
    return JSONResponse({"version": exchange.changes.version, "people": people_view(exchange)})


async def _chat(request: Request) -> Response:
    """GET …/chat?since=VERSION&timeout=SECONDS waits until something is newer."""
    exchange: Exchange = request.app.state.exchange
    parameters = Exact(dict(request.query_params))
    try:
        timeout = min(parameters.number("timeout", 0), LONGEST_WAIT)
        people.known_person(exchange, int(request.path_params["person"]))
        await exchange.changes.beyond(parameters.integer("since", -1), timeout)
        return JSONResponse(chat_view(exchange, int(request.path_params["person"])))
    except Refusal as refusal:
        return JSONResponse(refusal.body(), status_code=refusal.status)


async def _group_chat(request: Request) -> Response:
    exchange: Exchange = request.app.state.exchange
    parameters = Exact(dict(request.query_params))
    try:
        group = people.known_group(exchange, as_integer(request.path_params["group"]) or 0)["id"]
        timeout = min(parameters.number("timeout", 0), LONGEST_WAIT)
        await exchange.changes.beyond(parameters.integer("since", -1), timeout)
        return JSONResponse(group_view(exchange, group))
    except Refusal as refusal:
        return JSONResponse(refusal.body(), status_code=refusal.status)


ROUTES: list[BaseRoute] = [
    Route("/people", _list_people, methods=["GET"]),
    Route("/people", answering(_create), methods=["POST"]),
    Route("/people/{person:int}/chat", _chat, methods=["GET"]),
    *(
        Route(f"/people/{{person:int}}/{name}", _of_person(act), methods=["POST"])
        for name, act in ACTS.items()
    ),
    Route("/groups/{group}", _group_chat, methods=["GET"]),
]
