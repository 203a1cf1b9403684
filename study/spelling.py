"""Slips of the finger: what was written, and what was meant."""

import re
import unicodedata

SHORTEST = 4
"""Letters. In a shorter word one other letter is another word."""


def words(text: str) -> list[str]:
    """The words of a text without case, marks and signs; `ё` is `е`."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return re.findall(r"\w+", plain)


def alike(written: str, meant: str) -> bool:
    """Whether they are the same but for one letter that is another, missing, or too many, or two that changed places.
    Both as `words` gives them."""
    if written == meant:
        return True
    if len(meant) < SHORTEST or abs(len(written) - len(meant)) > 1:
        return False
    head = next((n for n, (a, b) in enumerate(zip(written, meant, strict=False)) if a != b), None)
    if head is None:
        return True
    ours, theirs = written[head:], meant[head:]
    swapped = ours[:2] == theirs[1::-1] and ours[2:] == theirs[2:]
    return swapped or ours[1:] == theirs[1:] or ours[1:] == theirs or ours == theirs[1:]
