"""When nobody is asked: by night, on days of rest, when it was enough for one day, when a wave is not for them."""

from datetime import datetime

from handlers.sittings import known, local_day
from handlers.turn import Turn
from study.participant import Participant, WaitingPrompt
from study.schedule import after_quiet, ended_by, gets, in_quiet, left_alone


def is_open(turn: Turn, prompt: WaitingPrompt) -> bool:
    """Whether it has not lapsed, and the study file still has its wave and its questionnaire."""
    waves = {wave.id for wave in turn.protocol.schedule.waves}
    questionnaires = {questionnaire.id for questionnaire in turn.protocol.questionnaires}
    there = prompt.wave in waves and prompt.questionnaire in questionnaires
    return there and prompt.expires_at > turn.at


def is_theirs(turn: Turn, prompt: WaitingPrompt) -> bool:
    """Whether its wave is for their arm, and has not ended. Of a prompt that is open."""
    person, wave = turn.participant, turn.protocol.wave(prompt.wave)
    ended = ended_by(wave, person.anchors, turn.protocol.site(person.site).zone)
    return gets(wave, person.arm) and (ended is None or turn.at < ended)


def applies(turn: Turn, prompt: WaitingPrompt) -> bool:
    """Whether the wave's condition is true of them now. Of a prompt that is open."""
    when = turn.protocol.wave(prompt.wave).when
    return when is None or when.holds(known(turn))


def enough(turn: Turn) -> bool:
    """Whether they are asked nothing more on this day, the one on the participant's calendar."""
    person, schedule = turn.participant, turn.protocol.schedule
    today = local_day(turn, turn.at)
    asked = person.asked_times if person.asked_on == today.isoformat() else 0
    return left_alone(schedule, today) or (schedule.a_day is not None and asked >= schedule.a_day)


def once_more(turn: Turn) -> Participant:
    """They are asked: one more on this day."""
    person, today = turn.participant, local_day(turn, turn.at).isoformat()
    return person.but(asked_on=today, asked_times=person.asked_times + 1 if person.asked_on == today else 1)


def morning(turn: Turn) -> datetime | None:
    """Where the participant lives it is quiet now: until when. None by day."""
    quiet = turn.protocol.schedule.quiet
    zone = turn.protocol.site(turn.participant.site).zone
    if quiet is None or not in_quiet(quiet, turn.at, zone):
        return None
    return after_quiet(quiet, turn.at, zone)


def left_in_peace(turn: Turn) -> bool:
    """Whether not even a reminder comes now: by night, and on days on which nobody is asked."""
    return morning(turn) is not None or left_alone(turn.protocol.schedule, local_day(turn, turn.at))
