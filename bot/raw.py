"""Parts of a raw update, taken only as what the Bot API says they are."""

import math
from typing import Any


class UnreadableUpdate(Exception):
    """The update is not what the Bot API describes. Reading it again would not help."""


def part(of: dict[str, Any], name: str) -> dict[str, Any]:
    """An object. Raises UnreadableUpdate; so do the others here."""
    found = of.get(name)
    if not isinstance(found, dict):
        raise UnreadableUpdate
    return found


def number(of: dict[str, Any], name: str) -> int:
    found = of.get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        raise UnreadableUpdate
    return found


def text(of: dict[str, Any], name: str) -> str:
    found = of.get(name)
    if not isinstance(found, str):
        raise UnreadableUpdate
    return found


def degrees(of: dict[str, Any], name: str, most: float) -> float:
    """A latitude or a longitude: from `-most` to `most`."""
    found = of.get(name)
    if not isinstance(found, int | float) or isinstance(found, bool):
        raise UnreadableUpdate
    if not math.isfinite(found) or abs(found) > most:
        raise UnreadableUpdate
    return float(found)


def whole(of: dict[str, Any], name: str) -> int | None:
    """A whole number that may be missing."""
    found = of.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
