"""The tree of a YAML text, out of ruamel.yaml's events.

A key that comes twice is kept, so that it can be told; an alias that would grow without bound is refused before it
grows."""

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from study.faults import Fault, Place, Placed, StudyFileError, refusal
from study.merging import merged
from study.scanner import events
from study.syntax import syntax
from study.tree import Mapping, Node, Scalar, Sequence

DEEPEST = 30
MOST_NODES = 40_000
"""300 questions in five languages are some 12,000."""

_HALF = "\ud800-\udfff"
_NO_TEXT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff{_HALF}]")
_TAGS = (None, "!", "tag:yaml.org,2002:str")


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
        with _uncollected():
            return _Builder(file).build(text)
    except MarkedYAMLError as error:
        raise StudyFileError([syntax(file, error, text)]) from None
    except (YAMLError, ValueError, RecursionError):
        what = "this is not YAML as it stands"
        raise StudyFileError([Fault(file, None, None, what, "compare it with docs/study-file.md")]) from None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for cycles: a tree that grows has none, and to go through all of it again and again takes
    an eighth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Builder:
    """A loop with a stack of its own: no depth of the file can exhaust Python's."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._stack: list[_Open] = []
        self._anchors: dict[str, Node | None] = {}
        self._root: Node | None = None
        self._documents = 0
        self._nodes = 0
        self._takers: dict[type, Callable[[Any], None]] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._open,
            MappingEndEvent: self._close,
            SequenceStartEvent: self._open,
            SequenceEndEvent: self._close,
            AliasEvent: self._alias,
            DocumentStartEvent: self._document,
        }

    def build(self, text: str) -> Node:
        for event in events(text):
            taker = self._takers.get(type(event))
            if taker is not None:
                taker(event)
        if self._root is None:
            what = "the file is empty"
            raise self._refuse(Place(1), what, "`restante study new DIR` writes a sample to start from")
        return self._root

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._refuse(_place(event), "a second document begins here", "keep one study in one file")

    def _open(self, event: Any) -> None:
        self._check_tag(event)
        if len(self._stack) >= DEEPEST:
            what = f"this lies more than {DEEPEST} levels deep"
            raise self._refuse(_place(event), what, "a study needs fewer than ten")
        self._name(event.anchor, None)
        self._stack.append(_Open(_place(event), isinstance(event, MappingStartEvent), event.anchor))

    def _scalar(self, event: Any) -> None:
        self._check_tag(event)
        mark, style, text = event.start_mark, event.style, event.value
        node = Scalar(mark.line + 1, mark.column + 1, text, plain=style is None, literal=style == "|")
        if odd := _NO_TEXT.search(text):
            if _HALF[0] <= odd[0] <= _HALF[-1]:
                what = "half a character (\\ud800 to \\udfff)"
                raise self._refuse(node, what, "write the character itself")
            raise self._refuse(node, "a control character in a text", "leave it out")
        self._name(event.anchor, node)
        self._add(node)

    def _close(self, event: Any) -> None:
        done = self._stack.pop()
        line, column, children = done.place.line, done.place.column, done.children
        nodes = 1 + sum([child.nodes for child in children])
        node: Node
        if done.mapping:
            node = Mapping(line, column, merged(tuple(self._pairs(children)), self._file), nodes)
        else:
            node = Sequence(line, column, tuple(children), nodes)
        self._name(done.anchor, node)
        self._add(node)

    def _pairs(self, children: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                what = "a list or mapping where a key should stand"
                raise self._refuse(key, what, "write a plain word before the colon")
            yield key, value

    def _alias(self, event: Any) -> None:
        node = self._anchors.get(event.anchor)
        if node is not None:
            self._add(node, node.nodes)
        elif event.anchor in self._anchors:
            what = f"*{event.anchor} stands inside itself"
            raise self._refuse(_place(event), what, "write the values out")
        else:
            what = f"*{event.anchor} refers to an anchor that is not there"
            raise self._refuse(_place(event), what, "put a text that begins with * in quotes")

    def _name(self, anchor: str | None, node: Node | None) -> None:
        """None as long as what is named is not complete."""
        if anchor is not None:
            self._anchors[anchor] = node

    def _add(self, node: Node, new: int = 1) -> None:
        self._nodes += new  # an alias adds all that it stands for
        if self._nodes > MOST_NODES:
            what = f"anchors and lists here grow to more than {MOST_NODES} values"
            raise self._refuse(node, what, "write fewer, or several studies")
        if self._stack:
            self._stack[-1].children.append(node)
        else:
            self._root = node

    def _check_tag(self, event: Any) -> None:
        if event.tag not in _TAGS:
            what = f"the tag {event.tag} is not read here"
            raise self._refuse(_place(event), what, "write the value without a tag")

    def _refuse(self, at: Placed, what: str, instead: str) -> StudyFileError:
        return refusal(self._file, at, what, instead)


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)
