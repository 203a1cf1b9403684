"""What people type, made comparable with the words on a key."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from study.model import Localized

T = TypeVar("T")

ENDS = " .!,;…/«»“”\"'"


def folded(text: str) -> str:
    """Without case, spare blanks, dots and quotation marks; `ё` is `е`. What ends in a question mark keeps it."""
    return " ".join(text.split()).casefold().replace("ё", "е").strip(ENDS)


def named(text: str, things: Iterable[T], label: Callable[[T], Localized]) -> T | None:
    """The one thing whose label, in any language of the study, was typed out; None for none, and where it could be
    either of two."""
    wanted = folded(text)
    found = [thing for thing in things if wanted in map(folded, label(thing).root.values())]
    return found[0] if wanted and len(found) == 1 else None
