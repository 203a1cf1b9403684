"""When nobody is asked: by night, on days of rest, when it was enough for one day, when a wave is not for them."""

from datetime import date, datetime, timedelta

from handlers.scopes_in_force import in_force
from handlers.sittings import known, local_day
from handlers.turn import Turn
from study.localtime import midnight
from study.participant import Participant, WaitingPrompt
from study.quiet import before_quiet
from study.schedule import after_quiet, ended_by, gets, in_quiet, left_alone
from study.wishes import a_day

AN_HOUR = timedelta(hours=1)
A_LITTLE = timedelta(minutes=15)
"""What must be left to answer in, for something to be asked again."""

FURTHEST = timedelta(days=2)
"""By so many days at most the calendars of two places differ. A later day was shown by a clock that was wrong."""


def is_open(turn: Turn, prompt: WaitingPrompt) -> bool:
    """Whether it has not lapsed, and the study file still has its wave, or button, and its questionnaire."""
    waves = {wave.id for wave in turn.protocol.schedule.waves}
    questionnaires = {questionnaire.id for questionnaire in turn.protocol.questionnaires}
    there = (prompt.wave in waves or by_button(turn, prompt.wave)) and prompt.questionnaire in questionnaires
    return there and prompt.expires_at > turn.at


def is_theirs(turn: Turn, prompt: WaitingPrompt) -> bool:
    """Whether its wave is for their arm and within what they agreed to, and has not ended. Of a prompt that is open."""
    if by_button(turn, prompt.wave):
        return True
    person, wave = turn.participant, turn.protocol.wave(prompt.wave)
    ended = ended_by(wave, person.anchors, turn.zone)
    theirs = gets(wave, person.arm) and in_force(person, wave.scope)
    return theirs and (ended is None or turn.at < ended)


def by_button(turn: Turn, wave: str) -> bool:
    """Whether they have asked for it themselves, with a button of the study."""
    return turn.protocol.button(wave) is not None


def applies(turn: Turn, prompt: WaitingPrompt) -> bool:
    """Whether the wave's condition is true of them now. Of a prompt that is open."""
    when = turn.protocol.wave(prompt.wave).when
    return when is None or when.holds(known(turn))


def enough(turn: Turn) -> bool:
    """Whether they are asked nothing more on this day, the one on the participant's calendar. For who has moved west it
    may be yesterday once more."""
    person, schedule = turn.participant, turn.protocol.schedule
    today = local_day(turn, turn.at)
    asked = person.asked_times if _on(person, today) else 0
    most = a_day(schedule, person.wishes)
    return left_alone(schedule, today) or (most is not None and asked >= most)


def once_more(turn: Turn) -> Participant:
    """They are asked: one more on this day."""
    person, today = turn.participant, local_day(turn, turn.at)
    if _on(person, today):
        return person.but(asked_times=person.asked_times + 1)
    return person.but(asked_on=today.isoformat(), asked_times=1)


def _on(person: Participant, today: date) -> bool:
    """Whether they were asked last on this day, or on one after it where they lived then."""
    return today.isoformat() <= person.asked_on <= (today + FURTHEST).isoformat()


def morning(turn: Turn) -> datetime | None:
    """Where the participant lives it is quiet now: until when. None by day."""
    quiet = turn.protocol.schedule.quiet
    zone = turn.zone
    if quiet is None or not in_quiet(quiet, turn.at, zone):
        return None
    return after_quiet(quiet, turn.at, zone)


def left_in_peace(turn: Turn) -> bool:
    """Whether not even a reminder comes now: by night, and on days on which nobody is asked."""
    return morning(turn) is not None or left_alone(turn.protocol.schedule, local_day(turn, turn.at))


def peace_ends(turn: Turn) -> datetime | None:
    """When somebody can be spoken to again, in UTC; None where that is now."""
    at = in_peace(turn, turn.at)
    return at if at > turn.at else None


def comes_again(turn: Turn, expires_at: datetime) -> datetime | None:
    """When a prompt that is put off now is asked again: in an hour, or as soon after it as they can be spoken to. None
    where that is too late for it."""
    at = in_peace(turn, turn.at + AN_HOUR)
    return at if at + A_LITTLE <= expires_at else None


def not_after(turn: Turn, expires_at: datetime) -> datetime:
    """The moment after which a prompt that is on its way is better not said: it has lapsed, or it is night."""
    quiet = turn.protocol.schedule.quiet
    night = None if quiet is None else before_quiet(quiet, turn.at, turn.zone)
    return expires_at if night is None else min(night, expires_at)


def in_peace(turn: Turn, at: datetime) -> datetime:
    """`at`, or the first moment after it at which nobody is disturbed, in UTC."""
    schedule, zone = turn.protocol.schedule, turn.zone
    while True:
        day = local_day(turn, at)
        if left_alone(schedule, day):
            at = midnight(day + timedelta(days=1), zone)
        elif schedule.quiet is not None and in_quiet(schedule.quiet, at, zone):
            at = after_quiet(schedule.quiet, at, zone)
        else:
            return at
