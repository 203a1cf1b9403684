"""What a condition may look at, and whether it asks something that can be true."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from study.conditions import Comparison, Condition, ConditionError, Name
from study.faults import meant, quoted
from study.fields import Fields, text
from study.protocol import AnswerType, Question


@dataclass(frozen=True)
class Asked:
    """A question already asked: what of it is chosen, if anything."""

    id: str
    chosen: AnswerType | None
    options: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None

    @classmethod
    def of(cls, question: Question) -> Self:
        said = (AnswerType.TEXT, AnswerType.VOICE)
        chosen = next((type for type in question.types if type not in said), None)
        options = tuple(option.id for option in question.options)
        return cls(question.id, chosen, options, question.low, question.high)


@dataclass(frozen=True)
class Doubt:
    """What is wrong with a condition, and what to write instead."""

    what: str
    instead: str


def check_condition(fields: Fields, key: str, asked: Mapping[str, Asked], scope: str) -> Condition | None:
    """The condition under `key`, reported on where it is none, or cannot be true of anybody."""
    node = fields.at(key)
    source = None if node is None else text(fields.report, node)
    if node is None or source is None:
        return None
    try:
        condition = Condition(source)
    except ConditionError as error:
        fields.report.fault(node, f"{quoted(source)} is not a condition", str(error))
        return None
    doubts = list(_doubts(condition, asked, scope))
    for doubt in doubts:
        fields.report.fault(node, doubt.what, doubt.instead)
    return None if doubts else condition


def _doubts(condition: Condition, asked: Mapping[str, Asked], scope: str) -> Iterator[Doubt]:
    unknown = sorted(condition.names - asked.keys())
    for name in unknown:
        yield _unknown(name, asked, scope)
    for name in sorted(condition.names & asked.keys()):
        if asked[name].chosen is None:
            yield Doubt(
                f"{name} is written or spoken, and sealed at once", "look only at answers that are chosen"
            )
            return
    if unknown:
        return
    for name in sorted(condition.alone):
        if asked[name].chosen is not AnswerType.YES_NO:
            example = f'{name} == "{asked[name].options[0]}"' if asked[name].options else f"{name} > 0"
            yield Doubt(f"{name} by itself is neither true nor false", f"compare it: {example}")
    for comparison in condition.comparisons:
        yield from _in_comparison(comparison, asked)


def _unknown(name: str, asked: Mapping[str, Asked], scope: str) -> Doubt:
    if name.lower() in ("yes", "no", "true", "false"):
        return Doubt(f"{name} is not a question here", "write `adult` for yes, and `not adult` for no")
    for one in asked.values():
        if name in one.options:
            return Doubt(
                f"{name} is an option of {one.id}, not a question", f'put it in quotes: {one.id} == "{name}"'
            )
    known = sorted(one.id for one in asked.values() if one.chosen)
    return Doubt(f"there is no question {quoted(name)} {scope}", meant(name, known))


def _in_comparison(comparison: Comparison, asked: Mapping[str, Asked]) -> Iterator[Doubt]:
    right = comparison.right if isinstance(comparison.right, tuple) else (comparison.right,)
    for value in right:
        match comparison.left, value:
            case Name(id=one), Name(id=other):
                if asked[one].chosen is not asked[other].chosen:
                    yield Doubt(
                        f"{one} and {other} are answered in different ways", "compare answers of one type"
                    )
            case Name(id=id), literal:
                yield from _literal(asked[id], comparison.operator, literal)
            case literal, Name(id=id):
                yield from _literal(asked[id], comparison.operator, literal)
            case _:
                yield Doubt("two values are compared here, and no answer", "compare the answer to a question")


def _literal(asked: Asked, operator: str, value: Any) -> Iterator[Doubt]:
    equal = operator in ("Eq", "NotEq", "In", "NotIn")
    match asked.chosen:
        case AnswerType.YES_NO:
            if not (isinstance(value, bool) and equal):
                yield Doubt(f"{asked.id} is answered yes or no", f"write `{asked.id}` or `not {asked.id}`")
        case AnswerType.CHOICE:
            if not equal:
                yield Doubt(f"the options of {asked.id} have no order", "compare with ==, != or in")
            elif value not in asked.options:
                shown = quoted(str(value))
                yield Doubt(f"{shown} is not an option of {asked.id}", meant(str(value), asked.options))
        case AnswerType.SCALE:
            yield from _on_scale(asked, value)


def _on_scale(asked: Asked, value: Any) -> Iterator[Doubt]:
    if asked.low is None or asked.high is None:
        return
    span = f"a number from {asked.low} to {asked.high}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield Doubt(f"{asked.id} is {span}", f"compare it with a number: {asked.id} > {asked.low}")
    elif not asked.low <= value <= asked.high:
        yield Doubt(
            f"{asked.id} is {span}, and {value} lies outside", "compare it with a number on the scale"
        )
