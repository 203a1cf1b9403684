"""What a condition may look at, and whether it asks something that can be true."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from study.conditions import Condition, ConditionError
from study.faults import quoted
from study.fields import Fields
from study.instrument import AnswerType, Question
from study.judging import Judge
from study.values import text


class Kind(StrEnum):
    """What the answer to a question is, for a condition."""

    YES_NO = "yes or no"
    OPTION = "one of its options"
    OPTIONS = "some of its options"
    NUMBER = "a number"
    DATE = "a date"
    TIME = "a time of day"


KINDS: dict[AnswerType, Kind] = {
    AnswerType.YES_NO: Kind.YES_NO,
    AnswerType.CHOICE: Kind.OPTION,
    AnswerType.CHOICES: Kind.OPTIONS,
    AnswerType.SCALE: Kind.NUMBER,
    AnswerType.NUMBER: Kind.NUMBER,
    AnswerType.DATE: Kind.DATE,
    AnswerType.TIME: Kind.TIME,
}
"""The types that are chosen or typed as a value. Of what is written, spoken, shown or only said, nothing can stand in a
condition: it is sealed at once."""


class Hidden(StrEnum):
    """Why a question cannot be looked at, after its name."""

    SEALED = "is written, spoken or shown, and sealed at once"
    NOTE = "is a note, and nobody answers it"
    ROUNDS = "is asked in a group that repeats, and has an answer for each round"

    @property
    def instead(self) -> str:
        if self is Hidden.ROUNDS:
            return "look at it within its group, or ask about all rounds after the group"
        return "look only at answers that are chosen, or typed as a value"


@dataclass(frozen=True)
class Asked:
    """A question already asked, or something else that is known ("site"). `low` and `high` bound a number, `options`
    are what can be chosen. `kind` is None where nobody can look at it, and `hidden` says why; it is silent where the
    question itself is in doubt, which is reported there."""

    id: str
    kind: Kind | None
    options: tuple[str, ...] = ()
    low: int | float | None = None
    high: int | float | None = None
    decimals: int = 0
    hidden: Hidden | None = None

    @classmethod
    def of(cls, question: Question) -> Self:
        kind = next((KINDS[type] for type in question.types if type in KINDS), None)
        hidden = None
        if kind is None and question.types:
            hidden = Hidden.NOTE if AnswerType.NOTE in question.types else Hidden.SEALED
        options = tuple(option.id for option in question.options)
        if kind in (Kind.OPTION, Kind.OPTIONS) and not options:
            kind = None
        return cls(question.id, kind, options, question.low, question.high, question.decimals, hidden)

    @classmethod
    def in_doubt(cls, id: str) -> Self:
        """A question that something is wrong with, which is told there: whatever looks at it is not blamed besides."""
        return cls(id, None)

    @property
    def doubtful(self) -> bool:
        return self.kind is None and self.hidden is None

    @classmethod
    def known(cls, id: str, values: Iterable[str]) -> Self:
        """What the bot knows without a question: where somebody lives, in which language, in which arm."""
        return cls(id, Kind.OPTION, tuple(values))

    def from_outside(self) -> Self:
        """As it is seen from outside the group that repeats it: not at all."""
        return replace(self, kind=None, hidden=self.hidden or Hidden.ROUNDS)


NOTHING: Mapping[str, int] = MappingProxyType({})


def check_condition(
    fields: Fields, key: str, asked: Mapping[str, Asked], scope: str, later: Mapping[str, int] = NOTHING
) -> Condition | None:
    """The condition under `key`, reported on where it is none, or cannot be true of anybody. `scope` ends the sentence
    "there is no question …": "before this one, in the same list". `later` are lines of questions still to come."""
    node = fields.at(key)
    source = None if node is None else text(fields.report, node)
    if node is None or source is None:
        return None
    try:
        condition = Condition(source)
    except ConditionError as error:
        fields.report.fault(node, f"{quoted(source)} is not a condition", str(error))
        return None
    doubts = Judge(asked, scope, later).doubts(condition)
    for doubt in doubts:
        fields.report.fault(node, doubt.what, doubt.instead)
    return None if doubts or any(asked[name].doubtful for name in condition.names) else condition
