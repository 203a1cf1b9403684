"""Reading a mapping key by key: what must be there, what may, and what is not known."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from typing import TypeVar

from study.durations import TimeError, parse_clock, parse_duration
from study.faults import Report, meant, quoted
from study.tree import COMMA, Mapping, Node, Scalar, Sequence, cut_off

T = TypeVar("T")
B = TypeVar("B")
E = TypeVar("E", bound=StrEnum)
Shaper = Callable[[Report, Node], T | None]
"""Makes a value of a node, or reports why not and returns None."""

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass
class Fields:
    """One mapping under reading. What is neither needed nor allowed by the end is reported by `finish`."""

    report: Report
    node: Node
    name: str  # what this mapping is, in a sentence: "a wave"
    _seen: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    _known: list[str] = field(default_factory=list)
    whole: bool = True  # False where the node is no mapping at all, which is reported once

    def __post_init__(self) -> None:
        if not isinstance(self.node, Mapping):
            self.whole = False
            self.report.fault(
                self.node, f"{self.name} should be a mapping of keys and values", "write `key: value` lines"
            )
            return
        for key, value in self.node.pairs:
            if key.text in self._seen:
                first = self._seen[key.text][0].line
                self.report.fault(
                    key, f"{quoted(key.text)} is here twice (first in line {first})", "keep one of them"
                )
            else:
                self._seen[key.text] = (key, value)

    def at(self, key: str) -> Node | None:
        """The node under `key`, None if there is none or nothing in it."""
        self._known.append(key)
        found = self._seen.get(key)
        if found is None or (isinstance(found[1], Scalar) and found[1].nothing):
            return None
        return found[1]

    def place(self, key: str) -> Node:
        """Where a fault of `key` is told: at its value, or at the mapping."""
        return self._seen[key][1] if key in self._seen else self.node

    def need(self, key: str, shaper: Shaper[T], blank: B, instead: str = "") -> T | B:
        """What `shaper` makes of `key`. If it is missing or wrong that is reported, and `blank` stands in for it."""
        node = self.at(key)
        if node is None:
            if self.whole:
                at = self._seen[key][0] if key in self._seen else self.node
                said = (
                    f"{quoted(key)} has nothing after it"
                    if key in self._seen
                    else f'{self.name} has no "{key}"'
                )
                self.report.fault(at, said, instead or f"write `{key}: …`")
            return blank
        made = shaper(self.report, node)
        return blank if made is None else made

    def may(self, key: str, shaper: Shaper[T]) -> T | None:
        """What `shaper` makes of `key`, None where it is not there."""
        node = self.at(key)
        return None if node is None else shaper(self.report, node)

    def either(self, key: str, shaper: Shaper[T], otherwise: B) -> T | B:
        """What `shaper` makes of `key`, or a value that holds where it is not there."""
        made = self.may(key, shaper)
        return otherwise if made is None else made

    def finish(self) -> None:
        """Reports every key that nobody asked for."""
        for key, value in self._seen.values():
            if cut_off(key, value):
                self.report.fault(key, f"{quoted(key.text)} stands alone", COMMA)
            elif key.text not in self._known:
                self.report.fault(
                    key,
                    f"{self.name} has no key {quoted(key.text)}",
                    meant(key.text, dict.fromkeys(self._known)),
                )


def text(report: Report, node: Node) -> str | None:
    """One written value."""
    if isinstance(node, Scalar):
        if node.text.strip():
            return node.text.strip()
        report.fault(node, "a text is empty", "write something here")
        return None
    report.fault(
        node,
        "a list or mapping where one text should stand",
        "write a text, in quotes if it has : # { or [ in it",
    )
    return None


def word_id(report: Report, node: Node) -> str | None:
    """An id: lower-case Latin letters, digits, - and _; at most 40."""
    said = text(report, node)
    if said is None or _ID.fullmatch(said):
        return said
    instead = "use a to z, 0 to 9, - and _, at most 40, beginning with a letter or a digit"
    report.fault(node, f"{quoted(said)} cannot be an id", instead)
    return None


def flag(report: Report, node: Node) -> bool | None:
    said = text(report, node)
    if said is None or said.lower() in ("yes", "true", "no", "false"):
        return None if said is None else said.lower() in ("yes", "true")
    report.fault(node, f"{quoted(said)} is neither yes nor no", "write yes or no")
    return None


def whole(low: int, high: int) -> Shaper[int]:
    """A whole number from `low` to `high`."""

    def shape(report: Report, node: Node) -> int | None:
        said = text(report, node)
        if said is None:
            return None
        if _WHOLE.fullmatch(said) and low <= int(said) <= high:
            return int(said)
        report.fault(node, f"{quoted(said)} should be a whole number", f"write one from {low} to {high}")
        return None

    return shape


def one_of(kind: type[E], *, later: frozenset[str] = frozenset()) -> Shaper[E]:
    """One of an enumeration; `later` are values that a later version will know."""

    def shape(report: Report, node: Node) -> E | None:
        said = text(report, node)
        if said is None:
            return None
        known = [str(member) for member in kind]
        if said in known:
            return kind(said)
        if said in later:
            report.fault(
                node, f"this version does not know {quoted(said)} yet", f"use one of: {', '.join(known)}"
            )
        else:
            report.fault(node, f"{quoted(said)} is not known here", meant(said, known))
        return None

    return shape


def duration(least: timedelta = timedelta(seconds=1)) -> Shaper[timedelta]:
    """A duration of at least `least`."""

    def shape(report: Report, node: Node) -> timedelta | None:
        length = timed(parse_duration)(report, node)
        if length is not None and length < least:
            report.fault(node, "this is too short", f"write at least {int(least.total_seconds())}s")
            return None
        return length

    return shape


def timed(parse: Callable[[str], T]) -> Shaper[T]:
    """What one of `study.durations` makes of a text."""

    def shape(report: Report, node: Node) -> T | None:
        said = text(report, node)
        if said is None:
            return None
        try:
            return parse(said)
        except TimeError as error:
            report.fault(node, f"{quoted(said)} is not a time that can be read", str(error))
            return None

    return shape


def clock(report: Report, node: Node) -> time | None:
    return timed(parse_clock)(report, node)


def day(report: Report, node: Node) -> date | None:
    """A date, `2023-03-14`."""
    said = text(report, node)
    if said is None:
        return None
    try:
        if _DATE.fullmatch(said):
            return date.fromisoformat(said)
    except ValueError:
        pass
    report.fault(node, f"{quoted(said)} is not a date", "write year-month-day, such as 2023-03-14")
    return None


def listed(report: Report, node: Node, name: str) -> tuple[Node, ...]:
    """The items of a list."""
    if isinstance(node, Sequence):
        return node.items
    if not (isinstance(node, Scalar) and node.nothing):
        report.fault(node, f"{name} should be a list", "begin each item with `- `")
    return ()


def keyed(report: Report, node: Node, name: str) -> tuple[tuple[Scalar, Node], ...]:
    """The pairs of a mapping whose keys the author chooses, each once."""
    if not isinstance(node, Mapping):
        report.fault(node, f"{name} should be a mapping", "write `name: …` lines")
        return ()
    first: dict[str, tuple[Scalar, Node]] = {}
    for key, value in node.pairs:
        if cut_off(key, value):
            report.fault(key, f"{quoted(key.text)} stands alone", COMMA)
        elif key.text in first:
            line = first[key.text][0].line
            report.fault(
                key, f"{quoted(key.text)} is here twice (first in line {line})", "keep one, or rename one"
            )
        else:
            first[key.text] = (key, value)
    return tuple(first.values())


def unique(report: Report, found: Iterable[tuple[str, Node]], name: str) -> None:
    """Reports every id that came before. `name` is what the ids name: "question"."""
    first: dict[str, int] = {}
    for id, node in found:
        if id and id in first:
            report.fault(
                node,
                f"there is a {name} {quoted(id)} already (line {first[id]})",
                "give one of them another id",
            )
        else:
            first[id] = node.line
