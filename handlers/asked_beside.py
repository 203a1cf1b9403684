"""What the bot has asked about where somebody lives, beside any questionnaire, for as long as words may answer it."""

from dataclasses import replace
from datetime import timedelta

from handlers.turn import Turn
from study.inbound import Command
from study.outcome import Outcome
from study.participant import Participant, Talk
from study.saying import Keys, Say

CITY = frozenset({Talk.CITY, Talk.BIGGER})
TALKS = CITY | {Talk.SITE, Talk.CLOCK}
LOOKS = frozenset({"help", "status", "consent", "mydata", "receipt", "times", "language"})
"""Commands that only show something, or bring inline keys: the question and its keys stay below."""

A_DAY = timedelta(days=1)
"""Words that come later have nothing to do with the question any more."""


def let_be(turn: Turn) -> Turn:
    """A command is no answer, and ends the question, unless it only shows something."""
    ends = turn.participant.talk in TALKS and not _looks(turn)
    return turn.as_now(silent(turn.participant)) if ends else turn


def keys_away(turn: Turn, outcome: Outcome) -> Outcome:
    """With the first words that bring no keys, its keys go too."""
    if turn.participant.talk not in TALKS - {Talk.SITE} or _looks(turn):
        return outcome
    bare = next((one for one in outcome.say if isinstance(one, Say) and not one.keys), None)
    say = (replace(one, otherwise=Keys.REMOVE) if one is bare and bare else one for one in outcome.say)
    return replace(outcome, say=tuple(say))


def listens(turn: Turn) -> bool:
    """Whether words and places may answer it: it was asked not long ago, and no question of a check-in since."""
    person = turn.participant
    if person.talk not in TALKS or person.talk_at is None or turn.at - person.talk_at > A_DAY:
        return False
    asking = person.sitting.asking if person.sitting else None
    return asking is None or asking.asked_at <= person.talk_at


def _looks(turn: Turn) -> bool:
    return isinstance(turn.event, Command) and turn.event.name in LOOKS


def silent(person: Participant) -> Participant:
    """Nothing is asked."""
    return person.but(talk=None, talk_at=None, zones_asked=())
