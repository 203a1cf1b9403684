"""`relevant`, in XPath, as a condition of ours.

They differ in one thing. A question without an answer is an empty text in XPath, so `${x} != 'a'` holds of it; with us
it makes every comparison false. So that is `not x == "a"` here; `${x} != '' and ${x} != 'a'` is `x != "a"`, and
`${x} != ''` alone is `x == x`, which holds where there is an answer."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from study.asked import Kind
from study.xlsform import expressions as ours
from study.xlsform.compared import Comparison, blank_test
from study.xlsform.known import Unsayable, View
from study.xlsform.xpath import Binary, Call, Ref, Value, XPath, XPathError, parse

COMPARED = frozenset(ours.OPS)
DEEPEST = 20
"""Calculations within calculations."""


def condition(source: str, view: View) -> ast.expr:
    """The condition. Raises Unsayable."""
    try:
        tree = parse(source)
    except XPathError as error:
        raise Unsayable(str(error)) from None
    return _Truth(view).of(unfolded(tree, view), frozenset())


def unfolded(tree: XPath, view: View, depth: int = 0) -> XPath:
    """With what each calculate row works out in the place of its name. Raises Unsayable."""
    if depth > DEEPEST:
        raise Unsayable("its calculations go round in a circle, or are too deep")
    match tree:
        case Ref(name) if (means := view.answer(name).means) is not None:
            return unfolded(means, view, depth + 1)
        case Binary(op, left, right):
            return Binary(op, unfolded(left, view, depth), unfolded(right, view, depth))
        case Call(name, arguments):
            return Call(name, tuple(unfolded(one, view, depth) for one in arguments))
    return tree


@dataclass(frozen=True)
class _Truth:
    """Reads what can be true. `answered` are names that are known to have an answer where it stands."""

    view: View

    def of(self, tree: XPath, answered: frozenset[str]) -> ast.expr:
        match tree:
            case Binary("and"):
                return self._all(tree, answered)
            case Binary("or"):
                found = ours.any_of([self.of(part, answered) for part in _parts(tree, "or")])
                assert found is not None
                return found
            case Call("not", (inner,)):
                return self._not(inner, answered)
            case Call("true", ()) | Call("false", ()):
                return ours.value(tree.name == "true")
            case Call("selected", (Ref(name), Value(option))):
                return self._selected(name, str(option))
            case Call("selected", (Ref(name), Ref(other))):
                return self._both_selected(name, other)
            case Binary(op) if op in COMPARED:
                return Comparison(self.view, answered).of(tree)
            case Ref(name):
                return self._answered(name)
            case Call("boolean" | "string", (inner,)):
                return self.of(inner, answered)
            case Call(name):
                raise Unsayable(f"our conditions have no {name}()")
        raise Unsayable("it is neither true nor false")

    def _all(self, tree: XPath, answered: frozenset[str]) -> ast.expr:
        """What says only that there is an answer is left out where a comparison beside it says so too."""
        parts = list(_parts(tree, "and"))
        tested = [blank_test(part) for part in parts]
        there = [test.name for test in tested if test is not None and test.filled]
        inside = answered | frozenset(there)
        rest = [
            self.of(part, inside)
            for part, test in zip(parts, tested, strict=True)
            if test is None or not test.filled
        ]
        rest = [part for part in rest if not _is_guard(part, rest)]
        strict = {id for part in rest for id in _strict_names(part)}
        kept = [self._answered(name) for name in there if self.view.answer(name).id not in strict]
        found = ours.all_of([*kept, *rest])
        assert found is not None
        return found

    def _not(self, inner: XPath, answered: frozenset[str]) -> ast.expr:
        tree = self.of(inner, answered)
        match tree:
            case ast.Compare(ops=[ast.In()]) if self._ids(answered) >= _names(tree):
                return ast.Compare(tree.left, [ast.NotIn()], tree.comparators)
        return ours.negated(tree)

    def _ids(self, answered: frozenset[str]) -> set[str]:
        return {self.view.at(name).id for name in answered}

    def _selected(self, name: str, option: str) -> ast.expr:
        one = self.view.answer(name)
        if one.kind not in (Kind.OPTIONS, Kind.OPTION, Kind.YES_NO):
            raise Unsayable(f"“{name}” has no choices")
        if one.kind is Kind.OPTIONS:
            if option not in one.options:
                raise Unsayable(f"“{option}” is not one of the choices of “{name}”")
            return ours.compare(ours.value(one.options[option]), ast.In, ours.name(one.id))
        return Comparison(self.view, frozenset()).of(Binary("=", Ref(name), Value(option)))

    def _both_selected(self, name: str, other: str) -> ast.expr:
        several, one = self.view.answer(name), self.view.answer(other)
        if several.kind is not Kind.OPTIONS or one.kind is not Kind.OPTION:
            raise Unsayable(
                f"selected() needs the several choices of one question and one of another; “{name}” has not"
            )
        return ours.compare(ours.name(one.id), ast.In, ours.name(several.id))

    def _answered(self, name: str) -> ast.expr:
        one = self.view.answer(name)
        return ours.compare(ours.name(one.id), "=", ours.name(one.id))


def _parts(tree: XPath, op: str) -> Iterator[XPath]:
    """The operands of a chain of the same operator."""
    if isinstance(tree, Binary) and tree.op == op:
        yield from _parts(tree.left, op)
        yield from _parts(tree.right, op)
    else:
        yield tree


def _names(tree: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - {
        "today",
        "count",
        "days_since",
    }


def _is_guard(part: ast.expr, rest: list[ast.expr]) -> bool:
    """`not m == 0` or `m != 0` beside a division by m, which makes the comparison false by itself with us."""
    zero = part.operand if isinstance(part, ast.UnaryOp) else part
    op = ast.Eq if isinstance(part, ast.UnaryOp) else ast.NotEq
    match zero:
        case ast.Compare(left=left, ops=[one], comparators=[ast.Constant(value=0)]) if isinstance(one, op):
            compared = (node for other in rest if isinstance(other, ast.Compare) for node in ast.walk(other))
            return ast.dump(left) in (ast.dump(node.right) for node in compared if _divides(node))
    return False


def _divides(node: ast.AST) -> TypeGuard[ast.BinOp]:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div | ast.FloorDiv | ast.Mod)


def _strict_names(tree: ast.expr) -> set[str]:
    """Names without whose answers it is false."""
    match tree:
        case ast.Name(id=id):
            return {id}
        case ast.Compare():
            return _names(tree)
        case ast.BoolOp(op=ast.And(), values=parts):
            return {id for part in parts for id in _strict_names(part)}
    return set()
