"""The kinds of answers, by the type a study file names. A type without a kind, or without cases, fails the suite."""

from handlers.answers.choice import OneOf
from handlers.answers.kind import Choice, Kind
from handlers.answers.scale import Scale
from handlers.answers.text import Written
from handlers.answers.voice import Spoken
from handlers.answers.yes_no import YesNo
from study.outcome import Phrase
from study.protocol import AnswerType, Question

__all__ = ["KINDS", "Choice", "Kind", "choices_of", "hint_for", "reading_of", "takes_text", "takes_voice"]

KINDS: dict[AnswerType, Kind] = {
    AnswerType.YES_NO: YesNo(),
    AnswerType.CHOICE: OneOf(),
    AnswerType.SCALE: Scale(),
    AnswerType.TEXT: Written(),
    AnswerType.VOICE: Spoken(),
}


def choices_of(question: Question) -> tuple[tuple[Choice, ...], ...]:
    """Rows of everything that can be chosen, over all types of the question."""
    return tuple(row for type in question.types for row in KINDS[type].rows(question))


def reading_of(question: Question, text: str, means: frozenset[str]) -> Choice | None:
    """What a typed text chooses, if anything."""
    found = (KINDS[type].reads(question, text, means) for type in question.types)
    return next((choice for choice in found if choice is not None), None)


def takes_text(question: Question) -> bool:
    return any(KINDS[type].takes_text for type in question.types)


def takes_voice(question: Question) -> bool:
    return any(KINDS[type].takes_voice for type in question.types)


def hint_for(question: Question) -> Phrase:
    """How this question can be answered: all the ways there are."""
    chosen, text, voice = bool(choices_of(question)), takes_text(question), takes_voice(question)
    match chosen, text, voice:
        case True, True, True:
            return Phrase("hint.choose-write-or-speak")
        case True, True, False:
            return Phrase("hint.choose-or-write")
        case True, False, True:
            return Phrase("hint.choose-or-speak")
        case False, True, True:
            return Phrase("hint.write-or-speak")
    return KINDS[question.types[0]].hint
