"""One voice, opened in memory for the browser's player. Understands one Range (RFC 9110, section 14)."""

import re

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.frame import room_of
from desk.opening import CannotOpen

_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


async def voice(request: Request) -> Response:
    room, code, record = room_of(request), request.path_params["code"], request.path_params["record"]
    if room.opener is None:
        raise HTTPException(403, "Voices are sealed. Start the desk with --key NAME.key to hear them.")
    async with room.reading() as look:
        person = await look.participant(code)
        found = await look.voice_of(person.id, record) if person else None
    if person is None or found is None:
        raise HTTPException(404, "There is no such voice.")
    try:
        sound = await run_in_threadpool(room.opener.voice, person.id, found)
    except CannotOpen as closed:
        raise HTTPException(404, f"This voice cannot be played: {closed.why}.") from closed
    return ranged(sound, request.headers.get("range", ""))


def ranged(sound: bytes, asked: str) -> Response:
    """The whole sound, or the part asked for: 200, 206, or 416 for a part that is not there."""
    headers = {"Accept-Ranges": "bytes", "Content-Disposition": 'inline; filename="voice.ogg"'}
    wanted = _RANGE.fullmatch(asked.strip())
    if wanted is None or wanted.groups() == ("", ""):
        return Response(sound, media_type="audio/ogg", headers=headers)
    first, last = wanted.groups()
    if not first:
        start, end = max(len(sound) - int(last), 0), len(sound) - 1
    else:
        start, end = int(first), min(int(last or len(sound)), len(sound) - 1)
    if start > end:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{len(sound)}"})
    headers["Content-Range"] = f"bytes {start}-{end}/{len(sound)}"
    return Response(sound[start : end + 1], 206, headers, "audio/ogg")
