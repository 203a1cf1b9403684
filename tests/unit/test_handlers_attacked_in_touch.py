"""Sequences that might lose, double or take wrongly what people say in a year: each was once, or nearly, a fault."""

from datetime import date, timedelta

import pytest
from conversation import Conversation, sample
from conversation_in_touch import asked, changed, in_touch, until
from conversation_places import reach, sitting
from test_handlers_buttons import BORDER
from test_handlers_finishing import over, with_end
from test_handlers_schedule import due, skip_all
from test_handlers_whereabouts import monthly

from study.effects import PromptState
from study.inbound import Blocked, Fell, LayAnew
from study.keeping import Keep, Term
from study.participant import Stage, Talk
from study.timing import Shift, Span

DAY = timedelta(days=1)
GDANSK = (54.352, 18.646)
HOURS = Shift(earlier=timedelta(hours=2), later=timedelta(hours=2))
OLDER = (
    "{id: daily, ask: evening, every: 1d, at: 19:00, times: 9, expires: 6h}",
    "{id: later, ask: month, once: 1d, at: 12:00, after: answered evening, expires: 1d}",
)


def of_an_older_version() -> Conversation:
    """Somebody who agreed before runs were known: what is to come was laid, and with which seed nobody knows."""
    talk = in_touch(*OLDER, shift=HOURS)
    until(talk, 15, "19:30")
    skip_all(talk)
    changed(talk, runs=())
    return talk


def days(talk: Conversation, wave: str = "daily") -> list[str]:
    return due(talk, wave)


MARCH = [f"{day} Mar 19:00" for day in range(16, 24)]
LAID_ANEW = {
    "other hours": lambda talk: talk.tap("shift:0"),
    "a clock of their own": lambda talk: (
        talk.write("/moved"),
        talk.press("key.other-clock"),
        talk.write("Тбилиси"),
    ),
    "a wave that the team lays anew": lambda talk: talk.tell(LayAnew("daily")),
}


@pytest.mark.parametrize("how", LAID_ANEW)
def test_what_an_older_version_laid_is_laid_anew_too(how: str) -> None:
    talk = of_an_older_version()
    assert days(talk) == MARCH
    LAID_ANEW[how](talk)
    assert days(talk) == MARCH
    LAID_ANEW[how](talk)
    assert days(talk) == MARCH


def test_what_begins_later_does_not_hide_what_an_older_version_laid() -> None:
    talk = of_an_older_version()
    talk.next_timer("prompt")
    talk.press("7")
    skip_all(talk)
    assert due(talk, "later") == ["17 Mar 12:00"]
    talk.tap("shift:0")
    assert (days(talk), due(talk, "later")) == (MARCH[1:], ["17 Mar 12:00"])


def test_what_an_older_version_has_put_does_not_come_again() -> None:
    """It was drawn with another seed, and would have another name now."""
    talk = of_an_older_version()
    until(talk, 16, "19:10")
    assert asked(talk) == "daily"
    skip_all(talk)
    for hours in ("120", "0"):
        talk.tap(f"shift:{hours}")
        talk.wait("10m")
        assert asked(talk) == ""
    assert days(talk) == MARCH[1:]


def test_an_older_version_s_people_see_their_hours() -> None:
    talk = of_an_older_version()
    talk.write("/times")
    assert "times.none" not in talk.phrases
    assert "19:00" in talk.said[0]


def test_a_clock_that_this_computer_does_not_know_any_more() -> None:
    """They are asked by that of their site: better than not at all."""
    talk = in_touch()
    changed(talk, zone="Asia/Nowhere")
    until(talk, 15, "19:10")
    assert asked(talk) == "daily"
    talk.write("/status")
    assert talk.said


def asked_for_the_clock() -> Conversation:
    talk = in_touch()
    talk.write("/moved")
    talk.press("key.other-clock")
    talk.locate(*GDANSK)
    assert talk.now.talk is Talk.CLOCK
    return talk


def test_a_yes_to_the_diary_is_no_yes_to_a_clock() -> None:
    talk = asked_for_the_clock()
    talk.wait("1m")
    talk.write("Снег.")
    assert talk.now.draft
    talk.write("Да")
    assert (talk.now.zone, talk.now.draft) == ("", None)
    assert [one.content["value"] for one in talk.kept("entry")] == ["Снег."]


def test_a_yes_days_later_is_no_yes_to_a_clock() -> None:
    talk = asked_for_the_clock()
    until(talk, 16, "18:00")
    talk.write("Да")
    assert talk.now.zone == ""


def test_where_they_may_be_is_not_kept_of_who_has_left() -> None:
    talk = asked_for_the_clock()
    talk.write("/stop")
    assert (talk.stage, talk.now.zones_asked) == (Stage.WITHDRAWN, ())


def test_a_clock_that_was_a_year_ahead_for_an_hour() -> None:
    """It was put right; for a year they would have been asked nothing more "today"."""
    talk = in_touch("{id: daily, ask: evening, every: 1d, at: 19:00, times: 400, expires: 2h}", a_day=1)
    until(talk, 15, "19:10")
    skip_all(talk)
    changed(talk, asked_on="2025-03-15")
    until(talk, 16, "19:10")
    assert asked(talk) == "daily"


def test_nothing_undecided_stays_when_nobody_can_decide_any_more() -> None:
    """Nobody has said that it may be kept."""
    talk = with_end(4, Term(length=DAY, after_end=True))
    talk.write("Снег.")
    talk.show()
    over(talk)
    assert talk.now.stage is Stage.FINISHED
    talk.next_timer("cut")
    assert talk.cut
    assert talk.cut.draft is None
    assert not [one for one in talk.records.values() if one.draft]
    assert not talk.fetches


def test_who_is_told_late_hears_too_when_it_is_forgotten_who_they_are() -> None:
    """It is counted from the agreement."""
    talk = with_end(4, Term(length=30 * DAY, after_end=False))
    talk.tell(Blocked())
    over(talk)
    assert talk.said == []
    talk.write("Вы здесь?")
    assert "contact.cut" in talk.phrases


def test_who_leaves_before_they_were_told_hears_it_too() -> None:
    talk = with_end(4, Term(length=30 * DAY, after_end=True))
    talk.tell(Blocked())
    over(talk)
    talk.write("/stop")
    assert talk.now.stage is Stage.WITHDRAWN
    assert "contact.cut" in talk.phrases


def test_a_pause_whose_timer_fell_too_early_still_ends() -> None:
    """A clock that was ahead when it fell, and is put right."""
    talk = in_touch()
    talk.write("Пауза на день")
    del talk.timers["resume", ""]
    talk.tell(Fell("resume", talk.at))
    talk.wait(2 * DAY)
    assert talk.now.rest is None


@pytest.mark.parametrize("how", ["shift:0", "moved:GE"])
def test_what_waits_is_not_taken_back_by_a_clock_that_is_put_back(how: str) -> None:
    talk = in_touch(
        "{id: other, ask: month, once: 1d, at: 18:00, expires: 9h}",
        "{id: daily, ask: evening, every: 1d, at: 18:30, times: 9, expires: 4h}",
        shift=HOURS,
    )
    until(talk, 15, "18:20")
    talk.write("24.02.2022")
    until(talk, 15, "18:40")
    [waits] = [one.prompt for one in talk.now.waiting]
    talk.at -= timedelta(minutes=30)
    talk.tap(how)
    assert talk.prompts[waits] is PromptState.DUE
    skip_all(talk)
    assert talk.prompts[waits] is not PromptState.DUE


LATE = "{id: daily, ask: evening, every: 1d, at: 21:50, times: 9, expires: 3h}"
NEVER = (Span(first=date(2024, 3, 16), last=date(2024, 3, 16)),)


def test_what_they_asked_for_is_not_put_on_a_day_of_rest_unless_they_are_there() -> None:
    """They were at something else when they pressed, and let it lapse."""
    talk = in_touch(LATE, quiet=None, never=NEVER)
    talk.protocol = talk.protocol.model_copy(update={"buttons": (BORDER,)})
    until(talk, 15, "21:55")
    talk.tap_newest("7")
    talk.write("Граница позади")
    assert talk.now.waiting
    until(talk, 16, "10:00")
    assert (asked(talk), talk.said) == ("", [])
    talk.write("/help")
    assert asked(talk) == "border"


def test_words_that_were_held_up_are_not_said_on_a_day_of_rest() -> None:
    talk = in_touch(LATE.replace("3h", "2d"), quiet=None, never=NEVER)
    until(talk, 15, "21:55")
    prompt = sitting(talk).prompt
    until(talk, 16, "00:10")
    talk.tell(Fell("again", talk.at, prompt))
    assert talk.said == []
    until(talk, 17, "00:10")
    assert sitting(talk).prompt == prompt
    assert "prompt.begin" in talk.phrases


def test_a_questionnaire_that_the_study_file_has_ended_is_not_open_again() -> None:
    """It is put again after a word about a pause, while an entry waits to be decided on."""
    talk = in_touch()
    talk.write("Снег.")
    until(talk, 15, "19:10")
    talk.tap_newest("7")
    evening = talk.protocol.questionnaire("evening")
    changed_to = evening.model_copy(update={"questions": evening.questions[:1]})
    others = tuple(changed_to if one.id == "evening" else one for one in talk.protocol.questionnaires)
    talk.protocol = talk.protocol.model_copy(update={"questionnaires": others})
    assert talk.now.draft
    talk.write("Закончить паузу")
    assert talk.now.sitting is None
    assert talk.now.draft


def said_where() -> Conversation:
    """They have said in a questionnaire that they live in Georgia now, and its other questions are still open. It can
    be answered late."""
    protocol = monthly()
    waves = tuple(one.model_copy(update={"late": 9 * DAY}) for one in protocol.schedule.waves)
    schedule = protocol.schedule.model_copy(update={"waves": waves})
    talk = reach("enrolled", "ru", protocol.model_copy(update={"schedule": schedule}))
    talk.next_timer("prompt")
    talk.press("Грузия")
    return talk


def move(talk: Conversation, site: str) -> None:
    talk.write("/moved")
    talk.press(site)


def test_what_was_said_before_the_last_move_does_not_move_them_back() -> None:
    talk = said_where()
    move(talk, "Грузия")
    move(talk, "Армения")
    skip_all(talk)
    assert (talk.now.site, len(talk.stays)) == ("AM", 3)


def test_finished_late_it_does_not_move_them_again() -> None:
    talk = said_where()
    talk.next_timer("expire")
    assert (sitting(talk).late, talk.now.site) == (True, "GE")
    move(talk, "Армения")
    skip_all(talk)
    assert (talk.now.site, len(talk.stays)) == ("AM", 3)


def test_what_is_said_after_the_last_move_counts() -> None:
    talk = said_where()
    move(talk, "Грузия")
    move(talk, "Армения")
    talk.write("/back")
    talk.press("Грузия")
    skip_all(talk)
    assert talk.now.site == "GE"


def test_whoever_had_left_and_only_looks_through_it_again_is_cut_as_one_who_left() -> None:
    """The voice with which they might have agreed anew goes."""
    keep = Keep(contacts=Term(length=30 * DAY, after_end=False))
    talk = reach("withdrawn", "ru", sample().model_copy(update={"keep": keep}))
    talk.write("/start")
    for step in (lambda: talk.press("key.go-on"), lambda: talk.tap_newest("0"), lambda: talk.tap_newest("0")):
        step()
    for key in ("key.yes", "key.yes", "key.no"):
        talk.press(key)
    talk.speak()
    talk.fetch(6.5)
    assert talk.now.stage is Stage.CONFIRMING
    talk.next_timer("cut")
    assert talk.cut
    assert (talk.cut.stage, talk.cut.voice) == (Stage.WITHDRAWN, "")
    assert not [one for one in talk.records.values() if one.draft]
