"""Chance that comes with a seed: the same seed and the same words draw the same, on every machine and every Python."""

import hashlib
from collections.abc import Iterable

_BITS = 53
_WHOLE = 1 << _BITS


def fraction(seed: int, *parts: object) -> float:
    """Uniform in [0, 1)."""
    return _drawn(_named("fraction", seed, *parts))


def fractions(numbers: Iterable[int], seed: int, *parts: object) -> list[float]:
    """For each of the numbers, in turn, the `fraction` that has it as its last part."""
    before = _named("fraction", seed, *parts)
    return [_drawn(f"{before}{len(word)}:{word}") for word in map(str, numbers)]


def _named(*parts: object) -> str:
    """The parts as one text; with their lengths, so that no others have the same."""
    return "".join([f"{len(word)}:{word}" for word in map(str, parts)])


def _drawn(name: str) -> float:
    drawn = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return (drawn >> (64 - _BITS)) / _WHOLE
