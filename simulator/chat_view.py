"""A chat as a person sees it, as JSON: for the chat page and for tests."""

from collections.abc import Container
from typing import Any

from simulator.bot_editing import HIDDEN
from simulator.bot_profile import commands_for, profile_text
from simulator.exchange import Exchange
from simulator.files import PREFIXES
from simulator.keys import reply_keys
from simulator.people import known_person
from simulator.store import JSON

PLAIN = ("text", "entities", "caption", "caption_entities", "edit_date", "location", "venue", "contact")


def _media(message: JSON) -> JSON:
    for kind in PREFIXES:
        body: Any = message.get(kind)
        if body:
            body = body[-1] if isinstance(body, list) else body
            shown = {
                "url": f"/media/{body['file_id']}",
                "duration": body.get("duration"),
                "size": body.get("file_size"),
                "name": body.get("file_name"),
                "emoji": body.get("emoji"),
            }
            return {"kind": kind, "media": shown}
    for kind in ("venue", "location", "contact", "text"):
        if kind in message:
            return {"kind": kind}
    return {"kind": "service"}


def _forwarded(message: JSON) -> str | None:
    origin = message.get("forward_origin")
    if not origin:
        return None
    name = origin.get("sender_user_name") or origin.get("sender_user", {}).get("first_name")
    return str(name)


def _keys(exchange: Exchange, message: JSON) -> list[list[JSON]]:
    tapped = exchange.tapped.get((message["chat"]["id"], message["message_id"]), {})
    rows, index = [], 0
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        keys = []
        for key in row:
            shown = {"index": index, "text": key["text"], "url": key.get("url"), "waiting": index in tapped}
            keys.append(shown)
            index += 1
        rows.append(keys)
    return rows


def message_view(
    exchange: Exchange, version: int, message: JSON, extra: JSON, waiting: Container[int] = ()
) -> JSON:
    """One message. `by_bot` tells whose it is; `keys` are the inline keys with their flat index.

    `taken`: its update is not among those that are `waiting` for the bot any more.
    """
    return {
        "id": message["message_id"],
        "version": version,
        "by_bot": message["from"]["is_bot"],
        "sender": message["from"]["first_name"],
        "date": message["date"],
        **{
            key: message[key]
            for key in PLAIN
            if key in message and not (key == "edit_date" and extra.get(HIDDEN))
        },
        **_media(message),
        "forwarded": _forwarded(message),
        "protected": message.get("has_protected_content", False),
        "taken": extra.get("update") not in waiting,
        "silent": extra.get("silent", False),
        "keys": _keys(exchange, message),
    }


def _keyboard(chat: JSON) -> JSON | None:
    keyboard: JSON | None = chat.get("keyboard")
    if not keyboard:
        return None
    return {
        "rows": [[key["text"] for key in row] for row in keyboard.get("keyboard", [])],
        "places": [key["text"] for key in reply_keys(keyboard) if key.get("request_location")],
        "hidden": keyboard.get("hidden", False),
        "one_time": keyboard.get("one_time_keyboard", False),
        "persistent": keyboard.get("is_persistent", False),
        "placeholder": keyboard.get("input_field_placeholder", ""),
        "force_reply": keyboard.get("force_reply", False),
    }


def chat_view(exchange: Exchange, person_id: int) -> JSON:
    """A person's whole chat with the bot."""
    person = known_person(exchange, person_id)
    chat = exchange.private_chat(person_id)
    code = person.get("language_code", "")[:2]
    waiting, found = exchange.updates.waiting(), exchange.store.messages(person_id)
    return {
        "version": exchange.changes.version,
        "person": person,
        "started": chat["started"],
        "blocked": chat["blocked"],
        "keyboard": _keyboard(chat),
        "messages": [message_view(exchange, *each, waiting) for each in found],
        "action": exchange.acting(person_id),
        "toasts": exchange.toasts.get(person_id, []),
        "commands": commands_for(exchange, person_id, code),
        "bot": {
            "name": profile_text(exchange, "name", code),
            "username": exchange.username,
            "description": profile_text(exchange, "description", code),
            "short_description": profile_text(exchange, "short_description", code),
        },
    }


def group_view(exchange: Exchange, group: int) -> JSON:
    """A group chat."""
    chat = exchange.store.chat(group) or {}
    messages = [message_view(exchange, *found) for found in exchange.store.messages(group)]
    shown = {"id": group, "title": chat.get("title"), "bot_in": chat.get("bot_in"), "messages": messages}
    return {"version": exchange.changes.version, **shown}


def people_view(exchange: Exchange) -> list[JSON]:
    """Everyone, with what the list shows of their chat."""
    listed = []
    for person in exchange.store.people():
        chat = exchange.private_chat(person["id"])
        last = exchange.store.last_message(person["id"])
        listed.append(
            {
                **person,
                "started": chat["started"],
                "blocked": chat["blocked"],
                "unread": exchange.store.count_from_bot_after(person["id"], chat.get("read", 0)),
                "last": message_view(exchange, 0, *last) if last else None,
            }
        )
    return listed
