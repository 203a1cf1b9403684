"""Coming back after leaving: the information again, and a new agreement. The code stays."""

from handlers.turn import Turn
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Phrase, Say


def back(turn: Turn) -> Outcome:
    if not turn.protocol.open_for_recruitment:
        return turn.hint("recruitment.closed", title=turn.protocol.title)
    return turn.become(Say((Phrase("returning.welcome"),)), stage=Stage.INFORMATION, mistakes=0)


def answer(turn: Turn) -> Outcome:
    return turn.hint("leaving.already-left")
