"""Edits of what was sent to the diary count until the day ends."""

import pytest
from conversation import Conversation
from conversation_asked import answers
from conversation_diary import diarist, entries, keeping

from study.inbound import Edited


def kept(*texts: str) -> Conversation:
    talk = diarist()
    for text in texts:
        talk.write(text)
    talk.press("key.keep")
    return talk


def test_the_new_words_take_the_place_of_the_old() -> None:
    talk = kept("Snow.", "Ice.")
    old = set(talk.records)
    talk.edit("Snow, a metre of it.", back=2)  # the last is the key
    assert talk.phrases == ["diary.changed"]
    assert entries(talk) == [(1, "text", "Snow, a metre of it."), (1, "text", "Ice.")]
    assert len(set(talk.records) - old) == 1
    assert "Snow." not in repr(talk.records)
    [changed] = [one for one in talk.kept("entry") if one.content.get("edited")]
    assert changed.content["part"] == 1
    talk.edit("Snow.", back=2)
    assert [text for _, _, text in entries(talk)] == ["Snow.", "Ice."], "and once more"


def test_before_it_is_decided_on() -> None:
    talk = diarist()
    talk.write("Snow.")
    talk.edit("Ice.")
    assert (talk.phrases, entries(talk, drafts=True)) == (["diary.changed"], [(1, "text", "Ice.")])
    talk.press("key.keep")
    assert (entries(talk), entries(talk, drafts=True)) == ([(1, "text", "Ice.")], [])


def test_an_edit_of_what_was_let_go_brings_nothing_back() -> None:
    talk = diarist()
    talk.write("Snow.")
    talk.press("key.do-not-keep")
    talk.edit("Ice.", back=1)
    assert (talk.phrases, entries(talk), entries(talk, drafts=True)) == (["hint.edited"], [], [])


def test_the_day_ends_at_midnight_where_they_live() -> None:
    talk = kept("Snow.")
    number = talk.own[-2]
    left = talk.at.astimezone(talk.protocol.site("AM").zone).replace(hour=23, minute=59) - talk.at
    talk.wait(left)
    talk.tell(Edited(number, "Ice."))
    assert talk.phrases == ["diary.changed"]
    talk.wait("1m")
    talk.tell(Edited(number, "Mud."))
    assert (talk.phrases, entries(talk)) == (["hint.edited"], [(1, "text", "Ice.")])


def test_what_is_not_decided_on_can_be_changed_the_next_day() -> None:
    talk = diarist()
    talk.write("Snow.")
    talk.wait("1d")
    talk.edit("Ice.")
    assert talk.phrases == ["diary.changed"]


@pytest.mark.parametrize("before", ["The yard", ""])
@pytest.mark.parametrize("after", ["Behind the house", ""])
def test_what_is_written_under_a_photo(before: str, after: str) -> None:
    """It is sealed apart, so the old words are gone for good; the picture stays."""
    talk = keeping()
    talk.show(caption=before)
    talk.fetch(0)
    talk.edit(after)
    under = [(1, "of", after)] if after else []
    assert (talk.phrases, entries(talk)) == (["diary.changed"], [(1, "photo", None), *under])
    assert "The yard" not in repr(talk.records)
    talk.press("key.take-back")
    assert entries(talk) == []


def test_under_a_photo_that_is_on_its_way() -> None:
    talk = diarist()
    talk.show(caption="The yard")
    talk.edit("Behind the house")
    talk.lose("gone")
    assert talk.phrases == ["photo.not-fetched", "media.text-arrived", "diary.keep"]
    talk.edit("In front of the house")
    talk.press("key.keep")
    assert [text for _, _, text in entries(talk)] == ["In front of the house"]


def test_too_long_is_left_as_it_was() -> None:
    talk = diarist(longest=10)
    talk.write("12345")
    talk.write("1234")
    before = talk.state()
    talk.edit("123456", back=0)
    assert (talk.state(), talk.phrases) == (before, ["diary.too-long-now"])
    talk.edit("12345", back=0)
    assert talk.phrases == ["diary.changed"]


def test_an_answer_is_not_changed() -> None:
    talk = diarist("- {id: story, ask: Tell us., type: text}")
    talk.next_timer("prompt")
    talk.write("An answer.")
    talk.edit("Another.")
    assert (talk.phrases, answers(talk)) == (["hint.edited"], [("story", "An answer.")])


def test_a_message_that_nobody_knows() -> None:
    talk = kept("Snow.")
    before = talk.state()
    talk.tell(Edited(4_242, "Ice."))
    assert (talk.state(), talk.phrases) == (before, ["hint.edited"])


def test_within_a_check_in_the_question_stays_as_it_was() -> None:
    talk = kept("Snow.")
    number = talk.own[-2]
    talk.next_timer("prompt")
    sitting = talk.now.sitting
    talk.tell(Edited(number, "Ice."))
    assert talk.now.sitting == sitting
