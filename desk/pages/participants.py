"""Everybody who agreed to take part, by code. Who has not consented yet is only counted."""

from starlette.requests import Request
from starlette.responses import Response

from desk.attrition import TOLD, by_touch, touch_of
from desk.compliance import by_code
from desk.frame import page, room_of
from study.compliance import Compliance


async def participants(request: Request) -> Response:
    room = room_of(request)
    async with room.reading() as look:
        everybody = await look.participants()
        before = await look.before_consent()
        ever = any(one.step == "consented" for one in await look.tallies())
        answering = by_code(await look.prompt_counts())
    wanted = request.query_params.get("site", "")
    here = {one.site for one in everybody}
    sites = [site.id for site in room.protocol.sites if site.id in here or site.id == wanted]
    return page(
        request,
        "participants.html",
        participants=[
            (one, touch_of(one), answering.get(one.code, Compliance()))
            for one in everybody
            if wanted in ("", one.site)
        ],
        touches=by_touch(everybody),
        touch_told=TOLD,
        everybody=len(everybody),
        before=before,
        ever=ever,
        sites=sites,
        wanted=wanted,
    )
