"""What people type, where they could have pressed a key."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from study.folding import folded
from study.model import Localized

T = TypeVar("T")


def named(text: str, things: Iterable[T], label: Callable[[T], Localized]) -> T | None:
    """The one thing whose label, in any language of the study, was typed out; None for none, and where it could be
    either of two."""
    wanted = folded(text)
    found = [thing for thing in things if wanted in map(folded, label(thing).root.values())]
    return found[0] if wanted and len(found) == 1 else None
