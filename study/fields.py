"""Reading a mapping key by key: what must be there, what may, and what is not known."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from study.faults import Report, meant, quoted
from study.tree import COMMA, Mapping, Node, Scalar, Sequence, cut_off
from study.values import Shaper

T = TypeVar("T")
B = TypeVar("B")


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
                said = f"{quoted(key)} has nothing after it" if key in self._seen else self._missed(key)
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
                self._unknown(key)

    def _unknown(self, key: Scalar) -> None:
        """A key that was meant to be one that is missed is not missed besides."""
        name, colon, _ = key.text.partition(":")
        if colon and name in self._known:
            self.report.fault(key, "a blank is missing after the colon", f"write `{name}: …`")
        else:
            hint = meant(key.text, dict.fromkeys(self._known))
            self.report.fault(key, f"{self.name} has no key {quoted(key.text)}", hint)
            name = next((one for one in self._known if hint == f'did you mean "{one}"?'), "")
        if name and name not in self._seen:
            self.report.withdraw(self.node, self._missed(name))

    def _missed(self, key: str) -> str:
        return f'{self.name} has no "{key}"'


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
