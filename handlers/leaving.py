"""Leaving: /stop, or the word alone, from any state, at once."""

from dataclasses import replace

from handlers.terms import cut_said, cut_set
from handlers.turn import Turn
from study.outcome import CancelTimers, Discard, Effect, Keys, Outcome, Phrase, PromptsEnded, PromptState, Say
from study.participant import Stage


def leave(turn: Turn) -> Outcome:
    participant = turn.participant
    match participant.stage:
        case Stage.NEW:
            return Outcome(None, (turn.line("leaving.nothing-held"),))
        case Stage.WITHDRAWN:
            return turn.stay(_said(turn, "leaving.already"))
        case Stage.ENROLLED | Stage.FINISHED:
            return _withdraw(turn)
    if participant.code:
        return _back_out(turn)
    forgotten = turn.forget(_said(turn, "leaving.before-consent"), step="declined")
    return replace(forgotten, silence=True)


def erase(turn: Turn) -> Outcome:
    """Everything of them goes, at the team's word. Nothing is said: whoever left is not written to again."""
    return Outcome(None, effects=(turn.tally("erased"),), silence=True)


def _withdraw(turn: Turn) -> Outcome:
    """No word, reminder or prompt after this one. What was confirmed stays with the team until they say otherwise."""
    participant = turn.participant
    open_records = [*(participant.draft.records if participant.draft else ()), *participant.late]
    if participant.sitting and participant.sitting.media:
        open_records.append(participant.sitting.media)
    over = participant.stage is Stage.FINISHED  # then it is set already when their contact is cut
    told = over and participant.rest is None  # and said, unless they could not be told yet
    ended_at = None if told else participant.rest.since if over and participant.rest else turn.at
    ended: tuple[Effect, ...] = () if over else (CancelTimers(), *cut_set(turn, turn.at))
    effects: tuple[Effect, ...] = (
        *ended,
        PromptsEnded(PromptState.WITHDRAWN, turn.at),
        *(Discard(record) for record in open_records),
        turn.tally("withdrew"),
    )
    left = participant.but(
        stage=Stage.WITHDRAWN,
        sitting=None,
        aside=None,
        waiting=(),
        draft=None,
        late=(),
        remembered={},
        runs=(),
        rest=None,
        talk=None,
        talk_at=None,
        zones_asked=(),
        put_off=(),
        today=(),
        anchors={},  # a date that they gave may be one of them
        scopes=frozenset(),
    )
    cut = cut_said(turn, ended_at) if ended_at else ()
    return Outcome(left, (_said(turn, "leaving.done", *cut),), effects, silence=True)


def _back_out(turn: Turn) -> Outcome:
    """They had left, came back to look, and leave again before agreeing anew."""
    voice = turn.participant.voice
    effects = (Discard(voice),) if voice else ()
    left = turn.participant.but(stage=Stage.WITHDRAWN, sitting=None, voice="", voice_file="")
    return Outcome(left, (_said(turn, "leaving.already"),), effects, silence=True)


def _said(turn: Turn, name: str, *more: Phrase) -> Say:
    words = {"contact": turn.protocol.team.contact, "code": turn.participant.code}
    return Say((Phrase(name, words), *more), otherwise=Keys.REMOVE)
