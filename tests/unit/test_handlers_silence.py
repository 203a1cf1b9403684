"""Silence: one question after so many prompts that nobody touched, and nothing more until they write."""

from collections import Counter
from datetime import date, timedelta

import pytest
from conversation import Conversation
from conversation_in_touch import asked, changed, in_touch, until
from conversation_places import sitting
from test_handlers_schedule import states

from bot.as_rows import touch_of
from study.effects import PromptState
from study.inbound import Blocked, Edited, Unblocked
from study.participant import Rest, Why
from study.timing import Span

LATE = "{id: daily, ask: evening, every: 1d, at: 21:00, times: 9, expires: 2h}"
LONG = "{id: daily, ask: evening, every: 1d, at: 19:00, times: 9, expires: 30h}"
KEYS = ["Да, на связи", "Пока не пишите"]


def silent(*waves: str) -> Conversation:
    """Two evenings went by untouched, and they were asked whether they are still there."""
    talk = in_touch(*waves, silence=2)
    until(talk, 16, "21:30")
    assert talk.now.rest
    assert talk.now.rest.why is Why.SILENT
    return talk


def test_after_two_that_nobody_touched_they_are_asked_once() -> None:
    talk = in_touch(silence=2)
    until(talk, 15, "21:30")
    assert (talk.now.missed, talk.now.rest) == (1, None)
    until(talk, 16, "20:59")
    assert "silence.ask" not in talk.phrases
    until(talk, 16, "21:00")
    assert talk.said == ["Вы ещё с нами? Подойдёт любой ответ. Вопросов не будет, пока вы не напишете, "
                         "а вернуться можно когда угодно."]  # fmt: skip
    assert talk.keyboard == KEYS
    assert touch_of(talk.now) == "silent"
    talk.wait("30d")
    assert talk.said == [], "nobody is chased"
    assert states(talk) == {PromptState.EXPIRED: 9}
    assert talk.now.missed == 2, "what is not put cannot be missed"


def test_a_study_that_does_not_say_so_asks_nobody() -> None:
    talk = in_touch()
    talk.wait("30d")
    assert "silence.ask" not in talk.phrases
    assert (talk.now.missed, talk.now.rest) == (9, None)


SIGNS = {
    "a command": lambda talk: talk.write("/help"),
    "an entry": lambda talk: talk.write("Снег."),
    "a tap": lambda talk: talk.tap("q:aaaaaaaa:0"),
    "an edit": lambda talk: talk.tell(Edited(3)),
    "the way back": lambda talk: talk.tell(Unblocked()),
}


@pytest.mark.parametrize("sign", SIGNS)
def test_any_sign_of_life_counts(sign: str) -> None:
    talk = in_touch(silence=2)
    until(talk, 15, "21:30")
    SIGNS[sign](talk)
    assert talk.now.missed == 0
    until(talk, 16, "21:30")
    assert (talk.now.missed, talk.now.rest) == (1, None)


def test_one_that_was_begun_was_not_missed() -> None:
    talk = in_touch(silence=1)
    until(talk, 15, "19:10")
    talk.tap_newest("7")
    until(talk, 15, "21:30")
    assert states(talk)[PromptState.PARTIAL] == 1
    assert (talk.now.missed, talk.now.rest) == (0, None)


def test_by_night_it_waits_for_the_morning() -> None:
    talk = in_touch(LATE, silence=2)
    until(talk, 17, "07:59")
    assert "silence.ask" not in talk.phrases
    assert touch_of(talk.now) == "silent", "the team sees it at once"
    until(talk, 17, "08:00")
    assert talk.phrases == ["silence.ask"]


def test_on_a_day_of_rest_it_waits_for_the_day_after() -> None:
    days = (Span(first=date(2024, 3, 17), last=date(2024, 3, 18)),)
    talk = in_touch(LATE, silence=2, never=days)
    until(talk, 19, "07:59")
    assert "silence.ask" not in talk.phrases
    until(talk, 19, "08:00")
    assert talk.phrases == ["silence.ask"]


MEANWHILE = {
    "back": lambda talk: talk.write("Я здесь."),
    "a pause": lambda talk: talk.write("Пауза на неделю"),
    "blocked": lambda talk: talk.tell(Blocked()),
    "left": lambda talk: talk.write("/stop"),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_nobody_is_asked_who_has_answered_meanwhile(what: str) -> None:
    talk = in_touch(LATE, silence=2)
    until(talk, 17, "06:00")
    MEANWHILE[what](talk)
    until(talk, 17, "12:00")
    assert "silence.ask" not in talk.phrases


def test_looking_around_is_no_answer() -> None:
    talk = in_touch(LATE, silence=2)
    until(talk, 17, "06:00")
    talk.write("/status")
    assert "rest.now-open" in talk.phrases
    until(talk, 17, "08:00")
    assert talk.phrases == ["silence.ask"]


def test_who_is_still_there_is_welcome() -> None:
    talk = silent()
    until(talk, 20, "20:00")
    assert len(talk.now.waiting) == 1
    talk.press("Да, на связи")
    assert (
        talk.said[0]
        == "Рады, что вы здесь. Пауза закончилась, вопросы снова будут приходить. Если ещё рано: /pause"
    )
    assert talk.phrases[:2] == ["rest.welcome", "prompt.begin"]
    assert (talk.now.rest, talk.now.missed, asked(talk)) == (None, 0, "daily")
    assert talk.keyboard == []
    assert talk.kept("entry") == []
    assert talk.now.draft is None


def test_who_does_not_want_to_be_asked_is_left_alone() -> None:
    talk = silent()
    talk.press("Пока не пишите")
    assert talk.now.rest == Rest(Why.ASKED, talk.at), "they have answered: this is a pause now"
    assert touch_of(talk.now) == "paused"
    assert talk.keyboard == []
    talk.wait("30d")
    assert talk.said == []
    talk.write("Снова здесь.")
    assert talk.phrases[:2] == ["rest.welcome", "diary.keep"]


def test_who_returns_is_met_with_the_newest_question_and_no_backlog() -> None:
    talk = silent("{id: daily, ask: evening, every: 1d, at: 19:00, times: 9, expires: 2h}",
                  "{id: monthly, ask: month, once: 3d, at: 10:00, expires: 20d}")  # fmt: skip
    until(talk, 20, "19:30")
    assert [one.wave for one in talk.now.waiting] == ["monthly", "daily"]
    talk.write("Здравствуйте, я снова здесь.")
    assert asked(talk) == "daily"
    assert Counter(talk.phrases)["prompt.begin"] == 1
    skip_all_of(talk, "daily")
    assert asked(talk) == "monthly"


def skip_all_of(talk: Conversation, wave: str) -> None:
    while sitting(talk).wave == wave:
        talk.press("key.skip")


def test_one_that_makes_room_was_missed_and_the_newer_one_waits() -> None:
    """Nobody gets "still with us?" and a question at once."""
    talk = in_touch(LONG, silence=2)
    until(talk, 16, "19:00")
    assert (talk.now.missed, asked(talk)) == (1, "daily")
    until(talk, 17, "18:59")
    assert "silence.ask" not in talk.phrases
    until(talk, 17, "19:00")
    assert talk.phrases == ["silence.ask"]
    assert (asked(talk), [one.wave for one in talk.now.waiting]) == ("", ["daily"])
    talk.press("Да, на связи")
    assert asked(talk) == "daily"


def test_what_lapses_in_a_pause_was_not_missed() -> None:
    talk = in_touch(silence=1)
    until(talk, 15, "19:10")
    talk.write("Пауза на неделю")
    until(talk, 22, "13:00")
    assert "silence.ask" not in talk.phrases
    assert talk.now.missed == 0


def test_who_has_blocked_the_bot_is_not_counted_as_silent() -> None:
    talk = in_touch(silence=1)
    until(talk, 15, "19:10")
    talk.tell(Blocked())
    talk.wait("30d")
    assert (talk.now.missed, talk.now.rest, touch_of(talk.now)) == (0, None, "blocked")


def test_the_keys_do_what_they_say_on_another_day() -> None:
    talk = silent()
    talk.press("Да, на связи")
    talk.write("Да, на связи")
    assert (talk.phrases, talk.now.draft) == (["rest.no-pause"], None)
    talk.write("Пауза на неделю")
    talk.write("Да, на связи")
    assert talk.phrases == ["rest.now"]
    talk.write("Пока не пишите")
    assert talk.now.rest
    assert talk.now.rest.until is None
    assert ("resume", "") not in talk.timers


def test_in_a_questionnaire_they_are_the_words_of_an_answer() -> None:
    talk = in_touch()
    until(talk, 15, "19:10")
    talk.tap_newest("2")
    talk.write("Да, на связи")
    assert [one.content.get("value") for one in talk.kept("answer")] == [2, "Да, на связи"]


def test_under_late_answers_the_keys_still_decide() -> None:
    """A question that has lapsed, and can be answered late, is on the screen below "still with us?"."""
    talk = in_touch(silence=1)
    wave = talk.protocol.schedule.waves[0].model_copy(update={"late": timedelta(days=2)})
    schedule = talk.protocol.schedule.model_copy(update={"waves": (wave,)})
    talk.protocol = talk.protocol.model_copy(update={"schedule": schedule})
    until(talk, 15, "21:00")
    assert talk.phrases[-1] == "silence.ask"
    assert sitting(talk).late
    talk.press("Пока не пишите")
    assert talk.now.rest
    assert sitting(talk).late
    changed(talk, rest=Rest(Why.SILENT, talk.at))
    talk.tap_newest("7")
    assert talk.phrases[0] == "rest.welcome"
    assert sitting(talk).done == ("mood",)
