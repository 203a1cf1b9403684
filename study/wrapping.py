"""Markdown as it stands in a file: lines are only wrapped, and those of one paragraph are joined."""

import re
from collections.abc import Iterator

from study.markdown import DIVIDER, HEADING, ITEM, QUOTE, divided, spelled, without_notes

PACKED = 700
"""UTF-16 code units up to which paragraphs are put into one message where the author has drawn no lines."""

NUMBERED = re.compile(r"\s*\d{1,3}[.)]\s+")


def plain(markdown: str) -> str:
    """A file as plain words: lines of one paragraph joined, the address of a link in brackets behind its words."""
    return spelled(unwrapped(markdown))


def as_parts(markdown: str) -> Iterator[tuple[int, str]]:
    """The messages of a file, plain, each with the offset of its first line. One if no line divides it."""
    for first, part in divided(markdown):
        if said := plain(part):
            yield first, said


def messages(markdown: str) -> tuple[str, ...]:
    """A file as short messages, still Markdown: as the author has divided it, or else paragraphs packed into messages
    of about 700."""
    parts = [said for _, part in divided(markdown) if (said := unwrapped(part))]
    if len(parts) == 1 and not any(DIVIDER.fullmatch(line) for line in markdown.strip().split("\n")):
        return tuple(_packed(parts[0].split("\n\n")))
    return tuple(parts)


def unwrapped(markdown: str) -> str:
    """The same with the lines of one paragraph joined, as Markdown means them, and notes in `<!-- -->` left out."""
    parts = (_unwrapped(part) for _, part in divided(without_notes(markdown)))
    return "\n\n---\n\n".join(part for part in parts if part)


def _unwrapped(part: str) -> str:
    paragraphs = (_paragraph(block) for block in re.split(r"\n\s*\n", part))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _paragraph(block: str) -> str:
    lines: list[str] = []
    for line in block.split("\n"):
        quote = QUOTE.match(line)
        if quote:
            said = line[quote.end() :].strip()
            goes_on = said and lines and lines[-1].startswith("> ") and not _stands_alone(said)
            lines.append(f"{lines.pop()} {said}" if goes_on else f"> {said}".rstrip())
        elif HEADING.fullmatch(line):
            lines += [line.strip(), ""]
        elif not lines or not lines[-1] or lines[-1].startswith(">") or _stands_alone(line):
            lines.append(line.strip())
        else:
            lines[-1] += " " + line.strip()
    return "\n".join(lines).strip()


def _stands_alone(line: str) -> bool:
    """Whether it begins a point of a list."""
    return bool(ITEM.match(line) or NUMBERED.match(line))


def _packed(paragraphs: list[str]) -> Iterator[str]:
    message, long = "", 0
    for paragraph in paragraphs:
        more = _units(spelled(paragraph))
        if message and long + 2 + more > PACKED:
            yield message
            message = ""
        message, long = (f"{message}\n\n{paragraph}", long + 2 + more) if message else (paragraph, more)
    if message:
        yield message


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
