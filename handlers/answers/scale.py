"""A point on a scale of whole numbers: a key for each, or, on a long scale, for some, and any of them written."""

import re
from functools import lru_cache

from handlers.answers.kind import Choice, Kind, Rows, Screen, numbered
from study.instrument import Question
from study.model import Localized
from study.saying import Phrase

LONGEST_ROW = 6
MOST_KEYS = 11
FEWEST_KEYS = 6  # of equal steps; below that, steps that differ by one are better
MINUS = "\N{MINUS SIGN}"
POINT = re.compile(rf"\s*[-+{MINUS}]?\d{{1,20}}\s*")


class Scale(Kind):
    way = Phrase("way.choose")

    def rows(self, screen: Screen) -> Rows:
        return _rows(*_ends(screen.question))

    def reads(self, screen: Screen, text: str, means: frozenset[str]) -> Choice | Phrase | None:
        if POINT.fullmatch(text) is None:
            return None
        value = int(text.strip().replace(MINUS, "-"))
        low, high = _ends(screen.question)
        return _point(value) if low <= value <= high else _between(low, high)

    def hint(self, screen: Screen) -> Phrase:
        return _between(*_ends(screen.question)) if long(screen.question) else Phrase("hint.choose")


def long(question: Question) -> bool:
    """Whether it has more points than there are keys."""
    low, high = _ends(question)
    return high - low + 1 > MOST_KEYS


def _ends(question: Question) -> tuple[int, int]:
    assert question.low is not None
    assert question.high is not None
    return int(question.low), int(question.high)


def _between(low: int, high: int) -> Phrase:
    return Phrase("hint.scale", {"low": _shown(low), "high": _shown(high)})


@lru_cache(maxsize=64)
def _rows(low: int, high: int) -> Rows:
    points = [_point(value) for value in _keys(low, high)]
    lines = -(-len(points) // LONGEST_ROW)
    width = -(-len(points) // lines)
    return numbered(tuple(points[start : start + width]) for start in range(0, len(points), width))


def _keys(low: int, high: int) -> list[int]:
    """All points; of a long scale up to eleven, evenly apart, with both ends."""
    span = high - low
    if span < MOST_KEYS:
        return list(range(low, high + 1))
    for steps in range(MOST_KEYS - 1, FEWEST_KEYS - 2, -1):
        if span % steps == 0:
            return list(range(low, high + 1, span // steps))
    return [low + round(span * step / (MOST_KEYS - 1)) for step in range(MOST_KEYS)]


def _shown(value: int) -> str:
    return str(value).replace("-", MINUS)


def _point(value: int) -> Choice:
    return Choice(value, Localized({"": _shown(value)}))  # a number is the same in every language
