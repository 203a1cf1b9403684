"""Erasing somebody at the desk, because they asked the team: first what it means, then their code typed, then done."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.acting import acts_of, confirms, filled
from desk.frame import page, room_of


async def erase_form(request: Request) -> Response:
    return page(request, "erasing.html", code=await _code(request), acts=room_of(request).acts, again=False)


async def erase(request: Request) -> Response:
    acts, fields = acts_of(request), await filled(request)
    code = await _code(request)
    if not confirms(fields, code):
        return page(request, "erasing.html", 422, code=code, acts=acts, again=True)
    return page(request, "sentence.html", title=f"Erasing {code}", said=await acts.erase(code))


async def _code(request: Request) -> str:
    """The code as it is written in the data, of somebody who is here."""
    async with room_of(request).reading() as look:
        person = await look.participant(request.path_params["code"])
    if person is None:
        raise HTTPException(404, "Nobody in this study has this code.")
    return person.code
