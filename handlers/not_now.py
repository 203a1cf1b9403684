"""Not now: a prompt comes again in an hour, once."""

from dataclasses import replace
from datetime import datetime

from handlers import asking
from handlers.announcing import day_of
from handlers.answers import Screen
from handlers.restraint import AN_HOUR, comes_again
from handlers.sittings import sitting_of
from handlers.turn import Turn
from study.effects import CancelTimers, SetTimer
from study.inbound import Tapped
from study.outcome import Outcome
from study.participant import WaitingPrompt
from study.saying import Acknowledge, Phrase, Say, Settle, Utterance


def put_off(turn: Turn, screen: Screen) -> Outcome:
    """It leaves the screen, and nobody is reminded of it. Where an hour has become too long since its key was shown, it
    stays open as it is."""
    sitting = sitting_of(turn)
    assert sitting.expires_at is not None
    quiet = CancelTimers(prompt=sitting.prompt, kind="remind")
    at = comes_again(turn, sitting.expires_at)
    if at is None:
        return _stays(turn, screen, sitting.expires_at, quiet)
    prompt = WaitingPrompt(
        sitting.prompt, sitting.wave, sitting.questionnaire, sitting.expires_at, again=True
    )
    timer = SetTimer("again", at, prompt.prompt, prompt.wave, prompt.questionnaire, prompt.expires_at)
    soon = at - turn.at == AN_HOUR
    words = Phrase("prompt.put-off") if soon else Phrase("prompt.put-off-until", _when(turn, at))
    put_off = (*turn.participant.put_off, prompt)
    return turn.become(*_settled(turn, screen, words), effects=(quiet, timer), sitting=None, put_off=put_off)


def _stays(turn: Turn, screen: Screen, until: datetime, quiet: CancelTimers) -> Outcome:
    words = Phrase("prompt.stays-open", _when(turn, until))
    sitting = replace(sitting_of(turn), put_off=True)
    keys = asking.keys(replace(screen, not_now=False))
    if isinstance(turn.event, Tapped):
        (_, *redrawn) = asking.redraw(turn, keys)
        return turn.become(Acknowledge(turn.event.tap, words), *redrawn, effects=(quiet,), sitting=sitting)
    shown = Say((words,), keys if asking.by_reply_keys(screen) else ())
    return turn.become(shown, effects=(quiet,), sitting=sitting)


def _settled(turn: Turn, screen: Screen, words: Phrase) -> tuple[Utterance, ...]:
    """Under the question that was tapped, whose keys go; else in a message."""
    if not isinstance(turn.event, Tapped):
        return asking.taken_away(screen, words) or (Say((words,)),)
    acknowledged = Acknowledge(turn.event.tap)
    if turn.event.message is None:
        return (acknowledged, Say((words,)))
    return (acknowledged, Settle(turn.event.message, (screen.ask, words)))


def _when(turn: Turn, at: datetime) -> dict[str, Phrase | str]:
    here = at.astimezone(turn.zone)
    return {"day": day_of(turn, here), "at": f"{here:%H:%M}"}
