"""A group is no place for this bot: it says a line, and leaves."""

from handlers.turn import Turn
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Leave, Phrase


def leave(turn: Turn, chat: int) -> Outcome:
    """Whatever happens in a group changes nothing for the person."""
    kept = None if turn.participant.stage is Stage.NEW else turn.participant
    return Outcome(kept, (Leave(chat, (Phrase("group.leave"),)),))
