"""How far a line should be indented: like which of the lines above it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from study.scanner import events

_DASH = re.compile(r" *- ")
_KEY = re.compile(r" *(?:- +)*[\w-]+ *:(?:\s|$)")


@dataclass(frozen=True)
class Level:
    """Where the keys of a mapping, the items of a list or the lines of a text begin. Counted from 0."""

    line: int
    column: int
    listed: bool = False
    text: bool = False


def fitting(lines: list[str], at: int) -> str | None:
    """What to do with the line `at` (from 0) of a file, in which a parser could not go on: as an `instead`, or None
    where it does not look as if it began in a wrong column."""
    line = lines[at]
    column = len(line) - len(line.lstrip(" "))
    dash, key = bool(_DASH.match(line)), bool(_KEY.match(line))
    found = [
        level
        for level in _levels("\n".join(lines))
        if level.line < at and (level.text if not (dash or key) else level.text or level.listed is dash)
    ]
    if not found or any(level.column == column for level in found):
        return None
    near = min(found, key=lambda level: (abs(level.column - column), level.text, -level.column))
    like = next(
        number for number in range(at - 1, -1, -1) if number <= near.line or _begins(lines[number], near)
    )
    if not near.column:
        return f"begin it at the left edge, like line {like + 1}"
    return f"indent by {near.column} space{'s' * (near.column > 1)}, like line {like + 1}"


def _begins(line: str, level: Level) -> bool:
    """Whether a key, an item or a line of text begins there as others of this level do."""
    inside = line[level.column :]
    if level.text:
        return not line[: level.column].strip() and bool(inside.strip())
    if level.listed:
        return not line[: level.column].strip() and inside.startswith("- ")
    return not line[: level.column].strip(" -") and bool(re.match(r"[\w-]+ *:", inside))


def _levels(text: str) -> list[Level]:
    """Those that were open before the line in which the parser stops, from the outermost."""
    stack: list[Level | None] = []  # None where { or [ is open
    before: list[Level] = []
    try:
        for event in events(text):
            if isinstance(event, CollectionEndEvent):
                stack.pop()  # perhaps only because the line begins too far left: `before` stays
                continue
            if isinstance(event, CollectionStartEvent):
                mark = event.start_mark
                level = Level(mark.line, mark.column, isinstance(event, SequenceStartEvent))
                stack.append(None if event.flow_style else level)
            if isinstance(event, CollectionStartEvent | ScalarEvent | AliasEvent):
                before = [level for level in stack if level is not None]
            if isinstance(event, ScalarEvent) and event.style in ("|", ">"):
                before += _block(text.split("\n"), event.start_mark.line + 1)
    except YAMLError:
        pass
    return before


def _block(lines: list[str], first: int) -> Iterator[Level]:
    """The level of a text that begins after `|` or `>`."""
    for number, line in enumerate(lines[first:], first):
        if line.strip():
            yield Level(number, len(line) - len(line.lstrip(" ")), text=True)
            return
