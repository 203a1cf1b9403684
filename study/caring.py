"""What a study does for somebody who is not well: words and answers that are met with a line of help first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import Field

from study.faults import Report, meant, quoted
from study.fields import Fields, listed
from study.hearing import SHORTEST_STEM, STAR, has_any, stems
from study.instrument import AnswerType, Question
from study.model import Model
from study.tree import Mapping, Node
from study.tree import Sequence as Items
from study.values import text

MOST_PHRASES, LONGEST_PHRASE = 200, 100  # in one language; characters
MOST_SCORES = 40
NUMERIC = frozenset({AnswerType.SCALE, AnswerType.NUMBER})

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_WORDS = "write `words: {en: [want to die]}`"


class Score(Model):
    """An answer that calls for care: a number, or a point of a scale, `at_most` or `at_least`; either is enough."""

    question: str
    at_most: float | None = None
    at_least: float | None = None

    def is_met(self, value: float) -> bool:
        low, high = self.at_most, self.at_least
        return (low is not None and value <= low) or (high is not None and value >= high)


class Care(Model):
    """`words` of distress by language, and `scores`."""

    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    scores: tuple[Score, ...] = ()

    def hears(self, said: str) -> bool:
        """Whether one of the phrases, in whichever language, is in what somebody wrote."""
        return has_any(said, tuple(phrase for one in self.words.values() for phrase in one))

    def is_called_by(self, question: str, value: object) -> bool:
        """Whether this answer is one that calls for care."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return any(score.question == question and score.is_met(value) for score in self.scores)


@dataclass(frozen=True)
class Caring:
    """A reader of `care:`. `questions` are all of the study's; unless they are `whole`, because another fault hides
    some, nothing is said of a name that is not among them."""

    languages: tuple[str, ...]
    questions: Sequence[Question] = ()
    whole: bool = True

    def read(self, report: Report, node: Node) -> Care:
        fields = Fields(report, node, "care")
        words = fields.either("words", self._words, {})
        scores = fields.either("scores", self._scores, ())
        if fields.whole and fields.at("words") is None and fields.at("scores") is None:
            report.fault(node, "care has neither words nor scores", _WORDS)
        fields.finish()
        return Care(words=words, scores=scores)

    def _words(self, report: Report, node: Node) -> dict[str, tuple[str, ...]] | None:
        if not isinstance(node, Mapping):
            report.fault(node, "words of distress are written by language", _WORDS)
            return None
        found = {}
        for key, value in node.pairs:
            if key.text not in self.languages:
                what = f"{quoted(key.text)} is not a language of this study"
                report.fault(key, what, "take one of its languages")
                continue
            items = value.items if isinstance(value, Items) else listed(report, value, "the words")
            if len(items) > MOST_PHRASES:
                what = f"{len(items)} phrases in one language"
                report.fault(value, what, f"keep to {MOST_PHRASES}")
            found[key.text] = tuple(phrase for item in items if (phrase := _phrase(report, item)))
        for language in self.languages:
            if language not in {key.text for key, _ in node.pairs}:
                instead = f"write `{language}: […]` beside the others"
                report.fault(node, f"words are missing in {quoted(language)}", instead)
        return found

    def _scores(self, report: Report, node: Node) -> tuple[Score, ...]:
        items = node.items if isinstance(node, Items) else listed(report, node, "the scores")
        if len(items) > MOST_SCORES:
            report.fault(node, f"{len(items)} scores", f"keep to {MOST_SCORES}")
        return tuple(self._score(report, item) for item in items)

    def _score(self, report: Report, node: Node) -> Score:
        fields = Fields(report, node, "a score")
        question = fields.need("question", text, "", "name the question: `question: mood`")
        found = Score(
            question=question,
            at_most=fields.may("at-most", _number),
            at_least=fields.may("at-least", _number),
        )
        if fields.whole and fields.at("at-most") is None and fields.at("at-least") is None:
            report.fault(
                node, "a score says neither how low nor how high", "write `at-most: 2` or `at-least: 8`"
            )
        elif question:
            self._check(fields, found)
        fields.finish()
        return found

    def _check(self, fields: Fields, score: Score) -> None:
        """The question is there, it is answered with a number, and some answers call for care while others do not."""
        named = [one for one in self.questions if one.id == score.question]
        at = fields.place("question")
        if not named and self.whole:
            hint = meant(
                score.question, [one.id for one in self.questions if NUMERIC.intersection(one.types)]
            )
            fields.report.fault(at, f"no question is called {quoted(score.question)}", hint)
        for one in named:
            if not NUMERIC.intersection(one.types):
                what = f"the question {quoted(one.id)} is not answered with a number"
                fields.report.fault(at, what, "name a question of type scale or number")
            for key, what in _vain(one, score):
                fields.report.fault(fields.place(key), what, "look at the question's `from` and `to`")


def _vain(question: Question, score: Score) -> Iterator[tuple[str, str]]:
    low, high = question.low, question.high
    below, above = score.at_most, score.at_least
    if below is not None and low is not None and below < low:
        yield "at-most", f"no answer to {quoted(question.id)} is so low"
    if below is not None and high is not None and below >= high:
        yield "at-most", f"every answer to {quoted(question.id)} is as low as that"
    if above is not None and high is not None and above > high:
        yield "at-least", f"no answer to {quoted(question.id)} is so high"
    if above is not None and low is not None and above <= low:
        yield "at-least", f"every answer to {quoted(question.id)} is as high as that"


def _phrase(report: Report, node: Node) -> str | None:
    said = text(report, node)
    if said is None:
        return None
    found = list(stems(said))
    if not found:
        report.fault(node, f"{quoted(said)} has no words in it", "write the words as people may write them")
        return None
    if len(said) > LONGEST_PHRASE:
        report.fault(node, "this is longer than anybody writes it", f"keep to {LONGEST_PHRASE} characters")
        return None
    if any(one.endswith(STAR) and len(one) <= SHORTEST_STEM for one in found):
        what = f"too many words begin like {quoted(said)}"
        report.fault(node, what, f"write at least {SHORTEST_STEM} letters before the *")
        return None
    return said


def _number(report: Report, node: Node) -> float | None:
    said = text(report, node)
    if said is None:
        return None
    if _NUMBER.fullmatch(said):
        return float(said)
    report.fault(node, f"{quoted(said)} is not a number", "write one such as 2 or 2.5")
    return None
