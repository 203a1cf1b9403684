"""Long words in several messages. We count UTF-16 code units, as its entities do: never less than
Telegram, which counts characters for the limit."""

from collections.abc import Iterator

from bot.formatting import length
from study.markdown import NEW_MESSAGE
from study.styled import Style, Styled

MESSAGE = 4096  # Bot API, sendMessage
CAPTION = 1024  # Bot API, sendVoice
TOAST = 200  # Bot API, answerCallbackQuery

# Where to cut, best first: between paragraphs, lines, sentences, words.
SEAMS = ("\n\n", "\n", ". ", " ")

UNBROKEN = frozenset({Style.LINK, Style.CODE})
"""What is bold goes on in the next message; half a link or half a command is none."""


def split(said: Styled, limit: int = MESSAGE) -> list[Styled]:
    """`said` in parts of at most `limit` units: where its author divides it, and then at the best seam there is, or
    anywhere if there is none. Never inside a link or code, unless that alone is longer than the limit."""
    parts = []
    for rest in _divided(said):
        while length(rest.text) > limit:
            cut = _cut(rest, limit)
            parts.append(rest.part(0, cut).strip())
            rest = rest.part(cut, len(rest.text)).strip()
        parts.append(rest)
    return [part for part in parts if part.text]


def clip(text: str, limit: int) -> str:
    """`text`, or as much of it as fits with an ellipsis."""
    return text if length(text) <= limit else text[: _fitting(text, limit - 1)].rstrip() + "…"


def _divided(said: Styled) -> Iterator[Styled]:
    start = 0
    for part in said.text.split(NEW_MESSAGE):
        yield said.part(start, start + len(part)).strip()
        start += len(part) + len(NEW_MESSAGE)


def _fitting(text: str, limit: int) -> int:
    """How many characters fit, with none of them in two."""
    units = 0
    for index, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > limit:
            return index
    return len(text)


def _cut(said: Styled, limit: int) -> int:
    fitting = _fitting(said.text, limit)
    for seam in SEAMS:
        end = fitting
        while (place := said.text.rfind(seam, 0, end)) > fitting // 4:
            cut = place + len(seam)
            inside = _unbroken(said, cut)
            if inside is None:
                return cut
            end = inside
    return _unbroken(said, fitting) or fitting


def _unbroken(said: Styled, cut: int) -> int | None:
    """Where the link or the code begins that a cut here would break."""
    return next(
        (span.start for span in said.spans if span.style in UNBROKEN and span.start < cut < span.end), None
    )
