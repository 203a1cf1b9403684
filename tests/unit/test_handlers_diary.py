"""The diary at any time: what an entry is made of, what joins it, and what is asked about it."""

from collections.abc import Callable

import pytest
from conversation import CATALOGUE, Conversation
from conversation_asked import answers
from conversation_diary import diarist, entries, keeping
from conversation_places import reach

from study.inbound import Command, Sent
from study.touch import Takes

PLACE = {"latitude": 40.2, "longitude": 44.51, "within_km": 10.0}
SENT: dict[Takes, Callable[[Conversation], None]] = {
    Takes.TEXT: lambda talk: talk.write("Snow."),
    Takes.VOICE: lambda talk: talk.speak(),
    Takes.PHOTO: lambda talk: talk.show(),
    Takes.PLACE: lambda talk: talk.locate(40.177, 44.503),
    Takes.VIDEO_NOTE: lambda talk: talk.film(),
}
FETCHED = {Takes.VOICE, Takes.PHOTO, Takes.VIDEO_NOTE}


@pytest.mark.parametrize("kind", SENT)
def test_an_entry_of_each_kind(kind: Takes) -> None:
    talk = diarist()
    SENT[kind](talk)
    if kind in FETCHED:
        assert talk.said == [], "nothing is asked before it is sealed"
        talk.fetch(4.0)
    assert talk.phrases == ["diary.keep"]
    [record] = [one for one in talk.records.values() if one.kind == "entry"]
    assert record.draft
    assert (record.content["type"], record.content["part"]) == (kind, 1)
    assert len(record.content["entry"]) == 32
    talk.press("key.keep")
    assert (talk.phrases, talk.keyboard, len(entries(talk))) == (["diary.kept"], [], 1)


@pytest.mark.parametrize("kind", SENT)
def test_what_the_study_does_not_take(kind: Takes) -> None:
    """A kind no, that says what can be sent."""
    others = tuple(one for one in Takes if one is not kind)
    talk = diarist(takes=others)
    before = talk.state()
    SENT[kind](talk)
    assert talk.state() == before
    assert set(talk.phrases) == {"hint.diary", "way.comma", *(f"diary.takes-{one}" for one in others)}


@pytest.mark.parametrize("kind", ["video", "document", "sticker", "audio", "contact"])
def test_what_no_diary_takes(kind: str) -> None:
    talk = diarist()
    before = talk.state()
    talk.tell(Sent(kind, 90))
    assert (talk.state(), talk.phrases[0]) == (before, "hint.diary")


def test_a_place_is_coarse_before_it_is_sealed() -> None:
    talk = diarist(within=50)
    talk.locate(40.177123, 44.503456)
    [(_, _, near)] = entries(talk, drafts=True)
    assert near["within_km"] == 50
    assert "40.177" not in repr(talk.records)
    assert "44.503" not in repr(talk.records)
    assert "44.503" not in repr(talk.participant)
    talk.locate(float("inf"), 44.5)
    assert talk.phrases[0] == "hint.diary"


@pytest.mark.parametrize("send", ["write", "speak", "show", "film", "locate"])
def test_what_is_forwarded_is_nobodys_entry(send: str) -> None:
    talk = diarist()
    before = talk.state()
    match send:
        case "write":
            talk.write("Snow.", forwarded=True)
        case "locate":
            talk.locate(40.1, 44.5, forwarded=True)
        case _:
            getattr(talk, send)(forwarded=True)
    assert (talk.state(), talk.phrases) == (before, ["hint.forwarded"])


@pytest.mark.parametrize(
    ("send", "said"), [("speak", "hint.too-large"), ("show", "photo.too-large"), ("film", "film.too-large")]
)
def test_what_is_too_large(send: str, said: str) -> None:
    talk = diarist()
    before = talk.state()
    getattr(talk, send)(size=21 * 1024 * 1024)
    assert (talk.state(), talk.phrases) == (before, [said])


def test_an_album_is_one_entry_and_asked_about_once() -> None:
    talk = diarist()
    for caption in ("The yard", "", "The stove"):
        talk.show(caption=caption, album="13579")
        assert talk.said == []
    talk.fetch(0)
    assert talk.phrases == ["diary.keep"]
    assert talk.said == ["Add these 3 messages to your diary?"], "a caption is no message of its own"
    talk.fetch(0)
    talk.fetch(0)
    assert talk.said == []
    talk.press("key.keep")
    assert talk.said == ["3 messages added and sealed."]
    assert entries(talk) == [
        (1, "photo", None), (1, "of", "The yard"), (1, "photo", None), (1, "photo", None), (1, "of", "The stove"),
    ]  # fmt: skip
    assert sorted(one.content["part"] for one in talk.kept("entry")) == [1, 2, 3]


def test_what_comes_soon_joins_without_a_word() -> None:
    talk = diarist()
    talk.write("Snow.")
    assert talk.phrases == ["diary.keep"]
    for n in range(3):
        talk.wait("2m")
        talk.write(f"More snow {n}.")
        assert talk.said == [], "two minutes after the last, not the first"
    talk.wait("3m")
    talk.write("Still snow.")
    assert talk.said == ["Add these 5 messages to your diary?"], "in sight again"
    talk.press("key.keep")
    assert {entry for entry, _, _ in entries(talk)} == {1}
    talk.write("And ice.")
    assert (talk.phrases, len(entries(talk, drafts=True))) == (["diary.keep"], 1), "a new entry"
    talk.press("key.keep")
    assert {entry for entry, _, _ in entries(talk)} == {1, 2}


def test_a_refusal_is_said_even_so() -> None:
    talk = diarist()
    talk.write("Snow.")
    talk.tell(Sent("sticker", 90))
    assert talk.phrases[0] == "hint.diary"
    talk.write("Ice.", forwarded=True)
    assert talk.phrases == ["hint.forwarded"]
    assert len(entries(talk, drafts=True)) == 1


def test_an_entry_holds_so_much() -> None:
    """More is not taken, and nothing is lost that was there."""
    talk = diarist(pieces=2, longest=10)
    talk.write("12345678901")
    assert talk.phrases == ["diary.too-long"]
    talk.write("12345678")
    talk.write("123")
    assert talk.phrases[0] == "diary.full"
    talk.write("12")
    assert talk.said == []
    talk.speak()
    assert talk.phrases[0] == "diary.full", "two messages are enough"
    assert not talk.fetches
    talk.press("key.keep")
    assert [text for _, _, text in entries(talk)] == ["12345678", "12"]
    talk.write("123")
    assert talk.phrases == ["diary.keep"], "there is room in the next"


def test_a_caption_is_counted_too() -> None:
    talk = diarist(longest=10)
    talk.show(caption="12345678901")
    assert (talk.phrases, talk.fetches) == (["diary.too-long"], {})


def test_decided_while_something_is_on_its_way() -> None:
    """A yes counts at once, and for what comes after it; of what never comes it is said so."""
    talk = diarist()
    talk.write("Listen.")
    talk.speak(caption="At night")
    talk.film()
    talk.press("key.keep")
    assert talk.phrases == ["diary.kept"]
    talk.fetch(5)
    assert (talk.said, len(talk.kept("entry"))) == ([], 2)
    talk.lose("gone")
    assert talk.phrases == ["film.not-fetched"]
    assert [kind for _, kind, _ in entries(talk)] == ["text", "voice", "of"]
    assert (talk.now.late, talk.now.draft) == ((), None)


def test_let_go_while_something_is_on_its_way() -> None:
    talk = diarist()
    talk.write("Listen.")
    talk.speak(caption="At night")
    talk.press("key.do-not-keep")
    assert (entries(talk, drafts=True), talk.now.today, talk.fetches) == ([], (), {})


@pytest.mark.parametrize("reason", ["gone", "large", "damaged"])
def test_of_a_film_that_cannot_be_had(reason: str) -> None:
    talk = diarist()
    talk.film()
    talk.lose(reason)
    said = {"gone": "film.not-fetched", "large": "film.too-large", "damaged": "film.damaged"}
    assert talk.phrases == [said[reason]]
    assert (talk.now.draft, talk.keyboard) == (None, [])


@pytest.mark.parametrize("word", ["yes", "Yes.", "да", "add to my diary"])
def test_a_yes_in_words(word: str) -> None:
    talk = diarist()
    talk.write("Snow.")
    talk.write(word)
    assert (talk.phrases, entries(talk)) == (["diary.kept"], [(1, "text", "Snow.")])


@pytest.mark.parametrize("word", ["no", "Нет", "don't keep it"])
def test_a_no_in_words(word: str) -> None:
    talk = diarist()
    talk.write("Snow.")
    talk.write(word)
    assert (talk.phrases, entries(talk), entries(talk, drafts=True)) == (["diary.not-kept"], [], [])


def test_a_yes_to_an_open_question_is_its_answer() -> None:
    talk = diarist()
    talk.next_timer("prompt")
    talk.write("so-so")
    assert talk.now.draft is not None
    talk.write("yes")
    assert talk.phrases[0] == "diary.kept", "a scale takes no yes"
    talk.write("8")
    talk.write("A hard day.")
    talk.write("yes")
    assert answers(talk)[-1] == ("home", True)
    assert talk.now.draft is not None


@pytest.mark.parametrize(
    ("questions", "text", "hint"),
    [
        ("- {id: day, ask: How was it?, type: scale, from: 0, to: 10}", "so-so", "hint.choose"),
        ("- {id: rooms, ask: How many?, type: number}", "two", "hint.number"),
        ("- {id: home, ask: Is it warm?, type: yes-no}", "rather cold", "hint.choose"),
        ("- {id: day, ask: Which day?, type: date}", "some time ago", "hint.date"),
    ],
)
def test_first_it_is_said_how_to_answer(questions: str, text: str, hint: str) -> None:
    talk = diarist(questions)
    talk.next_timer("prompt")
    talk.write(text)
    assert talk.phrases[0].startswith(hint)
    assert talk.phrases[-2:] == ["person.meanwhile", "diary.keep"]
    assert len(talk.said) == 1
    talk.write(text)
    assert talk.phrases[0].startswith(hint), "said again, though it joins"


def test_a_photo_at_a_question_of_keys_is_an_entry() -> None:
    talk = diarist()
    talk.next_timer("prompt")
    for _ in range(3):
        talk.show(album="2468")
    assert talk.said == [], "of an album it is said once"
    talk.fetch(0)
    assert talk.phrases == ["person.meanwhile", "diary.keep"]


def test_its_keys_come_back_after_those_of_a_place() -> None:
    """A question of a place lays reply keys of its own where the diary's were."""
    talk = diarist("""
- {id: day, ask: How was your day?, type: scale, from: 0, to: 10}
- {id: where, ask: Where are you?, type: place, within: 25km}
- {id: home, ask: Is it warm at home?, type: yes-no}
""")
    talk.next_timer("prompt")
    talk.write("A hard day.")
    mine = talk.keyboard
    talk.tap_newest("5")
    assert talk.keyboard != mine
    talk.locate(40.1, 44.5)
    assert (talk.keyboard, talk.phrases[-1]) == (mine, "diary.keep-earlier")
    talk.tap_newest("0")
    assert talk.phrases[-1] == "diary.keep-earlier", "the questions are over: in sight again"
    talk.press("key.keep")
    assert entries(talk) == [(1, "text", "A hard day.")]


def test_it_is_put_again_when_all_is_skipped() -> None:
    talk = diarist("- {id: where, ask: Where are you?, type: place, within: 25km}")
    talk.next_timer("prompt")
    talk.write("Nowhere good.")
    talk.write("skip")
    assert talk.phrases[-1] == "diary.keep-earlier"
    assert talk.keyboard == ["Add to my diary", "Don’t keep it"]


def test_nothing_is_said_when_the_question_lapses() -> None:
    talk = diarist()
    talk.next_timer("prompt")
    talk.write("A hard day.")
    talk.next_timer("expire")
    assert (talk.now.sitting, "diary.keep" in talk.phrases) == (None, False)


def test_the_habit() -> None:
    """Kept at once; one line for an entry, with the way back."""
    talk = keeping()
    talk.write("Snow.")
    assert talk.phrases == ["diary.kept-at-once"]
    talk.speak()
    talk.write("Ice.")
    assert talk.said == [], "of one entry it is said once"
    talk.fetch(5)
    assert (talk.said, [kind for _, kind, _ in entries(talk)]) == ([], ["text", "voice", "text"])
    talk.wait("3m")
    talk.write("Thaw.")
    assert talk.phrases == ["diary.kept-at-once"]
    assert [entry for entry, _, _ in entries(talk)] == [1, 1, 1, 2]
    talk.press("key.take-back")
    assert (talk.toasts, len(entries(talk))) == (
        ["Erased on our side. You can delete the message in this chat too."],
        3,
    )
    talk.write("/diary")
    talk.press("key.ask-me")
    talk.write("Mud.")
    assert talk.phrases == ["diary.keep"]


def test_the_first_under_the_habit_has_its_line() -> None:
    """It does not join what was decided on a moment ago: there would be no way back."""
    talk = diarist()
    talk.write("Snow.")
    talk.press("key.keep")
    talk.write("/diary")
    talk.press("key.keep-at-once")
    talk.write("Ice.")
    assert (talk.phrases, [entry for entry, _, _ in entries(talk)]) == (["diary.kept-at-once"], [1, 2])


def test_taken_back_with_what_is_on_its_way() -> None:
    talk = keeping()
    talk.speak(caption="At night")
    talk.press("key.take-back")
    assert (talk.fetches, entries(talk), talk.now.late, talk.now.today) == ({}, [], (), ())


def test_the_way_back_ends_with_the_day() -> None:
    talk = keeping()
    talk.write("Snow.")
    talk.wait("1d")
    talk.press("key.take-back")
    assert len(entries(talk)) == 1
    assert talk.toasts == ["This is gone already, or its day is over. The team can still erase it: /help"]


def test_taken_back_twice() -> None:
    talk = keeping()
    talk.write("Snow.")
    back = next(data for data in talk.ever if data.startswith("diary:back:"))
    talk.tap(back)
    assert entries(talk) == []
    assert talk.messages[1].text.startswith("Erased on our side."), "the screen does not say that it is kept"
    state = talk.state()
    talk.tap(back)
    talk.tap("diary:back:" + "0" * 32)
    talk.tap("diary:back:")
    assert talk.state() == state


def test_within_a_check_in_it_is_still_asked() -> None:
    talk = keeping()
    talk.next_timer("prompt")
    talk.write("Help me.")
    assert talk.phrases == ["hint.choose", "person.meanwhile", "diary.keep"]
    assert entries(talk) == []


def test_under_the_habit_nothing_is_full() -> None:
    """There is nobody to decide first: the next entry begins."""
    talk = keeping(pieces=2)
    for n in range(5):
        talk.write(f"Snow {n}.")
    assert [entry for entry, _, _ in entries(talk)] == [1, 1, 2, 2, 3]


def test_a_day_of_many_messages_has_an_end() -> None:
    """What a participant's state remembers of a day does not grow for ever, and ends with an entry as a whole."""
    talk = keeping(pieces=7)
    for n in range(90):
        talk.write(f"Snow {n}.")
    names = [one.entry for one in talk.now.today]
    assert 60 <= len(names) < 67
    assert all(names.count(name) == 7 for name in names[:-7])
    talk.wait("1d")
    talk.write("A new day.")
    assert len(talk.now.today) == 1


PLAIN_WORDS = {"key.yes", "key.no", "key.done", "key.today", "key.yesterday"}
KEYS = sorted(name for name in CATALOGUE.names if name.startswith("key."))


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("keeps", [False, True])
def test_no_key_of_the_bot_is_ever_words_of_the_diary(language: str, keeps: bool) -> None:
    """Whatever it was under, and however long ago: a phone may show it still. All but what anybody may write."""
    start = reach("enrolled", language)
    for name in KEYS:
        if name in PLAIN_WORDS:
            continue
        talk = start.twin()
        if keeps:
            talk.tell(Command("diary"))
            talk.tap_newest("diary:at-once")
        records = dict(talk.records)
        talk.write(CATALOGUE.say(language, name))
        assert talk.records == records, name
        assert talk.said or talk.toasts, f"{name}: they are answered"
        assert not talk.participant or talk.now.draft is None, name


def test_who_presses_rather_not_long_after_is_told_how_to_leave() -> None:
    talk = reach("enrolled", "en")
    talk.write("I’d rather not take part")
    assert talk.said[0].startswith("You can leave on any day")
