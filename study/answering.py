"""How a question can be answered, and which of its keys go with that."""

from collections.abc import Collection, Sequence
from typing import Any

from study.bounds import READERS
from study.faults import Report
from study.fields import Fields
from study.instrument import AnswerType
from study.texts import Texts
from study.tree import Node
from study.tree import Sequence as Items
from study.values import Shaper, one_of

TYPED = (AnswerType.NUMBER, AnswerType.DATE, AnswerType.TIME)
"""A written text beside one of these would be ambiguous."""
VALUED = (AnswerType.YES_NO, AnswerType.CHOICE, AnswerType.CHOICES, AnswerType.SCALE, *TYPED)
"""Types that are chosen, or typed as a value: only one of them can be asked at once."""
TYPES = f"write `type: yes-no`, or {', '.join(type for type in AnswerType if type != 'yes-no')}"

KEYS: dict[str, tuple[AnswerType, ...]] = {
    "options": (AnswerType.CHOICE, AnswerType.CHOICES),
    "order": (AnswerType.CHOICE, AnswerType.CHOICES),
    "fixed": (AnswerType.CHOICE, AnswerType.CHOICES),
    "alone": (AnswerType.CHOICES,),
    "at-least": (AnswerType.CHOICES, AnswerType.TEXT),
    "at-most": (AnswerType.CHOICES, AnswerType.TEXT),
    "from": (AnswerType.SCALE, *TYPED),
    "to": (AnswerType.SCALE, *TYPED),
    "from-label": (AnswerType.SCALE,),
    "to-label": (AnswerType.SCALE,),
    "decimals": (AnswerType.NUMBER,),
    "unit": (AnswerType.NUMBER,),
    "within": (AnswerType.PLACE,),
}
"""Whose the keys are."""


def types(allowed: Collection[AnswerType], why: str) -> Shaper[tuple[AnswerType, ...]]:
    """One type, or a list of those that can be asked together. `why` the others are not allowed, as an `instead`."""

    def shape(report: Report, node: Node) -> tuple[AnswerType, ...] | None:
        found: list[AnswerType] = []
        for item in node.items if isinstance(node, Items) else (node,):
            type = one_of(AnswerType)(report, item)
            if type is None:
                return None
            if type not in allowed:
                report.fault(item, f"{type} cannot be asked here", why)
            if type in found:
                report.fault(item, f"{type} is here twice", "keep one")
            found.append(type)
        if not found:
            report.fault(node, "a question has no type", TYPES)
            return None
        _check_together(report, node, found)
        return tuple(dict.fromkeys(found))

    return shape


def _check_together(report: Report, node: Node, found: Sequence[AnswerType]) -> None:
    valued = [type for type in dict.fromkeys(found) if type in VALUED]
    typed = [type for type in valued if type in TYPED]
    if AnswerType.NOTE in found and len(set(found)) > 1:
        report.fault(node, "a note asks nothing, and stands alone", "write `type: note`, or leave note out")
    elif len(valued) > 1:
        report.fault(node, f"{' and '.join(valued)} cannot be one question", "ask two questions")
    elif typed and AnswerType.TEXT in found:
        what = f"what somebody writes could be the {typed[0]} or the text"
        report.fault(node, what, "leave text out, or ask two questions")


def bounds(fields: Fields, types: Sequence[AnswerType], texts: Texts) -> dict[str, Any]:
    """What of a Question depends on its types. Reports every key that belongs to another type."""
    found: dict[str, Any] = {}
    for type in types:
        if type in READERS:
            found |= READERS[type](fields, texts, types)
    if {AnswerType.CHOICES, AnswerType.TEXT} <= set(types):
        for key in ("at-least", "at-most"):
            if fields.at(key) is not None:
                what = f'"{key}" could count the choices or the characters here'
                fields.report.fault(fields.place(key), what, "leave it out, or ask two questions")
    for key, owners in KEYS.items():
        if fields.at(key) is not None and types and not set(owners) & set(types):
            what = f'"{key}" belongs to {_either(owners)}'
            fields.report.fault(fields.place(key), what, "leave it out here, or change the type")
    return found


def _either(owners: Sequence[AnswerType]) -> str:
    *rest, last = owners
    return f"{', '.join(rest)} and {last}" if rest else str(last)
