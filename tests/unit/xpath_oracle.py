"""XPath as XForms mean it (XPath 1.0 with the functions of the ODK XForms specification), to hold ours against.

A value is a text, a number or true/false; what was not answered is the empty text; dates are days since 1970 and times
parts of a day where they are reckoned with."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from study.xlsform.xpath import Binary, Call, Minus, Ref, Value, XPath

Answers = Mapping[str, str]


def holds(tree: XPath, answers: Answers, today: str) -> bool:
    return _boolean(_worth(tree, answers, today))


def _worth(tree: XPath, answers: Answers, today: str) -> Any:
    match tree:
        case Value(value):
            return value
        case Ref(name):
            return answers.get(name, "")
        case Minus(operand):
            return -_number(_worth(operand, answers, today))
        case Binary("and", left, right):
            return holds(left, answers, today) and holds(right, answers, today)
        case Binary("or", left, right):
            return holds(left, answers, today) or holds(right, answers, today)
        case Binary(op, left, right):
            return _operated(op, _worth(left, answers, today), _worth(right, answers, today))
        case Call("today", ()):
            return _Date(date.fromisoformat(today))
        case Call(name, arguments):
            return FUNCTIONS[name](*(_worth(one, answers, today) for one in arguments))
    raise AssertionError(tree)


class _Date:
    """A date, which is a number where one is wanted, and a text where one is."""

    def __init__(self, day: date) -> None:
        self.day = day


def _operated(op: str, left: Any, right: Any) -> Any:
    if op in ("=", "!="):
        if isinstance(left, bool) or isinstance(right, bool):
            same = _boolean(left) == _boolean(right)
        elif isinstance(left, int | float | _Date) or isinstance(right, int | float | _Date):
            same = _number(left) == _number(right)
        else:
            same = left == right
        return same == (op == "=")
    one, other = _number(left), _number(right)
    if op in ("<", "<=", ">", ">="):
        return {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[op]
    if op == "div":
        return (
            one / other
            if other
            else (math.nan if not one or math.isnan(one) else math.copysign(math.inf, one))
        )
    if op == "mod":
        return math.fmod(one, other) if other and not math.isinf(one) else math.nan
    return {"+": one + other, "-": one - other, "*": one * other}[op]


def _number(value: Any) -> float:
    match value:
        case bool():
            return float(value)
        case int() | float():
            return float(value)
        case _Date():
            return float((value.day - date(1970, 1, 1)).days)
    try:
        return float(value)
    except ValueError:
        pass
    try:
        return _number(_Date(date.fromisoformat(value)))
    except ValueError:
        return math.nan


def _boolean(value: Any) -> bool:
    if isinstance(value, str):
        return value != ""
    return not math.isnan(value) and value != 0


def _time(value: Any) -> float:
    hours, mark, minutes = str(value).partition(":")
    return (int(hours) * 60 + int(minutes)) / 1440 if mark else math.nan


def _round(value: Any, places: Any = 0) -> float:
    number = _number(value)
    return number if math.isnan(number) else float(round(number, int(places)))


def _floor(value: Any) -> float:
    number = _number(value)
    return number if math.isnan(number) or math.isinf(number) else float(math.floor(number))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "not": lambda value: not _boolean(value),
    "true": lambda: True,
    "false": lambda: False,
    "selected": lambda several, one: one in str(several).split(),
    "count-selected": lambda several: len(str(several).split()),
    "date": lambda value: _Date(date.fromisoformat(value)) if value else math.nan,
    "decimal-date-time": _number,
    "decimal-time": _time,
    "round": _round,
    "floor": _floor,
}
