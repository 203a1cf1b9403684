"""HTML parse mode: tags to message entities, with Telegram's own complaints.

Bot API, "Formatting options", HTML style. Offsets and lengths of entities count UTF-16 code units; the byte
offsets in complaints count UTF-8 bytes of what was sent.
"""

import html
import re
from dataclasses import dataclass
from typing import Any

from simulator.marking import given_entities
from simulator.refusal import Refusal, bad

Entity = dict[str, Any]

SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "tg-spoiler": "spoiler", "blockquote": "blockquote",
}  # fmt: skip
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)?([^>]*)>")
NAMED = re.compile(r"&(lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
FOUND = re.compile(r"(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,32}(?:@\w+)?)|(?P<url>https?://[^\s<>]+)"
                   r"|(?P<mention>(?<!\w)@[A-Za-z0-9_]{4,32})")  # fmt: skip


@dataclass(frozen=True)
class _Open:
    tag: str
    entity: Entity
    offset: int


def units(text: str) -> int:
    """Length in UTF-16 code units, which Telegram counts in."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The text without tags and its entities. Raises Refusal "can't parse entities: …"."""
    text, entities, stack, position = "", [], list[_Open](), 0
    while position < len(source):
        char = source[position]
        if char == "<":
            match = TAG.match(source, position)
            if match is None:
                raise _cannot("Unclosed start tag", source, position)
            if match[1]:
                entities += _close(source, match, stack, text)
            else:
                stack.append(_Open(match[2] or "", _start(source, match, stack), units(text)))
            position = match.end()
        elif char == "&" and (escape := NAMED.match(source, position)):
            text += html.unescape(escape[0])
            position = escape.end()
        else:
            text += char
            position += 1
    if stack:
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{stack[-1].tag}\"")
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _cannot(what: str, source: str, position: int, more: str = "") -> Refusal:
    offset = len(source[:position].encode())
    return bad(f"can't parse entities: {what} at byte offset {offset}{more}")


def _start(source: str, match: "re.Match[str]", stack: list[_Open]) -> Entity:
    tag = (match[2] or "").lower()
    attributes = {
        m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in ATTRIBUTE.finditer(match[3])
    }
    if tag == "a":
        return {"type": "text_link", "url": attributes["href"]} if attributes.get("href") else {}
    if tag == "span" and attributes.get("class") == "tg-spoiler":
        return {"type": "spoiler"}
    if tag == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    if tag == "code" and stack and stack[-1].tag == "pre" and "class" in attributes:
        stack[-1].entity["language"] = attributes["class"].removeprefix("language-")
        return {}
    if tag not in SIMPLE:
        raise _cannot(f'Unsupported start tag "{tag}"', source, match.start())
    return {"type": SIMPLE[tag]}


def _close(source: str, match: "re.Match[str]", stack: list[_Open], text: str) -> list[Entity]:
    tag = (match[2] or "").lower()
    if not stack:
        raise _cannot("Unexpected end tag", source, match.start())
    opened = stack.pop()
    if tag and tag != opened.tag.lower():
        more = f', expected "</{opened.tag}>", found "</{tag}>"'
        raise _cannot("Unmatched end tag", source, match.start(), more)
    length = units(text) - opened.offset
    if not opened.entity or length == 0:
        return []
    return [{"offset": opened.offset, "length": length, **opened.entity}]


def found_entities(text: str) -> list[Entity]:
    """What Telegram marks by itself: commands, links, mentions."""
    found = []
    for match in FOUND.finditer(text):
        kind = match.lastgroup
        found.append({"type": kind, "offset": units(text[: match.start()]), "length": units(match[0])})
    return found


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends, entities moved along and those left empty dropped."""
    lead = units(text) - units(text.lstrip())
    text = text.strip()
    end, kept = units(text), []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        stop = min(entity["offset"] - lead + entity["length"], end)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return text, kept


def formatted(text: str, parse_mode: str, given: Any = None) -> tuple[str, list[Entity]]:
    """A bot's text as Telegram keeps it; a parse mode, if there is one, goes before `given` entities. Only HTML and
    plain text: the project sends no other."""
    if parse_mode.lower() == "html":
        text, entities = parse_html(text)
    elif parse_mode:
        raise bad("unsupported parse_mode")
    else:
        entities = given_entities(given, text)
    text, entities = trimmed(text, entities)
    taken = [
        (e["offset"], e["offset"] + e["length"])
        for e in entities
        if e["type"] in {"text_link", "code", "pre"}
    ]
    for entity in found_entities(text):
        if not any(start <= entity["offset"] < stop for start, stop in taken):
            entities.append(entity)
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
