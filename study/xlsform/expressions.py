"""Small pieces of conditions, as Python's own `ast` has them, and how a condition is written down."""

import ast
import re
from collections.abc import Iterable

_QUOTED = re.compile(r"'([^'\"\\]*)'")

OPS: dict[str, type[ast.cmpop]] = {
    "=": ast.Eq,
    "!=": ast.NotEq,
    "<": ast.Lt,
    "<=": ast.LtE,
    ">": ast.Gt,
    ">=": ast.GtE,
}
FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
INVERSE = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def written(tree: ast.expr) -> str:
    """As somebody would write it: texts in double quotes."""
    return _QUOTED.sub(r'"\1"', ast.unparse(tree))


def name(id: str) -> ast.Name:
    return ast.Name(id)


def value(of: str | float | bool) -> ast.expr:
    if isinstance(of, int | float) and not isinstance(of, bool) and of < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-of))
    return ast.Constant(of)


def compare(left: ast.expr, op: str | type[ast.cmpop], right: ast.expr) -> ast.Compare:
    return ast.Compare(left, [OPS[op]() if isinstance(op, str) else op()], [right])


def negated(tree: ast.expr) -> ast.expr:
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
        return tree.operand
    return ast.UnaryOp(ast.Not(), tree)


def call(function: str, argument: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(function), [argument], [])


def all_of(trees: Iterable[ast.expr]) -> ast.expr | None:
    """Joined with `and`, None where there are none."""
    return _joined(ast.And, trees)


def any_of(trees: Iterable[ast.expr]) -> ast.expr | None:
    """Joined with `or`; `x == "a" or x == "b"` becomes `x in ["a", "b"]`."""
    return _joined(ast.Or, _gathered(trees))


def _joined(kind: type[ast.And] | type[ast.Or], trees: Iterable[ast.expr]) -> ast.expr | None:
    flat: list[ast.expr] = []
    for tree in trees:
        flat += tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, kind) else [tree]
    if len(flat) < 2:
        return flat[0] if flat else None
    return ast.BoolOp(kind(), flat)


def _gathered(trees: Iterable[ast.expr]) -> list[ast.expr]:
    found: list[ast.expr] = []
    for tree in trees:
        values = _one_of(tree)
        before = found[-1] if found else None
        if values and before is not None and _one_of(before) and _subject(before) == _subject(tree):
            found[-1] = compare(name(_subject(tree)), ast.In, ast.List([*_one_of(before), *values]))
        else:
            found.append(tree)
    return found


def _one_of(tree: ast.expr) -> list[ast.expr]:
    """The values of `x == "a"` and of `x in ["a", "b"]`."""
    match tree:
        case ast.Compare(
            left=ast.Name(), ops=[ast.Eq()], comparators=[ast.Constant(value=str() | int()) as one]
        ):
            return [] if isinstance(one.value, bool) else [one]
        case ast.Compare(left=ast.Name(), ops=[ast.In()], comparators=[ast.List(elts=several)]):
            return several
    return []


def _subject(tree: ast.expr) -> str:
    assert isinstance(tree, ast.Compare)
    assert isinstance(tree.left, ast.Name)
    return tree.left.id
