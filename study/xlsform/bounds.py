"""`constraint`, as what bounds an answer of ours: from, to, at-least, at-most, alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from study.instrument import AnswerType
from study.literals import is_date
from study.xlsform.compared import clock
from study.xlsform.expressions import FLIPPED
from study.xlsform.known import Unsayable
from study.xlsform.xpath import Binary, Call, Here, Minus, Value, XPath, XPathError, parse

LENGTHS = {"string-length": AnswerType.TEXT, "count-selected": AnswerType.CHOICES}


@dataclass
class Bounds:
    """`data` in the words of the study file; `alone` are options; `lost` says why parts of the constraint
    are not, `loose` which were strict."""

    data: dict[str, Any] = field(default_factory=dict)
    alone: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)


def bounds(source: str, types: tuple[AnswerType, ...], options: Mapping[str, str], decimals: int) -> Bounds:
    """What a constraint says of a question of these types; `options` are ids by the form's names."""
    found = Bounds()
    try:
        tree = parse(source)
    except XPathError as error:
        found.lost.append(str(error))
        return found
    for part in _parts(tree):
        try:
            _part(part, types, options, decimals, found)
        except Unsayable as error:
            found.lost.append(str(error))
    return found


def _parts(tree: XPath) -> Iterator[XPath]:
    match tree:
        case Binary("and", left, right):
            yield from _parts(left)
            yield from _parts(right)
        case _:
            yield tree


def _part(
    tree: XPath, types: tuple[AnswerType, ...], options: Mapping[str, str], decimals: int, found: Bounds
) -> None:
    alone = _alone(tree)
    if alone is not None and AnswerType.CHOICES in types:
        if alone not in options:
            raise Unsayable(f"“{alone}” is not one of the choices")
        found.alone.append(options[alone])
        return
    match tree:
        case Binary("or", left, right):
            for one, other in (
                (left, right),
                (right, left),
            ):  # `. = '' or . > 3`: what is not answered is not bounded here
                if one == Binary("=", Here(), Value("")):
                    _part(other, types, options, decimals, found)
                    return
        case Binary(op, Call(name, (Here(),)), Value(int() as number)) if name in LENGTHS and op in FLIPPED:
            _length(op, number, LENGTHS[name], types, found)
            return
        case Binary(op, left, right) if op in FLIPPED:
            if _is_here(right):
                op, left, right = FLIPPED[op], right, left
            if _is_here(left):
                _value(op, right, types, decimals, found)
                return
        case Call(name) if name in ("regex", "selected", "not", "once", "coalesce", "if"):
            raise Unsayable(
                f"answers are bounded by from, to, at-least and at-most; {name}() is more than that"
            )
    raise Unsayable("answers are bounded by from, to, at-least and at-most; this is more than that")


def _is_here(tree: XPath) -> bool:
    match tree:
        case Here() | Call("decimal-time" | "number" | "date" | "decimal-date-time", (Here(),)):
            return True
    return False


def _alone(tree: XPath) -> str | None:
    """The option that goes with no other, in each of the ways in which forms say so."""
    match tree:
        case Call("not", (Binary("and", Call("selected", (Here(), Value(option))), more),)) if _more_than_one(
            more
        ):
            return str(option)
        case Binary("or", Call("not", (Call("selected", (Here(), Value(option))),)), only) if _only_one(only):
            return str(option)
        case Binary("or", only, Call("not", (Call("selected", (Here(), Value(option))),))) if _only_one(only):
            return str(option)
        case Call("if", (Call("selected", (Here(), Value(option))), only, Call("true", ()))) if _only_one(
            only
        ):
            return str(option)
    return None


def _more_than_one(tree: XPath) -> bool:
    counted = Call("count-selected", (Here(),))
    return tree in (
        Binary(">", counted, Value(1)),
        Binary(">=", counted, Value(2)),
        Binary("!=", counted, Value(1)),
    )


def _only_one(tree: XPath) -> bool:
    counted = Call("count-selected", (Here(),))
    return tree in (
        Binary("=", counted, Value(1)),
        Binary("<=", counted, Value(1)),
        Binary("<", counted, Value(2)),
    )


def _length(op: str, number: int, type: AnswerType, types: tuple[AnswerType, ...], found: Bounds) -> None:
    if type not in types:
        raise Unsayable(f"this counts what a {types[0]} does not have")
    least, most = {">=": (number, None), ">": (number + 1, None), "<=": (None, number), "<": (None, number - 1),
                   "=": (number, number)}.get(op, (None, None))  # fmt: skip
    if least is most is None:
        raise Unsayable("a length can be at least and at most so much")
    if least is not None and (least > 0 or type is AnswerType.CHOICES):
        found.data["at-least"] = least
    if most is not None:
        found.data["at-most"] = most


def _value(op: str, tree: XPath, types: tuple[AnswerType, ...], decimals: int, found: Bounds) -> None:
    if op == "!=":
        raise Unsayable("one value cannot be left out of those between from and to")
    bound, strict = _bound(tree, types), op in ("<", ">")
    if strict and isinstance(bound, int) and not decimals:
        bound, strict = (bound + 1 if op == ">" else bound - 1), False
    if strict and (
        decimals or not isinstance(bound, float)
    ):  # a half is rounded to the next whole number anyway
        found.loose.append(f"{bound} itself can be answered too")
    if op in (">=", ">", "="):
        found.data["from"] = bound
    if op in ("<=", "<", "="):
        found.data["to"] = bound


def _bound(tree: XPath, types: tuple[AnswerType, ...]) -> Any:
    said = _literal(tree)
    if AnswerType.NUMBER in types or AnswerType.SCALE in types:
        try:
            number = float(said)
        except ValueError:
            raise Unsayable("a number is bounded by numbers") from None
        return int(number) if number.is_integer() else number
    if AnswerType.DATE in types:
        if said == "today":
            return said
        if is_date(said[:10]):
            return date.fromisoformat(said[:10])
        raise Unsayable("a date is bounded by dates and today()")
    if AnswerType.TIME in types:
        return clock(said)
    raise Unsayable(f"a {types[0]} has no from and to")


def _literal(tree: XPath) -> str:
    match tree:
        case Value(value):
            return str(value)
        case Minus(Value(value)):
            return f"-{value}"
        case Call("today" | "now", ()):
            return "today"
        case Call("date" | "decimal-time" | "decimal-date-time" | "number", (inner,)):
            return _literal(inner)
    raise Unsayable("what bounds an answer is a value written here, no other answer")
