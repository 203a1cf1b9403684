"""The kinds of answers, by the type a study file names. A type without a kind, or without cases, fails the suite."""

from handlers.answers.choice import OneOf
from handlers.answers.choices import SomeOf
from handlers.answers.date import Date
from handlers.answers.hints import hint_of
from handlers.answers.kind import Choice, Kind, Mark, Rows, Screen
from handlers.answers.note import Note
from handlers.answers.number import Number
from handlers.answers.photo import Photo
from handlers.answers.place import Place
from handlers.answers.scale import Scale
from handlers.answers.text import Written
from handlers.answers.time import Time
from handlers.answers.voice import Spoken
from handlers.answers.yes_no import YesNo
from study.instrument import AnswerType
from study.saying import Phrase

__all__ = [
    "KINDS",
    "Choice",
    "Kind",
    "Mark",
    "Rows",
    "Screen",
    "choices_of",
    "hint_for",
    "reading_of",
    "tapped_of",
]

KINDS: dict[AnswerType, Kind] = {
    AnswerType.YES_NO: YesNo(),
    AnswerType.CHOICE: OneOf(),
    AnswerType.CHOICES: SomeOf(),
    AnswerType.SCALE: Scale(),
    AnswerType.NUMBER: Number(),
    AnswerType.DATE: Date(),
    AnswerType.TIME: Time(),
    AnswerType.TEXT: Written(),
    AnswerType.VOICE: Spoken(),
    AnswerType.PHOTO: Photo(),
    AnswerType.PLACE: Place(),
    AnswerType.NOTE: Note(),
}


def choices_of(screen: Screen) -> Rows:
    """Rows of everything that can be chosen, over all types of the question."""
    return tuple(row for type in screen.question.types for row in KINDS[type].rows(screen))


def tapped_of(screen: Screen, carried: str) -> Choice | Mark | Phrase | None:
    """What a key of this question says; None for what no key of it carries."""
    found = (KINDS[type].tapped(screen, carried) for type in screen.question.types)
    return next((one for one in found if one is not None), None)


def reading_of(screen: Screen, text: str, means: frozenset[str]) -> Choice | Phrase | None:
    """What a typed text chooses, or why it cannot; None where it is nothing that can be chosen."""
    found = (KINDS[type].reads(screen, text, means) for type in screen.question.types)
    return next((one for one in found if one is not None), None)


def hint_for(screen: Screen) -> Phrase:
    """How this question can be answered: all the ways there are."""
    kinds = [
        KINDS[type] for type in KINDS if type in screen.question.types
    ]  # in one order, whatever the study's
    return kinds[0].hint(screen) if len(kinds) == 1 else hint_of(tuple(kind.way for kind in kinds))
