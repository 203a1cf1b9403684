"""/hide: what can still be deleted in the chat is, and one line is left that says nothing."""

from dataclasses import replace

from handlers import face
from handlers.steps import repeat
from handlers.turn import Turn
from study.effects import ClearChat
from study.inbound import Command
from study.outcome import Outcome
from study.participant import Participant, Stage
from study.saying import Keys, Phrase, Say

BESIDE = frozenset({Stage.NEW, Stage.ENROLLED, Stage.FINISHED, Stage.WITHDRAWN})
"""Where nothing waits for an answer by itself."""


def asks(turn: Turn) -> bool:
    """Whether they want the chat cleared, or to know what stays in it. At any step, and before there is any."""
    match turn.event:
        case Command(name="hide" | "more"):
            return True
    return turn.means("key.hide")


def answer(turn: Turn) -> Outcome:
    """The line offers a word, so that nothing else needs to stand there."""
    if isinstance(turn.event, Command) and turn.event.name == "more":
        return _kept(turn, Outcome(turn.participant, (Say((Phrase("hide.how"),)),)))
    if face.is_on(turn.participant):
        return face.shut(turn)
    line = Say((Phrase("hide.done"),), otherwise=Keys.BARE)
    hidden = _unasked(turn.participant.but(hidden=_waits(turn.participant)))
    return _kept(turn, Outcome(hidden, (line,), (ClearChat(),), silence=True))


def in_sight(turn: Turn, outcome: Outcome) -> Outcome:
    """The first that comes after it is dealt with as ever; a question that is still open is then put again: nobody can
    see it any more."""
    after = outcome.participant
    if not turn.participant.hidden or not turn.is_theirs or after is None:
        return outcome
    seen = Outcome(after.but(hidden=False), outcome.say, outcome.effects, outcome.silence)
    if turn.event == Command("start") or not _still(turn.participant, after):
        return seen
    assert seen.participant is not None
    return seen.then(repeat(turn.as_now(seen.participant)))


def _waits(person: Participant) -> bool:
    return person.stage not in BESIDE or person.sitting is not None or person.draft is not None


def _unasked(person: Participant) -> Participant:
    """The question about an entry goes with the rest: whatever comes next brings it again, and joins nothing unseen."""
    if person.draft is None or person.sitting is not None:
        return person
    return person.but(draft=replace(person.draft, asked=False))


def _still(before: Participant, after: Participant) -> bool:
    """Whether what waited before waits still, and has not been put anew meanwhile."""
    asked = (before.sitting and before.sitting.asking, after.sitting and after.sitting.asking)
    return (
        _waits(after) and before.stage is after.stage and asked[0] == asked[1] and before.draft == after.draft
    )


def _kept(turn: Turn, outcome: Outcome) -> Outcome:
    """Of a stranger nothing is kept for it."""
    if turn.participant.stage is not Stage.NEW:
        return outcome
    return Outcome(None, outcome.say)
