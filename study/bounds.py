"""What bounds an answer, for each type that has bounds."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from study.faults import Report, quoted
from study.fields import Fields
from study.instrument import AnswerType, Day
from study.options import MOST, Options
from study.texts import Texts
from study.tree import Node
from study.values import Shaper, clock, day, text, whole

FARTHEST = 1_000_000  # points of a scale
LARGEST = 1_000_000_000_000  # numbers
MOST_DECIMALS = 6
LONGEST = 4_000  # characters; Telegram takes no more than 4,096 in one message
NARROWEST, WIDEST = 1, 500  # km

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
WITHIN = r"([0-9]{1,4}(?:\.[0-9]{1,3})?) ?km"


def _options(fields: Fields, texts: Texts, types: Sequence[AnswerType]) -> dict[str, Any]:
    return Options(texts, fields, types).read()


def _choices(fields: Fields, texts: Texts, types: Sequence[AnswerType]) -> dict[str, Any]:
    found = Options(texts, fields, types).read()
    options = found["options"]
    assert isinstance(options, tuple)
    if AnswerType.TEXT in types:
        return found
    least, most = fields.may("at-least", whole(0, MOST)), fields.may("at-most", whole(1, MOST))
    together = sum(not option.alone for option in options)
    for key, number in (("at-least", least), ("at-most", most)):
        if options and number is not None and number > together:
            what = f"{number} of them can never be chosen together"
            fields.report.fault(fields.place(key), what, f"write at most {together}, or leave it out")
    _check_order(fields, least, most)
    return found | {"at_least": least, "at_most": most}


def _text(fields: Fields, texts: Texts, types: Sequence[AnswerType]) -> dict[str, Any]:
    if AnswerType.CHOICES in types:
        return {}
    least, most = fields.may("at-least", whole(1, LONGEST)), fields.may("at-most", whole(1, LONGEST))
    _check_order(fields, least, most)
    return {"at_least": least, "at_most": most}


def _check_order(fields: Fields, least: int | None, most: int | None) -> None:
    if least is not None and most is not None and least > most:
        what = f"at least {least} and at most {most} leave nothing"
        fields.report.fault(fields.place("at-most"), what, "write the smaller number at `at-least`")


def _scale(fields: Fields, texts: Texts, types: Sequence[AnswerType]) -> dict[str, Any]:
    low = fields.need("from", whole(-FARTHEST, FARTHEST), None)
    high = fields.need("to", whole(-FARTHEST, FARTHEST), None)
    if low is not None and high is not None and low >= high:
        what = f"a scale from {low} to {high}"
        fields.report.fault(fields.place("to"), what, "write the smaller number at `from`")
        low = high = None
    ends = {
        "low_label": fields.may("from-label", texts.label),
        "high_label": fields.may("to-label", texts.label),
    }
    if (fields.at("from-label") is None) != (fields.at("to-label") is None):
        what = "one end of the scale has words, the other has none"
        fields.report.fault(fields.node, what, "write `from-label` and `to-label`, or neither")
    return {"low": low, "high": high, **ends}


def _number(fields: Fields, texts: Texts, types: Sequence[AnswerType]) -> dict[str, Any]:
    decimals = fields.either("decimals", whole(0, MOST_DECIMALS), 0)
    low, high = fields.may("from", _numeral(decimals)), fields.may("to", _numeral(decimals))
    if low is not None and high is not None and low >= high:
        what = f"a number from {low} to {high}"
        fields.report.fault(fields.place("to"), what, "write the smaller number at `from`")
        low = high = None
    return {"low": low, "high": high, "decimals": decimals, "unit": fields.may("unit", texts.label)}


def _numeral(decimals: int) -> Shaper[int | float]:
    """A number with at most so many digits after the point: an int where it is whole."""

    def shape(report: Report, node: Node) -> int | float | None:
        said = text(report, node)
        if said is None:
            return None
        found = _NUMBER.fullmatch(said)
        if not found or abs(float(said)) > LARGEST:
            report.fault(node, f"{quoted(said)} is no number", "write digits, with a point: 12 or 0.5")
            return None
        if len((found[1] or ".").rstrip("0")) - 1 > decimals:
            what = f"{said} has more digits after the point than can be answered"
            report.fault(node, what, "write a whole number, or more `decimals`")
            return None
        return int(float(said)) if float(said).is_integer() else float(said)

    return shape


def _date(fields: Fields, texts: Texts, types: Sequence[AnswerType]) -> dict[str, Any]:
    first, last = fields.may("from", _day), fields.may("to", _day)
    if first is not None and (
        first == last or (isinstance(first, date) and isinstance(last, date) and first > last)
    ):
        what = f"dates from {first} to {last}"
        fields.report.fault(fields.place("to"), what, "write the earlier one at `from`")
    return {"first_day": first, "last_day": last}


def _day(report: Report, node: Node) -> Day | None:
    """A date, or the day on which it is asked."""
    said = text(report, node)
    if said == "today":
        return "today"
    if said is not None and not said[:1].isdigit():
        report.fault(node, f"{quoted(said)} is not a date", "write one such as 2023-03-14, or today")
        return None
    return None if said is None else day(report, node)


def _time(fields: Fields, texts: Texts, types: Sequence[AnswerType]) -> dict[str, Any]:
    """From a later hour to an earlier one is past midnight."""
    first, last = fields.may("from", clock), fields.may("to", clock)
    if first is not None and first == last:
        what = f"times from {first:%H:%M} to {first:%H:%M}"
        fields.report.fault(fields.place("to"), what, "write two different times; they may run past midnight")
    return {"first_time": first, "last_time": last}


def _place(fields: Fields, texts: Texts, types: Sequence[AnswerType]) -> dict[str, Any]:
    instead = "write the side of the square that is kept of it, such as `within: 25km`"
    return {"within": fields.need("within", within, None, instead)}


def within(report: Report, node: Node) -> float | None:
    said = text(report, node)
    if said is None:
        return None
    found = re.fullmatch(WITHIN, said)
    if found and NARROWEST <= float(found[1]) <= WIDEST:
        return float(found[1])
    report.fault(node, f"{quoted(said)} is no distance", f"write {NARROWEST}km to {WIDEST}km")
    return None


READERS: dict[AnswerType, Callable[[Fields, Texts, Sequence[AnswerType]], dict[str, Any]]] = {
    AnswerType.CHOICE: _options,
    AnswerType.CHOICES: _choices,
    AnswerType.SCALE: _scale,
    AnswerType.NUMBER: _number,
    AnswerType.DATE: _date,
    AnswerType.TIME: _time,
    AnswerType.TEXT: _text,
    AnswerType.PLACE: _place,
}
"""What of a Question they read from its fields; all its types are told to each."""
