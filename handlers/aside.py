"""A questionnaire that nobody has touched gives way to one that lapses sooner, and is there again after it."""

from datetime import timedelta

from handlers import checkin
from handlers.restraint import left_in_peace
from handlers.turn import Turn
from study.inbound import Fell
from study.outcome import Outcome, Phrase
from study.participant import WaitingPrompt

A_WHILE = timedelta(minutes=30)
"""So long after it was put, somebody may be writing or speaking an answer that has not come yet."""


def gives_way(turn: Turn, prompt: WaitingPrompt) -> bool:
    """Whether what is open makes room. What is begun never does, and one at a time stands aside."""
    open, aside = turn.participant.sitting, turn.participant.aside
    if open is None or aside is not None or open.expires_at is None:
        return False
    touched = open.done or open.media or open.picked or turn.at - open.started_at < A_WHILE
    return not touched and prompt.expires_at < open.expires_at


def back_in_front(turn: Turn) -> Outcome:
    """Open again, as it was: its keys count. Who is there is asked it again; nobody is called back for it."""
    now = turn.as_now(turn.participant.but(sitting=turn.participant.aside, aside=None))
    if isinstance(turn.event, Fell) or left_in_peace(turn):
        return now.stay()
    return checkin.ask(now, lead=(Phrase("prompt.remind"),))
