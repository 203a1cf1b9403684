"""A raw update becomes an event, or nothing. Tolerant of anything missing; strips nothing from what people say."""

from dataclasses import dataclass, field
from typing import Any

from bot.content import caption_of, content
from bot.raw import UnreadableUpdate, number, part, text
from study.inbound import Blocked, Edited, Event, Grouped, Tapped, Unblocked

__all__ = ["Reading", "UnreadableUpdate", "chat_of", "read"]

PRESENT = frozenset({"member", "administrator", "creator", "restricted"})


@dataclass(frozen=True)
class Reading:
    """Whose update it is and what happened. `language` is Telegram's language_code, or empty. A message of theirs
    has its number in the chat, and by Telegram's clock a time."""

    chat: int
    private: bool
    language: str
    event: Event
    message: int | None = field(default=None, compare=False)
    sent_at: float | None = field(default=None, compare=False)


def read(update: object, username: str) -> Reading | None:
    """What `update` means for us; None for what needs no answer. `username` is ours, lower case, without the @.

    Raises UnreadableUpdate.
    """
    if not isinstance(update, dict):
        raise UnreadableUpdate
    if "callback_query" in update:
        return _tap(part(update, "callback_query"))
    if "my_chat_member" in update:
        return _membership(part(update, "my_chat_member"))
    for name in ("message", "edited_message"):
        if name in update:
            return _message(part(update, name), username, edited=name == "edited_message")
    return None


def _language(of: dict[str, Any]) -> str:
    sender = of.get("from")
    code = sender.get("language_code") if isinstance(sender, dict) else None
    return code if isinstance(code, str) and len(code) <= 35 else ""


def _tap(query: dict[str, Any]) -> Reading | None:
    data, message = query.get("data"), query.get("message")
    seen = None
    if isinstance(message, dict):
        chat = part(message, "chat")
        if chat.get("type") != "private":
            return None
        whose, seen = number(chat, "id"), message.get("message_id")
    else:
        whose = number(part(query, "from"), "id")
    event = Tapped(
        data if isinstance(data, str) else "", text(query, "id"), seen if isinstance(seen, int) else None
    )
    return Reading(whose, True, _language(query), event)


def _membership(change: dict[str, Any]) -> Reading | None:
    chat = part(change, "chat")
    whose, status = number(chat, "id"), part(change, "new_chat_member").get("status")
    if chat.get("type") != "private":
        return Reading(whose, False, _language(change), Grouped(whose)) if status in PRESENT else None
    if status == "kicked":
        return Reading(whose, True, _language(change), Blocked())
    return Reading(whose, True, _language(change), Unblocked()) if status in PRESENT else None


def _message(message: dict[str, Any], username: str, edited: bool) -> Reading | None:
    chat = part(message, "chat")
    whose = number(chat, "id")
    event = _edit(message) if edited else content(message, username)
    if event is None:
        return None
    if chat.get("type") != "private":
        return None if edited else Reading(whose, False, _language(message), Grouped(whose))
    return Reading(whose, True, _language(message), event, *_sent(message, edited))


def _sent(message: dict[str, Any], edited: bool) -> tuple[int | None, float | None]:
    id, at = message.get("message_id"), message.get("date")
    if edited or not isinstance(id, int):
        return None, None
    return id, float(at) if isinstance(at, int) else None


def chat_of(update: dict[str, Any]) -> int | None:
    """The chat an update is of, if that can be seen without understanding it."""
    for name in ("message", "edited_message", "my_chat_member"):
        if isinstance(found := update.get(name), dict):
            return _id(found.get("chat"))
    tap = update.get("callback_query")
    if not isinstance(tap, dict):
        return None
    under = tap.get("message")
    return _id(under.get("chat")) if isinstance(under, dict) else _id(tap.get("from"))


def _id(chat: Any) -> int | None:
    found = chat.get("id") if isinstance(chat, dict) else None
    return found if isinstance(found, int) else None


def _edit(message: dict[str, Any]) -> Event | None:
    """A live location is edited every few seconds, and nobody meant anything by it. What was edited is the text, or
    what stands under a picture."""
    if "location" in message:
        return None
    words = text(message, "text") if "text" in message else caption_of(message)
    return Edited(number(message, "message_id"), words)
