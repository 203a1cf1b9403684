"""The part of the page that lists every message, in every language, with its keys and its length."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from study.drawing import telling
from study.drawing.markup import tag, words
from study.previewing import LONGEST, Message


def length(message: Message) -> str:
    """A message's length in a few words."""
    said = telling.many(message.units, "character")
    if message.over:
        return f"{said}: too long for one message, and divided into {message.parts}"
    return f"{said}, in {message.parts} messages" if message.parts > 1 else said


def messages_section(messages: Sequence[Message]) -> str:
    """A table for each part of the study: a row a message, a column a language."""
    parts = [
        tag("h2", "Messages", class_="paged"),
        tag("p", f"What participants get, word for word. Telegram takes {LONGEST:,} characters."),
    ]
    for part, found in groupby(messages, lambda one: one.part):
        parts += [tag("h3", words(part)), _table(list(found))]
    return "".join(parts)


def _table(messages: Sequence[Message]) -> str:
    languages = list(dict.fromkeys(message.language for message in messages))
    head = tag("thead", tag("tr", tag("th", "message"), *(tag("th", words(one)) for one in languages)))
    return tag("table", head, tag("tbody", *_rows(messages, languages)), class_="messages")


def _rows(messages: Sequence[Message], languages: Sequence[str]) -> Iterator[str]:
    """A form that one language has and another has not leaves a cell empty."""
    places: dict[str, dict[str, Message]] = {}
    for message in messages:
        places.setdefault(message.place, {})[message.language] = message
    for place, said in places.items():
        yield tag("tr", tag("th", words(place), scope="row"), *(_cell(said.get(one)) for one in languages))


def _cell(message: Message | None) -> str:
    if message is None:
        return tag("td")
    said = tag("span", words(message.text), class_="said", lang=message.language)
    told = tag("span", words(length(message)), class_="length long" if message.over else "length")
    return tag("td", said, _keys(message), told)


def _keys(message: Message) -> str:
    """The keys in their rows."""
    if not message.keys.rows:
        return ""
    rows = (tag("span", *(tag("kbd", words(label)) for label in row)) for row in message.keys.rows)
    told = tag("small", words(message.keys.told), lang="en") if message.keys.told else ""
    return tag("span", told, *rows, class_="keys", lang=message.language)
