"""One photo, opened in memory for the page that shows it."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.pages.media import content, vaulted


async def photo(request: Request) -> Response:
    """As the bot kept it: a JPEG without what the phone had written beside it."""
    wanted = await vaulted(request, "photo", "see")
    told = await run_in_threadpool(wanted.told)
    if told is not None and not told.photo:
        raise HTTPException(404, "There is no such photo.")
    picture = await content(wanted, told.sha256 if told else "", "photo cannot be shown")
    headers = {"Content-Disposition": 'inline; filename="photo.jpg"'}
    return Response(picture, media_type="image/jpeg", headers=headers)
