"""What is said, as text and what is formatted in it (`entities`).

Only a text of the study that stands by itself in a message is read as Markdown. What is filled into one, a label, a
name, a phrase of the bot's own and whatever stands inside it are said as they stand: none of it can become a link.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from study.markdown import styled
from study.model import Counted, Localized
from study.piping import UNSAID, fill
from study.saying import Filled, Phrase, Words
from study.styled import Span, Style, Styled, joined

WORDS = Phrase | Localized | Counted | Filled

TO_BE_TYPED = frozenset({"receipt.command"})
"""Phrases that are shown as code, which a tap copies. Else a tap would send the bare command that they begin with."""


class Speaker(Protocol):
    """The bot's own words, and how each language counts and lists (`locales.Catalogue`)."""

    def say(self, language: str, name: str, n: int | None = None, **arguments: Any) -> str: ...

    def category(self, language: str, n: int | float) -> str: ...

    def number(self, language: str, n: int | float) -> str: ...

    def listed(self, language: str, items: Sequence[str]) -> str: ...

    def month(self, language: str, day: date) -> str: ...

    def day(self, language: str, day: date) -> str: ...

    def whole_date(self, language: str, day: date) -> str: ...


class Formatter:
    """Says words in a language."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker

    def plain(self, words: Words, language: str) -> str:
        """As they stand: on a key, over the chat, inside other words."""
        if isinstance(words, Localized | Counted):
            return words.say(language)
        if isinstance(words, Filled):
            return self.shown(words, language).text
        language = words.language or language
        arguments = {name: self._argument(name, one, language) for name, one in words.arguments.items()}
        return self._speaker.say(language, words.name, n=words.n, **arguments)

    def _argument(self, name: str, argument: Any, language: str) -> Any:
        """What fills a phrase of the bot's own. How much of a day is told goes by the name of its place there."""
        if isinstance(argument, WORDS):
            return self.plain(argument, language)
        if not isinstance(argument, date):
            return argument
        tell = {"month": self._speaker.month, "whole_date": self._speaker.whole_date}
        return tell.get(name, self._speaker.day)(language, argument)

    def shown(self, words: Words, language: str) -> Styled:
        """By themselves in a message."""
        match words:
            case Phrase(name=name):
                said = self.plain(words, language)
                return Styled(said, (Span(Style.CODE, 0, len(said)),) if name in TO_BE_TYPED else ())
            case Filled(text=text, values=values, n=n):
                filling = {name: self._value(value, language) for name, value in values.items()}
                return fill(styled(self._form(text, n, language)), filling)
            case _:
                return styled(words.say(language))

    def message(self, words: tuple[Words, ...], language: str) -> Styled:
        """One after the other, with a blank line between them."""
        shown = (self.shown(one, language) for one in words)
        return whole(joined((one for one in shown if one.text.strip()), "\n\n"))

    def _form(self, text: Localized | Counted, n: float | None, language: str) -> str:
        if isinstance(text, Localized) or n is None:
            return text.say(language)
        forms = text.of(language)
        return forms.get(self._speaker.category(language, n), forms["other"])

    def _value(self, value: Any, language: str) -> str:
        if isinstance(value, WORDS):
            return self.plain(value, language)
        if isinstance(value, tuple | list):
            items = [self._value(one, language) for one in value]
            return self._speaker.listed(language, items) if items else UNSAID
        if isinstance(value, int | float):
            return self._speaker.number(language, value)
        return str(value)


def whole(said: Styled) -> Styled:
    """Half a character, which JSON can carry and a request cannot, becomes a question mark."""
    return Styled(said.text.encode("utf-8", "replace").decode(), said.spans)


def entities(said: Styled) -> list[dict[str, Any]]:
    """What is formatted, as the Bot API has it (MessageEntity): offsets and lengths in UTF-16 code units."""
    found = []
    for span in said.spans:
        if said.text[span.start : span.end].strip():
            start, end = length(said.text[: span.start]), length(said.text[: span.end])
            entity = {"type": span.style.value, "offset": start, "length": end - start}
            found.append(entity | ({"url": span.url} if span.url else {}))
    return found


def length(text: str) -> int:
    """UTF-16 code units of `text`."""
    return len(text) + sum(1 for character in text if character > "\uffff")
