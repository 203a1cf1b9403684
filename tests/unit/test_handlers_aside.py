"""A questionnaire that nobody has touched does not stand in the way of one that lapses sooner."""

from collections import Counter
from datetime import timedelta

import pytest
from conversation import Conversation
from conversation_asked import answers
from conversation_places import sitting
from test_handlers_schedule import enrolled, skip_all, states

from study.effects import PromptState
from study.inbound import Blocked
from study.participant import Stage

MONTH = "{id: monthly, ask: month, once: 1d, at: 09:00, expires: 5d, remind: [1d]}"
OFTEN = "{id: often, ask: evening, every: 1d, at: [12:00, 13:00], times: 3, expires: 30m}"


def month() -> Conversation:
    """The monthly questionnaire is put in the morning, for five days."""
    talk = enrolled(MONTH, OFTEN, above="  most-a-day: 3\n")
    talk.next_timer("prompt")
    assert sitting(talk).wave == "monthly"
    return talk


def test_the_short_one_is_asked_and_the_long_one_is_still_there() -> None:
    talk = month()
    long = sitting(talk)
    talk.next_timer("prompt")
    assert sitting(talk).wave == "often"
    assert "Здравствуйте" in talk.said[0]
    talk.press("7")
    skip_all_of(talk, "often")
    assert sitting(talk).asking == long.asking, "who is there is asked it again"
    assert talk.phrases[-1] != "prompt.done"
    skip_all(talk)
    assert states(talk)[PromptState.SKIPPED] == 1
    assert states(talk)[PromptState.ANSWERED] == 1


def skip_all_of(talk: Conversation, wave: str) -> None:
    while sitting(talk).wave == wave:
        talk.press("key.skip")


def test_one_that_lapses_says_nothing_and_leaves_the_keys_of_the_other_alive() -> None:
    talk = month()
    long = sitting(talk)
    talk.wait("6h")
    assert states(talk)[PromptState.EXPIRED] == 2, "both short ones were asked in vain"
    assert sitting(talk) == long
    assert Counter(talk.phrases)["prompt.remind"] == 0
    assert long.asking
    talk.tap(f"q:{long.asking.token}:skip")
    assert answers(talk) == [("left_on", "skipped")]


@pytest.mark.parametrize("late", ["", ", late: 12h"])
def test_a_key_of_what_stands_aside_counts(late: str) -> None:
    """It is answered at once, whether the one in front is open or has lapsed."""
    talk = enrolled(MONTH, OFTEN.replace("expires: 30m", f"expires: 30m{late}"), above="  most-a-day: 3\n")
    talk.next_timer("prompt")
    long = sitting(talk)
    talk.next_timer("prompt")
    short = sitting(talk)
    if late:
        talk.wait("40m")
    assert (sitting(talk).prompt, sitting(talk).late) == (short.prompt, bool(late))
    assert long.asking
    talk.tap(f"q:{long.asking.token}:skip")
    assert answers(talk) == [("left_on", "skipped")]
    assert sitting(talk).wave == "monthly"
    skip_all_of(talk, "monthly")
    assert sitting(talk).prompt == short.prompt, "it is there again afterwards"
    assert ("prompt.remind" in talk.phrases) is not bool(late), "nobody is asked again what has lapsed"


def test_nobody_is_interrupted() -> None:
    """What is begun stays in front, and so does what was put a moment ago: somebody may be speaking."""
    begun = month()
    begun.write("24.02.2022")
    begun.next_timer("prompt")
    assert sitting(begun).wave == "monthly"
    assert [one.wave for one in begun.now.waiting] == ["often"]
    fresh = enrolled(MONTH.replace("09:00", "11:55"), OFTEN)
    fresh.next_timer("prompt")
    fresh.next_timer("prompt")
    assert sitting(fresh).wave == "monthly"


def test_one_that_lapses_later_waits() -> None:
    talk = enrolled(MONTH, OFTEN.replace("30m", "20d"))
    talk.next_timer("prompt")
    talk.next_timer("prompt")
    assert sitting(talk).wave == "monthly"
    assert len(talk.now.waiting) == 1


def test_only_one_stands_aside() -> None:
    talk = enrolled(
        MONTH, OFTEN.replace("30m", "2d"), "{id: third, ask: evening, once: 1d, at: 15:00, expires: 10m}"
    )
    talk.next_timer("prompt")
    talk.next_timer("prompt")
    talk.press("7")
    talk.next_timer("prompt")
    talk.next_timer("prompt")
    assert talk.now.aside
    assert talk.now.aside.wave == "monthly"
    assert sitting(talk).wave == "often"
    assert [one.wave for one in talk.now.waiting] == ["often", "third"]
    skip_all_of(talk, "often")
    assert sitting(talk).wave == "third", "the newest first"
    skip_all_of(talk, "third")
    assert sitting(talk).wave == "often"
    skip_all_of(talk, "often")
    assert sitting(talk).wave == "monthly", "first those that waited, then what stood aside"
    assert talk.now.aside is None


def test_it_lapses_there_too() -> None:
    talk = enrolled(MONTH.replace("5d, remind: [1d]", "190m"), OFTEN.replace("30m", "5m"))
    talk.next_timer("prompt")
    talk.next_timer("prompt")
    assert sitting(talk).wave == "often"
    talk.wait("7m")
    assert (talk.now.aside, talk.now.sitting) != (None, None)
    talk.wait("5h")
    assert (talk.now.aside, talk.now.sitting) == (None, None)
    assert states(talk)[PromptState.EXPIRED] == 3


def test_what_stands_aside_lapses() -> None:
    talk = month()
    prompt = sitting(talk).prompt
    talk.next_timer("prompt")
    timer = talk.timers["expire", prompt]
    talk.fall(timer)
    assert (talk.now.aside, talk.prompts[prompt]) == (None, PromptState.EXPIRED)
    assert sitting(talk).wave == "often"


def test_a_reminder_that_falls_then_is_left_out() -> None:
    talk = enrolled(MONTH.replace("[1d]", "[185m, 1d]"), OFTEN)
    talk.next_timer("prompt")
    talk.next_timer("prompt")
    assert sitting(talk).wave == "often"
    talk.next_timer("remind")
    assert talk.phrases == []
    assert sitting(talk).wave == "often"
    talk.wait("25h")
    assert Counter(talk.phrases)["prompt.remind"] == 1, "the next one comes"


def test_by_night_it_is_there_without_a_word() -> None:
    talk = enrolled(MONTH, "{id: late, ask: evening, once: 1d, at: 21:55, expires: 20m}")
    talk.next_timer("prompt")
    talk.next_timer("prompt")
    assert sitting(talk).wave == "late"
    talk.at += timedelta(minutes=10)
    skip_all_of(talk, "late")
    assert sitting(talk).wave == "monthly"
    assert talk.phrases[-1] == "prompt.all-skipped"


@pytest.mark.parametrize("blocked", [False, True])
def test_leaving(blocked: bool) -> None:
    talk = month()
    talk.next_timer("prompt")
    if blocked:
        talk.tell(Blocked())
    talk.write("/stop")
    assert talk.stage is Stage.WITHDRAWN
    assert talk.now.aside is None
    assert not talk.timers


def test_who_blocked_the_bot_meanwhile() -> None:
    talk = month()
    talk.next_timer("prompt")
    talk.tell(Blocked())
    talk.wait("1h")
    assert talk.now.sitting is None
    talk.write("/help")
    assert sitting(talk).wave == "monthly"
