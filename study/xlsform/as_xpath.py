"""A condition of ours as XPath, with the same meaning: what has no answer makes a comparison false, `!=` too."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeGuard

from study.asked import Asked, Kind
from study.conditions import Condition
from study.xlsform.expressions import FLIPPED
from study.xlsform.telling import Remarks

SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "=",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
RECKON: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "div",
    ast.Mod: "mod",
}
OR, AND = 0, 1


@dataclass(frozen=True)
class Namer:
    """`asked` says what an id of a condition is, `called` what the form calls it."""

    asked: Callable[[str], Asked | None]
    called: Callable[[str], str]

    def kind(self, id: str) -> Kind | None:
        one = self.asked(id)
        return one.kind if one else None

    def ref(self, id: str) -> str:
        return f"${{{self.called(id)}}}"


def as_xpath(condition: Condition, namer: Namer) -> str:
    return _Writer(namer).truth(condition.tree, OR)


@dataclass(frozen=True)
class _Writer:
    namer: Namer

    def truth(self, node: ast.expr, level: int) -> str:
        """`level` is of the operator around it: what binds less is put in brackets."""
        match node:
            case ast.BoolOp(op=ast.And(), values=parts):
                return " and ".join(self.truth(part, AND) for part in parts)
            case ast.BoolOp(values=parts):
                said = " or ".join(self.truth(part, OR) for part in parts)
                return f"({said})" if level > OR else said
            case ast.UnaryOp(operand=operand):
                return f"not({self.truth(operand, OR)})"
            case ast.Constant(value=value):
                return "true()" if value else "false()"
            case ast.Name(id=id):
                return f"{self.namer.ref(id)} = 'yes'"
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                sides = [left, *comparators]
                inner = AND if len(ops) > 1 else level
                pairs = zip(sides[:-1], ops, sides[1:], strict=True)
                return " and ".join(self._pair(one, op, other, inner) for one, op, other in pairs)
        raise AssertionError("a Condition has nothing else in it")

    def _pair(self, left: ast.expr, op: ast.cmpop, right: ast.expr, level: int) -> str:
        if isinstance(op, ast.In | ast.NotIn):
            return self._member(left, right, isinstance(op, ast.In), level)
        if isinstance(left, ast.Name) and isinstance(right, ast.Name) and left.id == right.id:
            same = isinstance(op, ast.Eq | ast.LtE | ast.GtE)  # `x == x`: it has an answer
            return f"{self.namer.ref(left.id)} != ''" if same else "false()"
        sign = SIGNS[type(op)]
        if isinstance(left, ast.Constant | ast.UnaryOp) and not isinstance(right, ast.Constant | ast.UnaryOp):
            left, right, sign = right, left, FLIPPED[sign]
        if isinstance(right, ast.Constant) and isinstance(right.value, bool):
            return self._yes_no(left, sign, right.value)
        said = f"{self._value(left, right)} {sign} {self._value(right, left)}"
        return self._guarded(said, self._guards(left, sign, right))

    def _guards(self, left: ast.expr, sign: str, right: ast.expr) -> Iterator[str]:
        """What would be true of an empty text, or of a division by zero, and is false with us."""
        names = list(dict.fromkeys((*_names(left), *_names(right))))
        counts = any(isinstance(node, ast.Call) for side in (left, right) for node in ast.walk(side))
        both = _names(left) and _names(right) and sign == "=" and not _reckons(left) and not _reckons(right)
        for name in names:
            several = self.namer.kind(name) is Kind.OPTIONS
            if sign == "!=" or both or (several and counts and not _above_zero(left, sign, right)):
                yield f"{self.namer.ref(name)} != ''"
        for node in (*ast.walk(left), *ast.walk(right)):
            if _divides(node) and not isinstance(node.right, ast.Constant):
                yield f"{self._value(node.right, node.left)} != 0"

    def _guarded(self, said: str, guards: Iterator[str]) -> str:
        return " and ".join((*dict.fromkeys(guards), said))

    def _yes_no(self, left: ast.expr, sign: str, value: bool) -> str:
        word = "yes" if value == (sign == "=") else "no"
        return f"{self._value(left, left)} = '{word}'"

    def _member(self, left: ast.expr, right: ast.expr, inside: bool, level: int) -> str:
        if isinstance(right, ast.Name):
            several = self.namer.ref(right.id)
            one = self._value(left, right)
            said = f"selected({several}, {one})"
            guards = [f"{self.namer.ref(name)} != ''" for name in _names(left)]
            guards += [] if inside else [f"{several} != ''"]
            return " and ".join((*guards, said if inside else f"not({said})"))
        assert isinstance(right, ast.List | ast.Tuple | ast.Set)
        each = " or ".join(self._pair(left, ast.Eq(), one, OR) for one in right.elts)
        if inside:
            return f"({each})" if level > OR and len(right.elts) > 1 else each
        guards = [f"{self.namer.ref(name)} != ''" for name in _names(left)]
        return " and ".join((*guards, f"not({each})"))

    def _value(self, node: ast.expr, other: ast.expr) -> str:
        """What it is worth; a text is what the other side is: an option, a date or a time."""
        match node:
            case ast.Name(id="today"):
                return "today()"
            case ast.Name(id=id):
                ref = self.namer.ref(id)
                return f"decimal-time({ref})" if self.namer.kind(id) is Kind.TIME else ref
            case ast.Constant(value=str() as text):
                return self._text(text, other)
            case ast.Constant(value=value):
                return repr(value)
            case ast.UnaryOp(operand=operand):
                return f"-{self._operand(operand)}"
            case ast.BinOp(left=left, op=ast.FloorDiv(), right=right):
                return f"floor({self._operand(left)} div {self._operand(right)})"
            case ast.BinOp(left=left, op=op, right=right):
                return f"{self._operand(left)} {RECKON[type(op)]} {self._operand(right)}"
            case ast.Call(func=ast.Name(id="count"), args=[argument]):
                return f"count-selected({self._value(argument, argument)})"
            case ast.Call(args=[argument]):
                since = self._value(argument, ast.Name("today"))
                return f"round(decimal-date-time(today()) - decimal-date-time({since}), 0)"
        raise AssertionError("a Condition has nothing else in it")

    def _operand(self, node: ast.expr) -> str:
        said = self._value(node, node)
        simple = isinstance(node, ast.Name | ast.Call | ast.Constant)
        return said if simple or said.startswith("floor(") else f"({said})"

    def _text(self, text: str, other: ast.expr) -> str:
        kind = self.namer.kind(other.id) if isinstance(other, ast.Name) and other.id != "today" else None
        if kind is Kind.DATE or (isinstance(other, ast.Name) and other.id == "today"):
            return f"date('{text}')"
        return f"decimal-time('{text}')" if kind is Kind.TIME else f"'{text}'"


def _names(node: ast.expr) -> list[str]:
    skipped = {"today", "count", "days_since"}
    return [one.id for one in ast.walk(node) if isinstance(one, ast.Name) and one.id not in skipped]


def _divides(node: ast.AST) -> TypeGuard[ast.BinOp]:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div | ast.FloorDiv | ast.Mod)


def _reckons(node: ast.expr) -> bool:
    """Whether it is a number in XPath even without an answer: then it is NaN, and equal to nothing."""
    return isinstance(node, ast.BinOp | ast.UnaryOp | ast.Call)


def _above_zero(left: ast.expr, sign: str, right: ast.expr) -> bool:
    """Whether `left` is a count, and a count of 0 does not meet `sign right`: then what was not answered cannot."""
    number = right.value if isinstance(right, ast.Constant) and isinstance(right.value, int | float) else None
    if number is None or not isinstance(left, ast.Call):
        return False
    return {"=": number != 0, ">": number >= 0, ">=": number > 0}.get(sign, False)


def mod_differs(condition: Condition, remarks: Remarks, sheet: str, row: int) -> None:
    """XPath's `mod` has the sign of what is divided, ours that of what divides."""
    if any(isinstance(node, ast.Mod) for node in ast.walk(condition.tree)):
        remarks.changed(sheet, row, "% in a condition", "XPath's mod is the same for numbers from 0 up only")
