"""What the desk can have done to a participant. It does nothing itself: the front door gives it these, where the
operator key is at hand, which is on the server. Without them the desk only reads."""

import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

LARGEST = 4096
"""Bytes of a form: every one of the desk's is far smaller."""

ELSEWHERE = "This desk only reads: it has no operator key. On the server the same is done with a command."


@dataclass(frozen=True)
class Acts:
    """Each returns a sentence that says what became of it. `token` is in every form of this desk, so that a form which
    another page made up is known. `said` is what came of a request that was done, by its number."""

    erase: Callable[[str], Awaitable[str]]  # a participant's code
    done: Callable[[int], Awaitable[str]] | None = None  # a request of a participant, by its number
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    said: dict[str, str] = field(default_factory=dict)


def acts_of(request: Request) -> Acts:
    """Raises HTTPException, 403, where this desk only reads."""
    acts: Acts | None = request.app.state.room.acts
    if acts is None:
        raise HTTPException(403, ELSEWHERE)
    return acts


async def filled(request: Request) -> Mapping[str, str]:
    """The fields of a form of ours (application/x-www-form-urlencoded). Raises HTTPException: 413 for one that is too
    large, 403 where the token is not that of this desk, which is so after it was started anew."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise HTTPException(413, "That is more than any form of the desk holds. Nothing was changed.")
    fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    ours = acts_of(request).token
    if not hmac.compare_digest(fields.get("token", "").encode(), ours.encode()):
        raise HTTPException(
            403,
            "This form is of an earlier desk. Nothing was changed: open the page again and fill it in anew.",
        )
    return fields


def confirms(fields: Mapping[str, str], code: str) -> bool:
    """Whether the code itself was typed, as a hand may type it."""
    return fields.get("typed", "").strip().casefold() == code.casefold()
