"""Whether a text has one of some phrases in it, as whole words. It is a list of words, and no understanding.

Case, punctuation, blanks, apostrophes, invisible characters and marks of stress count for nothing, and `ё` is `е`. A
`*` at the end of a word stands for any ending. Languages without blanks between words are searched anywhere."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

STAR = "*"
SHORTEST_STEM = 3
"""Letters before a `*`: a shorter stem begins too many words."""

_DROPPED = frozenset("'’ʼ`´‘\u0300\u0301\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Apostrophes, accents that show the stress, and characters that nobody sees."""

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese."""


def has_any(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether one of `phrases` is in `text`."""
    found = _pattern(phrases)
    return found is not None and found.search(" ".join(words(text))) is not None


def words(text: str) -> Iterator[str]:
    """The words of a text, in the one form in which they are compared."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).replace("ё", "е")
    kept = (one for one in plain if one not in _DROPPED)
    yield from "".join(one if _counts(one) else " " for one in kept).split()


def stems(phrase: str) -> Iterator[str]:
    """The words of a phrase, each with its `*` if it has one."""
    for part in phrase.split():
        found = list(words(part))
        yield from found[:-1]
        yield from (one + STAR if part.endswith(STAR) else one for one in found[-1:])


def _counts(one: str) -> bool:
    return unicodedata.category(one)[0] in "LMN"


@lru_cache(maxsize=16)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    found = [said for phrase in phrases if (said := _one(phrase))]
    return re.compile("|".join(found)) if found else None


def _one(phrase: str) -> str:
    said = " ".join(
        re.escape(word.removesuffix(STAR)) + r"\S*" * word.endswith(STAR) for word in stems(phrase)
    )
    if not said or _UNSPACED.search(phrase):
        return said
    return rf"(?<!\S){said}(?!\S)"
