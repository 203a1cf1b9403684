"""A literal in a condition, against what it is compared with: an option that is one, a number that can be answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from study.faults import meant, quoted

if TYPE_CHECKING:
    from study.asked import Asked


@dataclass(frozen=True)
class Doubt:
    """What is wrong with a condition, and what to write instead."""

    what: str
    instead: str


def literal(
    shown: str, kind: str, asked: "Asked | None", value: str | bool | int | float, ordered: bool
) -> Iterator[Doubt]:
    """What is wrong with comparing `value` with what is written as `shown`, an answer of this kind (study.asked.Kind);
    `asked` where it is one. `ordered` where it is asked which of them is more."""
    match kind:
        case "yes or no" if not isinstance(value, bool) or ordered:
            yield Doubt(f"{shown} is answered yes or no", f"write `{shown}` or `not {shown}`")
        case "one of its options":
            yield from _option(shown, asked, value, ordered)
        case "some of its options":
            yield Doubt(f"{shown} may have several choices", f"write {example(asked)}" if asked else "")
        case "a number":
            yield from _number(shown, asked, value)
        case "a date" if not is_date(value):
            yield Doubt(f"{quoted(str(value))} is not a date", 'write it as "2024-02-24"')
        case "a time of day" if not is_time(value):
            yield Doubt(f"{quoted(str(value))} is not a time of day", 'write it as "09:30"')


def _option(shown: str, asked: "Asked | None", value: Any, ordered: bool) -> Iterator[Doubt]:
    options = asked.options if asked else ()
    if ordered:
        yield Doubt(f"the options of {shown} have no order", "compare with ==, != or in")
    elif not options:
        yield Doubt(f"there is no {shown} in this study", "leave it out")
    elif value not in options:
        yield Doubt(f"{quoted(str(value))} is not an option of {shown}", meant(str(value), options))


def _number(shown: str, asked: "Asked | None", value: Any) -> Iterator[Doubt]:
    low, high = (asked.low, asked.high) if asked else (None, None)
    span = f"{shown} is a number"
    if low is not None:
        span += f" from {low}"
    if high is not None:
        span += f" to {high}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield Doubt(span, f"compare it with a number: {shown} > {low if low is not None else 0}")
    elif (low is not None and value < low) or (high is not None and value > high):
        yield Doubt(f"{span}, and {value} lies outside", "compare it with a number that can be answered")


def example(asked: "Asked") -> str:
    """A comparison of its answer, as one would write it."""
    match asked.kind:
        case "some of its options":
            return f'"{asked.options[0]}" in {asked.id}' if asked.options else f"count({asked.id}) > 1"
        case "one of its options":
            return f'{asked.id} == "{asked.options[0] if asked.options else "…"}"'
        case "a date":
            return f"days_since({asked.id}) > 30"
        case "a time of day":
            return f'{asked.id} < "12:00"'
    return f"{asked.id} > {asked.low if asked.low is not None else 0}"


def is_date(text: Any) -> bool:
    """Whether it is a date as answers have it: "2024-02-24"."""
    try:
        return isinstance(text, str) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_time(text: Any) -> bool:
    """Whether it is a time as answers have it: "09:30"."""
    try:
        return isinstance(text, str) and f"{time.fromisoformat(text):%H:%M}" == text
    except ValueError:
        return False
