"""Text with its formatting: where something is bold, a link, a quote."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Style(StrEnum):
    """By the names of Telegram (Bot API, MessageEntity)."""

    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    LINK = "text_link"
    QUOTE = "blockquote"
    SPOILER = "spoiler"


@dataclass(frozen=True)
class Span:
    """`start` and `end` count characters of the text; `url` is where a link goes."""

    style: Style
    start: int
    end: int
    url: str = ""

    def moved(self, by: int) -> "Span":
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True)
class Styled:
    """A text and what is formatted in it. A span inside another comes after it."""

    text: str
    spans: tuple[Span, ...] = ()

    def part(self, start: int, end: int) -> "Styled":
        """From `start` to `end`; what reaches over an end is cut off there."""
        kept = (
            replace(span, start=max(span.start, start) - start, end=min(span.end, end) - start)
            for span in self.spans
            if span.start < end and span.end > start
        )
        return Styled(self.text[start:end], tuple(kept))

    def strip(self) -> "Styled":
        """Without white space at its ends."""
        end = len(self.text.rstrip())
        return self.part(min(len(self.text) - len(self.text.lstrip()), end), end)

    @property
    def spelled(self) -> str:
        """As plain text that says it all: the address of a link stands in brackets behind its words."""
        said, at = "", 0
        for span in sorted(self.spans, key=lambda span: span.end):
            if span.style is Style.LINK:
                said += f"{self.text[at : span.end]} ({span.url})"
                at = span.end
        return said + self.text[at:]


def joined(parts: Iterable[Styled], between: str = "") -> Styled:
    """One after the other."""
    text, spans = "", list[Span]()
    for part in parts:
        text += between if text else ""
        spans += [span.moved(len(text)) for span in part.spans]
        text += part.text
    return Styled(text, tuple(spans))
