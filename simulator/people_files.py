"""Files that people send: voices, photos, documents, one by one or as an album."""

from collections.abc import Callable
from typing import Any

from simulator import people
from simulator.exchange import Exchange
from simulator.files import keep_file, media_content
from simulator.parameters import Exact
from simulator.refusal import bad
from simulator.samples import sample, sound
from simulator.store import JSON

Act = Callable[[Exchange, JSON, Exact], Any]
NAME = 64  # characters of a name
CAPTION = 1024  # characters
CLAIMS = {"duration": 86_400, "length": 10_000, "width": 10_000, "height": 10_000}  # at most


def group(parameters: Exact) -> int | None:
    """The group an act is in, if it is in one."""
    return parameters.integer("group") or None


def forwarded(parameters: Exact) -> bool | str:
    """True, or from whom it is forwarded."""
    value = parameters.values.get("forwarded") or False
    if not isinstance(value, bool | str) or len(str(value)) > NAME:
        raise bad(f'"forwarded" must be true, false or a name of at most {NAME} characters')
    words: dict[str, bool] = {"true": True, "false": False}
    return words.get(str(value).lower(), value)


def file(kind: str, mime: str, sample_name: str = "") -> Act:
    """Send an uploaded file or a sample; `duration`, `file_size` and `date` (Unix time, as of a message that was long
    on its way) are what Telegram will claim."""

    def send(exchange: Exchange, person: JSON, parameters: Exact) -> Any:
        upload = parameters.upload("file")
        name = parameters.text("name") or (upload.name if upload else "file.bin")
        content = upload.content if upload else sample(parameters.text("sample", sample_name))
        claims: dict[str, int] = {}
        if kind == "voice":
            content, seconds = sound(content)
            claims["duration"] = round(seconds)
        for claim, most in CLAIMS.items():
            if parameters.values.get(claim) is not None:
                claims[claim] = parameters.within(claim, 0, 0, most)
        size = parameters.within("file_size", len(content), 0, 4 * 2**30)
        kind_of = upload.mime if upload and kind == "document" else mime
        kept = keep_file(exchange, kind, content, mime=kind_of, name=name, size=size, **claims)
        body = media_content(kept) | people.origin(exchange, forwarded(parameters))
        now = int(exchange.clock.now())
        body["date"] = parameters.within("date", now, 0, now)
        return people.write(exchange, person, body | _beside(parameters), group(parameters))

    return send


def _beside(parameters: Exact) -> JSON:
    """What a file may have with it: a caption, and the album it is one of."""
    caption, album = parameters.text("caption"), parameters.text("album")
    if len(caption) > CAPTION or len(album) > NAME:
        raise bad(f"a caption has at most {CAPTION} characters, the name of an album {NAME}")
    named = {"caption": caption} if caption else {}
    return named | ({"media_group_id": album} if album else {})
