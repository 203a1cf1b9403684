"""Conditions on earlier answers: `adult and left == "after"`, `days_since(left_on) > 30`, `"visa" in papers`.

Parsed by Python's own `ast`, walked by hand and compiled once to plain functions: names, literals, comparisons
(chained ones too), `and`, `or`, `not`, `in`, `+ - * / // %`, parentheses, `today`, `days_since(…)` and `count(…)`.
Nothing else can be called, indexed or reached.

A name that has no answer (it was skipped, or was not asked) makes every comparison with it false, `!=` and `not in`
too, and is itself false; so does arithmetic with it, and a division by zero. So `not adult` holds where `adult` was
never asked, and `adult == False` does not.

Dates are texts here, "2024-02-24", and times "09:30": in that form they compare as they should.
"""

import ast
import re
import warnings
from dataclasses import dataclass, field
from typing import Any

from study.compiling import EXAMPLE, FUNCTIONS, TODAY, ConditionError, Part, Values, compiled

__all__ = ["FUNCTIONS", "TODAY", "Condition", "ConditionError"]

LONGEST = 2_000
"""Characters."""
SLIPS = (
    (re.compile("[“”„«»‘’]"), 'use straight quotes, as in: left == "after"'),
    (re.compile("(?<![=!<>:])=(?!=)"), 'write == to compare, as in: left == "after"'),
    (re.compile("&&|[|][|]|!(?!=)|<>"), "write and, or, not, !="),
    (re.compile(r"\b(AND|OR|NOT|IN)\b"), "write and, or, not and in with small letters"),
)
"""What is written where it comes from other languages, or from a word processor."""


@dataclass(frozen=True)
class Condition:
    """A condition. Equal to another with the same source. Raises ConditionError when the source is none."""

    source: str
    tree: ast.expr = field(init=False, repr=False, compare=False)
    _compiled: Part = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        tree = _parse(self.source)
        object.__setattr__(self, "tree", tree)
        object.__setattr__(self, "_compiled", compiled(tree))

    @property
    def names(self) -> frozenset[str]:
        """Everything the condition asks about; `today` and the functions are no names."""
        found = {node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name)}
        return frozenset(found - {TODAY, *FUNCTIONS})

    def holds(self, values: Values) -> bool:
        """Whether it is true of these answers. `values["today"]`, where it asks for it, is the local date as a text."""
        return bool(self._compiled(values))

    def __deepcopy__(self, memo: dict[int, Any]) -> "Condition":
        return self


def _parse(source: str) -> ast.expr:
    if len(source) > LONGEST:
        raise ConditionError(f"it has {len(source)} characters, and {LONGEST} are the most")
    try:
        with warnings.catch_warnings():  # Python warns about a backslash in a text; that is not for its log
            warnings.simplefilter("ignore")
            return ast.parse(" ".join(source.split("\n")).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        slip = next((instead for pattern, instead in SLIPS if pattern.search(source)), "")
        raise ConditionError(slip or f"write it like: {EXAMPLE}") from None
