"""A prompt's life, driven by timers: it falls due, is put, reminded of once or more, and lapses."""

from datetime import datetime, timedelta

from handlers import checkin
from handlers.anchors import after_sitting
from handlers.aside import gives_way
from handlers.restraint import applies, enough, is_open, is_theirs, left_in_peace, morning, once_more
from handlers.sittings import upcoming
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
    waiting, until = turn.participant.waiting, morning(turn)
    full = until is None and enough(turn)
    lapsed = [prompt for prompt in waiting if not is_open(turn, prompt)]
    open = [prompt for prompt in waiting if prompt not in lapsed]
    past = [prompt for prompt in open if full or not is_theirs(turn, prompt)]
    still = [prompt for prompt in open if prompt not in past]
    effects = tuple(
        effect
        for prompts, end in ((lapsed, _expired), (past, _not_asked))
        for prompt in prompts
        for effect in end(prompt.prompt, turn)
    )
    if until is not None:
        later = tuple(_later(prompt, until) for prompt in still)
        return turn.become(waiting=(), effects=(*effects, *later))
    turn = turn.as_now(turn.participant.but(waiting=tuple(still[1:])))
    begun = _put(turn, still[0]) if still else turn.stay()
    return turn.stay(effects=effects).then(begun)


def _forget(turn: Turn) -> Outcome:
    """They began, and let it be. Whoever has agreed once is not forgotten this way."""
    if turn.participant.stage in (Stage.ENROLLED, Stage.WITHDRAWN) or turn.participant.code:
        return turn.stay()
    return turn.forget(step="faded")


def _due(turn: Turn, timer: Fell) -> Outcome:
    """Late, too: the service may have stood still. What would be put at night waits for the morning."""
    if turn.participant.stage is not Stage.ENROLLED or timer.expires_at is None:
        return turn.stay()
    prompt = WaitingPrompt(timer.prompt, timer.wave, timer.questionnaire, timer.expires_at)
    if turn.participant.blocked or not is_open(turn, prompt):
        return turn.stay(effects=_expired(timer.prompt, turn))
    if not is_theirs(turn, prompt) or not applies(turn, prompt):
        return turn.stay(effects=_not_asked(timer.prompt, turn))
    until = morning(turn)
    if until is not None:
        return turn.stay(effects=(_later(prompt, until),))
    if enough(turn):
        return turn.stay(effects=_not_asked(timer.prompt, turn))
    open = turn.participant.sitting
    if open is not None and gives_way(turn, prompt):
        return _put(turn.as_now(turn.participant.but(sitting=None, aside=open)), prompt)
    if open is not None:
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
    found = upcoming(turn.as_now(turn.participant.but(sitting=sitting)))
    if found.step is None and not found.notes:  # nothing in it is for them
        return turn.stay(effects=_not_asked(prompt.prompt, turn))
    turn = turn.as_now(once_more(turn).but(sitting=sitting))
    effects: tuple[Effect, ...] = (
        PromptMoved(prompt.prompt, PromptState.DELIVERED, turn.at),
        SetTimer("expire", prompt.expires_at, prompt.prompt),
        *_next_reminder(turn, sitting, after=timedelta(0)),
    )
    several = len(turn.protocol.questionnaire(prompt.questionnaire).questions) > 1
    lead = (Phrase("prompt.begin" if several else "prompt.begin-one"),)  # how many, the answers decide
    return turn.stay(effects=effects).then(checkin.ask(turn, lead=lead, haste=Haste.PROMPT))


def _remind(turn: Turn, timer: Fell) -> Outcome:
    """Only while nothing is answered yet, and never in the quiet hours or on a day on which nobody is asked."""
    aside, sitting = turn.participant.aside, turn.participant.sitting
    if aside is not None and aside.prompt == timer.prompt:
        return turn.stay(effects=_next_reminder(turn, aside, after=turn.at - aside.started_at))
    if sitting is None or sitting.prompt != timer.prompt or sitting.done or sitting.media:
        return turn.stay()
    if sitting.expires_at is not None and sitting.expires_at <= turn.at:
        return turn.stay()
    later = _next_reminder(turn, sitting, after=turn.at - sitting.started_at)
    if turn.participant.blocked or left_in_peace(turn):
        return turn.stay(effects=later)
    return turn.stay(effects=later).then(
        checkin.ask(turn, lead=(Phrase("prompt.remind"),), haste=Haste.PROMPT)
    )


def _next_reminder(turn: Turn, sitting: Sitting, *, after: timedelta) -> tuple[SetTimer, ...]:
    """The first of the wave's reminders that is later than `after` the beginning, and before the end."""
    reminders = (wave.remind for wave in turn.protocol.schedule.waves if wave.id == sitting.wave)
    for wait in sorted(next(reminders, ())):
        at = sitting.started_at + wait
        if wait > after and sitting.expires_at is not None and at < sitting.expires_at:
            return (SetTimer("remind", at, sitting.prompt),)
    return ()


def _lapse(turn: Turn, timer: Fell) -> Outcome:
    """What was answered stays. A voice on its way keeps the prompt open until it is sealed."""
    participant = turn.participant
    sitting = participant.sitting
    if participant.aside is not None and participant.aside.prompt == timer.prompt:
        return turn.become(aside=None, effects=_expired(timer.prompt, turn))
    if sitting is None or sitting.prompt != timer.prompt:
        return _lapse_waiting(turn, timer)
    if sitting.media:
        return turn.stay(effects=(SetTimer("expire", turn.at + GRACE, timer.prompt),))
    state = PromptState.PARTIAL if sitting.done else PromptState.EXPIRED
    ended: tuple[Effect, ...] = (CancelTimers(prompt=timer.prompt), PromptMoved(timer.prompt, state, turn.at))
    over = turn.become(sitting=None, effects=ended)
    return over.then(
        after_sitting(turn.as_now(participant.but(sitting=None)), sitting.questionnaire, answered=False)
    )


def _lapse_waiting(turn: Turn, timer: Fell) -> Outcome:
    waiting = turn.participant.waiting
    if timer.prompt not in (prompt.prompt for prompt in waiting):
        return turn.stay()
    left = tuple(prompt for prompt in waiting if prompt.prompt != timer.prompt)
    return turn.become(waiting=left, effects=_expired(timer.prompt, turn))


def _expired(prompt: str, turn: Turn) -> tuple[Effect, ...]:
    return (CancelTimers(prompt=prompt), PromptMoved(prompt, PromptState.EXPIRED, turn.at))


def _not_asked(prompt: str, turn: Turn) -> tuple[Effect, ...]:
    return (CancelTimers(prompt=prompt), PromptMoved(prompt, PromptState.NOT_ASKED, turn.at))


def _later(prompt: WaitingPrompt, at: datetime) -> SetTimer:
    return SetTimer("prompt", at, prompt.prompt, prompt.wave, prompt.questionnaire, prompt.expires_at)
