"""A wave that changed while people are in it, laid anew because the team asks for it."""

from datetime import timedelta

from handlers.anchors import laid, planned, running
from handlers.terms import end_set
from handlers.turn import Turn
from study.effects import WaveTakenBack
from study.inbound import LayAnew
from study.localtime import midnight
from study.outcome import Outcome
from study.participant import Stage

DAY = timedelta(days=1)
MOMENT = timedelta(milliseconds=1)
"""What falls due at midnight is tomorrow's."""


def lay_anew(turn: Turn, event: LayAnew) -> Outcome:
    """From tomorrow on, where the participant lives: what of today is still to come stays, so that nobody is asked more
    often today than either file says. Nothing is said about it."""
    participant = turn.participant
    wave = next((wave for wave in turn.protocol.schedule.waves if wave.id == event.wave), None)
    if participant.stage is not Stage.ENROLLED or wave is None:
        return turn.stay()
    tonight = midnight(turn.at.astimezone(turn.zone).date() + DAY, turn.zone) - MOMENT
    runs = [run for run in running(turn) if run.key == wave.after.key]
    anew = laid(turn, [(id, one) for id, one in planned(turn, runs, tonight) if one.wave == wave.id])
    return turn.stay(effects=(WaveTakenBack(wave.id, tonight), *anew, *end_set(turn)))
