"""Chance that comes with a seed: the same seed and the same words draw the same, on every machine and every Python."""

import hashlib

_BITS = 53


def fraction(seed: int, *parts: object) -> float:
    """Uniform in [0, 1)."""
    named = "".join([f"{len(word)}:{word}" for word in map(str, ("fraction", seed, *parts))])
    drawn = int.from_bytes(hashlib.sha256(named.encode()).digest()[:8], "big")
    return float((drawn >> (64 - _BITS)) / (1 << _BITS))
