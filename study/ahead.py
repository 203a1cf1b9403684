"""Parts of a study that are read and checked, and that this version does not act on yet.

A study can be written whole, and `study check` says of each of these parts what it does not do yet: nobody should
believe that it does."""

from datetime import timedelta
from enum import StrEnum

from study.faults import Report
from study.fields import Fields
from study.model import Model
from study.tree import Node, Sequence
from study.values import duration, one_of, whole

MOST_COUPONS = 20
DEEPEST = 50  # steps from the first
SHORTEST, LONGEST = 5, 480  # minutes


class Memory(StrEnum):
    """What is kept of who brought whom."""

    WAVE = "wave"  # how many steps from the first
    EDGES = "edges"  # who by whom, by codes
    NOTHING = "nothing"


class Referrals(Model):
    """Snowball recruitment: so many `coupons` for each participant, over at most `depth` steps."""

    coupons: int
    depth: int
    remember: Memory = Memory.NOTHING


class Way(StrEnum):
    IN_PERSON = "in-person"
    CALL = "call"


class Place(StrEnum):
    """Who names the place of an interview."""

    PARTICIPANT = "participant"
    TEAM = "team"


class Interviews(Model):
    minutes: int
    ways: tuple[Way, ...]
    place: Place = Place.PARTICIPANT
    remind: tuple[timedelta, ...] = ()


def referrals(report: Report, node: Node) -> Referrals:
    fields = Fields(report, node, "referrals")
    found = Referrals(
        coupons=fields.need("coupons", whole(1, MOST_COUPONS), 1),
        depth=fields.either("depth", whole(1, DEEPEST), DEEPEST),
        remember=fields.either("remember", one_of(Memory), Memory.NOTHING),
    )
    fields.finish()
    return found


def interviews(report: Report, node: Node) -> Interviews:
    fields = Fields(report, node, "interviews")
    found = Interviews(
        minutes=fields.need("minutes", whole(SHORTEST, LONGEST), 60),
        ways=fields.need("ways", _ways, ()),
        place=fields.either("place", one_of(Place), Place.PARTICIPANT),
        remind=fields.either("remind", _reminders, ()),
    )
    fields.finish()
    return found


def _ways(report: Report, node: Node) -> tuple[Way, ...] | None:
    items = node.items if isinstance(node, Sequence) else (node,)
    ways = [way for item in items if (way := one_of(Way)(report, item))]
    return tuple(dict.fromkeys(ways)) or None


def _reminders(report: Report, node: Node) -> tuple[timedelta, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return tuple(wait for item in items if (wait := duration()(report, item)))
