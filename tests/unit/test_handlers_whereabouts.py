"""/moved, told as stories: another site, another country, another clock; and everything else that happens meanwhile."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from conversation import CATALOGUE, Conversation, sample
from conversation_asked import asked, enrolled, study_of
from conversation_places import PLACES, reach, sitting, soonest
from conversation_story import play, told
from test_handlers_schedule import YEREVAN, due, studied
from test_handlers_schedule import enrolled as enrolled_by

from handlers.erasing import KEYS
from study.effects import PromptState
from study.inbound import Fell
from study.participant import Stage, Talk
from study.protocol import Protocol

GDANSK, VIENNA = (54.352, 18.646), (48.208, 16.372)
BERLIN = ZoneInfo("Europe/Berlin")

STORIES = told("""
## to another site, by its key (enrolled, ru)
> /moved
< Где вы сейчас живёте?
[Грузия]
< Грузия — записали. Там сейчас 13:00, и вопросы будут приходить по этим часам.
## to another site, in words (enrolled, en)
> /moved
< Where do you live now?
> georgia
< Georgia: noted. It is 13:00 there now, and questions will come by that clock.
## to the city of a site (enrolled, ru)
> /moved
< Где вы сейчас живёте?
> Тбилиси
< Грузия — записали.
## nowhere new (enrolled, ru)
> /moved
< Где вы сейчас живёте?
[Армения]
< Так у нас и записано: Армения, там сейчас 13:00. Ничего не изменилось.
## to a country where there is no site (enrolled, ru)
> /moved
< Где вы сейчас живёте?
[В другой стране]
< Telegram увидит точное место. Мы его не сохраним, только часовой пояс.
> Берлин
< Записали: у вас сейчас 10:00.
## to one that is named at once (enrolled, ru)
> /moved
< Где вы сейчас живёте?
> Польша
< Записали: у вас сейчас 10:00.
## to a country with many clocks (enrolled, ru)
> /moved
< Где вы сейчас живёте?
> Россия
< Там не один часовой пояс. В каком вы городе?
> Екатеринбург
< Записали: у вас сейчас 14:00.
## to a country with two clocks (enrolled, en)
> /moved
< Where do you live now?
[Another time zone]
< Which city are you in?
> Ukraine
< Is it 11:00 where you are now?
[No, another time]
< Is it 12:00 where you are now?
[No, another time]
< Please name a bigger city nearby, or the country.
> Kyiv
< Noted: it is 11:00 where you are.
## a town that nobody knows, twice (enrolled, ru)
> /moved
< Где вы сейчас живёте?
[В другой стране]
< В каком вы городе?
> Краков
< Такого места бот не знает. То, что вы написали, не сохранено.
> Величка
< И этого места бот не знает.
< Добавить в дневник?
## let be (enrolled, ru)
> /moved
< Где вы сейчас живёте?
[В другой стране]
< В каком вы городе?
[Оставить как есть]
< Хорошо, всё остаётся как было.
""")


@pytest.mark.parametrize("name", STORIES)
def test_stories(name: str) -> None:
    place, language, story = STORIES[name]
    talk = reach(place, language)
    talk.said = []
    play(talk, story)
    assert (talk.now.talk is None, talk.now.zones_asked) == (True, ())
    assert "key.send-place" not in talk.keyboard


def moving(talk: Conversation, *said: str) -> Conversation:
    talk.write("/moved")
    for words in said:
        talk.press(words)
    return talk


def lives(talk: Conversation) -> tuple[str, str]:
    return talk.now.site, talk.now.zone


def test_a_place_is_confirmed_by_the_clock_and_is_not_kept() -> None:
    talk = moving(reach("enrolled", "en"), "In another country")
    assert talk.keyboard == ["Send where I am", "Leave it as it is"]
    records = dict(talk.records)
    talk.locate(*GDANSK)
    assert talk.said == ["Is it 11:00 where you are now?"], "the nearest principal city is beyond a border"
    talk.press("No, another time")
    assert talk.said == ["Is it 10:00 where you are now?"]
    talk.press("Yes, it is")
    assert lives(talk) == ("AM", "Europe/Warsaw")
    assert (talk.keyboard, talk.records) == ([], records)
    assert "18.64" not in str(talk.now)


def test_each_stay_is_told() -> None:
    talk = reach("enrolled", "ru")
    moving(talk, "Грузия")
    talk.wait("1h")
    moving(talk, "В другой стране")
    talk.write("Berlin")
    found = [(one.site, one.zone, one.at - talk.stays[0].at) for one in talk.stays]
    assert found == [
        ("AM", "Asia/Yerevan", timedelta(0)),
        ("GE", "Asia/Tbilisi", timedelta(0)),
        ("GE", "Europe/Berlin", timedelta(hours=1)),
    ]
    assert talk.now.code == "AM-01", "the code stays"


def test_a_retried_tap_and_an_older_list_do_no_harm() -> None:
    talk = moving(reach("enrolled", "ru"), "Грузия")
    state, stays = talk.state(), list(talk.stays)
    for _ in range(2):
        talk.tap("moved:GE")
        assert (talk.state(), talk.stays) == (state, stays)
        assert "Ничего не изменилось" in talk.said[-1]
    for forged in ("moved:", "moved:XX", "moved:moved:GE", "moved:ge"):
        talk.tap(forged)
        assert talk.state() == state
        assert talk.toasts


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_wherever_it_is_asked_there_is_an_answer(place: str, language: str) -> None:
    talk = reach(place, language)
    before = talk.state()
    talk.write("/moved")
    assert talk.said
    if talk.stage is Stage.ENROLLED:
        assert talk.said == [CATALOGUE.say(language, "site.ask")]
    else:
        assert talk.state() == before
        talk.tap("moved:GE")
        assert talk.state() == before


ANSWERED = {  # within a check-in: the place, what is written meanwhile, and what is kept of it
    "a scale": ("check-in", "7", 7),
    "a text": ("check-in-written", "Соседи сверху.", "Соседи сверху."),
}


@pytest.mark.parametrize(("place", "text", "value"), ANSWERED.values(), ids=ANSWERED)
@pytest.mark.parametrize("steps", [(), ("В другой стране",)], ids=["site", "city"])
def test_no_answer_is_taken_for_a_place(place: str, text: str, value: object, steps: tuple[str, ...]) -> None:
    talk = moving(reach(place, "ru"), *steps)
    talk.write(text)
    assert [one.content["value"] for one in talk.kept("answer")][-1] == value


@pytest.mark.parametrize("steps", [(), ("В другой стране",)], ids=["site", "city"])
def test_no_entry_of_the_diary_is_taken_for_a_place(steps: tuple[str, ...]) -> None:
    talk = moving(reach("enrolled", "ru"), *steps)
    told = "Сегодня я впервые за долгое время гуляла до ночи, и никто не спросил, куда я иду."
    talk.write(told)
    assert talk.said[-1] == "Добавить в дневник?"
    talk.speak()
    talk.fetch(5)
    talk.press("key.keep")
    assert [one.content.get("value") for one in talk.kept("entry")] == [told, None]


def test_a_question_that_was_put_later_is_what_words_answer() -> None:
    """In the evening nobody thinks of what they asked at noon."""
    talk = moving(reach("enrolled", "ru"), "В другой стране")
    talk.next_timer("prompt")
    talk.press("2")
    talk.write("Берлин")
    assert talk.kept("answer")[-1].content["value"] == "Берлин"
    assert lives(talk) == ("AM", "")
    talk.press("key.leave-it")
    assert "Хорошо, всё остаётся" in talk.said[0]
    assert talk.now.talk is None


def test_words_of_the_next_day_have_nothing_to_do_with_it() -> None:
    talk = moving(enrolled(study_of("[{id: end, ask: And now?, type: yes-no}]")), "In another country")
    talk.wait("25h")
    talk.write("Berlin")
    assert talk.said == ["Add to your diary?"]
    assert lives(talk) == ("AM", "")


def test_what_was_open_is_in_sight_again() -> None:
    talk = moving(reach("check-in", "en"), "Georgia")
    assert "How was your day?" in talk.said[-1]
    talk.press("7")
    assert talk.kept("answer")[-1].content["value"] == 7
    talk = moving(reach("draft", "en"), "In another country", "key.leave-it")
    assert talk.keyboard == ["Add to my diary", "Don’t keep it"]


PLACE = "[{id: where, ask: Roughly where are you?, type: place, within: 10km}, {id: end, ask: And now?, type: yes-no}]"


def test_the_keys_of_a_question_come_back() -> None:
    talk = asked(PLACE)
    before = list(talk.keyboard)
    moving(talk, "In another country")
    assert talk.keyboard != before
    talk.locate(*VIENNA)
    assert talk.said == ["Is it 10:00 where you are now?"], "it was the last that was asked"
    talk.press("Yes, it is")
    assert talk.keyboard == before
    assert not talk.kept("answer")
    talk.locate(*VIENNA)
    assert len(talk.kept("answer")) == 1


def test_a_place_question_that_was_put_later_gets_the_place() -> None:
    talk = enrolled(study_of(PLACE))
    talk.wait("29d")
    moving(talk, "In another country")
    talk.next_timer("prompt")
    talk.locate(*VIENNA)
    assert len(talk.kept("answer")) == 1
    assert lives(talk) == ("AM", "")


def test_yes_is_an_answer_to_what_is_open() -> None:
    """A word may be meant for the question; its own keys say what they are about."""
    talk = asked("[{id: slept, ask: Did you sleep?, type: yes-no}, {id: end, ask: And now?, type: yes-no}]")
    moving(talk, "In another country")
    talk.locate(*VIENNA)
    talk.write("yes")
    assert [one.content["value"] for one in talk.kept("answer")] == [True]
    talk.press("Yes, it is")
    assert lives(talk) == ("AM", "Europe/Vienna")


@pytest.mark.parametrize("command", ["/diary", "/start", "/back", "/unknown"])
def test_a_command_ends_the_question_and_takes_its_keys(command: str) -> None:
    talk = moving(reach("enrolled", "en"), "In another country")
    talk.write(command)
    assert (talk.now.talk, talk.keyboard) == (None, [])
    talk.write("Berlin")
    assert talk.said == ["Add to your diary?"]


@pytest.mark.parametrize(
    "command", ["/help", "/status", "/mydata", "/consent", "/receipt", "/times", "/language"]
)
def test_a_command_that_only_shows_something_leaves_the_question_and_its_keys(command: str) -> None:
    talk = moving(reach("enrolled", "en"), "In another country")
    keys = talk.keyboard
    talk.write(command)
    assert (talk.now.talk, talk.keyboard) == (Talk.CITY, keys)
    talk.write("Berlin")
    assert lives(talk) == ("AM", "Europe/Berlin")


def test_the_words_of_the_key_for_a_place_are_no_city_and_no_diary() -> None:
    talk = moving(reach("enrolled", "en"), "In another country")
    keys = talk.keyboard
    talk.write("Send where I am")
    assert (talk.phrases, talk.keyboard) == (["hint.place", "moved.not-kept"], keys)
    assert talk.now.talk is Talk.CITY


@pytest.mark.parametrize("label", ["key.clock-right", "key.clock-wrong"])
def test_a_key_pressed_late_changes_nothing(label: str) -> None:
    talk = reach("enrolled", "ru")
    before = talk.state()
    talk.write(CATALOGUE.say("ru", label))
    assert talk.state() == before
    assert "закрыт" in talk.said[0]


def test_leaving_comes_first() -> None:
    for leave in ("/stop", "Стоп"):
        talk = moving(reach("enrolled", "ru"), "В другой стране")
        talk.write(leave)
        assert talk.stage is Stage.WITHDRAWN
        assert (talk.now.talk, talk.keyboard) == (None, [talk.label(key) for key in KEYS])


EVENINGS = "{id: w, ask: evening, every: 1d, at: 19:00, times: 3, expires: 3h}"
SEVEN = ["15 Mar 19:00", "16 Mar 19:00", "17 Mar 19:00"]


def by(talk: Conversation, wave: str, zone: ZoneInfo) -> list[str]:
    found = [one.due_at for one in talk.timers.values() if (one.kind, one.wave) == ("prompt", wave)]
    return [f"{at.astimezone(zone):%d %b %H:%M}" for at in sorted(found)]


def test_evenings_move_with_them() -> None:
    talk = enrolled_by(EVENINGS)
    ids = set(talk.prompts)
    assert due(talk, "w") == SEVEN
    moving(talk, "В другой стране")
    talk.write("Берлин")
    assert by(talk, "w", BERLIN) == SEVEN
    assert set(talk.prompts) == ids, "they are the same prompts"
    moving(talk, "Армения")
    assert due(talk, "w") == SEVEN


def test_what_fell_due_while_they_moved_is_put_once() -> None:
    """Its timer was in the inbox already when everything was laid anew."""
    talk = enrolled_by(EVENINGS)
    old = soonest(talk, "prompt")
    talk.wait(old.due_at - talk.at - timedelta(seconds=1))
    moving(talk, "В другой стране")
    talk.write("Стамбул")
    assert ("prompt", old.prompt) in talk.timers
    talk.tell(Fell("prompt", old.due_at, old.prompt, old.wave, old.questionnaire, old.expires_at))
    assert sitting(talk).prompt == old.prompt
    talk.wait("2h")
    assert (talk.said, talk.now.aside, talk.now.waiting) == ([], None, ())


def test_what_was_answered_is_not_asked_again_and_what_has_passed_can_be_answered() -> None:
    talk = enrolled_by(EVENINGS)
    moving(talk, "В другой стране")
    talk.write("Berlin")
    talk.next_timer("prompt")
    while talk.now.sitting is not None:
        talk.press("key.skip")
    moving(talk, "Армения")
    assert due(talk, "w") == SEVEN[1:]
    talk.wait("21h")
    moving(talk, "В другой стране")
    talk.write("Алматы")
    talk.wait("30m")
    assert sitting(talk).wave == "w", "it is half past seven there already"
    assert len(talk.prompts) == 3


def test_quiet_hours_hold_from_that_minute() -> None:
    talk = enrolled_by("{id: w, ask: evening, once: 7h, expires: 20h}")
    talk.wait("6h")
    moving(talk, "В другой стране")
    talk.write("Токио")
    talk.wait("3h")
    assert talk.now.sitting is None, "it is after midnight there"
    talk.wait("8h")
    assert talk.at.astimezone(ZoneInfo("Asia/Tokyo")).hour == 11
    assert sitting(talk).wave == "w"


def test_waves_that_a_move_begins_and_ends() -> None:
    talk = enrolled_by(
        "{id: here, ask: evening, every: 1d, at: 19:00, times: 9, until: moved, expires: 1h}",
        "{id: there, ask: month, every: 1d, at: 12:00, times: 3, after: moved, expires: 1h}",
    )
    assert (len(due(talk, "here")), due(talk, "there")) == (9, [])
    talk.wait("30h")
    moving(talk, "Грузия")
    assert (due(talk, "here"), due(talk, "there")) == ([], [f"{day} Mar 12:00" for day in (16, 17, 18)])
    talk.wait("24h")
    moving(talk, "Армения")
    assert due(talk, "there") == [f"{day} Mar 12:00" for day in (17, 18, 19)], (
        "what the move before brought is over"
    )


def test_a_move_soon_after_the_agreement_ends_what_that_began() -> None:
    """By the clock of St. John's they will agree later today."""
    talk = enrolled_by("{id: here, ask: evening, every: 1d, at: 19:00, times: 9, until: moved, expires: 1h}")
    moving(talk, "В другой стране")
    talk.write("St. John's")
    assert due(talk, "here") == []


def test_who_moves_west_is_not_asked_more_often() -> None:
    wave = "{id: often, ask: evening, every: 1h, times: 60, expires: 30m}"
    there = "{id: there, ask: month, every: 15m, times: 9, after: moved, expires: 10m}"
    talk = enrolled_by(wave, there, above="  most-a-day: 2\n")
    talk.wait("20h")
    assert talk.at.astimezone(YEREVAN).strftime("%d %H:%M") == "15 09:00"
    talk.wait("35m")
    assert put(talk) == 4, "two on each day"
    moving(talk, "В другой стране")
    talk.write("Honolulu")
    talk.wait("2h")
    assert put(talk) == 4, "the day before, once more"


def put(talk: Conversation) -> int:
    return sum(state not in (PromptState.DUE, PromptState.NOT_ASKED) for state in talk.prompts.values())


def monthly(wave: str = "{id: month, ask: month, once: 1d, at: 12:00, expires: 10h}") -> Protocol:
    """The monthly questionnaire asks for the site first."""
    protocol = studied(wave, "{id: moved, ask: evening, once: 1d, at: 20:00, after: moved, expires: 1h}")
    site = next(one for one in sample().questionnaire("month").questions if one.id == "same_country")
    options = [{"id": one.id, "label": one.name} for one in protocol.sites]
    changes = {"id": "country", "types": ["choice"], "options": options, "sets": "site"}
    question = site.model_validate(site.model_dump() | changes)
    month = protocol.questionnaire("month")
    changed = month.model_copy(update={"questions": (question, *month.questions)})
    others = tuple(changed if one.id == "month" else one for one in protocol.questionnaires)
    return protocol.model_copy(update={"questionnaires": others})


def test_an_answer_that_sets_the_site_moves_them_when_it_ends() -> None:
    talk = reach("enrolled", "ru", monthly())
    talk.next_timer("prompt")
    talk.press("Грузия")
    assert lives(talk) == ("AM", ""), "they may still go back to it"
    while talk.now.sitting is not None:
        talk.press("key.skip")
    assert lives(talk) == ("GE", "")
    assert "Грузия — записали." in talk.said[-1]
    assert due(talk, "moved") == ["16 Mar 20:00"]
    assert talk.stays[-1].site == "GE"


def test_where_it_lapses_they_have_moved_in_silence() -> None:
    talk = reach("enrolled", "ru", monthly())
    talk.next_timer("prompt")
    talk.press("Грузия")
    talk.next_timer("expire")
    assert (lives(talk), talk.said) == (("GE", ""), [])
    assert PromptState.PARTIAL in talk.prompts.values()


@pytest.mark.parametrize("answer", ["Армения", "key.skip"])
def test_the_same_site_or_none_moves_nobody(answer: str) -> None:
    talk = reach("enrolled", "ru", monthly())
    talk.next_timer("prompt")
    talk.press(answer)
    while talk.now.sitting is not None:
        talk.press("key.skip")
    assert (lives(talk), due(talk, "moved"), len(talk.stays)) == (("AM", ""), [], 1)
