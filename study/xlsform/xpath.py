"""XPath as forms write it, read into a small tree. What is more than operators, functions, values and `${names}`
(paths, predicates, variables) raises XPathError."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LONGEST = 5_000
"""Characters."""
DEEPEST = 40


class XPathError(ValueError):
    """This is no XPath, or more of it than is read here. The message says why, as the end of a sentence."""


@dataclass(frozen=True)
class Value:
    value: str | int | float


@dataclass(frozen=True)
class Ref:
    """`${name}`: another question."""

    name: str


@dataclass(frozen=True)
class Here:
    """`.`: the question itself."""


@dataclass(frozen=True)
class Above:
    """`..`: the round or group around it."""


@dataclass(frozen=True)
class Call:
    name: str
    arguments: tuple["XPath", ...]


@dataclass(frozen=True)
class Binary:
    op: str
    left: "XPath"
    right: "XPath"


@dataclass(frozen=True)
class Minus:
    operand: "XPath"


XPath = Value | Ref | Here | Above | Call | Binary | Minus

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<text>"[^"]*"|'[^']*')
    |\$\{\s*(?P<ref>[^{}\s]+)\s*\}
    |(?P<word>[A-Za-z_][\w-]*(?:[.:][\w-]+)*)
    |(?P<mark><=|>=|!=|\.\.|[=<>+*(),./|\[\]@-]))""",
    re.VERBOSE,
)
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\xa0": " "})

LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))


def parse(source: str) -> XPath:
    """The tree of an expression. Raises XPathError."""
    if len(source) > LONGEST:
        raise XPathError(f"it is longer than {LONGEST} characters")
    return _Parser(list(_tokens(source.translate(_QUOTES)))).whole()


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    at, source = 0, source.rstrip()
    while at < len(source):
        found = _TOKEN.match(source, at)
        if not found or found.lastgroup is None:
            raise XPathError(f"“{source[at : at + 20].strip()}” cannot be read")
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


class _Parser:
    """Precedence climbing, one level of LEVELS after the other."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> XPath:
        tree = self._level(0)
        if self._at < len(self._tokens):
            raise self._refusal()
        return tree

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        self._at += 1
        return token

    def _level(self, level: int) -> XPath:
        if level == len(LEVELS):
            return self._minus()
        left = self._level(level + 1)
        while self._peek()[0] in ("mark", "word") and self._peek()[1] in LEVELS[level]:
            op = self._next()[1]
            left = Binary(op, left, self._level(level + 1))
        return left

    def _minus(self) -> XPath:
        if self._peek() == ("mark", "-"):
            self._next()
            return Minus(self._deeper(self._minus))
        return self._primary()

    def _deeper(self, read: Callable[[], XPath]) -> XPath:
        self._depth += 1
        if self._depth > DEEPEST:
            raise XPathError(f"it lies more than {DEEPEST} levels deep")
        tree = read()
        self._depth -= 1
        return tree

    def _primary(self) -> XPath:
        kind, said = self._next()
        if kind == "number":
            return Value(float(said) if "." in said and not said.endswith(".") else int(said.rstrip(".")))
        if kind == "text":
            return Value(said[1:-1])
        if kind == "ref":
            return Ref(said)
        if kind == "word" and self._peek() == ("mark", "("):
            return self._call(said)
        if (kind, said) == ("mark", "("):
            tree = self._deeper(lambda: self._level(0))
            self._expect(")")
            return tree
        if (kind, said) in (("mark", "."), ("mark", "..")) and self._peek() != ("mark", "/"):
            return Here() if said == "." else Above()
        self._at -= 1
        raise self._refusal()

    def _call(self, name: str) -> XPath:
        self._expect("(")
        arguments: list[XPath] = []
        while self._peek() != ("mark", ")"):
            if arguments:
                self._expect(",")
            arguments.append(self._deeper(lambda: self._level(0)))
        self._expect(")")
        return Call(name, tuple(arguments))

    def _expect(self, mark: str) -> None:
        if self._next() != ("mark", mark):
            self._at -= 1
            raise self._refusal()

    def _refusal(self) -> XPathError:
        kind, said = self._peek()
        if kind == "end":
            return XPathError("it breaks off")
        if said in ("/", "[", "|", "@", "..", "."):
            return XPathError("paths and predicates cannot be said here; name questions as ${name}")
        return XPathError(f"“{said}” cannot stand there")
