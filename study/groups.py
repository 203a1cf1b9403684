"""Groups of questions as a study file writes them, and how often they are asked."""

from collections.abc import Callable, Mapping

from study.asked import Asked, Kind
from study.faults import Report, meant, quoted
from study.fields import Fields
from study.instrument import Repeat
from study.model import Text
from study.tree import Node
from study.values import text, whole

MOST_ROUNDS = 50

Say = Callable[[Fields, str], Text | None]
"""Reads the text under a key of these fields."""


def read_repeat(fields: Fields, asked: Mapping[str, Asked], say: Say) -> Repeat | None:
    """`repeat` of a group, with the questions in mind that were asked before it; `say` reads what is asked between two
    rounds, and knows those within."""
    node = fields.at("repeat")
    if node is None:
        return None
    inner = Fields(fields.report, node, "repeat")
    times = inner.may("times", lambda report, node: _times(report, node, asked))
    again = say(inner, "again")
    both = [key for key in ("times", "again") if inner.at(key) is not None]
    if inner.whole and len(both) != 1:
        what = "repeat has both `times` and `again`" if both else "repeat has neither `times` nor `again`"
        instead = "write `times`, the id of a number question, or `again`, what is asked after each round"
        fields.report.fault(node, what, instead)
    most = inner.need("at-most", whole(1, MOST_ROUNDS), 1, "write how often at most, such as `at-most: 5`")
    inner.finish()
    return Repeat(at_most=most, times=times or "", again=again)


def _times(report: Report, node: Node, asked: Mapping[str, Asked]) -> str | None:
    """The id of a question that is answered with a whole number."""
    said = text(report, node)
    if said is None:
        return None
    one = asked.get(said)
    numbers = [id for id, other in asked.items() if other.kind is Kind.NUMBER and not other.decimals]
    if one is None:
        what = f"there is no question {quoted(said)} before this group"
        instead = "write the id of a number question, and how often at most at `at-most`"
        report.fault(node, what, instead if said.isdigit() else meant(said, numbers))
    elif one.hidden:
        report.fault(node, f"{said} {one.hidden}", "write the id of a number question before this group")
    elif said not in numbers and not one.doubtful:
        what = f"{said} is not answered with a whole number"
        report.fault(node, what, "write the id of a question of type number")
    return said
