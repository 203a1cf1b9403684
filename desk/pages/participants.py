"""Everybody who agreed to take part, by code. Who has not consented yet is only counted."""

from starlette.requests import Request
from starlette.responses import Response

from desk.frame import page, room_of


async def participants(request: Request) -> Response:
    room = room_of(request)
    async with room.reading() as look:
        everybody = await look.participants()
        before = await look.before_consent()
    wanted = request.query_params.get("site", "")
    here = {one.site for one in everybody}
    sites = [site.id for site in room.protocol.sites if site.id in here or site.id == wanted]
    return page(
        request,
        "participants.html",
        participants=[one for one in everybody if wanted in ("", one.site)],
        everybody=len(everybody),
        before=before,
        sites=sites,
        wanted=wanted,
    )
