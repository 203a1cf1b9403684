"""A raw update becomes an event, or nothing. Tolerant of anything missing; strips nothing from what people say."""

import re
from dataclasses import dataclass
from typing import Any

from study.inbound import Blocked, Command, Edited, Event, Grouped, Sent, Spoke, Tapped, Unblocked, Wrote

COMMAND = re.compile(
    r"/(?P<name>[A-Za-z0-9_]{1,64})(?:@(?P<bot>\w{1,64}))?(?:\s+(?P<payload>.*))?", re.DOTALL
)

# What a message can bring besides words (Bot API, Message). Anything else is a notice from Telegram itself.
KINDS = (
    "video_note", "sticker", "animation", "photo", "video", "audio", "document", "paid_media", "live_photo",
    "venue", "location", "contact", "poll", "checklist", "dice", "story", "game", "invoice", "giveaway",
    "users_shared", "chat_shared", "web_app_data", "passport_data", "successful_payment", "rich_message",
)  # fmt: skip
PRESENT = frozenset({"member", "administrator", "creator", "restricted"})


class UnreadableUpdate(Exception):
    """The update is not what the Bot API describes. Reading it again would not help."""


@dataclass(frozen=True)
class Reading:
    """Whose update it is and what happened. `language` is Telegram's language_code, or empty."""

    chat: int
    private: bool
    language: str
    event: Event


def read(update: object, username: str) -> Reading | None:
    """What `update` means for us; None for what needs no answer. `username` is ours, lower case, without the @.

    Raises UnreadableUpdate.
    """
    if not isinstance(update, dict):
        raise UnreadableUpdate
    if "callback_query" in update:
        return _tap(_part(update, "callback_query"))
    if "my_chat_member" in update:
        return _membership(_part(update, "my_chat_member"))
    for name in ("message", "edited_message"):
        if name in update:
            return _message(_part(update, name), username, edited=name == "edited_message")
    return None


def _part(of: dict[str, Any], name: str) -> dict[str, Any]:
    part = of.get(name)
    if not isinstance(part, dict):
        raise UnreadableUpdate
    return part


def _number(of: dict[str, Any], name: str) -> int:
    number = of.get(name)
    if not isinstance(number, int) or isinstance(number, bool):
        raise UnreadableUpdate
    return number


def _text(of: dict[str, Any], name: str) -> str:
    text = of.get(name)
    if not isinstance(text, str):
        raise UnreadableUpdate
    return text


def _language(of: dict[str, Any]) -> str:
    sender = of.get("from")
    code = sender.get("language_code") if isinstance(sender, dict) else None
    return code if isinstance(code, str) and len(code) <= 35 else ""


def _tap(query: dict[str, Any]) -> Reading | None:
    data, message = query.get("data"), query.get("message")
    seen = None
    if isinstance(message, dict):
        chat = _part(message, "chat")
        if chat.get("type") != "private":
            return None
        number, seen = _number(chat, "id"), message.get("message_id")
    else:
        number = _number(_part(query, "from"), "id")
    event = Tapped(
        data if isinstance(data, str) else "", _text(query, "id"), seen if isinstance(seen, int) else None
    )
    return Reading(number, True, _language(query), event)


def _membership(change: dict[str, Any]) -> Reading | None:
    chat = _part(change, "chat")
    number, status = _number(chat, "id"), _part(change, "new_chat_member").get("status")
    if chat.get("type") != "private":
        return Reading(number, False, _language(change), Grouped(number)) if status in PRESENT else None
    if status == "kicked":
        return Reading(number, True, _language(change), Blocked())
    return Reading(number, True, _language(change), Unblocked()) if status in PRESENT else None


def _message(message: dict[str, Any], username: str, edited: bool) -> Reading | None:
    chat = _part(message, "chat")
    number = _number(chat, "id")
    event = _edit(message) if edited else _content(message, username)
    if event is None:
        return None
    if chat.get("type") != "private":
        return None if edited else Reading(number, False, _language(message), Grouped(number))
    return Reading(number, True, _language(message), event)


def chat_of(update: dict[str, Any]) -> int | None:
    """The chat an update is of, if that can be seen without understanding it."""
    for part in ("message", "edited_message", "my_chat_member"):
        if isinstance(found := update.get(part), dict):
            return _id(found.get("chat"))
    tap = update.get("callback_query")
    if not isinstance(tap, dict):
        return None
    under = tap.get("message")
    return _id(under.get("chat")) if isinstance(under, dict) else _id(tap.get("from"))


def _id(part: Any) -> int | None:
    number = part.get("id") if isinstance(part, dict) else None
    return number if isinstance(number, int) else None


def _edit(message: dict[str, Any]) -> Event | None:
    """A live location is edited every few seconds, and nobody meant anything by it."""
    return None if "location" in message else Edited(_number(message, "message_id"))


def _content(message: dict[str, Any], username: str) -> Event | None:
    id = _number(message, "message_id")
    forwarded = "via_bot" in message or any(name.startswith("forward") for name in message)
    if "text" in message:
        return _words(_text(message, "text"), id, forwarded, username)
    if "voice" in message:
        return _voice(_part(message, "voice"), id, forwarded)
    kind = next((kind for kind in KINDS if kind in message), None)
    return Sent(kind, id) if kind else None


def _words(text: str, id: int, forwarded: bool, username: str) -> Event | None:
    command = None if forwarded else COMMAND.fullmatch(text)
    if command is None:
        return Wrote(text, id, forwarded)
    addressed = (command["bot"] or "").lower()
    if addressed and addressed != username:
        return None
    return Command(command["name"].lower(), (command["payload"] or "").strip())


def _voice(voice: dict[str, Any], id: int, forwarded: bool) -> Event:
    seconds, size = voice.get("duration"), voice.get("file_size")
    return Spoke(
        file=_text(voice, "file_id"),
        message=id,
        seconds=seconds if isinstance(seconds, int) else 0,
        size=size if isinstance(size, int) else None,
        forwarded=forwarded,
    )
