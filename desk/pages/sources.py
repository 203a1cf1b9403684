"""The links people come by, and how many came."""

from starlette.requests import Request
from starlette.responses import Response

from desk import recruitment
from desk.frame import page, room_of
from desk.recruitment import Funnel


async def sources(request: Request) -> Response:
    room = room_of(request)
    async with room.reading() as look:
        funnels = recruitment.by_source(await look.tallies(), await look.stages())
        bot = await look.setting("bot_username")
    told = [
        (source, f"https://t.me/{bot or 'YOUR_BOT'}?start={source.id}", funnels.get(source.id, Funnel()))
        for source in room.protocol.sources
    ]
    known = {source.id for source in room.protocol.sources}
    rest = [(name, funnel) for name, funnel in sorted(funnels.items()) if name not in known]
    return page(request, "sources.html", sources=told, rest=rest, bot=bot)
