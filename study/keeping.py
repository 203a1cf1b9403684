"""How long things are kept, as a study file says it."""

from datetime import datetime, timedelta

from study.durations import parse_duration
from study.faults import Report, quoted
from study.fields import Fields
from study.model import Model
from study.tree import Node
from study.values import text, timed

YEAR = timedelta(days=365)
LONGEST_TERM = timedelta(days=3660)
AFTER_END = " after end"


class Term(Model):
    """How long something is kept: from when it came, or from the end of the study for somebody. That is its ending, or
    when they leave."""

    length: timedelta
    after_end: bool = False

    def over(self, came: datetime, ended: datetime | None) -> datetime | None:
        """When it is, for what `came` from somebody for whom the study `ended`. None where it is not over for them and
        the term counts from there."""
        since = ended if self.after_end else came
        return None if since is None else since + self.length


class Keep(Model):
    """`contacts` is how long it is known who is who; `media` how long sounds and pictures are kept. What people were
    recorded agreeing to is no media in this sense: it is kept for as long as what it allows."""

    contacts: Term | None = None
    media: Term | None = None


def read_keep(report: Report, node: Node) -> Keep:
    fields = Fields(report, node, "keep")
    found = Keep(contacts=fields.may("contacts", _term), media=fields.may("media", _term))
    fields.finish()
    return found


def _term(report: Report, node: Node) -> Term | None:
    """`2y`, `180d`, `180d after end`."""
    said = text(report, node)
    if said is None:
        return None
    length = said.removesuffix(AFTER_END)
    if (
        length.endswith("y")
        and length[:-1].isdigit()
        and 1 <= int(length[:-1]) * YEAR.days <= LONGEST_TERM.days
    ):
        return Term(length=int(length[:-1]) * YEAR, after_end=said != length)
    if length != said:
        try:
            return Term(length=parse_duration(length), after_end=True)
        except ValueError as error:
            report.fault(node, f"{quoted(said)} is not a time that can be read", str(error))
            return None
    read = timed(parse_duration)(report, node)
    return None if read is None else Term(length=read)
