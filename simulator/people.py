"""What people do: write, speak, tap, press, block. Every act reaches the bot as Telegram would tell it."""

import secrets
from typing import Any

from simulator.entities import found_entities
from simulator.exchange import Exchange
from simulator.files import again, file_of, media_content
from simulator.parameters import LARGEST
from simulator.refusal import bad
from simulator.store import JSON

COLOURS = ("#5b8c85", "#a0705a", "#6a7fb5", "#8a6fa8", "#b08a3e", "#5f8f55", "#b0607a", "#4f8aa3")
FIRST_SIX = (
    ("Анна", "ru"), ("Daniel", "en"), ("Тимур", "ru"), ("Leyla", "en"), ("Мария", "ru"), ("Oleg", "en"),
)  # fmt: skip
MORE = {"ru": ("Вера", "Илья", "Соня", "Глеб", "Нина", "Марк", "Ася", "Лев"),
        "en": ("Mira", "Sam", "Elif", "Noah", "Irina", "Adam", "Zoya", "Max")}  # fmt: skip
TEXT_LIMIT = 4096


def create_person(
    exchange: Exchange, name: str = "", language: str = "", username: str = "", color: str = ""
) -> JSON:
    """Someone new. Without a name they get an invented one in their language."""
    count = len(exchange.store.people())
    names = MORE["ru" if language.startswith("ru") else "en"]
    person = {
        "id": 1_000_000_000 + secrets.randbelow(6_000_000_000),
        "first_name": name or names[count % len(names)],
        "username": username,
        "language_code": language,
        "color": color or COLOURS[count % len(COLOURS)],
    }
    exchange.store.save_person(person)
    exchange.changes.bump()
    return person


def invent_people(exchange: Exchange) -> None:
    """Six people to begin with, once."""
    if not exchange.store.people():
        for name, language in FIRST_SIX:
            create_person(exchange, name, language)


def known_person(exchange: Exchange, person: int) -> JSON:
    """A person by id. Raises Refusal 400."""
    found = exchange.store.person(person) if person <= LARGEST else None
    if found is None:
        raise bad("there is no such person here")
    return found


def known_group(exchange: Exchange, group: int) -> JSON:
    """A group by id. Raises Refusal 400."""
    chat = exchange.store.chat(group)
    if chat is None or chat["type"] != "group":
        raise bad("there is no such group here")
    return chat


def _chat_to_write_in(exchange: Exchange, person: JSON, group: int | None) -> JSON:
    if group is not None:
        return known_group(exchange, group)
    chat = exchange.private_chat(person["id"])
    if chat["blocked"]:
        raise bad("this person has blocked the bot; unblock it first")
    if not chat["started"]:
        chat["started"] = True
        exchange.store.save_chat(chat)
    return chat


def _heard_in_group(exchange: Exchange, content: JSON) -> bool:
    """Bots with privacy mode on hear only commands and their own name in groups (Bot API, "Privacy mode")."""
    text = content.get("text", "")
    return text.startswith("/") or f"@{exchange.username}".lower() in text.lower() or "text" not in content


def origin(exchange: Exchange, forwarded: Any) -> JSON:
    """The forward_origin part of a message, or nothing. `forwarded` is true or the first sender's name."""
    if not forwarded:
        return {}
    name = forwarded if isinstance(forwarded, str) else "Somebody"
    date = int(exchange.clock.now()) - 3600
    return {"forward_origin": {"type": "hidden_user", "date": date, "sender_user_name": name}}


def write(
    exchange: Exchange, person: JSON, content: JSON, group: int | None = None, extra: JSON | None = None
) -> JSON:
    """A message of any kind from this person."""
    chat = _chat_to_write_in(exchange, person, group)
    message = exchange.post(chat, exchange.user(person), content, extra)
    keyboard = chat.get("keyboard")
    if keyboard and keyboard.get("force_reply"):
        chat["keyboard"] = None
    chat["read"] = message["message_id"]
    exchange.store.save_chat(chat)
    if chat["type"] == "private" or (chat["bot_in"] and _heard_in_group(exchange, content)):
        update = exchange.updates.push("message", message)
        exchange.change(message, {**(extra or {}), "update": update})
    return message


def _check_sendable(text: str) -> None:
    if not text.strip() or len(text) > TEXT_LIMIT:
        raise bad(f"a text message has 1 to {TEXT_LIMIT} characters")


def say(
    exchange: Exchange, person: JSON, text: str, *, forwarded: Any = None, group: int | None = None
) -> JSON:
    """A text message. Raises Refusal 400 when Telegram's apps would not send it."""
    _check_sendable(text)
    entities = found_entities(text)
    content = {"text": text, **({"entities": entities} if entities else {}), **origin(exchange, forwarded)}
    return write(exchange, person, content, group)


def start(exchange: Exchange, person: JSON, payload: str) -> JSON:
    """The START key of the link t.me/BOT?start=PAYLOAD. It also lets a blocked bot back in."""
    set_blocked(exchange, person, False)
    return say(exchange, person, f"/start {payload}".strip())


def edit(exchange: Exchange, person: JSON, message_id: int, text: str) -> JSON:
    """Change an own text message."""
    found = exchange.store.message(person["id"], message_id)
    if found is None or found[0]["from"]["id"] != person["id"] or "text" not in found[0]:
        raise bad("this person has no such text message to edit")
    _check_sendable(text)
    message = {**found[0], "text": text, "edit_date": int(exchange.clock.now())}
    message.pop("entities", None)
    if entities := found_entities(text):
        message["entities"] = entities
    exchange.change(message, found[1])
    exchange.updates.push("edited_message", message)
    return message


def forward(
    exchange: Exchange, person: JSON, message_id: int, chat: int | None = None, hidden: bool = False
) -> JSON:
    """Forward any message back into the chat: its file gets a new file id and keeps its unique id. `hidden`: without
    the sender's name, as Telegram's apps offer it; nothing then tells it from a message of one's own."""
    found = exchange.store.message(chat or person["id"], message_id)
    if found is None:
        raise bad("there is no such message to forward")
    if found[0].get("has_protected_content"):
        raise bad("this message is protected: Telegram's apps do not forward it")
    message, extra = found
    file = file_of(exchange, message)
    carried = {"text", "entities", "caption", "caption_entities", "location", "venue", "contact"}
    content = {key: message[key] for key in carried & message.keys()}
    content |= media_content(again(exchange, file)) if file else {}
    sender = {"type": "user", "date": message["date"], "sender_user": message["from"]}
    origin = {} if hidden else {"forward_origin": message.get("forward_origin", sender)}
    return write(exchange, person, content | origin, extra=extra)


def set_blocked(exchange: Exchange, person: JSON, blocked: bool) -> None:
    """Block the bot or let it back in; it is told by my_chat_member if that changes anything."""
    chat = exchange.private_chat(person["id"])
    if chat["blocked"] == blocked:
        return
    chat["blocked"] = blocked
    exchange.store.save_chat(chat)
    exchange.changes.bump()
    old, new = ("member", "kicked") if blocked else ("kicked", "member")
    exchange.member_changed(chat, exchange.user(person), old, new)


def set_deactivated(exchange: Exchange, person: JSON) -> None:
    """The account is gone: nothing is told, sending is refused."""
    exchange.store.save_chat({**exchange.private_chat(person["id"]), "deactivated": True})
    exchange.changes.bump()


def create_group(exchange: Exchange, person: JSON, title: str) -> JSON:
    """A group into which this person has just put the bot."""
    number = int(exchange.store.setting("last_group", 4_000_000_000)) + 1
    exchange.store.set_setting("last_group", number)
    if not 1 <= len(title) <= 128:
        raise bad("a group's title has 1 to 128 characters")
    chat = {"id": -number, "type": "group", "title": title, "bot_in": True, "keyboard": None, "read": 0}
    exchange.store.save_chat(chat)
    exchange.member_changed(chat, exchange.user(person), "left", "member")
    message = exchange.post(chat, exchange.user(person), {"new_chat_members": [exchange.bot_user()]})
    exchange.updates.push("message", message)
    return chat


def kick(exchange: Exchange, person: JSON, group: int) -> None:
    """Put the bot out of a group again; it is told by my_chat_member. Raises Refusal 400."""
    chat = known_group(exchange, group)
    if not chat["bot_in"]:
        raise bad("the bot is not in this group")
    chat |= {"bot_in": False, "shut": "bot was kicked from the group chat"}
    exchange.store.save_chat(chat)
    exchange.post(chat, exchange.user(person), {"left_chat_member": exchange.bot_user()})
    exchange.member_changed(chat, exchange.user(person), "member", "left")
