"""The desk as an ASGI application. It reads, and shows; what it can have done is in `desk.acting`."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from desk.frame import HERE, page
from desk.guard import Guard
from desk.pages.compliance import compliance
from desk.pages.consent import consent, receipt
from desk.pages.erasing import erase, erase_form
from desk.pages.films import film
from desk.pages.overview import overview
from desk.pages.participant import participant
from desk.pages.participants import participants
from desk.pages.photos import photo
from desk.pages.prompts import prompts
from desk.pages.requests import done, requests
from desk.pages.sources import sources
from desk.pages.voices import voice
from desk.room import Room
from storage.desk import DeskClosed


def make_app(room: Room) -> ASGIApp:
    """The desk for one study. Serve it on 127.0.0.1 only; the guard refuses foreign Host headers too."""
    app = Starlette(
        routes=[
            Route("/", overview),
            Route("/participants", participants),
            Route("/participants/{code}", participant),
            Route("/participants/{code}/erase", erase_form),
            Route("/participants/{code}/erase", erase, methods=["POST"]),
            Route("/participants/{code}/consent.json", receipt),
            Route("/participants/{code}/voices/{record}", voice),
            Route("/participants/{code}/photos/{record}", photo),
            Route("/participants/{code}/films/{record}", film),
            Route("/prompts", prompts),
            Route("/compliance", compliance),
            Route("/consent", consent),
            Route("/sources", sources),
            Route("/requests", requests),
            Route("/requests/{number:int}/done", done, methods=["POST"]),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        exception_handlers={HTTPException: _not_there, DeskClosed: _closed, Exception: _fault},
    )
    app.state.room = room
    return Guard(app, acting=room.acts is not None)


async def _not_there(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    said = fault.detail if fault.detail != "Not Found" else "There is no such page on the desk."
    return page(request, "sentence.html", fault.status_code, title="Not here", said=said)


async def _closed(request: Request, fault: Exception) -> Response:
    return page(request, "sentence.html", 503, title="The data cannot be read", said=str(fault))


async def _fault(request: Request, fault: Exception) -> Response:
    """What the fault said stays out of the page: it could be somebody's words."""
    said = (
        "Something in the data is not as the desk expects it, or the desk has a fault. Nothing was changed. The "
        "terminal in which the desk runs names the place: send that line to whoever looks after Poste Restante."
    )
    return page(request, "sentence.html", 500, title="This page could not be made", said=said)
