"""Conditions on earlier answers: `adult and left == "after"`.

Parsed by Python's own `ast` and walked by hand: names, literals, comparisons (chained ones too), `and`, `or`, `not`,
`in [...]`, parentheses, a minus before a number. Nothing can be called, indexed or reached.

A name that has no answer (it was skipped, or was not asked) makes every comparison with it false, `!=` and `not in`
too, and is itself false. So `not adult` holds where `adult` was never asked, and `adult == False` does not.
"""

import ast
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST = 2_000
"""Characters."""
DEEPEST = 50

EXAMPLE = 'mood <= 3 and left == "after"'


class ConditionError(ValueError):
    """The text is not a condition; the message says what to write."""


class _Unanswered:
    def __repr__(self) -> str:
        return "UNANSWERED"


UNANSWERED = _Unanswered()

_COMPARE: dict[type[ast.cmpop], Any] = {
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}


@dataclass(frozen=True)
class Name:
    """A name in a comparison, apart from the texts that stand there."""

    id: str


@dataclass(frozen=True)
class Comparison:
    """One comparison, for checks: a Name or a literal on each side, a tuple of them after `in`.
    `operator` is Eq, NotEq, Lt, LtE, Gt, GtE, In or NotIn."""

    left: Any
    operator: str
    right: Any


@dataclass(frozen=True)
class Condition:
    """A condition. Equal to another with the same source. Raises ConditionError when the source is none."""

    source: str
    _tree: ast.expr = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tree", _parse(self.source))

    @property
    def names(self) -> frozenset[str]:
        """Everything the condition asks about."""
        return frozenset(node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name))

    @property
    def alone(self) -> frozenset[str]:
        """Names that stand by themselves, as `adult` does in `adult and mood > 3`."""
        return frozenset(_alone(self._tree))

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        return tuple(_comparisons(self._tree))

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether it is true of these answers."""
        return _holds(self._tree, values)


def _parse(source: str) -> ast.expr:
    if len(source) > LONGEST:
        raise ConditionError(f"it has {len(source)} characters, and {LONGEST} are the most")
    try:
        with warnings.catch_warnings():  # Python warns about a backslash in a text; that is not for its log
            warnings.simplefilter("ignore")
            tree = ast.parse(" ".join(source.split("\n")).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ConditionError(f"write it like: {EXAMPLE}") from None
    _check(tree, 0)
    return tree


def _check(node: ast.expr, depth: int) -> None:
    """Whether `node` can be true or false."""
    if depth > DEEPEST:
        raise ConditionError(f"it lies more than {DEEPEST} levels deep; split it over several questions")
    match node:
        case ast.BoolOp(values=parts):
            for part in parts:
                _check(part, depth + 1)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            _check(operand, depth + 1)
        case ast.Compare(left=left, comparators=comparators, ops=ops):
            _check_compare([left, *comparators], ops)
        case ast.Name() | ast.Constant(value=bool()):
            pass
        case ast.BinOp(op=ast.Sub()):
            raise ConditionError("it takes a - between two names for a minus; use _ in the ids of questions")
        case _:
            raise ConditionError(
                f"only names, values, comparisons, and / or / not / in can stand here, as in: {EXAMPLE}"
            )


def _check_compare(sides: list[ast.expr], operators: list[ast.cmpop]) -> None:
    _check_side(sides[0])
    for operator, right in zip(operators, sides[1:], strict=True):
        if type(operator) not in _COMPARE:
            raise ConditionError("compare with ==, !=, <, <=, >, >= or in")
        if isinstance(operator, ast.In | ast.NotIn):
            if not isinstance(right, ast.List | ast.Tuple | ast.Set) or not right.elts:
                raise ConditionError(
                    'write the values after `in` in brackets, such as: left in ["before", "after"]'
                )
            for element in right.elts:
                _check_side(element)
        else:
            _check_side(right)


def _check_side(node: ast.expr) -> None:
    match node:
        case ast.Name() | ast.Constant(value=bool() | int() | float() | str()):
            return
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)) if (
            number is not True
        ):
            return
        case ast.BinOp(op=ast.Sub()):
            raise ConditionError("it takes a - between two names for a minus; use _ in the ids of questions")
    raise ConditionError(f"compare a name with a number or a text in quotes, as in: {EXAMPLE}")


def _holds(node: ast.expr, values: Mapping[str, Any]) -> bool:
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(_holds(part, values) for part in parts)
        case ast.BoolOp(values=parts):
            return any(_holds(part, values) for part in parts)
        case ast.UnaryOp(operand=operand):
            return not _holds(operand, values)
        case ast.Compare():
            return _compare(node, values)
    value = _value(node, values)
    return value is not UNANSWERED and bool(value)


def _value(node: ast.expr, values: Mapping[str, Any]) -> Any:
    match node:
        case ast.Name(id=id):
            return values.get(id, UNANSWERED)
        case ast.Constant(value=value):
            return value
        case ast.UnaryOp(operand=ast.Constant(value=int() | float() as number)):
            return -number
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            return tuple(_value(element, values) for element in elements)
    raise AssertionError(ast.dump(node))


def _compare(node: ast.Compare, values: Mapping[str, Any]) -> bool:
    left = _value(node.left, values)
    for operator, comparator in zip(node.ops, node.comparators, strict=True):
        right = _value(comparator, values)
        if left is UNANSWERED or right is UNANSWERED:
            return False
        if isinstance(operator, ast.NotIn) and UNANSWERED in right:  # as `left != a and left != b` would be
            return False
        try:
            if not _COMPARE[type(operator)](left, right):
                return False
        except (
            TypeError
        ):  # a number against a word: the file check refuses it, an answer from an older file may be one
            return False
        left = right
    return True


def _alone(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.BoolOp(values=parts):
            for part in parts:
                yield from _alone(part)
        case ast.UnaryOp(operand=operand):
            yield from _alone(operand)
        case ast.Name(id=id):
            yield id


def _comparisons(tree: ast.expr) -> Iterator[Comparison]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            yield Comparison(_side(left), type(operator).__name__, _side(right))
            left = right


def _side(node: ast.expr) -> Any:
    match node:
        case ast.Name(id=id):
            return Name(id)
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            return tuple(_side(element) for element in elements)
    return _value(node, {})
