"""A condition's tree as plain functions: walked once, asked often. What each form means, and what has none."""

import ast
import operator
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

DEEPEST = 50

EXAMPLE = 'mood <= 3 and left == "after"'
HYPHEN = "a - is a minus here; use _ in the ids of questions, and compare what a minus gives with a number"
TODAY = "today"

Values = Mapping[str, Any]
Part = Callable[[Values], Any]


class ConditionError(ValueError):
    """The text is not a condition; the message says what to write."""


class _Unanswered:
    def __repr__(self) -> str:
        return "UNANSWERED"


UNANSWERED = _Unanswered()

COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, several: one in several,
    ast.NotIn: lambda one, several: one not in several,
}

ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}

FUNCTIONS = ("days_since", "count")


def compiled(tree: ast.expr) -> Part:
    """What the tree asks of somebody's answers. Raises ConditionError where it asks nothing that can be true."""
    return _truth(tree, 0)


def _truth(node: ast.expr, depth: int) -> Part:
    """What can be true or false."""
    if depth > DEEPEST:
        raise ConditionError(f"it lies more than {DEEPEST} levels deep; split it over several questions")
    match node:
        case ast.BoolOp(op=op, values=nodes):
            parts = tuple(_truth(part, depth + 1) for part in nodes)
            return _all(parts) if isinstance(op, ast.And) else _any(parts)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            part = _truth(operand, depth + 1)
            return lambda values: not part(values)
        case ast.Compare():
            return _comparison(node, depth)
        case ast.Name(id=id):
            return lambda values: values.get(id, False)
        case ast.Constant(value=bool() as fixed):
            return lambda values: fixed
        case ast.BinOp(op=ast.Sub()):
            raise ConditionError(HYPHEN)
        case ast.Call(func=ast.Name(id=name)) if name in FUNCTIONS:
            raise ConditionError(f"compare what {name}(…) gives with a number")
    raise ConditionError(
        f"only names, values, comparisons, and / or / not / in can stand here, as in: {EXAMPLE}"
    )


def _all(parts: tuple[Part, ...]) -> Part:
    def holds(values: Values) -> bool:
        for part in parts:  # noqa: SIM110 - a generator would take as long again as what it asks
            if not part(values):
                return False
        return True

    return holds


def _any(parts: tuple[Part, ...]) -> Part:
    def holds(values: Values) -> bool:
        for part in parts:  # noqa: SIM110
            if part(values):
                return True
        return False

    return holds


def _comparison(node: ast.Compare, depth: int) -> Part:
    sides = [_value(node.left, depth + 1)]
    for op, right in zip(node.ops, node.comparators, strict=True):
        if type(op) not in COMPARISONS:
            raise ConditionError("compare with ==, !=, <, <=, >, >= or in")
        sides.append(
            _several(right, depth + 1) if isinstance(op, ast.In | ast.NotIn) else _value(right, depth + 1)
        )
    pairs = tuple(
        _compared(COMPARISONS[type(op)], left, right, isinstance(op, ast.NotIn))
        for op, left, right in zip(node.ops, sides[:-1], sides[1:], strict=True)
    )
    return pairs[0] if len(pairs) == 1 else _all(pairs)


def _compared(compare: Callable[[Any, Any], bool], left: Part, right: Part, none_of: bool) -> Part:
    def holds(values: Values) -> bool:
        one, other = left(values), right(values)
        if one is UNANSWERED or other is UNANSWERED:
            return False
        if none_of and UNANSWERED in other:  # as `left != a and left != b` would be
            return False
        try:
            return compare(one, other)
        except (
            TypeError
        ):  # the check of the file refuses it; an answer from an older file may be of another type
            return False

    return holds


def _several(node: ast.expr, depth: int) -> Part:
    """What stands after `in`: values in brackets, or the choices of a question."""
    match node:
        case ast.Name():
            return _chosen(_value(node, depth))
        case ast.List(elts=nodes) | ast.Tuple(elts=nodes) | ast.Set(elts=nodes) if nodes:
            parts = tuple(_value(element, depth) for element in nodes)
            return lambda values: tuple([part(values) for part in parts])
    raise ConditionError('write the values after `in` in brackets, such as: left in ["before", "after"]')


def _chosen(name: Part) -> Part:
    """Only of several choices something can be a part: "a" is no part of "after"."""

    def chosen(values: Values) -> Any:
        value = name(values)
        return value if isinstance(value, tuple | list) else UNANSWERED

    return chosen


def _value(node: ast.expr, depth: int) -> Part:
    if depth > DEEPEST:
        raise ConditionError(f"it lies more than {DEEPEST} levels deep; split it over several questions")
    match node:
        case ast.Name(id=id):
            return lambda values: values.get(id, UNANSWERED)
        case ast.Constant(value=bool() | int() | float() | str() as fixed):
            return lambda values: fixed
        case ast.UnaryOp(op=ast.USub(), operand=operand) if not isinstance(
            getattr(operand, "value", 0), bool
        ):
            zero: Part = lambda values: 0  # noqa: E731
            return _reckoned(operator.sub, zero, _value(operand, depth + 1))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            return _reckoned(ARITHMETIC[type(op)], _value(left, depth + 1), _value(right, depth + 1))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in FUNCTIONS:
            part = _value(argument, depth + 1)
            return _days_since(part) if name == "days_since" else _count(part)
        case ast.Call():
            raise ConditionError("only days_since(DATE) and count(CHOICES) can be called")
    raise ConditionError(f"compare a name with a number or a text in quotes, as in: {EXAMPLE}")


def _reckoned(reckon: Callable[[Any, Any], Any], left: Part, right: Part) -> Part:
    def value(values: Values) -> Any:
        one, other = left(values), right(values)
        if not isinstance(one, int | float) or not isinstance(other, int | float):
            return UNANSWERED
        try:
            return reckon(one, other)
        except (ZeroDivisionError, OverflowError):
            return UNANSWERED

    return value


def _days_since(part: Part) -> Part:
    """Whole days from a date to today; negative for one to come."""

    def days(values: Values) -> Any:
        since, today = part(values), values.get(TODAY)
        try:
            return (date.fromisoformat(today) - date.fromisoformat(since)).days  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return UNANSWERED

    return days


def _count(part: Part) -> Part:
    def number(values: Values) -> Any:
        value = part(values)
        return len(value) if isinstance(value, tuple | list) else UNANSWERED

    return number
