"""The study's own buttons: they stand where nothing else does, and what they ask comes at once, by night too."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from conversation import Conversation
from conversation_asked import keys
from conversation_in_touch import DAILY, changed, in_touch, until
from conversation_places import sitting, soonest

from handlers.erasing import KEYS
from study.effects import PromptPlanned, PromptState, SetTimer
from study.model import Localized
from study.participant import Rest, Stage, Why
from study.touch import Button

BORDER = Button(
    id="border",
    label=Localized({"ru": "Граница позади", "en": "I crossed a border"}),
    ask="month",
    expires=timedelta(hours=20),
)
REFUSED = Button(id="refused", label=Localized({"ru": "Мне отказали", "en": "I was refused"}), ask="evening")
LONG = Button(
    id="papers",
    label=Localized({"ru": "Наконец получены документы", "en": "My papers have come at last"}),
    ask="evening",
)
LABELS = ["Граница позади", "Мне отказали"]


def with_buttons(*buttons: Button, language: str = "ru", **rules: object) -> Conversation:
    """Somebody who has agreed; the study has had these buttons from the beginning."""
    talk = in_touch(DAILY, language="ru", **rules)
    talk.protocol = talk.protocol.model_copy(update={"buttons": buttons or (BORDER, REFUSED)})
    if language != "ru":
        talk.write("/language")
        talk.tap_newest(f"l:{language}")
    talk.write("/start")
    return talk


def standing(talk: Conversation) -> bool:
    """Whether the last message that brought reply keys said that they stay in sight."""
    return talk.keyboard_stands


def by_button(talk: Conversation) -> list[PromptPlanned]:
    ids = {button.id for button in talk.protocol.buttons}
    return [one for one in talk.planned.values() if one.wave in ids]


def skipped(talk: Conversation) -> None:
    """Through the questionnaire that is open."""
    prompt = sitting(talk).prompt
    while talk.now.sitting is not None and talk.now.sitting.prompt == prompt:
        talk.press("key.skip")


# Where they stand


def test_they_come_with_the_agreement_and_go_with_leaving() -> None:
    talk = in_touch(DAILY)
    talk.write("/stop")
    talk.protocol = talk.protocol.model_copy(update={"buttons": (BORDER, REFUSED)})
    talk.write("/start")
    for key in ("key.go-on", "key.yes"):
        talk.press(key)
    talk.tap_newest("0")
    for _ in range(3):
        talk.press("key.yes")
    assert set(LABELS).isdisjoint(talk.keyboard), "not before they agree"
    talk.speak()
    talk.fetch(4)
    talk.press("key.confirm")
    assert (talk.stage, talk.keyboard) == (Stage.ENROLLED, LABELS)
    assert "enrolment.buttons" in talk.phrases, "it is said what they are for"
    assert standing(talk)
    talk.write("/stop")
    assert talk.keyboard == [talk.label(key) for key in KEYS]


WAYS: dict[str, list[Callable[[Conversation], None]]] = {
    "an entry kept": [lambda talk: talk.write("Дождь."), lambda talk: talk.press("key.keep")],
    "an entry let go": [lambda talk: talk.write("Дождь."), lambda talk: talk.press("key.do-not-keep")],
    "a pause": [lambda talk: talk.write("/pause"), lambda talk: talk.press("key.pause-day")],
    "no pause": [lambda talk: talk.write("/pause"), lambda talk: talk.press("key.leave-it")],
    "another city": [
        lambda talk: talk.write("/moved"),
        lambda talk: talk.tap_newest("elsewhere"),
        lambda talk: talk.press("key.leave-it"),
    ],
    "a city left open": [
        lambda talk: talk.write("/moved"),
        lambda talk: talk.tap_newest("elsewhere"),
        lambda talk: talk.write("/diary"),
    ],
}


@pytest.mark.parametrize("way", WAYS)
def test_they_are_there_again_when_nothing_else_is(way: str) -> None:
    talk = with_buttons()
    *before, last = WAYS[way]
    for step in before:
        step(talk)
    assert talk.keyboard != LABELS, "the place is needed"
    last(talk)
    assert (talk.keyboard, standing(talk)) == (LABELS, True)


@pytest.mark.parametrize("brings", ["/help", "/start"])
def test_who_agreed_before_there_were_buttons_gets_them_too(brings: str) -> None:
    talk = in_touch(DAILY)
    talk.protocol = talk.protocol.model_copy(update={"buttons": (BORDER, REFUSED)})
    assert talk.keyboard == []
    talk.write(brings)
    assert talk.keyboard == LABELS


def test_the_end_of_a_questionnaire_brings_them_but_not_before_an_entry_is_decided() -> None:
    talk = with_buttons()
    talk.keyboard = []
    talk.next_timer("prompt")
    assert talk.keyboard == []
    talk.tap_newest("7")
    skipped(talk)
    assert talk.keyboard == LABELS
    talk.next_timer("prompt")
    talk.write("Не отвечу.")
    assert [talk.label("key.keep"), talk.label("key.do-not-keep")] == talk.keyboard
    talk.tap_newest("7")
    skipped(talk)
    assert talk.label("key.keep") in talk.keyboard


def test_another_language_renews_them() -> None:
    talk = with_buttons()
    talk.write("/language")
    talk.tap_newest("l:en")
    assert talk.keyboard == ["I crossed a border", "I was refused"]
    assert talk.said == ["The buttons below are in English now, too."]
    talk.next_timer("prompt")
    talk.write("/language")
    talk.tap_newest("l:ru")
    assert talk.keyboard == LABELS
    assert talk.said[0] == "Кнопки внизу теперь тоже по-русски."
    assert "Как прошёл день?" in talk.said[-1], "the question is the last"
    talk.tap("l:ru")
    assert "buttons.language" not in talk.phrases, "they are so already"


def test_two_short_ones_share_a_row() -> None:
    talk = with_buttons(
        BORDER,
        REFUSED,
        LONG,
        REFUSED.model_copy(update={"id": "more", "label": Localized({"ru": "Ещё", "en": "More"})}),
    )
    assert talk.keyboard_rows == [["Граница позади", "Мне отказали"], ["Наконец получены документы"], ["Ещё"]]


# A press


def test_a_press_begins_at_once_and_is_put_by_nobody_else() -> None:
    talk = with_buttons(a_day=1)
    until(talk, 16, "03:00")  # the second night
    asked = talk.now.asked_times
    talk.press("Граница позади")
    [planned] = by_button(talk)
    assert (planned.wave, planned.questionnaire, planned.day, planned.beep) == ("border", "month", 2, 0)
    assert (planned.due_at, planned.expires_at) == (talk.at, talk.at + timedelta(hours=20))
    assert talk.prompts[planned.prompt] is PromptState.DELIVERED
    assert talk.said == ["Когда уехали?\n\n" + talk.said[0].partition("\n\n")[2]], (
        "nothing before the question"
    )
    assert talk.label("key.not-now") not in keys(talk)
    talk.write("24.02.2022")
    assert talk.prompts[planned.prompt] is PromptState.BEGUN
    assert talk.now.asked_times == asked, "it is none of those that are counted"
    skipped(talk)
    assert talk.prompts[planned.prompt] is PromptState.ANSWERED
    assert {one.content["wave"] for one in talk.kept("answer")} == {"border"}


@pytest.mark.parametrize("said", ["Граница позади", "граница  позади.", "I crossed a border"])
def test_it_can_be_typed_out_in_any_language(said: str) -> None:
    talk = with_buttons()
    talk.write(said, forwarded=True)
    assert talk.now.sitting is None, "somebody else's words press nothing"
    talk.write(said)
    assert sitting(talk).wave == "border"


def test_pressed_again_it_is_the_same_question() -> None:
    talk = with_buttons()
    talk.press("Граница позади")
    before, said = talk.now, talk.said
    talk.press("Граница позади")
    assert (talk.now, talk.said) == (before, said)
    assert len(by_button(talk)) == 1
    talk.write("24.02.2022")
    talk.press("Граница позади")
    assert len(by_button(talk)) == 1, "begun, too"


def test_what_nobody_touched_stands_aside_and_is_there_again() -> None:
    talk = with_buttons()
    talk.next_timer("prompt")
    daily = sitting(talk).prompt
    talk.press("Граница позади")
    assert sitting(talk).wave == "border"
    talk.press("Мне отказали")
    assert sitting(talk).wave == "refused"
    talk.press("Граница позади")
    assert sitting(talk).wave in ("border", "refused")
    for _ in range(3):
        assert talk.now.sitting is not None
        skipped(talk)
    assert talk.now.sitting is None
    assert not {PromptState.DELIVERED, PromptState.BEGUN} & set(talk.prompts.values())
    assert talk.prompts[daily] is PromptState.SKIPPED
    assert len(by_button(talk)) == 2


def test_of_two_the_one_that_stands_aside_is_changed_over() -> None:
    talk = with_buttons()
    talk.press("Граница позади")
    talk.press("Мне отказали")
    talk.press("Граница позади")
    assert (sitting(talk).wave, talk.now.aside and talk.now.aside.wave) == ("border", "refused")
    talk.write("24.02.2022")
    talk.press("Мне отказали")
    assert talk.said == ["Хорошо. Сначала вопрос, который уже открыт, потом «Мне отказали»."]
    skipped(talk)
    assert sitting(talk).wave == "refused"


def test_what_is_begun_is_finished_first() -> None:
    """Then it comes before all else that waits, whatever the hour and the pause: they are there."""
    talk = with_buttons(a_day=1)
    talk.next_timer("prompt")
    talk.tap_newest("7")
    talk.press("Граница позади")
    assert talk.said == ["Хорошо. Сначала вопрос, который уже открыт, потом «Граница позади»."]
    talk.press("Граница позади")
    assert talk.phrases == ["buttons.after-this"]
    [planned] = by_button(talk)
    assert talk.prompts[planned.prompt] is PromptState.DUE
    changed(talk, rest=Rest(Why.ASKED, talk.at, talk.at + timedelta(days=1)))
    talk.at += timedelta(hours=1, minutes=55)
    skipped(talk)
    assert sitting(talk).wave == "border"
    assert talk.said[-1].startswith("Вы нажали «Граница позади».\n\nКогда уехали?")
    assert talk.prompts[planned.prompt] is PromptState.DELIVERED


def test_one_that_waits_comes_when_what_was_begun_lapses() -> None:
    talk = with_buttons()
    talk.next_timer("prompt")
    talk.tap_newest("7")
    talk.press("Граница позади")
    talk.wait("2h")
    assert sitting(talk).wave == "border"
    assert PromptState.PARTIAL in talk.prompts.values()


def test_one_that_waits_by_night_waits_for_the_morning_or_for_them() -> None:
    talk = with_buttons(quiet=None)
    talk.next_timer("prompt")
    talk.tap_newest("7")
    talk.press("Граница позади")
    schedule = in_touch(DAILY).protocol.schedule
    quiet = schedule.quiet
    assert quiet
    night = quiet.model_copy(update={"opens": quiet.opens.replace(hour=20)})
    talk.protocol = talk.protocol.model_copy(
        update={"schedule": schedule.model_copy(update={"quiet": night})}
    )
    talk.wait("2h")
    assert talk.now.sitting is None
    asleep = talk.twin()
    asleep.next_timer("waiting")
    assert sitting(asleep).wave == "border"
    talk.write("/help")
    assert sitting(talk).wave == "border"
    assert len(by_button(talk)) == 1


def test_it_lapses_as_it_came_and_nobody_is_silent_for_it() -> None:
    talk = with_buttons(silence=1)
    talk.press("Граница позади")
    [planned] = by_button(talk)
    changed(talk, runs=())
    talk.timers = {key: one for key, one in talk.timers.items() if one.kind != "prompt"}
    talk.prompts = {planned.prompt: talk.prompts[planned.prompt]}
    talk.next_timer("expire")
    assert talk.prompts[planned.prompt] is PromptState.EXPIRED
    assert (talk.now.rest, talk.now.missed, talk.said) == (None, 0, [])
    assert not [one for one in talk.timers.values() if one.kind == "remind"]


@pytest.mark.parametrize("why", Why)
def test_a_press_ends_a_rest_that_has_no_end(why: Why) -> None:
    talk = with_buttons()
    changed(talk, rest=Rest(why, talk.at))
    talk.press("Граница позади")
    assert talk.phrases[0] == "rest.welcome"
    assert (talk.now.rest, sitting(talk).wave) == (None, "border")


def test_a_pause_with_an_end_goes_on_after_it() -> None:
    talk = with_buttons()
    rest = Rest(Why.ASKED, talk.at, talk.at + timedelta(days=1))
    changed(talk, rest=rest)
    talk.press("Граница позади")
    assert (talk.now.rest, sitting(talk).wave) == (rest, "border")


def test_an_entry_that_is_not_decided_stays_so() -> None:
    talk = with_buttons()
    talk.write("Дождь.")
    draft = talk.now.draft
    talk.write("Граница позади")
    assert sitting(talk).wave == "border"
    assert talk.now.draft == draft
    skipped(talk)
    talk.press("key.keep")
    assert talk.keyboard == LABELS


def test_a_city_that_is_asked_for_is_let_be() -> None:
    talk = with_buttons()
    talk.write("/moved")
    talk.tap_newest("elsewhere")
    talk.write("Мне отказали")
    assert (sitting(talk).wave, talk.now.talk) == ("refused", None)


def test_before_the_agreement_and_after_leaving_it_is_only_words() -> None:
    talk = with_buttons()
    talk.write("/stop")
    talk.write("Граница позади")
    assert talk.phrases == ["leaving.already-left"]
    stranger = Conversation(talk.protocol)
    stranger.write("Граница позади")
    assert stranger.phrases == ["arrival.press-start"]


def test_one_that_the_study_has_taken_away_is_an_entry() -> None:
    talk = with_buttons()
    talk.protocol = talk.protocol.model_copy(update={"buttons": (REFUSED,)})
    talk.press("Граница позади")
    assert talk.phrases == ["diary.keep"]


def test_one_that_was_waiting_when_the_study_took_it_away_goes() -> None:
    talk = with_buttons()
    talk.next_timer("prompt")
    talk.tap_newest("7")
    talk.press("Граница позади")
    [planned] = by_button(talk)
    talk.protocol = talk.protocol.model_copy(update={"buttons": ()})
    skipped(talk)
    assert talk.now.sitting is None
    assert talk.prompts[planned.prompt] is PromptState.EXPIRED


def test_nothing_to_ask_is_said() -> None:
    talk = with_buttons()
    none = talk.protocol.questionnaire("month").model_copy(update={"questions": (), "groups": ()})
    others = tuple(one for one in talk.protocol.questionnaires if one.id != "month")
    talk.protocol = talk.protocol.model_copy(update={"questionnaires": (*others, none)})
    talk.press("Граница позади")
    assert (talk.phrases, talk.now.sitting) == (["buttons.nothing"], None)


def test_moving_and_relaying_leave_it_alone() -> None:
    talk = with_buttons()
    talk.next_timer("prompt")
    talk.tap_newest("7")
    talk.press("Граница позади")
    [planned] = by_button(talk)
    talk.write("/moved")
    talk.tap_newest("moved:GE")
    assert isinstance(soonest(talk, "expire"), SetTimer)
    assert planned.prompt in talk.prompts
    skipped(talk)
    assert sitting(talk).prompt == planned.prompt
