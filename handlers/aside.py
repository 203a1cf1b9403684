"""Who makes room for whom. A questionnaire that nobody has touched stands aside for one that lapses sooner, and is
there again after it; for a newer one of its own wave it goes, and so does one that is answered late."""

from datetime import datetime, timedelta

from handlers import checkin, lapsing
from handlers.restraint import left_in_peace
from handlers.turn import Turn
from study.inbound import Fell, Tapped
from study.outcome import Outcome
from study.participant import Sitting, WaitingPrompt
from study.saying import Phrase

A_WHILE = timedelta(minutes=30)
"""So long after it was put, somebody may be writing or speaking an answer that has not come yet."""


def room(turn: Turn, prompt: WaitingPrompt) -> Outcome | None:
    """What is on the screen makes room for this prompt; None where it stays."""
    open = turn.participant.sitting
    if open is None:
        return turn.stay()
    without = turn.as_now(turn.participant.but(sitting=None))
    if _goes(turn, open, prompt):
        return lapsing.closed(without, open)
    if _stands_aside(turn, open, prompt):
        return without.become(aside=open)
    return None


def room_from(turn: Turn, prompt: WaitingPrompt) -> datetime | None:
    """When what is on the screen, and still may be under somebody's fingers, makes room if they leave it at that."""
    open = turn.participant.sitting
    if open is None or open.media:
        return None
    if open.late:
        return _last_touched(open) + A_WHILE
    sooner = open.expires_at is not None and prompt.expires_at < open.expires_at
    beside = turn.participant.aside is None and not open.touched and sooner
    return open.started_at + A_WHILE if beside else None


def back_in_front(turn: Turn) -> Outcome:
    """Open again, as it was: its keys count. Who is there is asked it again; nobody is called back for it, or asked it
    who has just said "not now"."""
    person = turn.participant
    if person.aside is None or person.sitting is not None:
        return turn.stay()
    now = turn.as_now(person.but(sitting=person.aside, aside=None))
    called_back = isinstance(turn.event, Fell) or person.rest is not None or left_in_peace(turn)
    if called_back or person.aside.late or person.put_off:
        return now.stay()
    return checkin.ask(now, lead=(Phrase("prompt.remind"),))


def under_the_finger(turn: Turn) -> Turn:
    """Who taps a key of what stands aside answers it: it changes places with what is on the screen, if that is
    untouched."""
    open, beside = turn.participant.sitting, turn.participant.aside
    if not isinstance(turn.event, Tapped) or open is None or beside is None or beside.asking is None:
        return turn
    theirs = turn.event.data.startswith(f"q:{beside.asking.token}:")
    if not theirs or open.touched or open.media:
        return turn
    return turn.as_now(turn.participant.but(sitting=beside, aside=open))


def _goes(turn: Turn, open: Sitting, prompt: WaitingPrompt) -> bool:
    """One that has lapsed goes for any, unless somebody is at it; any that is untouched for a newer one of its wave."""
    if open.media:
        return False
    if open.late:
        return not open.touched or turn.at - _last_touched(open) >= A_WHILE
    return open.wave == prompt.wave and not open.touched


def _stands_aside(turn: Turn, open: Sitting, prompt: WaitingPrompt) -> bool:
    """What is begun never does, and one at a time stands aside."""
    if turn.participant.aside is not None or open.expires_at is None or open.late:
        return False
    fresh = turn.at - open.started_at < A_WHILE
    return not open.touched and not fresh and prompt.expires_at < open.expires_at


def _last_touched(open: Sitting) -> datetime:
    """The question on the screen was put when the one before it was answered."""
    return open.asking.asked_at if open.asking else open.started_at
