"""Yes or no."""

from handlers.answers.kind import Choice
from study.outcome import Phrase
from study.protocol import Question

YES = Choice(True, Phrase("key.yes"))
NO = Choice(False, Phrase("key.no"))


class YesNo:
    takes_text = False
    takes_voice = False
    hint = Phrase("hint.choose")

    def rows(self, question: Question) -> tuple[tuple[Choice, ...], ...]:
        return ((YES, NO),)

    def reads(self, question: Question, text: str, means: frozenset[str]) -> Choice | None:
        if "key.yes" in means:
            return YES
        if "key.no" in means:
            return NO
        return None
