"""An answer in the participant's own words, written."""

from handlers.answers.kind import Choice
from study.outcome import Phrase
from study.protocol import Question


class Written:
    takes_text = True
    takes_voice = False
    hint = Phrase("hint.write")

    def rows(self, question: Question) -> tuple[tuple[Choice, ...], ...]:
        return ()

    def reads(self, question: Question, text: str, means: frozenset[str]) -> Choice | None:
        return None
