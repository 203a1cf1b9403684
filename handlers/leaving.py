"""Leaving: /stop, or the word alone, from any state, at once. What becomes of what they gave is asked then."""

from dataclasses import replace

from handlers import erasing
from handlers.terms import cut_said, cut_set
from handlers.turn import Turn
from study.effects import CancelTimers, ClearChat, Discard, Effect, PromptsEnded, PromptState, Withdrew
from study.inbound import Command
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Keys, Phrase, Say


def leave(turn: Turn) -> Outcome:
    participant = turn.participant
    if participant.renewing is not None:
        return _undecided(turn)
    match participant.stage:
        case Stage.NEW:
            return Outcome(None, (turn.line("leaving.nothing-held"),))
        case Stage.WITHDRAWN:
            return turn.stay(_chosen_now(turn, "leaving.already"))
        case Stage.ENROLLED | Stage.FINISHED:
            return _withdraw(turn)
    if participant.code:
        return _back_out(turn)
    forgotten = turn.forget(_said(turn, "leaving.before-consent"), step="declined")
    return replace(forgotten, effects=(ClearChat(), *forgotten.effects), silence=True)


def asked(turn: Turn, command: Command) -> Outcome:
    """/stop and /erase, alone or with the code and the code word of a receipt."""
    receipt = turn.facts.receipt
    if receipt is not None and (receipt.of or not erasing.is_own(turn)):
        return erasing.by_code_word(turn, receipt)
    if command.name == "erase" and erasing.takes_part(turn):
        return turn.hint("leaving.erase-how")
    return leave(turn)


def departed(turn: Turn) -> Outcome:
    """They leave again, at the time when they did. Nothing is said: they know."""
    person = turn.participant
    if person.stage not in erasing.TAKING_PART and person.renewing is None:
        return turn.stay()
    return replace(leave(turn), say=())


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
        Withdrew(turn.at),
        *(Discard(record) for record in open_records),
        turn.tally("withdrew"),
    )
    left = participant.left()
    cut = cut_said(turn, ended_at) if ended_at else ()
    return Outcome(left, (_chosen_now(turn, "leaving.done", *cut),), effects, silence=True)


def _undecided(turn: Turn) -> Outcome:
    """They were asked to agree to a new text: what they leave is what they had agreed to before."""
    voice = turn.participant.voice
    begun = turn.stay(effects=(Discard(voice),) if voice else ())
    return begun.then(leave(turn.as_now(turn.participant.as_agreed())))


def _back_out(turn: Turn) -> Outcome:
    """They had left, came back to look, and leave again before agreeing anew."""
    voice = turn.participant.voice
    effects = (Discard(voice),) if voice else ()
    left = turn.participant.but(stage=Stage.WITHDRAWN, sitting=None, voice="", voice_file="")
    return Outcome(left, (_chosen_now(turn, "leaving.already"),), effects, silence=True)


def _chosen_now(turn: Turn, name: str, *more: Phrase) -> Say:
    """They have left, and are asked what is to become of what they gave."""
    left = _said(turn, name, *more)
    return replace(left, words=(*left.words, *erasing.choice(turn)), keys=erasing.ROWS)


def _said(turn: Turn, name: str, *more: Phrase) -> Say:
    words = {"contact": turn.protocol.team.contact, "code": turn.participant.code}
    return Say((Phrase(name, words), *more), otherwise=Keys.REMOVE)
