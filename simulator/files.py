"""Files: ids, sizes, and their bytes. A file keeps one unique id however often it is sent on."""

import re
import secrets

from simulator.exchange import Exchange
from simulator.refusal import bad
from simulator.store import JSON

DOWNLOAD_LIMIT = 20 * 1024 * 1024  # bytes; Bot API, getFile
FOLDERS = {"voice": "voice", "photo": "photos", "document": "documents", "video_note": "video_notes",
           "sticker": "stickers"}  # fmt: skip
ENDING = re.compile(r"[A-Za-z0-9]{1,8}")
ENDINGS = {"voice": "oga", "photo": "jpg", "video_note": "mp4", "sticker": "webp"}
PREFIXES = {"voice": "AwAC", "photo": "AgAC", "document": "BQAC", "video_note": "DQAC", "sticker": "CAAC"}


def keep_file(
    exchange: Exchange,
    kind: str,
    content: bytes,
    *,
    mime: str,
    name: str = "",
    size: int | None = None,
    **more: int,
) -> JSON:
    """A new file of `kind`. `size` is what Telegram claims in bytes; `more` are duration, width and so on."""
    unique = secrets.token_urlsafe(10)
    exchange.store.save_content(unique, content)
    meta = {"kind": kind, "mime": mime, "name": name, "size": len(content) if size is None else size, **more}
    return _with_id(exchange, {**meta, "file_unique_id": unique})


def again(exchange: Exchange, file: JSON) -> JSON:
    """The same file sent on: a new file id, the same unique id."""
    return _with_id(exchange, file)


def _with_id(exchange: Exchange, file: JSON) -> JSON:
    number = int(exchange.store.setting("last_file", 0)) + 1
    exchange.store.set_setting("last_file", number)
    kind = file["kind"]
    ending = file["name"].rpartition(".")[2]
    ending = ending if ENDING.fullmatch(ending) and "." in file["name"] else "bin"
    path = f"{FOLDERS[kind]}/file_{number}.{ENDINGS.get(kind, ending)}"
    file = {**file, "file_id": PREFIXES[kind] + secrets.token_urlsafe(36), "file_path": path}
    if kind == "photo":
        file["small"] = _smaller(exchange, file)
    exchange.store.save_file(file)
    return file


def _smaller(exchange: Exchange, photo: JSON) -> JSON:
    """The photo's smaller size: a file of its own, though here it has the same bytes."""
    ids = {name: f"{photo[name]}s" for name in ("file_id", "file_unique_id")}
    small = {**photo, **ids, "file_path": f"{photo['file_path']}s", "width": 320, "height": 240}
    exchange.store.save_file(small)
    exchange.store.save_content(ids["file_unique_id"], exchange.store.content(photo["file_unique_id"]))
    return small


def known_file(exchange: Exchange, file_id: str, kind: str) -> JSON:
    """A file of this kind by its id. Raises Refusal 400."""
    file = exchange.store.file(file_id)
    if file is None:
        raise bad("wrong remote file identifier specified: Wrong string length")
    if file["kind"] != kind:
        raise bad(f"can't use file of type {file['kind'].title()} as {kind.title()}")
    return file


def file_info(exchange: Exchange, file_id: str) -> JSON:
    """getFile. Raises Refusal 400 for an unknown or lost file and for one above 20 MB."""
    file = exchange.store.file(file_id)
    if file is None:
        raise bad("invalid file_id")
    if file["size"] > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    if exchange.store.content(file["file_unique_id"]) is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    ids = {"file_id": file["file_id"], "file_unique_id": file["file_unique_id"]}
    return {**ids, "file_size": file["size"], "file_path": file["file_path"]}


def _body(file: JSON) -> JSON:
    ids = {name: file[name] for name in ("file_id", "file_unique_id")}
    return {**ids, "file_size": file["size"]}


def _shape(photo: JSON) -> JSON:
    return {"width": photo.get("width", 640), "height": photo.get("height", 480)}


def media_content(file: JSON) -> JSON:
    """The part of a Message that carries this file."""
    kind: str = file["kind"]
    body = _body(file)
    if kind == "photo":
        sizes = [file["small"], file] if "small" in file else [file]
        return {"photo": [_body(size) | _shape(size) for size in sizes]}
    if kind == "voice":
        return {"voice": {**body, "duration": file.get("duration", 0), "mime_type": file["mime"]}}
    if kind == "video_note":
        return {
            "video_note": {**body, "duration": file.get("duration", 0), "length": file.get("length", 240)}
        }
    if kind == "sticker":
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {"sticker": {**body, **shape, "emoji": "\N{WAVING HAND SIGN}"}}
    return {"document": {**body, "file_name": file["name"], "mime_type": file["mime"]}}


def file_of(exchange: Exchange, message: JSON) -> JSON | None:
    """The file a message carries, if any."""
    for kind in PREFIXES:
        body = message.get(kind)
        if body:
            body = body[-1] if isinstance(body, list) else body
            return exchange.store.file(body["file_id"])
    return None
