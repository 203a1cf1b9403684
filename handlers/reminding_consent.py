"""A word, every so often, of what somebody has agreed to, and that it is still theirs to change: agreeing is not done
once and for all."""

from datetime import timedelta

from handlers.renewing import outdated
from handlers.restraint import in_peace, peace_ends
from handlers.scopes import asked
from handlers.scopes_in_force import in_force
from handlers.sittings import local_day
from handlers.turn import Turn
from study.effects import CancelTimers, Effect, SetTimer
from study.inbound import Fell
from study.localtime import later
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Haste, Phrase, Say
from study.timing import Anchor

A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)
"""It gives way to the questions of a day, for so long at most."""


def reminder_set(turn: Turn) -> tuple[Effect, ...]:
    """The timer of the next one, by the study file of now; none where it has none."""
    every = turn.protocol.consent.remind
    if every is None:
        return (CancelTimers(kind="consent"),)
    return (SetTimer("consent", in_peace(turn, later(turn.at, every, turn.zone))),)


def set_anew(turn: Turn) -> Outcome:
    """The study file is another now. Who is to agree anew has one when they have."""
    if turn.participant.stage is not Stage.ENROLLED or outdated(turn):
        return turn.stay()
    return turn.stay(effects=reminder_set(turn))


def remind(turn: Turn, timer: Fell) -> Outcome:
    """Not in a pause, not by night, and not on a day on which they are asked something."""
    person = turn.participant
    if person.stage is not Stage.ENROLLED or turn.protocol.consent.remind is None or outdated(turn):
        return turn.stay()
    if person.blocked or person.rest is not None or person.hides:
        return turn.stay(effects=reminder_set(turn))
    again, last = peace_ends(turn), timer.expires_at or turn.at + A_WEEK
    if again is None and _asked_today(turn) and turn.at + A_DAY <= last:
        again = in_peace(turn, turn.at + A_DAY)
    if again is not None:
        return turn.stay(effects=(SetTimer("consent", again, expires_at=last),))
    return turn.stay(_reminder(turn), effects=reminder_set(turn))


def _asked_today(turn: Turn) -> bool:
    person = turn.participant
    return person.sitting is not None or person.asked_on == local_day(turn, turn.at).isoformat()


def _reminder(turn: Turn) -> Say:
    person = turn.participant
    agreed = person.agreed_at or person.anchors.get(Anchor.CONSENT, turn.at)
    given = [one for one in turn.protocol.consent.scopes if in_force(person, one.id)]
    begin = Phrase("consent.reminder", {"whole_date": agreed.astimezone(turn.zone).date()})
    lines = (Phrase("scopes.given", {"scope": asked(one)}) for one in given)
    return Say((begin, *lines, Phrase("consent.reminder-yours")), haste=Haste.ANNOUNCEMENT)
