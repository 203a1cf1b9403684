"""Whether a condition asks something that can be true: its names are known, and what is compared is of one kind."""

import ast
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from study.conditions import FUNCTIONS, TODAY, Condition
from study.faults import meant, quoted
from study.literals import Doubt, example, is_date, literal

if TYPE_CHECKING:
    from study.asked import Asked

SORTED = ("a number", "a date", "a time of day")
"""Kinds whose answers have an order."""


@dataclass(frozen=True)
class Side:
    """One side of a comparison: an answer, a literal, or something reckoned."""

    shown: str  # as it is written
    kind: str  # of study.asked.Kind; "" for a literal text, which may be an option, a date or a time
    asked: "Asked | None" = None
    literal: Any = None


Looked = Generator[Doubt, None, Side]


class Judge:
    """Looks a condition over, with the questions in mind that were asked before it."""

    def __init__(self, asked: "Mapping[str, Asked]", scope: str, later: Mapping[str, int]) -> None:
        self._asked = asked
        self._scope = scope
        self._later = later

    def doubts(self, condition: Condition) -> list[Doubt]:
        """Everything that is wrong with it; where names are unknown or cannot be looked at, only that."""
        unknown = sorted(condition.names - self._asked.keys())
        if unknown:
            return list(dict.fromkeys(self._unknown(name, condition.source) for name in unknown))
        looked_at = [self._asked[name] for name in sorted(condition.names)]
        for one in looked_at:
            if one.hidden is not None:
                return [Doubt(f"{one.id} {one.hidden}", one.hidden.instead)]
        if any(one.doubtful for one in looked_at):
            return []
        return list(dict.fromkeys(self._truth(condition.tree)))

    def _unknown(self, name: str, source: str) -> Doubt:
        of_it = [one for one in self._asked.values() if name in one.options]
        of_it.sort(key=lambda one: one.id not in source)
        if name.lower() in ("yes", "no", "true", "false") and not (of_it and of_it[0].id in source):
            return Doubt(f"{name} is not a question here", "write `adult` for yes, and `not adult` for no")
        for known in (*self._asked, *self._later):
            if "-" in known and name in known and known in source.replace(" ", ""):
                return Doubt(f"{known} is taken for a minus here", "write its id with _")
        if name in self._later:
            what = f"there is no question {quoted(name)} {self._scope}: it comes in line {self._later[name]}"
            return Doubt(what, "ask it earlier, or look at another")
        for one in of_it:
            said = f'"{name}" in {one.id}' if one.kind == "some of its options" else f'{one.id} == "{name}"'
            return Doubt(f"{name} is an option of {one.id}, not a question", f"put it in quotes: {said}")
        seen = sorted(one.id for one in self._asked.values() if not one.hidden)
        return Doubt(f"there is no question {quoted(name)} {self._scope}", meant(name, seen))

    def _truth(self, node: ast.expr) -> Iterator[Doubt]:
        match node:
            case ast.BoolOp(values=parts):
                for part in parts:
                    yield from self._truth(part)
            case ast.UnaryOp(operand=operand):
                yield from self._truth(operand)
            case ast.Name(id=id) if id == TODAY:
                yield Doubt("today by itself is neither true nor false", 'compare it: today > "2024-02-24"')
            case ast.Name(id=id) if self._asked[id].kind != "yes or no":
                what = f"{id} by itself is neither true nor false"
                yield Doubt(what, f"compare it: {example(self._asked[id])}")
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                for op, right in zip(ops, comparators, strict=True):
                    yield from self._comparison(left, op, right)
                    left = right

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Iterator[Doubt]:
        if isinstance(right, ast.List | ast.Tuple | ast.Set):
            for element in right.elts:
                yield from self._pair(left, element, ordered=False)
        elif isinstance(op, ast.In | ast.NotIn):
            yield from self._member(left, right)
        else:
            yield from self._pair(left, right, ordered=not isinstance(op, ast.Eq | ast.NotEq))

    def _member(self, left: ast.expr, right: ast.expr) -> Iterator[Doubt]:
        """`"visa" in papers`."""
        one, several = (yield from self._side(left)), (yield from self._side(right))
        if several.kind != "some of its options" or several.asked is None:
            what = f"{several.shown} is not a question with several choices"
            yield Doubt(what, f"write {several.shown} == … instead of `in`")
        elif one.kind == "" and one.literal not in several.asked.options:
            shown, options = str(one.literal), several.asked.options
            yield Doubt(f"{quoted(shown)} is not an option of {several.shown}", meant(shown, options))
        elif one.kind not in ("", "one of its options"):
            yield Doubt(f"{one.shown} cannot be a choice", f"write {example(several.asked)}")

    def _pair(self, left: ast.expr, right: ast.expr, *, ordered: bool) -> Iterator[Doubt]:
        one, other = (yield from self._side(left)), (yield from self._side(right))
        if _fixed(left) and _fixed(right):
            yield Doubt("two values are compared here, and no answer", "compare the answer to a question")
        elif one.literal is not None:
            yield from literal(other.shown, other.kind, other.asked, one.literal, ordered)
        elif other.literal is not None:
            yield from literal(one.shown, one.kind, one.asked, other.literal, ordered)
        elif one.kind != other.kind:
            what = f"{one.shown} is {one.kind}, and {other.shown} is {other.kind}"
            yield Doubt(what, "compare answers of one type")
        elif ordered and one.kind not in SORTED:
            yield Doubt(f"{one.shown} and {other.shown} have no order", "compare with == or !=")

    def _side(self, node: ast.expr) -> Looked:
        """Yields doubts, returns the side."""
        shown = ast.unparse(node)
        match node:
            case ast.Name(id=id) if id == TODAY:
                return Side(shown, "a date")
            case ast.Name(id=id):
                return Side(shown, str(self._asked[id].kind), self._asked[id])
            case ast.Constant(value=bool() as value):
                return Side(shown, "yes or no", literal=value)
            case ast.Constant(value=str() as value):
                return Side(shown, "", literal=value)
            case ast.Constant(value=value):
                return Side(shown, "a number", literal=value)
            case ast.UnaryOp(operand=ast.Constant(value=int() | float() as number)):
                return Side(shown, "a number", literal=-number)
            case ast.UnaryOp(operand=operand):
                yield from self._number(operand)
            case ast.BinOp(left=left, right=right):
                yield from islice(chain(self._number(left), self._number(right)), 1)
            case ast.Call(func=ast.Name(id=name), args=[argument]) if name in FUNCTIONS:
                yield from self._argument(name, argument)
        return Side(shown, "a number")

    def _number(self, node: ast.expr) -> Iterator[Doubt]:
        side = yield from self._side(node)
        if side.kind != "a number":
            hint = "days_since(…) reckons with dates" if side.kind == "a date" else "reckon with numbers only"
            yield Doubt(f"{side.shown} is no number", hint)

    def _argument(self, name: str, node: ast.expr) -> Iterator[Doubt]:
        side = yield from self._side(node)
        if name == "count" and side.kind != "some of its options":
            what = f"{side.shown} is not a question with several choices"
            yield Doubt(what, "count(…) counts the choices of one")
        if name == "days_since" and side.kind != "a date" and not is_date(side.literal):
            what = f"{side.shown} is not a date"
            yield Doubt(what, 'write the id of a date question, or a date: "2024-02-24"')


def _fixed(node: ast.expr) -> bool:
    """Whether it has the same value for everybody, on every day."""
    return not any(isinstance(part, ast.Name | ast.Call) for part in ast.walk(node))
