"""An answer in the participant's own voice."""

from handlers.answers.kind import Choice
from study.outcome import Phrase
from study.protocol import Question


class Spoken:
    takes_text = False
    takes_voice = True
    hint = Phrase("hint.speak")

    def rows(self, question: Question) -> tuple[tuple[Choice, ...], ...]:
        return ()

    def reads(self, question: Question, text: str, means: frozenset[str]) -> Choice | None:
        return None
