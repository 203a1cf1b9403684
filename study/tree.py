"""YAML as a tree in which everything knows its line. `study.growing` makes it.

Nothing is converted behind the author's back: every value stays the text that was written, until a place in the study
file wants a number, a time or a yes. So `no`, `12:30`, `1.10` and `0x10` cannot turn into something else."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Scalar:
    line: int
    column: int
    text: str
    plain: bool = True  # written without quotes
    literal: bool = False  # a block after `|`: its lines are those of the file, from the next one on
    nodes: ClassVar[int] = 1

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
"""`nodes` of one: itself and all that it holds, what an alias stands for counted each time."""

COMMA = "inside { } a comma ends a text; put the text in quotes"


def cut_off(key: Scalar, value: Node) -> bool:
    """Whether `key` is no key but the rest of a text: `{en: Here, where I am}` without quotes."""
    return (
        isinstance(value, Scalar)
        and value.text == ""
        and value.plain
        and (" " in key.text or not key.text.isascii() or key.text.isdigit())
    )
