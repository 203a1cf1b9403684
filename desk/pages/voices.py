"""One voice, opened in memory for the browser's player. Understands one Range (RFC 9110, section 14)."""

import re

from starlette.requests import Request
from starlette.responses import Response

from desk.pages.media import content, vaulted

_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


async def voice(request: Request) -> Response:
    wanted = await vaulted(request, "voice", "hear")
    sound = await content(wanted, "", "voice cannot be played")
    return ranged(sound, request.headers.get("range", ""))


def ranged(sound: bytes, asked: str, name: str = "voice.ogg", type: str = "audio/ogg") -> Response:
    """The whole sound, or the part asked for: 200, 206, or 416 for a part that is not there."""
    headers = {"Accept-Ranges": "bytes", "Content-Disposition": f'inline; filename="{name}"'}
    wanted = _RANGE.fullmatch(asked.strip())
    if wanted is None or wanted.groups() == ("", ""):
        return Response(sound, media_type=type, headers=headers)
    first, last = wanted.groups()
    if not first:
        start, end = max(len(sound) - int(last), 0), len(sound) - 1
    else:
        start, end = int(first), min(int(last or len(sound)), len(sound) - 1)
    if start > end:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{len(sound)}"})
    headers["Content-Range"] = f"bytes {start}-{end}/{len(sound)}"
    return Response(sound[start : end + 1], 206, headers, type)
