"""A little Markdown, as plain messages. Formatting is not kept yet; nobody should see the marks of it."""

import re
from collections.abc import Iterator

LONGEST_PART = 3_500
PACKED = 700
"""UTF-16 code units up to which paragraphs are put into one message where the author has drawn no lines."""

_DIVIDER = re.compile(r" {0,3}-{3,}\s*")
_HEADING = re.compile(r" {0,3}#{1,6}\s+(.*?)\s*#*")
_ITEM = re.compile(r"\s*[-*+]\s+")
_NUMBERED = re.compile(r"\s*\d{1,3}[.)]\s+")
_INLINE = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"\[([^\]\n]{1,300})\]\(([^)\s]{1,500})\)"), r"\1 (\2)"),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1", re.DOTALL), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,500}?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=[^\s_])([^_\n]{1,500}?)(?<=[^\s_])_(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]{1,500})`"), r"\1"),
)


def as_parts(markdown: str) -> Iterator[tuple[int, str]]:
    """The messages that the author has divided with lines `---`, plain, each with the offset of its first line.
    One message if there is no such line."""
    first, lines = 0, []
    for number, line in enumerate([*markdown.split("\n"), "---"]):
        if not _DIVIDER.fullmatch(line):
            lines.append(line)
            continue
        part = plain("\n".join(lines))
        if part:
            yield first, part
        first, lines = number + 1, []


def messages(markdown: str) -> tuple[str, ...]:
    """Short messages: as the author has divided them, or else paragraphs packed into messages of about 700."""
    divided = [part for _, part in as_parts(markdown)]
    if len(divided) == 1 and not any(_DIVIDER.fullmatch(line) for line in markdown.strip().split("\n")):
        divided = list(_packed(divided[0].split("\n\n")))
    return tuple(piece for part in divided for piece in _cut(part))


def plain(markdown: str) -> str:
    """Without hashes, asterisks and links' brackets; lines of one paragraph joined, as Markdown means them."""
    for mark, kept in _INLINE:
        markdown = mark.sub(kept, markdown)
    paragraphs = (_paragraph(block) for block in re.split(r"\n\s*\n", markdown))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _paragraph(block: str) -> str:
    lines: list[str] = []
    for line in block.split("\n"):
        heading = _HEADING.fullmatch(line)
        item = _ITEM.match(line)
        if heading:
            lines += [heading[1], ""]
        elif item:
            lines.append("• " + line[item.end() :].strip())
        elif lines and lines[-1] and not _NUMBERED.match(line):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.strip())
    return "\n".join(lines).strip()


def _packed(paragraphs: list[str]) -> Iterator[str]:
    message = ""
    for paragraph in paragraphs:
        if message and _units(message) + 2 + _units(paragraph) > PACKED:
            yield message
            message = ""
        message = f"{message}\n\n{paragraph}" if message else paragraph
    if message:
        yield message


def _cut(message: str) -> Iterator[str]:
    """No longer than Telegram takes; cut between paragraphs, lines, sentences or words where there are any."""
    while _units(message) > LONGEST_PART:
        head = _head(message)
        place = next(
            (at + len(seam) for seam in ("\n\n", "\n", ". ", " ") if (at := head.rfind(seam)) > 0), len(head)
        )
        yield message[:place].rstrip()
        message = message[place:].lstrip()
    if message:
        yield message


def _head(message: str) -> str:
    units = 0
    for index, character in enumerate(message):
        units += 2 if character > "\uffff" else 1
        if units > LONGEST_PART:
            return message[:index]
    return message


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
