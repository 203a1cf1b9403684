"""An answer in the participant's own words, written."""

from handlers.answers.kind import Kind, Screen
from study.instrument import AnswerType
from study.saying import Phrase


class Written(Kind):
    way = Phrase("way.write")

    def hint(self, screen: Screen) -> Phrase:
        return Phrase("hint.write")


def unfit(screen: Screen, text: str) -> Phrase | None:
    """Why this text cannot be kept as the answer: it has too few characters, or too many."""
    question, length = screen.question, len(text.strip())
    if AnswerType.CHOICES in question.types:  # then the bounds are those of the choices
        return None
    if question.at_least is not None and length < question.at_least:
        return Phrase("hint.text-short", n=question.at_least)
    if question.at_most is not None and length > question.at_most:
        return Phrase("hint.text-long", n=question.at_most)
    return None
