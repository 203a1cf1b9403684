"""A point on a scale of whole numbers, shown in rows that fit a phone."""

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
        points = [self._point(question, value) for value in self._range(question)]
        lines = -(-len(points) // LONGEST_ROW)
        width = -(-len(points) // lines)
        return tuple(tuple(points[start : start + width]) for start in range(0, len(points), width))

    def reads(self, question: Question, text: str, means: frozenset[str]) -> Choice | None:
        try:
            value = int(text.strip().replace(MINUS, "-"))
        except ValueError:  # no number, or one of thousands of digits
            return None
        return self._point(question, value) if value in self._range(question) else None

    def _range(self, question: Question) -> range:
        assert question.low is not None
        assert question.high is not None
        return range(question.low, question.high + 1)

    def _point(self, question: Question, value: int) -> Choice:
        label = str(value).replace("-", MINUS)
        return Choice(value, Localized(dict.fromkeys(question.ask.root, label)))
