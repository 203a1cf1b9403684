"""The frame around every page: navigation, the language of the study's words, and whether a key is here."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from desk import charts, telling
from desk.room import Room
from locales.catalogue import endonym

HERE = Path(__file__).parent
PLACES = (
    ("Overview", "/"),
    ("Participants", "/participants"),
    ("Prompts", "/prompts"),
    ("Compliance", "/compliance"),
    ("Consent", "/consent"),
    ("Sources", "/sources"),
    ("Requests", "/requests"),
)

_pages = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_pages.globals.update(
    moment=telling.moment,
    hour=telling.hour,
    ago=telling.ago,
    day=telling.day,
    weekday=telling.weekday,
    length=telling.length,
    took=telling.took,
    percent=telling.percent,
    zone_told=telling.zone_told,
    meter=charts.meter,
    many=telling.many,
    endonym=endonym,
)


def room_of(request: Request) -> Room:
    room: Room = request.app.state.room
    return room


def language_of(request: Request) -> str:
    """The language asked for with `?lang=`, if the study speaks it; else the study's first."""
    languages = room_of(request).protocol.languages
    asked = request.query_params.get("lang", "")
    return asked if asked in languages else languages[0]


def page(request: Request, template: str, status: int = 200, **told: Any) -> HTMLResponse:
    """Draws `template` inside the frame."""
    room, language = room_of(request), language_of(request)

    def link(path: str, **query: str) -> str:
        """An address of the desk that keeps the language."""
        kept = {"lang": language} if language != room.protocol.languages[0] else {}
        wanted = {name: value for name, value in (query | kept).items() if value}
        return f"{path}?{urlencode(wanted)}" if wanted else path

    others = {name: value for name, value in request.query_params.items() if name in ("site",)}
    drawn = _pages.get_template(template).render(
        study=room.protocol,
        language=language,
        switch=[
            (code, endonym(code), f"{request.url.path}?{urlencode(others | {'lang': code})}")
            for code in room.protocol.languages
        ],
        link=link,
        places=PLACES,
        path=request.url.path,
        keyed=room.opener is not None,
        now=room.now(),
        zone=room.zone,
        clock=room.clock,
        site_name=room.site_name,
        **told,
    )
    return HTMLResponse(drawn, status)
