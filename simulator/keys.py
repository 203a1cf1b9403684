"""Keys that people tap and press: inline ones under a message, and those of the reply keyboard."""

import secrets
from collections.abc import Iterable

from simulator import places
from simulator.exchange import Exchange
from simulator.people import say
from simulator.refusal import bad
from simulator.store import JSON


def tap(exchange: Exchange, person: JSON, message_id: int, key: int | None, data: str | None) -> JSON:
    """Tap an inline key by its index, or forge the data of one. Returns {"id": the query's id}."""
    found = exchange.store.message(person["id"], message_id)
    if key is not None and data is None:
        keys = flat_keys(found[0]) if found else []
        if not 0 <= key < len(keys):
            raise bad("there is no such key under this message")
        data = keys[key].get("callback_data")
        if data is None:
            return {"id": None, "url": keys[key].get("url")}
    identity = str(secrets.randbelow(2**62))
    chat = exchange.private_chat(person["id"])
    message = found[0] if found else {"chat": exchange.chat(chat), "message_id": message_id, "date": 0}
    index = -1 if key is None else key
    known = {"person": person["id"], "chat": person["id"], "message": message_id, "key": index}
    exchange.store.save_tap(identity, exchange.clock.now(), known)
    exchange.tapped.setdefault((person["id"], message_id), {})[index] = identity
    exchange.changes.bump()
    query = {"id": identity, "from": exchange.user(person), "message": message, "data": data or ""}
    exchange.updates.push("callback_query", {**query, "chat_instance": str(person["id"] * 7 + 1)})
    return {"id": identity}


def flat_keys(message: JSON) -> list[JSON]:
    """The inline keys of a message, row after row."""
    return [key for row in message.get("reply_markup", {}).get("inline_keyboard", []) for key in row]


def reply_keys(keyboard: JSON | None) -> Iterable[JSON]:
    """The keys of a reply keyboard, row after row."""
    return [key for row in (keyboard or {}).get("keyboard", []) for key in row]


def press(exchange: Exchange, person: JSON, label: str) -> JSON:
    """Press a reply key: its text is sent, or the person's place if it asks for one. A one-time keyboard hides."""
    chat = exchange.private_chat(person["id"])
    key = next((key for key in reply_keys(chat["keyboard"]) if key["text"] == label), None)
    if key is None:
        raise bad(f"there is no key {label!r} on the reply keyboard now")
    if chat["keyboard"].get("one_time_keyboard"):
        chat["keyboard"] = {**chat["keyboard"], "hidden": True}
        exchange.store.save_chat(chat)
    if not key.get("request_location"):
        return say(exchange, person, label)
    latitude, longitude = places.invented(person)
    return places.send(exchange, person, {"latitude": latitude, "longitude": longitude}, False, None)
