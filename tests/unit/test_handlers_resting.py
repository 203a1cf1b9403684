"""A pause: how it begins, what it keeps back, and how it ends."""

from collections import Counter
from datetime import date, timedelta

import pytest
from conversation import Conversation
from conversation_in_touch import asked, changed, in_touch, until
from conversation_places import reach, sitting
from test_handlers_schedule import states

from study.effects import PromptState
from study.inbound import Blocked, Command, Edited, Event, Filmed, Located, Sent, Showed, Spoke, Tapped, Wrote
from study.participant import Rest, Talk, Why
from study.timing import Span

KEYS = {
    "Пауза на день": timedelta(days=1),
    "Пауза на неделю": timedelta(days=7),
    "Пауза, пока не напишу": None,
}


def rest(talk: Conversation) -> Rest:
    found = talk.now.rest
    assert found
    return found


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("word", ["/pause", "пауза", "Pause."])
def test_it_is_taken_with_a_word_and_a_key(word: str, key: str) -> None:
    talk = in_touch()
    talk.write(word)
    assert talk.keyboard == [*KEYS, "Оставить как есть"]
    assert talk.now.rest is None, "nothing has happened yet"
    talk.press(key)
    wanted = KEYS[key]
    assert rest(talk) == Rest(Why.ASKED, talk.at, wanted and talk.at + wanted)
    assert talk.keyboard == []
    assert [kind for kind, _ in talk.timers if kind == "resume"] == ([] if wanted is None else ["resume"])


def test_a_key_says_it_all_by_itself() -> None:
    """Pressed on another day, after another pause, or twice because the phone sent it twice."""
    talk = in_touch()
    for _ in range(2):
        talk.write("Пауза на неделю")
        assert rest(talk).until == talk.at + timedelta(days=7)
    talk.wait("3h")
    talk.write("Пауза на день")
    assert rest(talk).until == talk.at + timedelta(days=1)
    talk.write("Пауза, пока не напишу")
    assert (rest(talk).until, ("resume", "") in talk.timers) == (None, False)
    talk.write("Закончить паузу")
    assert talk.now.rest is None
    talk.write("Закончить паузу")
    assert talk.phrases == ["rest.no-pause"]


def test_a_week_is_one_of_the_calendar() -> None:
    """In Warsaw clocks go forward on 31 March 2024: at the same time of day it is an hour less."""
    talk = in_touch()
    changed(talk, zone="Europe/Warsaw")
    talk.wait("15d")
    talk.write("Пауза на неделю")
    assert rest(talk).until == talk.at + timedelta(days=7, hours=-1)
    assert "До 5 апреля, 10:00" in talk.said[0]


def test_leaving_it_as_it_is() -> None:
    talk = in_touch()
    talk.write("/pause")
    before = talk.state()
    talk.press("Оставить как есть")
    assert talk.state() == before
    assert talk.keyboard == []


def test_one_under_way_can_be_ended_or_made_longer() -> None:
    talk = in_touch()
    talk.write("Пауза на день")
    talk.write("/pause")
    assert "до 15 марта, 13:00" in talk.said[0]
    assert talk.keyboard == ["Закончить паузу", *KEYS, "Оставить как есть"]
    talk.press("Пауза на неделю")
    assert rest(talk).until == talk.at + timedelta(days=7)
    talk.write("/pause")
    talk.press("Закончить паузу")
    assert (talk.now.rest, talk.timers.get(("resume", ""))) == (None, None)
    until(talk, 15, "19:01")
    assert asked(talk) == "daily"


def test_what_falls_due_lapses_in_silence_and_the_newest_is_asked_at_the_end() -> None:
    talk = in_touch("{id: daily, ask: evening, every: 1d, at: 19:00, times: 9, expires: 20h, remind: [1h]}")
    until(talk, 15, "12:00")
    talk.write("Пауза на неделю")
    until(talk, 22, "11:59")
    assert talk.said == []
    assert states(talk) == {PromptState.EXPIRED: 6, PromptState.DUE: 3}
    assert [prompt.wave for prompt in talk.now.waiting] == ["daily"]
    assert talk.now.missed == 0
    talk.wait("1m")
    assert talk.now.rest is None
    assert asked(talk) == "daily"
    assert talk.phrases[0].startswith("prompt.begin"), "nothing is said of the pause"
    assert len([one for one in talk.moves if one.state is PromptState.DELIVERED]) == 1


def test_its_end_waits_for_the_morning() -> None:
    talk = in_touch("{id: daily, ask: evening, every: 1d, at: 19:00, times: 9, expires: 20h}")
    until(talk, 15, "02:00")
    talk.write("Пауза на день")
    until(talk, 16, "07:59")
    assert (talk.said, asked(talk)) == ([], "")
    assert talk.now.rest is not None
    until(talk, 16, "08:00")
    assert asked(talk) == "daily"
    assert talk.now.rest is None


def test_its_end_waits_for_a_day_on_which_people_are_asked() -> None:
    """Else what waited would be over on that day, and nobody would have been asked."""
    holiday = (Span(first=date(2024, 3, 16), last=date(2024, 3, 16)),)
    talk = in_touch("{id: daily, ask: evening, every: 1d, at: 19:00, times: 9, expires: 40h}", never=holiday)
    until(talk, 15, "12:00")
    talk.write("Пауза на день")
    until(talk, 17, "07:59")
    assert talk.said == []
    until(talk, 17, "08:00")
    assert asked(talk) == "daily"


def test_what_is_open_stays_open_and_is_not_reminded_of() -> None:
    talk = in_touch()
    until(talk, 15, "19:05")
    open = sitting(talk)
    talk.write("/pause")
    talk.press("Пауза на день")
    assert "остаётся" in talk.said[0]
    assert sitting(talk) == open
    talk.wait("1h")
    assert talk.said == [], "no reminder"
    talk.tap_newest("7")
    assert sitting(talk).done == ("mood",)
    assert rest(talk).until, "a pause with an end goes on"


def test_after_never_mind_the_open_question_is_in_sight() -> None:
    talk = in_touch()
    until(talk, 15, "19:05")
    talk.write("/pause")
    talk.press("Оставить как есть")
    assert "Как прошёл день?" in talk.said[-1]


def test_an_entry_that_waits_for_its_yes_has_its_keys_again() -> None:
    talk = in_touch()
    talk.write("Дождь.")
    talk.write("/pause")
    talk.press("Пауза, пока не напишу")
    assert "Добавить в дневник" in talk.keyboard
    talk.press("key.keep")
    assert len(talk.kept("entry")) == 1
    assert rest(talk).until is None, "it was written before"


def test_one_that_stands_aside_comes_back_in_silence() -> None:
    talk = in_touch(
        "{id: monthly, ask: month, once: 1d, at: 09:00, expires: 5d, remind: [1d]}",
        "{id: often, ask: evening, every: 1d, at: 12:00, times: 3, expires: 30m}",
        above="  most-a-day: 3\n",
    )
    until(talk, 15, "12:00")
    assert asked(talk) == "often"
    talk.write("Пауза на неделю")
    until(talk, 15, "12:31")
    assert (talk.said, asked(talk)) == ([], "monthly")


MONTHLY = "{id: monthly, ask: month, once: 1d, at: 09:00, expires: 9d}"
SHORT = "{id: short, ask: evening, every: 1d, at: 12:00, times: 9, expires: 2h}"


def test_what_waited_is_not_kept_back_by_what_nobody_touches() -> None:
    talk = in_touch(MONTHLY, SHORT)
    until(talk, 15, "13:00")
    talk.write("Пауза на день")
    until(talk, 16, "12:59")
    assert asked(talk) == "monthly"
    assert [one.wave for one in talk.now.waiting] == ["short"]
    until(talk, 16, "13:00")
    assert asked(talk) == "short"
    assert talk.now.aside
    assert talk.now.aside.wave == "monthly"


def test_a_key_that_has_lapsed_brings_what_waited() -> None:
    """Nothing else is put to whoever comes back with it."""
    talk = in_touch(MONTHLY, SHORT, silence=2)
    until(talk, 16, "12:00")
    assert sitting(talk).asking
    old = sitting(talk).asking.token
    until(talk, 17, "12:30")
    assert rest(talk).why is Why.SILENT
    assert (asked(talk), [one.wave for one in talk.now.waiting]) == ("monthly", ["short"])
    talk.tap(f"q:{old}:7")
    assert talk.phrases[:3] == ["rest.welcome", "prompt.lapsed-newer", "prompt.begin"]
    assert asked(talk) == "short"


BACK: dict[str, Event] = {
    "words": Wrote("Я вернулась", 5),
    "a city": Wrote("Ереван", 5),
    "words passed on": Wrote("Пауза", 5, forwarded=True, means=frozenset({"key.pause"})),
    "a voice": Spoke("f", 5, 4),
    "a photo": Showed("f", 5),
    "a place": Located(40.1, 44.5, 5),
    "a video note": Filmed("f", 5, 4),
    "a sticker": Sent("sticker", 5),
    "/start": Command("start"),
    "/diary": Command("diary"),
    "a key of a question": Tapped("q:aaaaaaaa:0", "t", 1),
}
LOOKED: dict[str, Event] = {
    **{
        f"/{name}": Command(name)
        for name in ("pause", "status", "help", "language", "times", "moved", "back")
    },
    "the word": Wrote("Пауза", 5, means=frozenset({"key.pause"})),
    "a pause again": Wrote("Пауза, пока не напишу", 5, means=frozenset({"key.pause-open"})),
    "as it is": Wrote("Оставить как есть", 5, means=frozenset({"key.leave-it"})),
    "not for now": Wrote("Пока не пишите", 5, means=frozenset({"key.not-for-now"})),
    "a language": Tapped("l:en", "t", 1),
    "a key of other hours": Tapped("shift:60", "t", 1),
    "a key of a country": Tapped("moved:elsewhere", "t", 1),
    "an edit": Edited(5),
    "blocked": Blocked(),
}


def away(**changes: object) -> Conversation:
    """They rest until they write, and a prompt of today waits."""
    talk = in_touch("{id: daily, ask: evening, every: 1d, at: 19:00, times: 9, expires: 20h}")
    talk.write("Пауза, пока не напишу")
    until(talk, 17, "10:00")
    assert len(talk.now.waiting) == 1
    changed(talk, **changes)
    return talk


@pytest.mark.parametrize("said", BACK)
def test_who_does_something_is_back(said: str) -> None:
    """A word of welcome, what they sent is dealt with, and the newest of what waited is put: no backlog."""
    talk = away()
    talk.tell(BACK[said])
    assert talk.now.rest is None
    assert Counter(talk.phrases)["rest.welcome"] == 1
    assert talk.phrases[0] in ("rest.welcome", "hint.closed", "hint.stale-key")
    assert asked(talk) == "daily"
    assert talk.phrases.count("prompt.begin") == 1


@pytest.mark.parametrize("said", LOOKED)
def test_who_looks_around_is_not(said: str) -> None:
    talk = away()
    talk.tell(LOOKED[said])
    assert talk.now.rest is not None
    assert "rest.welcome" not in talk.phrases
    assert asked(talk) == ""


def test_an_answer_about_where_they_live_is_no_return() -> None:
    for event in (Wrote("Ереван", 5), Located(40.1, 44.5, 5)):
        talk = away()
        changed(talk, talk=Talk.CITY, talk_at=talk.at)
        talk.tell(event)
        assert talk.now.rest is not None
    talk = away(talk=Talk.CITY, talk_at=away().at - timedelta(days=2))
    talk.write("Устала, но цела.")
    assert talk.now.rest is None, "that question was asked long ago"


def test_what_they_said_is_kept_and_then_they_are_asked() -> None:
    talk = away()
    talk.write("Снег и тишина.")
    assert talk.phrases[:3] == ["rest.welcome", "diary.keep", "prompt.begin"]
    talk.press("key.keep")
    assert len(talk.kept("entry")) == 1


def test_who_comes_back_by_night_is_asked_in_the_morning() -> None:
    talk = in_touch("{id: daily, ask: evening, every: 1d, at: 19:00, times: 9, expires: 20h}")
    talk.write("Пауза, пока не напишу")
    until(talk, 17, "03:00")
    talk.write("/start")
    assert talk.phrases == ["rest.welcome", "arrival.already-in"]
    until(talk, 17, "08:00")
    assert asked(talk) == "daily"


def test_a_pause_with_an_end_is_not_ended_by_a_diary_entry() -> None:
    talk = in_touch()
    talk.write("Пауза на неделю")
    talk.write("Снег и тишина.")
    talk.press("key.keep")
    assert rest(talk).until
    assert len(talk.kept("entry")) == 1


@pytest.mark.parametrize("place", ["language", "screening", "check", "statement", "withdrawn", "returning"])
def test_where_nobody_is_asked_no_pause_is_needed(place: str) -> None:
    talk = reach(place, "ru")
    before = talk.state()
    talk.write("/pause")
    assert talk.phrases == ["rest.none-needed" if place == "withdrawn" else "rest.before-consent"]
    assert talk.state() == before


def test_leaving_in_a_pause() -> None:
    talk = away()
    talk.write("стоп")
    assert (talk.now.rest, talk.timers) == (None, {})
    assert "rest.welcome" not in talk.phrases


def test_who_blocked_the_bot_in_a_pause_is_asked_when_they_are_back() -> None:
    talk = in_touch("{id: daily, ask: evening, every: 1d, at: 19:00, times: 9, expires: 20h}")
    talk.write("Пауза на день")
    talk.tell(Blocked())
    until(talk, 16, "13:00")
    assert (talk.said, talk.now.rest) == ([], None)
    talk.write("/start")
    assert talk.now == talk.now.but(blocked=False, rest=None)
