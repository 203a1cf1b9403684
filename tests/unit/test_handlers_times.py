"""One's own hours: what may be chosen, what it changes, and that nobody is asked twice."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from conversation import CATALOGUE, Conversation
from conversation_in_touch import DAILY, asked, by_night, changed, in_touch, until
from conversation_places import reach
from test_handlers_schedule import YEREVAN, due, skip_all

from bot.menu import calls
from study.effects import PromptState
from study.timing import Shift, Wishes

SIGNAL = "{id: often, ask: evening, signal: {times: 3, between: '10:00-16:00', apart: 30m}, days: 1-9, expires: 1h}"
HOURS = Shift(earlier=timedelta(hours=2), later=timedelta(hours=3))


def keys(talk: Conversation) -> list[tuple[str, str]]:
    """Under the newest message."""
    return talk.messages[max(talk.messages)].keys


def offered(*waves: str, **rules: Any) -> Conversation:
    talk = in_touch(*waves, **rules)
    talk.write("/times")
    return talk


def test_the_hours_as_they_are_and_as_they_can_be() -> None:
    talk = offered(shift=HOURS)
    assert talk.said == ["Вопросы приходят вам в 19:00.\n\nЕсли удобнее иначе, выберите здесь."]
    assert [label for label, _ in keys(talk)] == [
        "✓ 19:00, как в исследовании", "17:00", "18:00", "20:00", "21:00",
    ]  # fmt: skip  # at 22:00 it is quiet


def test_of_several_waves_from_the_earliest_to_the_latest() -> None:
    talk = offered(SIGNAL, DAILY, shift=Shift(later=timedelta(hours=1)), fewer=1)
    assert talk.said[0].split("\n\n") == [
        "Вопросы приходят вам в разные часы:\n• между 10:00 и 16:00\n• в 19:00",
        "Если удобнее иначе, выберите здесь.",
        "На кнопках часы от самого раннего вопроса до самого позднего.",
    ]
    assert [label for label, _ in keys(talk)] == [
        "✓ 10:00–19:00, как в исследовании", "11:00–20:00",
        "✓ Сколько в исследовании", "Не больше 1 раза в день", "Не больше 2 раз в день",
    ]  # fmt: skip


def test_past_midnight_is_later_than_the_evening() -> None:
    talk = offered(shift=Shift(earlier=timedelta(hours=1)), **by_night("20:00", "01:00"))
    assert [label for label, _ in keys(talk)] == ["✓ 20:00–01:00, как в исследовании", "19:00–00:00"]


def test_other_hours_hold_at_once() -> None:
    talk = offered(shift=HOURS)
    before = set(talk.prompts)
    talk.press("17:00")
    assert talk.now.wishes == Wishes(timedelta(hours=-2))
    assert talk.messages[max(talk.messages)].text == (
        "Вопросы приходят вам в 17:00.\n\nИзменить ещё раз: /times"
    )
    assert keys(talk) == [], "the list is answered"
    assert due(talk, "daily")[:2] == ["15 Mar 17:00", "16 Mar 17:00"]
    assert set(talk.prompts) == before, "they are the same prompts"
    talk.write("/times")
    assert [label for label, _ in keys(talk)][:2] == ["19:00, как в исследовании", "✓ 17:00"]
    talk.press("19:00, как в исследовании")
    assert talk.now.wishes == Wishes()
    assert due(talk, "daily")[0] == "15 Mar 19:00"


def test_fewer_questions() -> None:
    talk = offered(SIGNAL, fewer=1)
    talk.press("Не больше 1 раза в день")
    assert talk.now.wishes == Wishes(a_day=1)
    assert talk.messages[max(talk.messages)].text.split("\n\n")[:2] == [
        "Вопросы приходят вам между 10:00 и 16:00.",
        "Не больше 1 раза в день.",
    ]
    assert Counter(day[:6] for day in due(talk, "often")) == {f"{day} Mar": 1 for day in range(15, 24)}
    talk.write("/times")
    talk.press("Сколько в исследовании")
    assert talk.now.wishes == Wishes()
    assert len(due(talk, "often")) == 27


def test_one_wish_does_not_undo_the_other() -> None:
    talk = offered(SIGNAL, shift=HOURS, fewer=1)
    talk.tap("fewer:2")
    talk.tap("shift:60")
    assert talk.now.wishes == Wishes(timedelta(hours=1), 2)
    assert all("11:00" <= at[7:] < "17:00" for at in due(talk, "often"))


@pytest.mark.parametrize("shift", [-120, -60, 60, 120])
@pytest.mark.parametrize("when", ["18:00", "19:10", "20:30"])
def test_nobody_is_asked_twice_on_one_day(when: str, shift: int) -> None:
    """Before it is put, while it is open, and after it has been answered."""
    talk = in_touch(shift=HOURS)
    until(talk, 16, "19:05")
    skip_all(talk)
    until(talk, 17, when)
    if when == "20:30":
        skip_all(talk)
    talk.tap(f"shift:{shift}")
    until(talk, 19, "12:00")
    put = [one.prompt for one in talk.moves if one.state is PromptState.DELIVERED]
    assert len(put) == len(set(put))
    days = Counter(one.at.astimezone(YEREVAN).date() for one in talk.moves if one.prompt in put and one.state
                   is PromptState.DELIVERED)  # fmt: skip
    assert set(days.values()) == {1}
    assert max(days) == date(2024, 3, 18)


def test_one_that_would_have_come_already_comes_now() -> None:
    talk = in_touch(shift=HOURS)
    until(talk, 15, "18:00")
    talk.tap("shift:-120")
    talk.wait("1m")
    assert asked(talk) == "daily"
    until(talk, 15, "23:00")
    assert [one.state for one in talk.moves] == [PromptState.DELIVERED, PromptState.EXPIRED]


FORGED = [
    "shift:30",
    "shift:-180",
    "shift:240",
    "shift:",
    "shift:x",
    "shift:1e9",
    "fewer:1",
    "fewer:-1",
    "fewer:0",
]


@pytest.mark.parametrize("data", [*FORGED, "shift:9" + "9" * 60])
def test_nothing_beyond_what_the_study_allows(data: str) -> None:
    talk = in_touch(shift=HOURS)
    before = talk.state()
    talk.tap(data)
    assert talk.phrases == ["hint.stale-key"]
    assert talk.state() == before


@pytest.mark.parametrize("data", ["fewer:3", "fewer:4", "shift:60", "shift:0"])
def test_fewer_is_never_more(data: str) -> None:
    talk = in_touch(SIGNAL, fewer=1)
    talk.tap(data)
    assert (talk.now.wishes, talk.phrases) == (Wishes(), ["hint.stale-key"])


def test_a_study_that_has_the_same_hours_for_all() -> None:
    talk = offered()
    assert "Если они вам неудобны, поможет человек" in talk.said[0]
    assert keys(talk) == []


def test_hours_that_the_study_has_taken_back() -> None:
    """They hold no more when everything is laid anew, and the list shows what holds."""
    talk = in_touch(shift=HOURS)
    changed(talk, wishes=Wishes(timedelta(hours=5)))
    talk.write("/times")
    assert talk.said[0].startswith("Вопросы приходят вам в 19:00.")


def test_when_all_has_been_asked_there_is_nothing_to_choose() -> None:
    talk = in_touch("{id: once, ask: evening, once: 1d, at: 19:00, expires: 2h}", shift=HOURS)
    until(talk, 16, "12:00")
    talk.write("/times")
    assert (talk.phrases, keys(talk)) == (["times.none"], [])
    talk.tap("shift:60")
    assert talk.toasts == []
    assert talk.now.wishes == Wishes(timedelta(hours=1)), "waves may still begin"


def test_what_has_not_begun_is_no_hour_of_theirs_while_others_come() -> None:
    moved = "{id: moved, ask: month, once: 1d, at: 12:00, after: moved, expires: 2h}"
    assert offered(DAILY, moved, shift=HOURS).said[0].startswith("Вопросы приходят вам в 19:00.")


def test_menu_and_help_name_it_only_where_it_is_allowed() -> None:
    for shift, wanted in ((None, False), (HOURS, True), (Shift(), False)):
        talk = in_touch(shift=shift)
        menus = [params for method, params in calls(talk.protocol, CATALOGUE) if method == "setMyCommands"]
        assert menus
        assert {"times" in [one["command"] for one in menu["commands"]] for menu in menus} == {wanted}
        talk.write("/help")
        assert ("help.times" in talk.phrases) is wanted


@pytest.mark.parametrize("place", ["language", "screening", "statement", "withdrawn"])
def test_only_who_takes_part_has_hours(place: str) -> None:
    talk = reach(place, "ru")
    before = talk.state()
    talk.write("/times")
    assert talk.phrases == ["times.not-now"]
    talk.tap("shift:60")
    assert talk.state() == before
