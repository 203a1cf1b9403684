"""What one message brings: words, a voice, a photo, a place, a video note, or something that no step takes.

Bot API, Message. An album comes as messages of their own, one for each photo, with one `media_group_id`. A venue has
its location too, and a live photo its photo, so what we do not know of them is passed over.
"""

import re
from datetime import UTC, datetime
from typing import Any

from bot.raw import UnreadableUpdate, degrees, number, part, text, whole
from study.inbound import Command, Event, Filmed, Located, Sent, Showed, Spoke, Wrote

COMMAND = re.compile(
    r"/(?P<name>[A-Za-z0-9_]{1,64})(?:@(?P<bot>\w{1,64}))?(?:\s+(?P<payload>.*))?", re.DOTALL
)

# What a message can bring besides what we read. Anything else is a notice from Telegram itself.
KINDS = (
    "sticker", "animation", "video", "audio", "document", "paid_media", "contact", "poll", "checklist",
    "dice", "story", "game", "invoice", "giveaway", "users_shared", "chat_shared", "web_app_data", "passport_data",
    "successful_payment", "rich_message",
)  # fmt: skip

LONGEST_NAME = 64
"""Characters of a name that Telegram gives an album or a file: some twenty."""

LATEST = 2**35
"""Seconds of Unix time: far enough, and still a year that can be written."""


def content(message: dict[str, Any], username: str) -> Event | None:
    """The event that a new message is; None for a notice, or a command to another bot. Raises UnreadableUpdate."""
    id = number(message, "message_id")
    forwarded = "via_bot" in message or any(name.startswith("forward") for name in message)
    if "text" in message:
        return _words(text(message, "text"), id, forwarded, _sent_at(message), username)
    if "voice" in message:
        return _voice(part(message, "voice"), id, caption_of(message), forwarded, _sent_at(message))
    if "video_note" in message:
        return _film(part(message, "video_note"), id, forwarded)
    kind = next((kind for kind in KINDS if kind in message), None)
    if kind:
        return Sent(kind, id, caption_of(message), forwarded)
    if "photo" in message:
        return _photo(message, id, forwarded)
    if "venue" in message:
        return _place(part(part(message, "venue"), "location"), id, forwarded)
    if "location" in message:
        return _place(part(message, "location"), id, forwarded)
    return None


def _words(text: str, id: int, forwarded: bool, sent_at: datetime | None, username: str) -> Event | None:
    command = None if forwarded else COMMAND.fullmatch(text)
    if command is None:
        return Wrote(text, id, forwarded, sent_at=sent_at)
    addressed = (command["bot"] or "").lower()
    if addressed and addressed != username:
        return None
    return Command(command["name"].lower(), (command["payload"] or "").strip())


def _voice(voice: dict[str, Any], id: int, caption: str, forwarded: bool, sent_at: datetime | None) -> Event:
    unique = voice.get("file_unique_id")
    return Spoke(
        file=text(voice, "file_id"),
        message=id,
        seconds=whole(voice, "duration") or 0,
        size=whole(voice, "file_size"),
        caption=caption,
        forwarded=forwarded,
        unique=unique if isinstance(unique, str) and len(unique) <= LONGEST_NAME else "",
        sent_at=sent_at,
    )


def _sent_at(message: dict[str, Any]) -> datetime | None:
    """By Telegram's clock. None for what is no moment."""
    date = whole(message, "date")
    return datetime.fromtimestamp(date, UTC) if date is not None and 0 <= date <= LATEST else None


def _photo(message: dict[str, Any], id: int, forwarded: bool) -> Event:
    """The largest of the sizes in which Telegram keeps it."""
    sizes = message["photo"] if isinstance(message["photo"], list) else []
    known = [size for size in sizes if isinstance(size, dict) and isinstance(size.get("file_id"), str)]
    if not known:
        raise UnreadableUpdate
    largest, album = max(known, key=_area), message.get("media_group_id")
    return Showed(
        file=largest["file_id"],
        message=id,
        size=whole(largest, "file_size"),
        caption=caption_of(message),
        forwarded=forwarded,
        album=album if isinstance(album, str) and len(album) <= LONGEST_NAME else "",
    )


def _film(note: dict[str, Any], id: int, forwarded: bool) -> Event:
    return Filmed(
        file=text(note, "file_id"),
        message=id,
        seconds=whole(note, "duration") or 0,
        size=whole(note, "file_size"),
        forwarded=forwarded,
    )


def caption_of(message: dict[str, Any]) -> str:
    """What was written under it."""
    caption = message.get("caption")
    return caption if isinstance(caption, str) else ""


def _area(size: dict[str, Any]) -> tuple[int, int]:
    return (whole(size, "width") or 0) * (whole(size, "height") or 0), whole(size, "file_size") or 0


def _place(location: dict[str, Any], id: int, forwarded: bool) -> Event:
    return Located(degrees(location, "latitude", 90), degrees(location, "longitude", 180), id, forwarded)
