"""What has fallen due and is not on the screen: another questionnaire is, or it is night, or they rest. Of one wave
only the newest counts, and one question comes at a time: the newest first."""

from dataclasses import replace

from handlers import aside, delivery, lapsing, renewing
from handlers.restraint import by_button, enough, is_open, is_theirs, left_in_peace, morning
from handlers.turn import Turn
from study.effects import Effect, SetTimer
from study.inbound import Fell, LayAnew
from study.outcome import Outcome
from study.participant import Participant, Sitting, Stage, WaitingPrompt


def fallen(turn: Turn, prompt: WaitingPrompt) -> Outcome:
    """It is to be asked now, or waits for its turn."""
    person = turn.participant
    if _newer_is_there(person, prompt):
        return lapsing.given_up(turn, prompt)
    if person.blocked or person.rest is not None or morning(turn) is not None:
        return _held(turn, prompt)
    if prompt.again and left_in_peace(turn):
        return _held(turn, prompt)
    if not prompt.again and enough(turn):
        return lapsing.given_up(turn, prompt)
    room = aside.room(turn, prompt)
    return _held(turn, prompt) if room is None else _put(turn, room, prompt)


def onward(turn: Turn) -> Outcome:
    """As soon as nothing else is under way, and there is somebody to ask, the newest of what waits is put; after all of
    it comes what made room. Called after everything that happens."""
    person = turn.participant
    if person.stage is not Stage.ENROLLED or person.blocked or renewing.outdated(turn):
        return turn.stay()
    if person.sitting is not None and not _may_stand_aside(turn) and not _lapsed_untouched(person.sitting):
        return turn.stay()
    if _wished_for(turn):
        return _newest(turn)
    not_now = person.put_off and not isinstance(turn.event, Fell)
    if not person.waiting or person.rest is not None or not_now:
        return aside.back_in_front(turn)
    until = morning(turn)
    if until is not None:
        return turn.stay(effects=(SetTimer("waiting", until),)).then(aside.back_in_front(turn))
    return _newest(turn)


def _may_stand_aside(turn: Turn) -> bool:
    """Whether it is time to see if what is open, and nobody touches, makes room for what waited: it was not asked again
    just now."""
    if isinstance(turn.event, Fell):
        return turn.event.kind in ("waiting", "resume")
    return lapsing.tapped(turn)


def _lapsed_untouched(open: Sitting) -> bool:
    """It is only there for a late answer, and holds up nothing."""
    return open.late and not open.touched


def _newest(turn: Turn) -> Outcome:
    """What cannot be asked any more goes first."""
    prompt = next((one for one in _in_line(turn) if _may_come(turn, one)), None)
    if prompt is None:
        return aside.back_in_front(turn)
    if aside.room(turn, prompt) is None:
        return turn.stay(effects=_looked_at_again(turn, prompt))
    now = turn.as_now(_without(turn.participant, prompt))
    if not is_open(turn, prompt):
        put = lapsing.expired(now, prompt)
    elif not is_theirs(turn, prompt) or not (
        prompt.again or by_button(turn, prompt.wave) or not enough(turn)
    ):
        put = lapsing.given_up(now, prompt)
    else:
        put = _put(now, aside.room(now, prompt) or now.stay(), prompt)
    assert put.participant is not None
    return put if put.participant.sitting is not None else put.then(onward(turn.as_now(put.participant)))


def _wished_for(turn: Turn) -> bool:
    """Whether they are there, and something waits that they have asked for themselves."""
    return _is_there(turn) and any(by_button(turn, one.wave) for one in turn.participant.waiting)


def _is_there(turn: Turn) -> bool:
    return not isinstance(turn.event, Fell | LayAnew)


def _in_line(turn: Turn) -> list[WaitingPrompt]:
    """What they have asked for themselves comes first, then the newest."""
    newest_first = reversed(turn.participant.waiting)
    return sorted(newest_first, key=lambda one: not by_button(turn, one.wave))


def _may_come(turn: Turn, prompt: WaitingPrompt) -> bool:
    """What was put before is not put on a day on which nobody is asked; it stays until it lapses. Nor is what they have
    asked for themselves, unless they are there."""
    own = by_button(turn, prompt.wave) and not _is_there(turn)
    return not ((prompt.again or own) and left_in_peace(turn))


def _put(turn: Turn, room: Outcome, prompt: WaitingPrompt) -> Outcome:
    made = room.then(_made_room(_after(turn, room), prompt, put=True))
    now = _after(turn, made)
    if now.participant.rest is not None and not by_button(
        turn, prompt.wave
    ):  # what made room was one missed too many
        return made.then(_held(now, prompt))
    return made.then(delivery.put(now, prompt))


def _held(turn: Turn, prompt: WaitingPrompt) -> Outcome:
    """It lapses by itself. What is on the screen stays there."""
    room = _made_room(turn, prompt, put=False)
    now = _after(turn, room)
    wake = _looked_at_again(turn, prompt)
    effects: tuple[Effect, ...] = (SetTimer("expire", prompt.expires_at, prompt.prompt), *wake)
    return room.then(now.become(waiting=(*now.participant.waiting, prompt), effects=effects))


def _looked_at_again(turn: Turn, prompt: WaitingPrompt) -> tuple[Effect, ...]:
    at = morning(turn) or aside.room_from(turn, prompt)
    return (SetTimer("waiting", at),) if at is not None and turn.at < at < prompt.expires_at else ()


def _made_room(turn: Turn, prompt: WaitingPrompt, *, put: bool) -> Outcome:
    """The older ones of its wave go: what waits, and, where it is `put`, what stands aside."""
    outcome = turn.stay()
    for older in _of_its_wave(turn.participant, prompt):
        now = _after(turn, outcome)
        outcome = outcome.then(lapsing.given_up(now.as_now(_without(now.participant, older)), older))
    now = _after(turn, outcome)
    beside = now.participant.aside
    if put and beside is not None and beside.wave == prompt.wave:
        outcome = outcome.then(lapsing.closed(now.as_now(now.participant.but(aside=None)), beside))
    return outcome


def _newer_is_there(person: Participant, prompt: WaitingPrompt) -> bool:
    shown = [one for one in (person.sitting, person.aside) if one is not None and not one.late]
    ends = [one.expires_at for one in shown if one.wave == prompt.wave and one.expires_at is not None]
    ends += [one.expires_at for one in _of_its_wave(person, prompt)]
    return any(end > prompt.expires_at for end in ends)


def _of_its_wave(person: Participant, prompt: WaitingPrompt) -> tuple[WaitingPrompt, ...]:
    there = (*person.waiting, *person.put_off)
    return tuple(one for one in there if one.wave == prompt.wave and one.prompt != prompt.prompt)


def _without(person: Participant, prompt: WaitingPrompt) -> Participant:
    return replace(
        person,
        waiting=tuple(one for one in person.waiting if one.prompt != prompt.prompt),
        put_off=tuple(one for one in person.put_off if one.prompt != prompt.prompt),
    )


def _after(turn: Turn, outcome: Outcome) -> Turn:
    assert outcome.participant is not None
    return turn.as_now(outcome.participant)
