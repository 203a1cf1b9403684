"""When the study is over for somebody, and when it is forgotten who they are."""

from datetime import datetime, time, timedelta

from handlers.restraint import in_peace
from handlers.turn import Turn
from study.effects import SetTimer
from study.localtime import later, resolve
from study.saying import Phrase
from study.timing import Anchor

DAY = timedelta(days=1)
NOON = time(12)


def ends_at(turn: Turn) -> datetime | None:
    """When the study ends for somebody who takes part, in UTC: after whole days at noon, and when nobody is disturbed.
    None where it has no end."""
    ending, agreed = turn.protocol.ending, turn.participant.anchors.get(Anchor.CONSENT)
    if ending is None or agreed is None:
        return None
    at = later(agreed, ending.after, turn.zone)
    if not ending.after % DAY:
        at = resolve(at.astimezone(turn.zone).date(), NOON, turn.zone)
    return in_peace(turn, at)


def end_set(turn: Turn) -> tuple[SetTimer, ...]:
    """The timer of the end, as it is by their clock and the study file of now."""
    at = ends_at(turn)
    return () if at is None else (SetTimer("end", at),)


def cut_at(turn: Turn, ended: datetime | None) -> datetime | None:
    """When their contact is cut, in UTC; `ended` is when the study did for them, None where it has not. None where that
    cannot be known, or it never is."""
    keep, agreed = turn.protocol.keep, turn.participant.anchors.get(Anchor.CONSENT)
    if keep is None or keep.contacts is None:
        return None
    since = ended if keep.contacts.after_end else agreed
    return None if since is None else later(since, keep.contacts.length, turn.zone)


def cut_set(turn: Turn, ended: datetime | None = None) -> tuple[SetTimer, ...]:
    """The timer of that."""
    at = cut_at(turn, ended)
    return () if at is None else (SetTimer("cut", at),)


def cut_said(turn: Turn, ended: datetime) -> tuple[Phrase, ...]:
    """The same in words."""
    at = cut_at(turn, ended)
    return () if at is None else (Phrase("contact.cut", {"whole_date": at.astimezone(turn.zone).date()}),)
