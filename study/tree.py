"""YAML as a tree in which everything knows its line.

Built from ruamel.yaml's events, so that nothing is converted behind the author's back: every value stays the
text that was written, until a place in the study file wants a number, a time or a yes. So `no`, `12:30`, `1.10` and
`0x10` cannot turn into something else, a key that comes twice is seen, and an alias that would grow without
bound is refused before it grows.

`<<: *name` puts the keys of another mapping here, but for those that are written beside it (yaml.org/type/merge.html).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from study.events import events, syntax
from study.faults import Fault, Place, StudyFileError

DEEPEST = 30
MOST_NODES = 40_000
"""300 questions in five languages are some 12,000."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Scalar:
    line: int
    column: int
    text: str
    plain: bool = True  # written without quotes
    literal: bool = False  # a block after `|`: its lines are those of the file, from the next one on
    nodes: int = 1

    @property
    def nothing(self) -> bool:
        """`key:` with nothing after it, `~` or `null`."""
        return self.plain and self.text in ("", "~", "null")


@dataclass(frozen=True)
class Sequence:
    line: int
    column: int
    items: tuple["Node", ...]
    nodes: int = 1


@dataclass(frozen=True)
class Mapping:
    line: int
    column: int
    pairs: tuple[tuple[Scalar, "Node"], ...]
    nodes: int = 1


Node = Scalar | Sequence | Mapping

MERGE = "<<"
COMMA = "inside { } a comma ends a text; put the text in quotes"


def cut_off(key: Scalar, value: Node) -> bool:
    """Whether `key` is no key but the rest of a text: `{en: Here, where I am}` without quotes."""
    return (
        isinstance(value, Scalar)
        and value.text == ""
        and value.plain
        and (" " in key.text or not key.text.isascii() or key.text.isdigit())
    )


@dataclass
class _Open:
    """A list or mapping whose end has not come yet."""

    place: Place
    mapping: bool
    anchor: str | None
    children: list[Node] = field(default_factory=list)


def grow(text: str, file: str) -> Node:
    """The tree of a YAML text. Raises StudyFileError with the one fault after which nothing more can be read."""
    try:
        return _Builder(file).build(text)
    except MarkedYAMLError as error:
        raise StudyFileError([syntax(file, error, text)]) from None
    except (YAMLError, ValueError, RecursionError):
        what = "this is not YAML as it stands"
        raise StudyFileError([Fault(file, None, None, what, "compare it with docs/study-file.md")]) from None


class _Builder:
    """A loop with a stack of its own: no depth of the file can exhaust Python's."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._stack: list[_Open] = []
        self._anchors: dict[str, Node | None] = {}
        self._root: Node | None = None
        self._documents = 0
        self._nodes = 0

    def build(self, text: str) -> Node:
        for event in events(text):
            self._take(event)
        if self._root is None:
            raise self._refuse(
                Place(1), "the file is empty", "`restante study new DIR` writes a sample to start from"
            )
        return self._root

    def _take(self, event: Any) -> None:
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._refuse(
                    _place(event), "a second document begins here", "keep one study in one file"
                )
        elif isinstance(event, CollectionEndEvent):
            self._close()
        elif isinstance(event, AliasEvent):
            alias = self._alias(event)
            self._add(alias, alias.nodes)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._open(event)
        elif isinstance(event, ScalarEvent):
            self._scalar(event)

    def _open(self, event: Any) -> None:
        self._check_tag(event)
        if len(self._stack) >= DEEPEST:
            raise self._refuse(
                _place(event), f"this lies more than {DEEPEST} levels deep", "a study needs fewer than ten"
            )
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._stack.append(_Open(_place(event), isinstance(event, MappingStartEvent), event.anchor))

    def _scalar(self, event: Any) -> None:
        self._check_tag(event)
        place = _place(event)
        node = Scalar(
            place.line, place.column, str(event.value), plain=event.style is None, literal=event.style == "|"
        )
        if _HALF.search(node.text):
            raise self._refuse(place, "half a character (\\ud800 to \\udfff)", "write the character itself")
        if _CONTROL.search(node.text):
            raise self._refuse(place, "a control character in a text", "leave it out")
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        self._add(node)

    def _close(self) -> None:
        done = self._stack.pop()
        children, place = done.children, done.place
        nodes = 1 + sum(child.nodes for child in children)
        node: Node
        if done.mapping:
            pairs = self._merged(tuple(self._pairs(children)))
            node = Mapping(place.line, place.column, pairs, nodes)
        else:
            node = Sequence(place.line, place.column, tuple(children), nodes)
        if done.anchor is not None:
            self._anchors[done.anchor] = node
        self._add(node)

    def _pairs(self, children: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                raise self._refuse(
                    key, "a list or mapping where a key should stand", "write a plain word before the colon"
                )
            yield key, value

    def _merged(self, pairs: tuple[tuple[Scalar, Node], ...]) -> tuple[tuple[Scalar, Node], ...]:
        """With the keys of other mappings where `<<` stands. Of several that have a key, the first gives it."""
        own = {key.text for key, _ in pairs if not _merges(key)}
        if len(own) == len(pairs):
            return pairs
        found: list[tuple[Scalar, Node]] = []
        seen: Scalar | None = None
        for key, value in pairs:
            if not _merges(key):
                found.append((key, value))
                continue
            if seen is not None:
                raise self._refuse(key, "<< is here twice", "write both in one list: <<: [*one, *other]")
            seen = key
            for mapping in value.items if isinstance(value, Sequence) else (value,):
                if not isinstance(mapping, Mapping):
                    what = "<< takes the keys of another mapping, and here is none"
                    raise self._refuse(key, what, "write `<<: *name`, with &name before the other mapping")
                found += [pair for pair in mapping.pairs if pair[0].text not in own]
                own.update(one.text for one, _ in mapping.pairs)
        return tuple(found)

    def _alias(self, event: Any) -> Node:
        known = self._anchors.get(event.anchor)
        if known is not None:
            return known
        if event.anchor in self._anchors:
            raise self._refuse(_place(event), f"*{event.anchor} stands inside itself", "write the values out")
        raise self._refuse(
            _place(event),
            f"*{event.anchor} refers to an anchor that is not there",
            "put a text that begins with * in quotes",
        )

    def _add(self, node: Node, new: int = 1) -> None:
        self._nodes += new  # an alias adds all that it stands for
        if self._nodes > MOST_NODES:
            raise self._refuse(
                node,
                f"anchors and lists here grow to more than {MOST_NODES} values",
                "write fewer, or several studies",
            )
        if self._stack:
            self._stack[-1].children.append(node)
        else:
            self._root = node

    def _check_tag(self, event: Any) -> None:
        if event.tag is not None and str(event.tag) not in ("!", "tag:yaml.org,2002:str"):
            raise self._refuse(
                _place(event), f"the tag {event.tag} is not read here", "write the value without a tag"
            )

    def _refuse(self, at: Node | Place, what: str, instead: str) -> StudyFileError:
        return StudyFileError([Fault(self._file, at.line, at.column, what, instead)])


def _merges(key: Scalar) -> bool:
    return key.plain and key.text == MERGE


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)
