"""Something has happened, and a button of the study says so: its questionnaire begins at once. It was not planned, so
neither the quiet hours nor the number of prompts a day have a say in it."""

from handlers import checkin, delivery, lapsing, renewing
from handlers.sittings import local_day
from handlers.turn import Turn
from study.effects import PromptPlanned, SetTimer
from study.ids import record_id
from study.outcome import Outcome
from study.participant import Sitting, WaitingPrompt
from study.saying import Phrase, Say
from study.timing import Anchor
from study.touch import Button


def begin(turn: Turn, button: Button) -> Outcome:
    """Once: pressed again, the question that is open comes again. What nobody has touched makes room and comes back;
    what is begun is finished first. Where the text of the study is another by now, that comes instead, after this."""
    if renewing.outdated(turn):
        return turn.stay()
    open, aside = turn.participant.sitting, turn.participant.aside
    if open is not None and open.wave == button.id:
        return checkin.repeat(turn)
    if aside is not None and open is not None and aside.wave == button.id:
        return _after(turn, button) if open.touched else _changed_over(turn, open, aside)
    return _put(turn, button)


def _put(turn: Turn, button: Button) -> Outcome:
    found = next((one for one in turn.participant.waiting if one.wave == button.id), None)
    prompt = found or _new(turn, button)
    planned = () if found else (_planned(turn, prompt),)
    room = _room(turn)
    if room is None:
        return turn.stay(effects=planned).then(_after(turn, button) if found else _held(turn, button, prompt))
    assert room.participant is not None
    free = tuple(one for one in room.participant.waiting if one is not found)
    now = turn.as_now(room.participant.but(waiting=free))
    put = turn.stay(effects=planned).then(room).then(delivery.put(now, prompt))
    asked = put.participant is not None and put.participant.sitting is not None
    return put if asked or put.say else put.then(turn.as_now(now.participant).hint("buttons.nothing"))


def _new(turn: Turn, button: Button) -> WaitingPrompt:
    id = record_id(turn.seed, "prompt", button.id)
    return WaitingPrompt(id, button.id, button.ask, turn.at + button.expires)


def _planned(turn: Turn, prompt: WaitingPrompt) -> PromptPlanned:
    """Day 0 is the day of the agreement. It is no beep: so it is known as theirs after the button is gone."""
    since = local_day(turn, turn.participant.anchors.get(Anchor.CONSENT, turn.at))
    day = (local_day(turn, turn.at) - since).days
    times = (turn.at, prompt.expires_at)
    site = turn.participant.site
    return PromptPlanned(prompt.prompt, prompt.wave, prompt.questionnaire, day, 0, *times, site=site)


def _room(turn: Turn) -> Outcome | None:
    """What is on the screen makes room; None where somebody is at it. One at a time stands aside, another is put again
    after all."""
    person, open = turn.participant, turn.participant.sitting
    if open is None:
        return turn.stay()
    if open.touched:
        return None
    if open.late or open.expires_at is None:
        return lapsing.closed(turn.as_now(person.but(sitting=None)), open)
    if person.aside is None:
        return turn.become(sitting=None, aside=open)
    again = WaitingPrompt(open.prompt, open.wave, open.questionnaire, open.expires_at, again=True)
    return turn.become(sitting=None, waiting=(*person.waiting, again))


def _held(turn: Turn, button: Button, prompt: WaitingPrompt) -> Outcome:
    """It lapses by itself if they never come to it."""
    waiting = (*turn.participant.waiting, prompt)
    now = turn.as_now(turn.participant.but(waiting=waiting))
    return turn.become(effects=(SetTimer("expire", prompt.expires_at, prompt.prompt),), waiting=waiting).then(
        _after(now, button)
    )


def _after(turn: Turn, button: Button) -> Outcome:
    return turn.stay(Say((Phrase("buttons.after-this", {"label": button.label}),)))


def _changed_over(turn: Turn, open: Sitting, aside: Sitting) -> Outcome:
    return checkin.repeat(turn.as_now(turn.participant.but(sitting=aside, aside=open)))
