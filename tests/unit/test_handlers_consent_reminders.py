"""Reminders of what was agreed to: every so often, by day, not in a pause, and not beside a question."""

from datetime import timedelta

import pytest
from conversation import Conversation, sample
from conversation_consent import agree_anew, restarted, with_consent
from conversation_in_touch import changed, until
from conversation_places import reach

from study.inbound import Blocked, NewVersion
from study.participant import Rest, Why

REMINDED = ["consent.reminder", "scopes.given", "scopes.given", "consent.reminder-yours"]
MONTH = timedelta(days=31)


def reminded(language: str = "ru", every: timedelta = MONTH) -> Conversation:
    """Somebody who agreed on 14 March 2024 at one in the afternoon, and is asked nothing else."""
    protocol = with_consent(sample(), remind=every)
    bare = {"schedule": protocol.schedule.model_copy(update={"waves": ()})}
    return reach("enrolled", language, protocol.model_copy(update=bare))


def days_until_reminded(talk: Conversation, most: int = 120) -> int | None:
    for day in range(1, most + 1):
        talk.wait("1d")
        if "consent.reminder" in talk.phrases:
            return day
    return None


@pytest.mark.parametrize("language", ["ru", "en"])
def test_they_are_reminded_again_and_again(language: str) -> None:
    talk = reminded(language)
    talk.wait("30d")
    assert "consent.reminder" not in talk.phrases
    talk.wait("1d")
    assert talk.phrases == REMINDED
    assert "/consent" in talk.said[0]
    assert "/stop" in talk.said[0]
    assert days_until_reminded(talk) == 31


def test_nobody_is_where_the_study_does_not_say_so() -> None:
    talk = reach("enrolled", "ru")
    assert ("consent", "") not in talk.timers


def test_by_night_it_waits_for_the_morning() -> None:
    talk = reminded()
    until(talk, 14, "23:00")
    assert talk.timers["consent", ""].due_at - talk.at < MONTH
    talk.tell(NewVersion())  # from now on it is counted anew
    talk.wait(timedelta(days=31, hours=8, minutes=59))
    assert talk.phrases == []
    talk.wait("2m")
    assert talk.phrases == REMINDED


@pytest.mark.parametrize("why", ["rest", "blocked"])
def test_who_is_left_alone_is_not_reminded_and_the_next_comes_in_its_time(why: str) -> None:
    talk = reminded()
    talk.wait("20d")
    if why == "rest":
        changed(talk, rest=Rest(Why.ASKED, talk.at, talk.at + timedelta(days=300)))
    else:
        talk.tell(Blocked())
    talk.wait("12d")
    assert talk.phrases == []
    talk.write("/help")
    changed(talk, rest=None)
    assert days_until_reminded(talk) == 30


def test_it_gives_way_to_the_questions_of_a_day_for_a_week_at_most() -> None:
    daily = "{id: daily, ask: evening, every: 1d, at: '10:00', times: 60, expires: 8h}"
    from test_handlers_schedule import studied

    talk = reach("enrolled", "ru", with_consent(studied(daily), remind=MONTH))
    assert days_until_reminded(talk) == 38


def test_on_a_day_without_a_question_it_comes_first() -> None:
    weekly = "{id: weekly, ask: evening, every: 31d, at: '10:00', times: 3, expires: 8h}"
    from test_handlers_schedule import studied

    talk = reach("enrolled", "ru", with_consent(studied(weekly), remind=MONTH))
    assert days_until_reminded(talk) == 32


def test_the_study_file_begins_and_ends_it() -> None:
    talk = reach("enrolled", "ru")
    talk.protocol = with_consent(talk.protocol, remind=MONTH)
    talk.tell(NewVersion())
    assert talk.timers["consent", ""].due_at == talk.at + MONTH
    talk.protocol = with_consent(talk.protocol, remind=None)
    talk.tell(NewVersion())
    assert ("consent", "") not in talk.timers


def test_leaving_ends_it_and_agreeing_anew_begins_it_again() -> None:
    talk = reminded()
    talk.wait("10d")
    restarted(talk, "2.0")
    assert ("consent", "") not in talk.timers
    agree_anew(talk)
    assert talk.timers["consent", ""].due_at == talk.at + MONTH
    talk.write("/stop")
    assert ("consent", "") not in talk.timers
