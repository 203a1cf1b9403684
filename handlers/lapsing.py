"""How a prompt ends without its last answer. What was answered stays; if the study says so, answers may come late."""

from dataclasses import replace
from datetime import timedelta

from handlers import relocating, silence
from handlers.restraint import by_button
from handlers.sittings import counted
from handlers.turn import Turn
from study.effects import CancelTimers, Effect, PromptMoved, PromptState, SetTimer
from study.inbound import Fell, Tapped
from study.outcome import Outcome
from study.participant import Sitting, Stage, WaitingPrompt
from study.saying import Acknowledge, Phrase, Rekey, Utterance

GRACE = timedelta(hours=1)
"""How long a lapsed prompt stays open for a voice that is still on its way."""

LAST = 5
"""Of so many askings that lapsed it is known that they did."""


def lapse(turn: Turn, timer: Fell) -> Outcome:
    """Wherever it is. A voice on its way keeps it open until it is sealed."""
    person = turn.participant
    sitting, aside = person.sitting, person.aside
    if sitting is not None and sitting.prompt == timer.prompt:
        if sitting.media:
            return turn.stay(effects=(SetTimer("expire", turn.at + GRACE, timer.prompt),))
        late = _late(turn, sitting)
        over = closed(turn.as_now(person.but(sitting=late)), sitting)
    elif aside is not None and aside.prompt == timer.prompt:
        late = _late(turn, aside)
        over = closed(turn.as_now(person.but(aside=late)), aside)
    else:
        return _lapse_waiting(turn, timer)
    if late is None or late.expires_at is None:
        return over
    assert over.participant is not None
    kept = over.participant.but(lapsed=person.lapsed)  # its keys still count
    return Outcome(kept, over.say, (*over.effects, SetTimer("expire", late.expires_at, timer.prompt)))


def closed(turn: Turn, sitting: Sitting) -> Outcome:
    """It is over, as far as it came, and nobody is at it any more (`turn` is without it)."""
    over = broken_off(turn, sitting)
    assert over.participant is not None
    if sitting.late or sitting.touched or by_button(turn, sitting.wave):
        return over
    return over.then(silence.one_more(turn.as_now(over.participant)))


def broken_off(turn: Turn, sitting: Sitting) -> Outcome:
    """The same, and nobody's silence ended it. One that was open to late answers had lapsed before."""
    person = turn.participant
    if sitting.asking is not None:
        person = person.but(lapsed=(*person.lapsed, sitting.asking.token)[-LAST:])
    now = turn.as_now(person)
    over = now.stay(effects=ended(turn, sitting))
    if sitting.late:
        return over
    return over.then(relocating.over(now, sitting, answered=False))


def ended(turn: Turn, sitting: Sitting) -> tuple[Effect, ...]:
    """How far it came."""
    if sitting.late:
        return (CancelTimers(prompt=sitting.prompt),)
    asked, given = counted(sitting)
    state = PromptState.PARTIAL if sitting.done else PromptState.EXPIRED
    return _ended(turn, sitting.prompt, state, asked, given)


def given_up(turn: Turn, prompt: WaitingPrompt) -> Outcome:
    """It makes room for a newer one, or is not for them any more (`turn` is without it)."""
    if prompt.again:
        return expired(turn, prompt)
    return turn.stay(effects=_ended(turn, prompt.prompt, PromptState.NOT_ASKED))


def let_go(turn: Turn, prompt: WaitingPrompt) -> Outcome:
    """They do not wish to be asked it any more (`turn` is without it)."""
    if not prompt.again:
        return turn.stay(effects=_ended(turn, prompt.prompt, PromptState.NOT_ASKED))
    return turn.stay(effects=_ended(turn, prompt.prompt, PromptState.EXPIRED, 1, 0))


def expired(turn: Turn, prompt: WaitingPrompt) -> Outcome:
    """It has lapsed, and is not on the screen (`turn` is without it): in silence, if it was never put."""
    if not prompt.again:
        return turn.stay(effects=_ended(turn, prompt.prompt, PromptState.EXPIRED))
    return turn.stay(effects=_ended(turn, prompt.prompt, PromptState.EXPIRED, 1, 0)).then(
        silence.one_more(turn)
    )


def tapped(turn: Turn) -> bool:
    """Whether this is a key of an asking that has lapsed, tapped by somebody who still takes part."""
    if not isinstance(turn.event, Tapped) or turn.participant.stage is not Stage.ENROLLED:
        return False
    return any(turn.event.data.startswith(f"q:{token}:") for token in turn.participant.lapsed)


def told(turn: Turn) -> Outcome:
    """Its time is over, and nothing is wrong; its keys go."""
    assert isinstance(turn.event, Tapped)
    newer = turn.participant.sitting is not None
    words = Phrase("prompt.lapsed-newer" if newer else "prompt.lapsed")
    said: tuple[Utterance, ...] = (Acknowledge(turn.event.tap, words),)
    return turn.stay(*said, *((Rekey(turn.event.message, ()),) if turn.event.message is not None else ()))


def _late(turn: Turn, sitting: Sitting) -> Sitting | None:
    """The same, open to late answers; None where they are not wanted, or not any more."""
    lates = (wave.late for wave in turn.protocol.schedule.waves if wave.id == sitting.wave)
    late = next(lates, None)
    if sitting.late or late is None or sitting.expires_at is None or sitting.expires_at + late <= turn.at:
        return None
    return replace(sitting, late=True, expires_at=sitting.expires_at + late)


def _lapse_waiting(turn: Turn, timer: Fell) -> Outcome:
    person = turn.participant
    found = next((one for one in (*person.waiting, *person.put_off) if one.prompt == timer.prompt), None)
    if found is None:
        return turn.stay()
    waiting = tuple(one for one in person.waiting if one is not found)
    put_off = tuple(one for one in person.put_off if one is not found)
    return expired(turn.as_now(person.but(waiting=waiting, put_off=put_off)), found)


def _ended(
    turn: Turn, prompt: str, state: PromptState, asked: int | None = None, given: int | None = None
) -> tuple[Effect, ...]:
    return (CancelTimers(prompt=prompt), PromptMoved(prompt, state, turn.at, asked, given))
