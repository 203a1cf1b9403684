"""/help and /receipt: what they name is what there is, and what belongs together stands together."""

import pytest
from conversation import sample
from conversation_places import reach

from study.chat import Chat
from study.protocol import Protocol


def with_all() -> Protocol:
    """A study in which two may be interviewed together, and the bot may have a quiet face."""
    consent = sample().consent.model_copy(update={"joint": True})
    return sample().model_copy(update={"chat": Chat(face=True), "consent": consent})


def test_what_a_study_has_beside_is_one_block_of_the_help() -> None:
    talk = reach("enrolled", "en", with_all())
    talk.write("/help")
    _, block, *_ = talk.said[0].split("\n\n")
    lines = [line.partition(" ")[0] for line in block.split("\n")]
    assert lines == ["/times", "/together", "/quiet", "/receipt"]


@pytest.mark.parametrize("place", ["information", "withdrawn"])
def test_who_does_not_take_part_is_not_told_of_it(place: str) -> None:
    talk = reach(place, "en", with_all())
    talk.write("/help")
    assert not {"/times", "/together", "/quiet"} & set(talk.said[0].split())


def test_the_receipt_says_once_more_what_became_of_its_words() -> None:
    talk = reach("enrolled", "en")
    talk.write("/receipt")
    assert talk.said[0].endswith("From here you can leave and erase everything without them: /stop")


@pytest.mark.parametrize(
    ("language", "told"), [("ru", "исчезнет и это сообщение"), ("en", "this message goes too")]
)
def test_the_receipt_tells_that_clearing_the_chat_takes_it(language: str, told: str) -> None:
    """In words: a command would be sent by a tap, and take it away at once."""
    talk = reach("confirming", language)
    talk.press("key.confirm")
    assert any(told in said and "/hide" not in said for said in talk.said)


def test_who_takes_a_pause_without_an_end_is_told_before_and_after_that_writing_ends_it() -> None:
    talk = reach("enrolled", "en")
    talk.write("/pause")
    talk.press("key.pause-open")
    assert "ends the pause" in talk.said[0]
    talk.write("It snowed.")
    assert "The pause is over" in talk.said[0]
