"""Single values as a study file writes them: each shaper makes one of a node, or reports why it cannot."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from enum import StrEnum
from typing import TypeVar

from study.durations import TimeError, parse_clock, parse_duration
from study.faults import Report, meant, quoted
from study.tree import Node, Scalar

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Shaper = Callable[[Report, Node], T | None]
"""Makes a value of a node, or reports why not and returns None."""

ID = r"[a-z0-9][a-z0-9_-]{0,39}"
WHOLE = r"-?[0-9]{1,9}"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def text(report: Report, node: Node) -> str | None:
    """One written value."""
    if isinstance(node, Scalar):
        if node.text.strip():
            return node.text.strip()
        report.fault(node, "a text is empty", "write something here")
        return None
    report.fault(
        node,
        "a list or mapping where one text should stand",
        "write a text, in quotes if it has : # { or [ in it",
    )
    return None


def word_id(report: Report, node: Node) -> str | None:
    """An id: lower-case Latin letters, digits, - and _; at most 40."""
    said = text(report, node)
    if said is None or re.fullmatch(ID, said):
        return said
    instead = "use a to z, 0 to 9, - and _, at most 40, beginning with a letter or a digit"
    report.fault(node, f"{quoted(said)} cannot be an id", instead)
    return None


def flag(report: Report, node: Node) -> bool | None:
    said = text(report, node)
    if said is None or said.lower() in ("yes", "true", "no", "false"):
        return None if said is None else said.lower() in ("yes", "true")
    report.fault(node, f"{quoted(said)} is neither yes nor no", "write yes or no")
    return None


def whole(low: int, high: int) -> Shaper[int]:
    """A whole number from `low` to `high`."""

    def shape(report: Report, node: Node) -> int | None:
        said = text(report, node)
        if said is None:
            return None
        if re.fullmatch(WHOLE, said) and low <= int(said) <= high:
            return int(said)
        report.fault(node, f"{quoted(said)} should be a whole number", f"write one from {low} to {high}")
        return None

    return shape


def one_of(kind: type[E], *, later: frozenset[str] = frozenset()) -> Shaper[E]:
    """One of an enumeration; `later` are values that a later version will know."""

    def shape(report: Report, node: Node) -> E | None:
        said = text(report, node)
        if said is None:
            return None
        known = [str(member) for member in kind]
        if said in known:
            return kind(said)
        if said in later:
            report.fault(
                node, f"this version does not know {quoted(said)} yet", f"use one of: {', '.join(known)}"
            )
        else:
            report.fault(node, f"{quoted(said)} is not known here", meant(said, known))
        return None

    return shape


def duration(least: timedelta = timedelta(seconds=1)) -> Shaper[timedelta]:
    """A duration of at least `least`."""

    def shape(report: Report, node: Node) -> timedelta | None:
        length = timed(parse_duration)(report, node)
        if length is not None and length < least:
            report.fault(node, "this is too short", f"write at least {int(least.total_seconds())}s")
            return None
        return length

    return shape


def timed(parse: Callable[[str], T], name: str = "a time that can be read") -> Shaper[T]:
    """What one of `study.durations` makes of a text. `name` is what it should be, in a sentence."""

    def shape(report: Report, node: Node) -> T | None:
        said = text(report, node)
        if said is None:
            return None
        try:
            return parse(said)
        except TimeError as error:
            report.fault(node, f"{quoted(said)} is not {name}", str(error))
            return None

    return shape


def clock(report: Report, node: Node) -> time | None:
    return timed(parse_clock)(report, node)


def day(report: Report, node: Node) -> date | None:
    """A date, `2023-03-14`."""
    said = text(report, node)
    if said is None:
        return None
    try:
        if _DATE.fullmatch(said):
            return date.fromisoformat(said)
    except ValueError:
        pass
    report.fault(node, f"{quoted(said)} is not a date", "write year-month-day, such as 2023-03-14")
    return None
