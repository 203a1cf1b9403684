"""One of several options, each on a key of its own."""

from handlers.answers.kind import Choice
from handlers.typed import named
from study.outcome import Phrase
from study.protocol import Question


class OneOf:
    takes_text = False
    takes_voice = False
    hint = Phrase("hint.choose")

    def rows(self, question: Question) -> tuple[tuple[Choice, ...], ...]:
        return tuple((Choice(option.id, option.label),) for option in question.options)

    def reads(self, question: Question, text: str, means: frozenset[str]) -> Choice | None:
        """An option whose label, in any language of the study, was typed out."""
        option = named(text, question.options, lambda option: option.label)
        return Choice(option.id, option.label) if option else None
