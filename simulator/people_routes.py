"""The people's side over HTTP: /people/… and /groups/…, JSON in and out, files as multipart.

Every act answers with JSON that has the `version` from before it, so a client can wait for what comes after.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from simulator import keys, people, places
from simulator.chat_view import chat_view, group_view, people_view
from simulator.exchange import Exchange
from simulator.parameters import Exact, as_integer, read_parameters
from simulator.people_files import Act, file, forwarded, group
from simulator.refusal import Refusal, bad
from simulator.store import JSON

Endpoint = Callable[[Request], Awaitable[Response]]
LONGEST_WAIT = 50.0
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


def _create(exchange: Exchange, request: Request, parameters: Exact) -> Any:
    given = [parameters.text(name) for name in NEWCOMER]
    for name, value in zip(NEWCOMER, given, strict=True):
        if value and not NEWCOMER[name].fullmatch(value):
            raise bad(f'"{name}" must look like {NEWCOMER[name].pattern}')
    return people.create_person(exchange, *given)


def _say(exchange: Exchange, person: JSON, parameters: Exact) -> Any:
    text = parameters.text("text")
    return people.say(exchange, person, text, forwarded=forwarded(parameters), group=group(parameters))


def _location(exchange: Exchange, person: JSON, parameters: Exact) -> Any:
    place = places.place_of(parameters, person)
    return places.send(exchange, person, place, forwarded(parameters), group(parameters))


def _venue(exchange: Exchange, person: JSON, parameters: Exact) -> Any:
    place, named = places.place_of(parameters, person), (parameters.text("title"), parameters.text("address"))
    return places.send_venue(exchange, person, place, *named, forwarded(parameters))


def _contact(exchange: Exchange, person: JSON, parameters: Exact) -> Any:
    contact = {
        "phone_number": parameters.text("phone_number", "+10000000000")[:20],
        "first_name": person["first_name"],
    }
    return people.write(exchange, person, {"contact": contact | {"user_id": person["id"]}}, group(parameters))


def _tap(exchange: Exchange, person: JSON, parameters: Exact) -> Any:
    key = parameters.integer("key") if parameters.values.get("key") is not None else None
    data = parameters.text("data") if parameters.values.get("data") is not None else None
    if key is None and data is None:
        raise bad('a tap needs "key", the index of the key, or forged "data"')
    return keys.tap(exchange, person, parameters.integer("message_id"), key, data)


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
        x, person, p.integer("message_id"), p.integer("chat") or None, p.flag("hidden")
    ),
    "voice": file("voice", "audio/ogg", "consent-en.ogg"),
    "video-note": file("video_note", "video/mp4", "sample-film.mp4"),
    "photo": file("photo", "image/jpeg", "sample-photo.jpg"),
    "document": file("document", "application/octet-stream", "sample-photo.jpg"),
    "sticker": file("sticker", "image/webp", "sample-photo.jpg"),
    "location": _location,
    "venue": _venue,
    "move": lambda x, person, p: places.move(x, person, p.integer("message_id"), places.place_of(p, person)),
    "contact": _contact,
    "tap": _tap,
    "press": lambda x, person, p: keys.press(x, person, p.text("label")),
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
