"""What holds for all waves, as a study file writes it: the days on which nobody is asked, and how far people may move
their own hours."""

from datetime import timedelta

from study.durations import parse_span, show_span
from study.faults import Report
from study.fields import Fields
from study.rhythm import LONGEST, items
from study.timing import Shift, Span
from study.tree import Node
from study.values import duration, timed
from study.wishes import HOUR

MOST_NEVER = 200
MOST_HOURS = 12  # of a shift, either way


def read_never(report: Report, node: Node) -> tuple[Span, ...] | None:
    found: list[Span] = []
    if len(items(node)) > MOST_NEVER:
        what = f"{len(items(node))} days and spans in a row"
        report.fault(
            node, what, f"{MOST_NEVER} are the most; write `first..last` for days that follow each other"
        )
        return None
    for item in items(node):
        span = timed(parse_span)(report, item)
        if span is None:
            continue
        if span.last - span.first > LONGEST:
            what = "nobody would be asked for more than ten years"
            report.fault(item, what, "write a shorter span, or leave the waves out")
        for other in found:
            if span.first <= other.last and other.first <= span.last:
                report.fault(
                    item,
                    f"{show_span(span)} and {show_span(other)} have days in common",
                    "write each day once",
                )
        found.append(span)
    return tuple(found) or None


def read_shift(report: Report, node: Node) -> Shift:
    """How far people may move their hours; what is left out is not allowed."""
    fields = Fields(report, node, "shift")
    shift = Shift(
        earlier=fields.either("earlier", _hours, timedelta(0)),
        later=fields.either("later", _hours, timedelta(0)),
    )
    fields.finish()
    return shift


def _hours(report: Report, node: Node) -> timedelta | None:
    length = duration(timedelta(0))(report, node)
    if length is not None and (length % HOUR or length > MOST_HOURS * HOUR):
        what = f"people move their day by whole hours, and by no more than {MOST_HOURS}"
        report.fault(node, what, "write such as 2h")
        return None
    return length
