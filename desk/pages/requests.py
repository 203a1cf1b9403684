"""What participants ask of the team, by code: a copy of all that is held of them, or somebody to talk to. Never why."""

from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.acting import ELSEWHERE, acts_of, filled
from desk.frame import page, room_of
from storage import requests as asked

ASKED = {"file": "a copy of all that is held of them", "contact": "somebody to talk to"}
SHOWN = 30 * 86_400  # seconds for which one that is done is still shown


async def requests(request: Request) -> Response:
    room = room_of(request)
    async with room.reading() as look:
        found = await asked.asked(look.connection)
    since = room.now().timestamp() - SHOWN
    return page(
        request,
        "requests.html",
        waiting=asked.by_need(one for one in found if one.done_at is None),
        settled=[one for one in found if one.done_at is not None and one.done_at >= since],
        told=ASKED,
        acts=room.acts,
        said=_said(request),
    )


async def done(request: Request) -> Response:
    """The team says so; whoever asked and takes part is told, once and not by night. What came of it stands on the page
    of requests, which can be loaded again."""
    acts, _ = acts_of(request), await filled(request)
    if acts.done is None:
        raise HTTPException(403, ELSEWHERE)
    number = request.path_params["number"]
    acts.said[str(number)] = await acts.done(number)
    kept = {"lang": request.query_params["lang"]} if "lang" in request.query_params else {}
    return RedirectResponse(f"/requests?{urlencode({'done': number} | kept)}", 303)


def _said(request: Request) -> str:
    """What the desk said of the request that is named in the address; nothing after it was started anew."""
    acts = room_of(request).acts
    return acts.said.get(request.query_params.get("done", ""), "") if acts else ""
