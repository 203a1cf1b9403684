"""Who answers: leaving first, then what the machine itself reports, then commands, then the step under way."""

from handlers import commands, diary, groups, language, leaving, prompts
from handlers.steps import answer, onward, repeat
from handlers.turn import Turn
from study.inbound import (
    Blocked,
    Command,
    Edited,
    Facts,
    Fell,
    Fetched,
    Grouped,
    Inbound,
    NotFetched,
    Tapped,
    Unblocked,
)
from study.outcome import Confirm, Discard, Outcome
from study.participant import Participant, Stage
from study.protocol import Protocol


def respond(participant: Participant, inbound: Inbound, protocol: Protocol, facts: Facts) -> Outcome:
    """The one entry: what this event means for this participant. Pure; see `study.outcome.Outcome`."""
    turn = Turn(participant, inbound, protocol, facts)
    if participant.blocked and not isinstance(inbound.event, Blocked | Fell | Fetched | NotFetched):
        turn = turn.as_now(participant.but(blocked=False))  # whoever writes has let us write again
    return _then_waiting(turn, onward(turn, _route(turn)))


def _route(turn: Turn) -> Outcome:
    match turn.event:
        case Grouped(chat=chat):
            return groups.leave(chat)
        case Command(name="stop"):
            return leaving.leave(turn)
        case Blocked():
            return _blocked(turn)
        case Unblocked():
            return turn.stay() if turn.participant.stage is not Stage.NEW else Outcome(None)
        case Fell() as timer:
            return prompts.fell(turn, timer)
        case Fetched() | NotFetched():
            return _fetched(turn, turn.event)
    if turn.means("key.stop"):
        return leaving.leave(turn)
    if turn.participant.stage is Stage.NEW:
        return answer(turn)
    return _said(turn)


def _said(turn: Turn) -> Outcome:
    match turn.event:
        case Command() as command:
            return commands.answer(turn, command)
        case Edited():
            return turn.hint("hint.edited")
        case Tapped() if turn.participant.stage is not Stage.LANGUAGE and language.chosen(turn):
            return _change_language(turn)
    if turn.participant.stage is Stage.ENROLLED and diary.decides(turn):
        return diary.decide(turn)
    return answer(turn)


def _change_language(turn: Turn) -> Outcome:
    """And the step under way is put again, in the new language."""
    chosen = language.chosen(turn)
    changed = turn.as_now(turn.participant.but(language=chosen))
    shown = changed.stay(*language.shown(changed))
    if changed.participant.stage in (Stage.WITHDRAWN, Stage.ENROLLED) and not changed.participant.sitting:
        return shown
    return shown.then(repeat(changed))


def _blocked(turn: Turn) -> Outcome:
    """Nothing is said, nothing is concluded: they may come back. Before consent there is nothing to come back to."""
    if turn.participant.stage is Stage.NEW:
        return Outcome(None)
    return turn.become(blocked=True)


def _fetched(turn: Turn, event: Fetched | NotFetched) -> Outcome:
    """A sound nobody waits for any more: what an enrolled person said is kept, anything else is let go."""
    participant = turn.participant
    if participant.stage in (Stage.HEARING, Stage.CONFIRMING, Stage.STATEMENT):
        return answer(turn)
    if diary.awaits(turn, event.media):
        return diary.heard(turn)
    if participant.sitting is not None and participant.sitting.media == event.media:
        return answer(turn)
    if participant.stage is Stage.ENROLLED and isinstance(event, Fetched):
        return turn.stay(effects=(Confirm(event.media),))
    return turn.stay(effects=(Discard(event.media),)) if participant.stage is not Stage.NEW else Outcome(None)


def _then_waiting(turn: Turn, outcome: Outcome) -> Outcome:
    """A prompt that waited begins as soon as nothing else is under way."""
    after = outcome.participant
    if after is None or after.stage is not Stage.ENROLLED or after.sitting is not None or not after.waiting:
        return outcome
    return outcome.then(prompts.begin_waiting(turn.as_now(after)))
