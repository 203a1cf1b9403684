"""Arithmetic of XPath as ours."""

import ast

from study.asked import Kind
from study.literals import is_date
from study.xlsform import expressions as ours
from study.xlsform.known import Unsayable, View
from study.xlsform.xpath import Binary, Call, Minus, Ref, Value, XPath

OPERATORS: dict[str, ast.operator] = {
    "+": ast.Add(),
    "-": ast.Sub(),
    "*": ast.Mult(),
    "div": ast.Div(),
    "mod": ast.Mod(),
}


def reckoned(tree: XPath, view: View, names: list[str]) -> ast.expr:
    """A number. `names` gathers the questions in it. Raises Unsayable."""
    match tree:
        case Value(value):
            return _number(value)
        case Minus(operand):
            inner = reckoned(operand, view, names)
            return ast.UnaryOp(ast.USub(), inner)
        case Ref(name):
            one = view.answer(name)
            if one.kind is not Kind.NUMBER:
                raise Unsayable(f"“{name}” is not answered with a number")
            names.append(name)
            return ours.name(one.id)
        case Call("count-selected", (Ref(name),)) if view.answer(name).kind is Kind.OPTIONS:
            names.append(name)
            return ours.call("count", ours.name(view.answer(name).id))
        case Call("int" | "floor", (Binary("div", left, right),)):
            return ast.BinOp(reckoned(left, view, names), ast.FloorDiv(), reckoned(right, view, names))
        case Call("number", (inner,)):
            return reckoned(inner, view, names)
        case Binary(op, left, right) if op in OPERATORS:
            days = days_between(tree, view, names)
            return days or ast.BinOp(reckoned(left, view, names), OPERATORS[op], reckoned(right, view, names))
        case Call(name):
            days = days_between(tree, view, names)
            if days is None:
                raise Unsayable(f"our conditions have no {name}()")
            return days
    raise Unsayable("it is no number")


def days_between(tree: XPath, view: View, names: list[str]) -> ast.expr | None:
    """`today() - ${left_on}`, in any of the ways in which people write it, as `days_since(left_on)`."""
    match tree:
        case Call("int" | "round" | "floor", (inner, *_)):
            return days_between(inner, view, names) if isinstance(inner, Binary) else None
        case Binary("-", left, right):
            since = _plain_date(right)
            if not isinstance(_plain_date(left), Call) or not isinstance(since, Ref | Value):
                return None
            if isinstance(since, Value):
                return ours.call("days_since", ours.value(since.value))
            one = view.answer(since.name)
            if one.kind is not Kind.DATE:
                raise Unsayable(f"“{since.name}” is not a date")
            names.append(since.name)
            return ours.call("days_since", ours.name(one.id))
    return None


def _plain_date(tree: XPath) -> XPath | None:
    """`today()`, `now()`, or a question, without what makes a number of it."""
    match tree:
        case Call("decimal-date-time" | "date" | "number", (inner,)):
            return inner if isinstance(inner, Value) and is_date(inner.value) else _plain_date(inner)
        case Call("today" | "now", ()) | Ref():
            return tree
    return None


def _number(value: str | float) -> ast.expr:
    try:
        number = float(value)
    except ValueError:
        raise Unsayable(f"“{value}” is no number") from None
    return ours.value(int(number) if number.is_integer() else number)
