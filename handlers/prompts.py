"""A prompt's life, driven by timers: it falls due, is put, reminded of once or more, and lapses."""

from datetime import timedelta

from handlers import checkin
from handlers.turn import Turn
from study.inbound import Fell
from study.outcome import (
    CancelTimers,
    Effect,
    Haste,
    Outcome,
    Phrase,
    PromptMoved,
    PromptState,
    SetTimer,
)
from study.participant import Sitting, Stage, WaitingPrompt
from study.schedule import in_quiet

GRACE = timedelta(hours=1)
"""How long a lapsed prompt stays open for a voice that is still on its way."""


def fell(turn: Turn, timer: Fell) -> Outcome:
    match timer.kind:
        case "forget":
            return _forget(turn)
        case "prompt":
            return _due(turn, timer)
        case "remind":
            return _remind(turn, timer)
        case "expire":
            return _lapse(turn, timer)
    return turn.stay()


def begin_waiting(turn: Turn) -> Outcome:
    """The next prompt that waited for the one before it to end, if it is still open."""
    still = [prompt for prompt in turn.participant.waiting if prompt.expires_at > turn.at]
    lapsed = [prompt for prompt in turn.participant.waiting if prompt.expires_at <= turn.at]
    effects = tuple(effect for prompt in lapsed for effect in _expired(prompt.prompt, turn))
    turn = turn.as_now(turn.participant.but(waiting=tuple(still[1:])))
    begun = _put(turn, still[0]) if still else turn.stay()
    return turn.stay(effects=effects).then(begun)


def _forget(turn: Turn) -> Outcome:
    """They began, and let it be. Whoever has agreed once is not forgotten this way."""
    if turn.participant.stage in (Stage.ENROLLED, Stage.WITHDRAWN) or turn.participant.code:
        return turn.stay()
    return turn.forget(step="faded")


def _due(turn: Turn, timer: Fell) -> Outcome:
    if turn.participant.stage is not Stage.ENROLLED or timer.expires_at is None:
        return turn.stay()
    if timer.expires_at <= turn.at or turn.participant.blocked or not _known(turn, timer):
        return turn.stay(effects=_expired(timer.prompt, turn))
    prompt = WaitingPrompt(timer.prompt, timer.wave, timer.questionnaire, timer.expires_at)
    if turn.participant.sitting is not None:
        expire = SetTimer("expire", prompt.expires_at, prompt.prompt)
        return turn.become(waiting=(*turn.participant.waiting, prompt), effects=(expire,))
    return _put(turn, prompt)


def _put(turn: Turn, prompt: WaitingPrompt) -> Outcome:
    sitting = Sitting(
        questionnaire=prompt.questionnaire,
        started_at=turn.at,
        prompt=prompt.prompt,
        wave=prompt.wave,
        expires_at=prompt.expires_at,
    )
    turn = turn.as_now(turn.participant.but(sitting=sitting))
    effects: tuple[Effect, ...] = (
        PromptMoved(prompt.prompt, PromptState.DELIVERED, turn.at),
        SetTimer("expire", prompt.expires_at, prompt.prompt),
        *_next_reminder(turn, sitting, after=timedelta(0)),
    )
    count = len(turn.protocol.questionnaire(prompt.questionnaire).questions)
    lead = (Phrase("prompt.begin", n=count),)
    return turn.stay(effects=effects).then(checkin.ask(turn, lead=lead, haste=Haste.PROMPT))


def _remind(turn: Turn, timer: Fell) -> Outcome:
    """Only while nothing is answered yet, and never in the quiet hours."""
    sitting = turn.participant.sitting
    if sitting is None or sitting.prompt != timer.prompt or sitting.done or sitting.media:
        return turn.stay()
    later = _next_reminder(turn, sitting, after=turn.at - sitting.started_at)
    quiet = turn.protocol.schedule.quiet
    zone = turn.protocol.site(turn.participant.site).zone
    if turn.participant.blocked or (quiet is not None and in_quiet(quiet, turn.at, zone)):
        return turn.stay(effects=later)
    return turn.stay(effects=later).then(
        checkin.ask(turn, lead=(Phrase("prompt.remind"),), haste=Haste.PROMPT)
    )


def _next_reminder(turn: Turn, sitting: Sitting, *, after: timedelta) -> tuple[SetTimer, ...]:
    """The first of the wave's reminders that is later than `after` the beginning, and before the end."""
    wave = turn.protocol.wave(sitting.wave)
    for wait in sorted(wave.remind):
        at = sitting.started_at + wait
        if wait > after and sitting.expires_at is not None and at < sitting.expires_at:
            return (SetTimer("remind", at, sitting.prompt),)
    return ()


def _lapse(turn: Turn, timer: Fell) -> Outcome:
    """What was answered stays. A voice on its way keeps the prompt open until it is sealed."""
    participant = turn.participant
    sitting = participant.sitting
    if sitting is None or sitting.prompt != timer.prompt:
        return _lapse_waiting(turn, timer)
    if sitting.media:
        return turn.stay(effects=(SetTimer("expire", turn.at + GRACE, timer.prompt),))
    state = PromptState.PARTIAL if sitting.done else PromptState.EXPIRED
    ended: tuple[Effect, ...] = (CancelTimers(prompt=timer.prompt), PromptMoved(timer.prompt, state, turn.at))
    return turn.become(sitting=None, effects=ended)


def _lapse_waiting(turn: Turn, timer: Fell) -> Outcome:
    waiting = turn.participant.waiting
    if timer.prompt not in (prompt.prompt for prompt in waiting):
        return turn.stay()
    left = tuple(prompt for prompt in waiting if prompt.prompt != timer.prompt)
    return turn.become(waiting=left, effects=_expired(timer.prompt, turn))


def _expired(prompt: str, turn: Turn) -> tuple[Effect, ...]:
    return (CancelTimers(prompt=prompt), PromptMoved(prompt, PromptState.EXPIRED, turn.at))


def _known(turn: Turn, timer: Fell) -> bool:
    """Whether the study file still has this wave and its questionnaire."""
    waves = {wave.id for wave in turn.protocol.schedule.waves}
    questionnaires = {questionnaire.id for questionnaire in turn.protocol.questionnaires}
    return timer.wave in waves and timer.questionnaire in questionnaires
