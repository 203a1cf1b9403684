"""What participants ask of the team, by code: a copy of all that is held of them, or somebody to talk to. Never why."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.acting import ELSEWHERE, acts_of, filled
from desk.frame import page, room_of
from storage import requests as asked

ASKED = {"file": "a copy of all that is held of them", "contact": "somebody to talk to"}
SHOWN = 30 * 86_400  # seconds for which one that is done is still shown


async def requests(request: Request) -> Response:
    return await _page(request)


async def done(request: Request) -> Response:
    """The team says so; whoever asked and takes part is told, once and not by night."""
    acts, _ = acts_of(request), await filled(request)
    if acts.done is None:
        raise HTTPException(403, ELSEWHERE)
    return await _page(request, said=await acts.done(request.path_params["number"]))


async def _page(request: Request, said: str = "") -> Response:
    room = room_of(request)
    async with room.reading() as look:
        found = await asked.asked(look.connection)
    since = room.now().timestamp() - SHOWN
    return page(
        request,
        "requests.html",
        waiting=[one for one in found if one.done_at is None],
        settled=[one for one in found if one.done_at is not None and one.done_at >= since],
        told=ASKED,
        acts=room.acts,
        said=said,
    )
