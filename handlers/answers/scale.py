"""A point on a scale of whole numbers, shown in rows that fit a phone."""

from functools import lru_cache

from handlers.answers.kind import Choice
from study.outcome import Phrase
from study.protocol import Localized, Question

LONGEST_ROW = 6
MINUS = "\N{MINUS SIGN}"


class Scale:
    takes_text = False
    takes_voice = False
    hint = Phrase("hint.choose")

    def rows(self, question: Question) -> tuple[tuple[Choice, ...], ...]:
        return _rows(*_ends(question))

    def reads(self, question: Question, text: str, means: frozenset[str]) -> Choice | None:
        try:
            value = int(text.strip().replace(MINUS, "-"))
        except ValueError:  # no number, or one of thousands of digits
            return None
        low, high = _ends(question)
        return _point(value) if low <= value <= high else None


def _ends(question: Question) -> tuple[int, int]:
    assert question.low is not None
    assert question.high is not None
    return question.low, question.high


@lru_cache(maxsize=64)
def _rows(low: int, high: int) -> tuple[tuple[Choice, ...], ...]:
    points = [_point(value) for value in range(low, high + 1)]
    lines = -(-len(points) // LONGEST_ROW)
    width = -(-len(points) // lines)
    return tuple(tuple(points[start : start + width]) for start in range(0, len(points), width))


def _point(value: int) -> Choice:
    return Choice(
        value, Localized({"": str(value).replace("-", MINUS)})
    )  # a number is the same in every language
