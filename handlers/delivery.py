"""A prompt is put on the screen, and reminded of."""

from dataclasses import replace
from datetime import timedelta

from handlers import checkin, lapsing, renewing
from handlers.home import pressed
from handlers.restraint import by_button, left_in_peace, not_after, once_more, peace_ends
from handlers.sittings import upcoming
from handlers.turn import Turn
from study.effects import Effect, PromptMoved, PromptState, SetTimer
from study.inbound import Fell
from study.outcome import Outcome
from study.participant import Sitting, WaitingPrompt
from study.saying import Haste, Phrase, Say, Words


def put(turn: Turn, prompt: WaitingPrompt) -> Outcome:
    """Its first question, if any of it is for them. One that is put again counts once, and is not reminded of."""
    sitting = Sitting(
        questionnaire=prompt.questionnaire,
        started_at=turn.at,
        prompt=prompt.prompt,
        wave=prompt.wave,
        expires_at=prompt.expires_at,
        put_off=prompt.again,
    )
    found = upcoming(turn.as_now(turn.participant.but(sitting=sitting)))
    if found.step is None and not found.notes:  # nothing in it is for them
        return lapsing.given_up(turn, prompt)
    if prompt.again:
        again = turn.as_now(turn.participant.but(sitting=sitting))
        return _called(again, (Phrase("prompt.again"),))
    own = by_button(turn, prompt.wave)
    turn = turn.as_now((turn.participant if own else once_more(turn)).but(sitting=sitting))
    effects: tuple[Effect, ...] = (
        PromptMoved(prompt.prompt, PromptState.DELIVERED, turn.at),
        SetTimer("expire", prompt.expires_at, prompt.prompt),
        *_next_reminder(turn, sitting, after=timedelta(0)),
    )
    asked = _asked(turn, sitting) if own else _called(turn, _greeting(turn, sitting))
    return turn.stay(effects=effects).then(_puts(asked, prompt.prompt))


def remind(turn: Turn, timer: Fell) -> Outcome:
    """Only while nobody has touched it, and never in the quiet hours, in a pause or on a day on which nobody is
    asked."""
    person, aside, sitting = turn.participant, turn.participant.aside, turn.participant.sitting
    if aside is not None and aside.prompt == timer.prompt:
        return turn.stay(effects=_next_reminder(turn, aside, after=turn.at - aside.started_at))
    if sitting is None or sitting.prompt != timer.prompt or sitting.touched or sitting.late:
        return turn.stay()
    if sitting.expires_at is not None and sitting.expires_at <= turn.at:
        return turn.stay()
    later = _next_reminder(turn, sitting, after=turn.at - sitting.started_at)
    held_up = person.blocked or person.rest is not None or renewing.outdated(turn)
    if held_up or left_in_peace(turn):
        return turn.stay(effects=later)
    return turn.stay(effects=later).then(_called(turn, (Phrase("prompt.remind"),)))


def said_anew(turn: Turn, timer: Fell) -> Outcome:
    """What put it was dropped on its way: it is said again when that disturbs nobody, unless they have come to it by
    themselves."""
    person, sitting, until = turn.participant, turn.participant.sitting, peace_ends(turn)
    if sitting is None or sitting.touched or sitting.late or person.blocked or person.rest is not None:
        return turn.stay()
    if sitting.expires_at is not None and sitting.expires_at <= turn.at:  # words of it would be dropped again
        return turn.stay()
    if until is not None:
        return turn.stay(effects=(SetTimer("again", until, timer.prompt, sitting.wave),))
    return _puts(_called(turn, _greeting(turn, sitting)), timer.prompt)


def _asked(turn: Turn, sitting: Sitting) -> Outcome:
    """What they have asked for themselves: they are there. Where they had to wait for it, it is said what it is."""
    button = turn.protocol.button(sitting.wave)
    later = button is not None and pressed(turn) != button
    lead = (Phrase("buttons.now", {"label": button.label}),) if later and button else ()
    return checkin.ask(turn, lead=lead)


def _greeting(turn: Turn, sitting: Sitting) -> tuple[Words, ...]:
    """(How many questions there will be, the answers decide.)"""
    several = len(turn.protocol.questionnaire(sitting.questionnaire).questions) > 1
    return (Phrase("prompt.begin" if several else "prompt.begin-one"),)


def _called(turn: Turn, lead: tuple[Words, ...]) -> Outcome:
    """The question, in words that call somebody who is not there: if they are held up, they are not said at night, or
    once it has lapsed."""
    expires_at = turn.participant.sitting.expires_at if turn.participant.sitting else None
    asked = checkin.ask(turn, lead=lead, haste=Haste.PROMPT)
    until = not_after(turn, expires_at) if expires_at is not None else None
    said = (replace(one, not_after=until) if isinstance(one, Say) else one for one in asked.say)
    return replace(asked, say=tuple(said))


def _puts(asked: Outcome, prompt: str) -> Outcome:
    """The last of its messages puts `prompt`."""
    *before, last = asked.say
    return replace(asked, say=(*before, replace(last, prompt=prompt) if isinstance(last, Say) else last))


def _next_reminder(turn: Turn, sitting: Sitting, *, after: timedelta) -> tuple[SetTimer, ...]:
    """The first of the wave's reminders that is later than `after` the beginning, and before the end."""
    reminders = (wave.remind for wave in turn.protocol.schedule.waves if wave.id == sitting.wave)
    for wait in sorted(next(reminders, ())):
        at = sitting.started_at + wait
        if wait > after and sitting.expires_at is not None and at < sitting.expires_at:
            return (SetTimer("remind", at, sitting.prompt),)
    return ()
