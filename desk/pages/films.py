"""One film, opened in memory for the browser's player."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.pages.media import content, vaulted
from desk.pages.voices import ranged


async def film(request: Request) -> Response:
    """As the bot kept it: an MP4 without what the phone had written beside it."""
    wanted = await vaulted(request, "film", "see")
    told = await run_in_threadpool(wanted.told)
    if told is not None and not told.film:
        raise HTTPException(404, "There is no such film.")
    moving = await content(wanted, told.sha256 if told else "", "film cannot be shown")
    return ranged(moving, request.headers.get("range", ""), "film.mp4", "video/mp4")
