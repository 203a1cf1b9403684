"""Entities that a bot sends along instead of a parse mode: what Telegram refuses, and what it makes of the rest.

Bot API 10.1, MessageEntity and "Formatting options". Refusals in the words of the Bot API server. Commands, links,
mentions and the like are found by Telegram itself; a bot that names them is heard, and nothing comes of it.
"""

import re
from typing import Any

from simulator.parameters import as_integer
from simulator.refusal import bad

Entity = dict[str, Any]

STYLES = frozenset({
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre",
    "text_link",
})  # fmt: skip
FOUND_ANYWAY = frozenset({
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "text_mention", "custom_emoji",
    "date_time",
})  # fmt: skip
MONOSPACE = frozenset({"code", "pre"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
ADDRESS = re.compile(r"((https?://)?[^\s/.:]+(\.[^\s/.:]+)+([/?#:]\S*)?|tg://\S+|mailto:\S+)", re.IGNORECASE)


def given_entities(value: Any, text: str) -> list[Entity]:
    """The entities of `text` as Telegram keeps them. Raises Refusal 400."""
    if value is not None and not isinstance(value, list):
        raise bad("can't parse entities: expected an Array")
    entities = [entity for raw in value or [] if (entity := _read(raw))["length"] > 0]
    entities.sort(key=_place)
    _check_places(entities, text)
    return _nested([entity for entity in entities if entity["type"] in STYLES])


def _read(raw: Any) -> Entity:
    if not isinstance(raw, dict):
        raise bad("can't parse MessageEntity: expected an Object")
    offset, length, kind = _number(raw, "offset"), _number(raw, "length"), raw.get("type")
    if not isinstance(kind, str):
        raise bad("can't parse MessageEntity: Can't find field \"type\"")
    if kind not in STYLES | FOUND_ANYWAY:
        raise bad("can't parse MessageEntity: Unsupported type specified")
    entity: Entity = {"type": kind, "offset": offset, "length": length}
    if kind == "text_link":
        entity["url"] = _address(raw.get("url"))
    if kind == "pre" and isinstance(raw.get("language"), str) and raw["language"]:
        entity["language"] = raw["language"]
    return entity


def _number(raw: Entity, name: str) -> int:
    if raw.get(name) is None:
        raise bad(f"can't parse MessageEntity: Can't find field \"{name}\"")
    number = as_integer(raw[name])
    if number is None:
        raise bad(f'can\'t parse MessageEntity: Field "{name}" must be of type Number')
    return number


def _address(url: Any) -> str:
    if not isinstance(url, str):
        raise bad("can't parse MessageEntity: Can't find field \"url\"")
    if not ADDRESS.fullmatch(url):
        raise bad(f"entity URL '{url}' is invalid: Wrong HTTP URL")
    return url


def _place(entity: Entity) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def _check_places(entities: list[Entity], text: str) -> None:
    """Every beginning and end is in the text, and none in the middle of a character of two units."""
    whole, at = {0}, 0
    for character in text:
        at += 2 if character > "\uffff" else 1
        whole.add(at)
    for entity in entities:
        begins, ends = entity["offset"], entity["offset"] + entity["length"]
        if begins >= at or begins < 0:
            raise bad(f"entity begins after the end of the text at UTF-16 offset {begins}")
        if ends > at:
            raise bad(
                f"entity beginning at UTF-16 offset {begins} ends after the end of the text at UTF-16 offset {ends}"
            )
        for unit, does in ((begins, "begins"), (ends, "ends")):
            if unit not in whole:
                sent = len(text.encode("utf-16-le")[: 2 * (unit - 1)].decode("utf-16-le").encode())
                raise bad(f"entity {does} in a middle of a UTF-16 symbol at byte offset {sent}")


def _nested(entities: list[Entity]) -> list[Entity]:
    """Each one wholly inside or outside of every other: what crosses an end is cut there. Nothing stands inside of
    monospace, and no quote in a quote."""
    kept: list[Entity] = []
    left = list(entities)
    while left:
        entity = left.pop(0)
        around = [
            outer for outer in kept if outer["offset"] <= entity["offset"] < outer["offset"] + outer["length"]
        ]
        if around:
            ends = around[-1]["offset"] + around[-1]["length"]
            beyond = entity["offset"] + entity["length"] - ends
            if beyond > 0:
                left.append({**entity, "offset": ends, "length": beyond})
                left.sort(key=_place)
                entity = {**entity, "length": ends - entity["offset"]}
        kinds = {outer["type"] for outer in around}
        if not kinds & MONOSPACE and not (entity["type"] in QUOTES and kinds & QUOTES):
            kept.append(entity)
    return kept
