"""A prompt's life, driven by timers: it falls due, is put or waits, is reminded of, is put again, and lapses."""

from handlers import (
    consent_again,
    delivery,
    face,
    finishing,
    lapsing,
    my_data,
    reminding_consent,
    renewing,
    resting,
    silence,
    together,
    waiting,
)
from handlers.anchors import held_back
from handlers.restraint import applies, is_open, is_theirs
from handlers.turn import Turn
from study.inbound import Fell
from study.outcome import Outcome
from study.participant import Stage, WaitingPrompt


def fell(turn: Turn, timer: Fell) -> Outcome:
    """(Of "waiting" and "version" there is nothing to do here: what waits, and what is new, is looked at after
    everything that happens.)"""
    match timer.kind:
        case "forget":
            return _forget(turn)
        case "prompt":
            return _due(turn, timer)
        case "again":
            return _again(turn, timer)
        case "renew":
            return consent_again.remind(turn)
        case "apart":
            return together.say_apart(turn)
        case "alone":
            return together.unanswered(turn)
        case "consent":
            return reminding_consent.remind(turn, timer)
        case "remind":
            return delivery.remind(turn, timer)
        case "expire":
            return lapsing.lapse(turn, timer)
        case "resume":
            return resting.time_is_up(turn)
        case "silence":
            return silence.ask(turn)
        case "end":
            return finishing.end(turn)
        case "close":
            return face.time_is_up(turn)
        case "cut":
            return finishing.cut(turn)
        case "granted-file" | "granted-contact":
            return my_data.granted(turn, timer.kind.removeprefix("granted-"))
    return turn.stay()


def _forget(turn: Turn) -> Outcome:
    """They began, and let it be. Whoever has agreed once is not forgotten this way."""
    if turn.participant.stage in (Stage.ENROLLED, Stage.WITHDRAWN) or turn.participant.code:
        return turn.stay()
    return turn.forget(step="faded")


def _due(turn: Turn, timer: Fell) -> Outcome:
    """Late, too: the service may have stood still. One that is here already was laid anew while its timer fell."""
    if turn.participant.stage is not Stage.ENROLLED or timer.expires_at is None:
        return turn.stay()
    if timer.prompt in held_back(turn.participant):
        return turn.stay()
    prompt = WaitingPrompt(timer.prompt, timer.wave, timer.questionnaire, timer.expires_at)
    if turn.participant.blocked or not is_open(turn, prompt):
        return lapsing.expired(turn, prompt)
    if timer.overtaken or not is_theirs(turn, prompt) or not applies(turn, prompt):
        return lapsing.given_up(turn, prompt)
    if renewing.outdated(turn):
        return lapsing.let_go(turn, prompt)
    return waiting.fallen(turn, prompt)


def _again(turn: Turn, timer: Fell) -> Outcome:
    """An hour after "not now". Or the words that put it did not go out in time, and nobody has seen it."""
    person = turn.participant
    if person.sitting is not None and person.sitting.prompt == timer.prompt:
        return delivery.said_anew(turn, timer)
    found = next((one for one in person.put_off if one.prompt == timer.prompt), None)
    if found is None:
        return turn.stay()
    turn = turn.as_now(person.but(put_off=tuple(one for one in person.put_off if one is not found)))
    if timer.overtaken or not is_open(turn, found) or not is_theirs(turn, found):
        return lapsing.given_up(turn, found)
    if renewing.outdated(turn):
        return lapsing.let_go(turn, found)
    return waiting.fallen(turn, found)
