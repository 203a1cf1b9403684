"""A wave that changed while people are in it, laid anew because the team asks for it."""

from datetime import timedelta

from handlers.anchors import laid
from handlers.turn import Turn
from study.inbound import LayAnew
from study.localtime import midnight
from study.outcome import Outcome, WaveTakenBack
from study.participant import Stage
from study.schedule import plan

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
    zone = turn.protocol.site(participant.site).zone
    tonight = midnight(turn.at.astimezone(zone).date() + DAY, zone) - MOMENT
    found = plan(
        turn.protocol,
        participant.anchors,
        zone,
        turn.seed,
        wave.after.key,
        since=tonight,
        arm=participant.arm,
    )
    anew = laid(turn, [planned for planned in found if planned.wave == wave.id])
    return turn.stay(effects=(WaveTakenBack(wave.id, tonight), *anew))
