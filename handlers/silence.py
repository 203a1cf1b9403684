"""Silence: after so many prompts in a row that lapsed untouched, one question, and then nothing until they write."""

from handlers import resting
from handlers.restraint import peace_ends
from handlers.turn import Turn
from study.effects import SetTimer
from study.outcome import Outcome
from study.participant import Rest, Stage, Why
from study.saying import Haste, Key, Keys, Phrase, Say

ANSWERS = ("key.still-here", "key.not-for-now")
KEYS = tuple((Key(Phrase(name)),) for name in ANSWERS)


def one_more(turn: Turn) -> Outcome:
    """A prompt that was put has lapsed untouched. Whoever rests or cannot be reached is not counted as silent."""
    person, most = turn.participant, turn.protocol.schedule.silence
    if person.stage is not Stage.ENROLLED or person.blocked or person.rest is not None:
        return turn.stay()
    counted = person.but(missed=person.missed + 1)
    if most is None or counted.missed < most:
        return turn.as_now(counted).stay()
    return ask(turn.as_now(counted.but(rest=Rest(Why.SILENT, turn.at))))


def ask(turn: Turn) -> Outcome:
    """Once, and by day. Not of somebody who has come back, has taken a pause or has gone meanwhile."""
    person = turn.participant
    silent = person.rest is not None and person.rest.why is Why.SILENT
    if person.stage is not Stage.ENROLLED or person.blocked or not silent:
        return turn.stay()
    morning = peace_ends(turn)
    if morning is not None:
        return turn.stay(effects=(SetTimer("silence", morning),))
    return turn.stay(Say((Phrase("silence.ask"),), KEYS, haste=Haste.PROMPT))


def decides(turn: Turn) -> bool:
    """Whether this answers "still with us?". In a questionnaire these may be the words of an answer."""
    person = turn.participant
    away = person.rest is not None and person.rest.until is None
    return (
        person.stage is Stage.ENROLLED and (away or person.sitting is None) and any(map(turn.means, ANSWERS))
    )


def decide(turn: Turn) -> Outcome:
    """Pressed another day, too, the keys do what they say."""
    rest = turn.participant.rest
    if turn.means("key.not-for-now"):
        return resting.begin(turn, None)
    if rest is not None and rest.until is not None:
        return turn.stay(Say((resting.now(turn, rest),), otherwise=Keys.REMOVE))
    words = Phrase("rest.no-pause" if rest is None else "rest.welcome")
    return resting.up(turn, Say((words,), otherwise=Keys.REMOVE))
