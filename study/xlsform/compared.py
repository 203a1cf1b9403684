"""One comparison of XPath as one of ours."""

import ast
import re
from dataclasses import dataclass

from study.asked import Kind
from study.literals import is_date, is_time
from study.xlsform import expressions as ours
from study.xlsform.known import Known, Unsayable, View
from study.xlsform.reckoned import days_between, reckoned
from study.xlsform.xpath import Binary, Call, Minus, Ref, Value, XPath

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::00(?:\.0+)?)?(?:Z|[+-]\d{2}:\d{2})?")
YES = {"yes": True, "no": False}


@dataclass(frozen=True)
class BlankTest:
    """Whether a question has an answer: `filled`, or none."""

    name: str
    filled: bool


def blank_test(tree: XPath) -> BlankTest | None:
    """`${x} != ''`, `${x} = ''`, `string-length(${x}) > 0`, `not(${x} = '')`."""
    match tree:
        case Binary("=" | "!=", Ref(name), Value("")) | Binary("=" | "!=", Value(""), Ref(name)):
            return BlankTest(name, tree.op == "!=")
        case Binary(op, Call("string-length", (Ref(name),)), Value(0)) if op in ("=", "!=", ">"):
            return BlankTest(name, op != "=")
        case Call("not", (inner,)):
            test = blank_test(inner)
            return BlankTest(test.name, not test.filled) if test else None
    return None


@dataclass(frozen=True)
class Comparison:
    """Reads it for a row with this `view`, where the questions `answered` are known to have an answer."""

    view: View
    answered: frozenset[str]

    def of(self, tree: Binary) -> ast.expr:
        """Raises Unsayable."""
        test = blank_test(tree)
        if test is not None:
            one = ours.name(self.view.answer(test.name).id)
            filled = ours.compare(one, "=", one)
            return filled if test.filled else ours.negated(filled)
        match tree:
            case Binary(op, Value() | Minus(Value()) as left, right) if not isinstance(right, Value):
                return self.of(Binary(ours.FLIPPED[op], right, left))
            case Binary(op, Call("count-selected", (Ref(name),)), Value(number)):
                return self._count(name, op, number)
            case Binary(op, Ref(name), right) if self.view.answer(name).kind in _LITERAL:
                return self._answer(name, op, right)
            case Binary(op, Call("decimal-time", (Ref(name),)), right):
                return self._answer(name, op, right)
            case Binary(op, Call("today", ()) as left, Ref() as right):
                return self.of(Binary(ours.FLIPPED[op], right, left))
            case Binary(op, Call("today", ()), Call("date", (Value(),)) | Value(str()) as right):
                return ours.compare(ours.name("today"), op, _date(right))
        return self._numbers(tree)

    def _strict(self, op: str, left: ast.expr, right: ast.expr, *names: str) -> ast.expr:
        """A comparison that XPath makes true of what has no answer is false with us, but for where it says so."""
        if op == "!=" and not self.answered >= set(names):
            return ours.negated(ours.compare(left, "=", right))
        return ours.compare(left, op, right)

    def _answer(self, name: str, op: str, right: XPath) -> ast.expr:
        one = self.view.answer(name)
        if isinstance(right, Ref) or (isinstance(right, Call) and right.name == "decimal-time"):
            return self._two(name, op, right)
        match one.kind:
            case Kind.YES_NO:
                return self._yes_no(name, one, op, right)
            case Kind.OPTION:
                return self._option(name, one, op, right)
            case Kind.OPTIONS:
                return self._only(name, one, op, right)
            case Kind.DATE:
                return self._strict(op, ours.name(one.id), _date(right), name)
            case Kind.TIME:
                return self._strict(op, ours.name(one.id), _time(right), name)
        raise Unsayable(f"“{name}” cannot be compared with that")

    def _two(self, name: str, op: str, right: XPath) -> ast.expr:
        inner = right.arguments[0] if isinstance(right, Call) and right.arguments else right
        if not isinstance(inner, Ref):
            return self._answer(name, op, Value(_literal(right)))
        one, other = self.view.answer(name), self.view.answer(inner.name)
        if one.kind is not other.kind or (op not in ("=", "!=") and one.kind not in (Kind.DATE, Kind.TIME)):
            raise Unsayable(f"“{name}” and “{inner.name}” are answered in different ways")
        return self._strict(op, ours.name(one.id), ours.name(other.id), name, inner.name)

    def _yes_no(self, name: str, one: Known, op: str, right: XPath) -> ast.expr:
        said = one.options.get(_literal(right), _literal(right))
        if said not in YES or op not in ("=", "!="):
            raise Unsayable(f"“{name}” is answered with yes or no")
        asked = ours.name(one.id)
        if op == "!=" and name not in self.answered:
            return ours.negated(asked if YES[said] else ours.compare(asked, "=", ours.value(False)))
        yes = YES[said] == (op == "=")
        return asked if yes else ours.compare(asked, "=", ours.value(False))

    def _option(self, name: str, one: Known, op: str, right: XPath) -> ast.expr:
        said = _literal(right)
        if op not in ("=", "!="):
            return self._ranked(name, one, op, said)
        if one.options and said not in one.options:
            raise Unsayable(f"“{said}” is not one of the choices of “{name}”")
        return self._strict(op, ours.name(one.id), ours.value(one.options.get(said, said)), name)

    def _ranked(self, name: str, one: Known, op: str, said: str) -> ast.expr:
        """`${x} >= 3` where the options are called 1 to 5."""
        try:
            bound = float(said)
            ranks = {id: float(option) for option, id in one.options.items()}
        except ValueError:
            raise Unsayable(f"the choices of “{name}” have no order here") from None
        met = {"<": bound.__gt__, "<=": bound.__ge__, ">": bound.__lt__, ">=": bound.__le__}[op]
        chosen = [ours.value(id) for id, rank in ranks.items() if met(rank)]
        if not chosen:
            raise Unsayable(f"no choice of “{name}” is {op} {said}")
        if len(chosen) == 1:
            return ours.compare(ours.name(one.id), "=", chosen[0])
        return ours.compare(ours.name(one.id), ast.In, ast.List(chosen))

    def _only(self, name: str, one: Known, op: str, right: XPath) -> ast.expr:
        """`${x} = 'a'` of several choices: this one and no other."""
        said = _literal(right)
        if op not in ("=", "!=") or said not in one.options:
            raise Unsayable(f"“{name}” may have several choices; ask with selected(${{{name}}}, '…')")
        inside = ours.compare(ours.value(one.options[said]), ast.In, ours.name(one.id))
        alone = ours.compare(ours.call("count", ours.name(one.id)), "=", ours.value(1))
        both = ours.all_of([inside, alone])
        assert both is not None
        return both if op == "=" else ours.negated(both)

    def _count(self, name: str, op: str, number: str | float) -> ast.expr:
        """Of what was not answered, XPath counts 0; with us it has no count."""
        one = self.view.answer(name)
        if one.kind is not Kind.OPTIONS or isinstance(number, str):
            raise Unsayable(f"“{name}” has not several choices that could be counted")
        counted = ours.call("count", ours.name(one.id))
        of_none = {"=": number == 0, "!=": number != 0, "<": number > 0, "<=": number >= 0}.get(
            op, False
        ) or ((op == ">" and number < 0) or (op == ">=" and number <= 0))
        if of_none and name not in self.answered:
            return ours.negated(ours.compare(counted, ours.INVERSE[op], ours.value(number)))
        return ours.compare(counted, op, ours.value(number))

    def _numbers(self, tree: Binary) -> ast.expr:
        names: list[str] = []
        left, right = (_number(side, self.view, names) for side in (tree.left, tree.right))
        if not names and not _asks_today(left, right):
            raise Unsayable("it compares two values, and no answer")
        return self._strict(tree.op, left, right, *names)


_LITERAL = (Kind.YES_NO, Kind.OPTION, Kind.OPTIONS, Kind.DATE, Kind.TIME)


def _number(tree: XPath, view: View, names: list[str]) -> ast.expr:
    return days_between(tree, view, names) or reckoned(tree, view, names)


def _asks_today(*sides: ast.expr) -> bool:
    return any(isinstance(node, ast.Call) for side in sides for node in ast.walk(side))


def _literal(tree: XPath) -> str:
    match tree:
        case Value(value):
            return str(value)
        case Minus(Value(value)):
            return f"-{value}"
        case Call("date" | "decimal-time" | "time" | "string" | "number", (Value(value),)):
            return str(value)
    raise Unsayable("it compares a choice, a date or a time with something reckoned")


def _date(tree: XPath) -> ast.expr:
    if isinstance(tree, Call) and tree.name in ("today", "now"):
        return ours.name("today")
    said = _literal(tree)[:10]
    if not is_date(said):
        raise Unsayable(f"“{said}” is not a date such as 2024-02-24")
    return ours.value(said)


def _time(tree: XPath) -> ast.expr:
    return ours.value(clock(_literal(tree)))


def clock(said: str) -> str:
    """`9:30:00.000` as `09:30`. Raises Unsayable."""
    found = _CLOCK.fullmatch(said.strip())
    text = f"{int(found[1]):02}:{found[2]}" if found else ""
    if not is_time(text):
        raise Unsayable(f"“{said}” is not a time such as 09:30")
    return text
