"""Saying no before agreeing."""

from handlers.renewing import reconsider
from handlers.turn import Turn
from study.effects import CancelTimers, Discard, Effect
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Keys, Phrase, Say


def decline(turn: Turn) -> Outcome:
    """Nothing of them stays; somebody who took part before, and came back to look, is simply left alone again."""
    participant = turn.participant
    if participant.renewing is not None:
        return reconsider(turn)
    if not participant.code:
        nothing_kept = Say((Phrase("consent.declined"),), otherwise=Keys.REMOVE)
        return turn.forget(nothing_kept, step="declined")
    said = Say((Phrase("consent.declined-return"),), otherwise=Keys.REMOVE)
    effects: tuple[Effect, ...] = (CancelTimers(),)
    if participant.voice:
        effects += (Discard(participant.voice),)
    return turn.become(said, effects=effects, stage=Stage.WITHDRAWN, sitting=None, voice="", voice_file="")
