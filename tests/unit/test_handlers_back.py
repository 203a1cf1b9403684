"""Back to what was asked before: answers replaced, left as they were, passed over; branches that open and close."""

import pytest
from conversation_asked import ABOUT, SKIP, answers, asked, enrolled, keys, study_of
from conversation_places import sitting
from conversation_studies import BRANCH

from study.effects import PromptState
from study.participant import Stage


def test_back_over_a_branch_that_is_no_longer_asked() -> None:
    """Its answers go with it, sealed or remembered; the answers of both ways stay until then."""
    talk = asked(BRANCH)
    talk.press("2")
    talk.write("The landlord.")
    talk.press("Yes")
    assert talk.now.remembered == {"hurt": True}
    for _ in range(3):
        talk.press("key.back")
    assert "How was your day?" in talk.said[0]
    assert answers(talk) == [("mood", 2), ("why", "The landlord."), ("hurt", True)]
    talk.press("8")
    assert "Did you talk to anybody?" in talk.said[0]
    assert answers(talk) == [("mood", 8)]
    assert talk.now.remembered == {}
    assert sitting(talk).done == ("mood",)
    talk.press("No")
    talk.press("Here")
    assert answers(talk) == [("mood", 8), ("talked", False), ("home", "here")]
    assert set(talk.prompts.values()) == {PromptState.ANSWERED, PromptState.DUE}


def test_one_answer_changed_and_on_where_they_were() -> None:
    talk = asked(BRANCH)
    talk.press("8")
    talk.press("No")
    talk.press("key.back")
    talk.press("key.back")
    assert "How was your day?" in talk.said[0]
    talk.press("9")
    assert "Where is home?" in talk.said[0], "what was answered in between is not asked again"
    talk.press("There")
    assert answers(talk) == [("talked", False), ("mood", 9), ("home", "there")]


def test_a_branch_that_opens_on_the_way_back() -> None:
    talk = asked(BRANCH)
    talk.press("8")
    talk.press("No")
    talk.press("key.back")
    talk.press("key.back")
    talk.press("1")
    assert "What was hard?" in talk.said[0]
    talk.write("The rain.")
    talk.press("No")
    assert "Where is home?" in talk.said[0]


def test_an_answer_is_replaced_in_one_outcome() -> None:
    """Until the new one is there, the old one stays: neither is lost if the conversation ends in between."""
    talk = asked(BRANCH)
    talk.press("2")
    talk.write("The landlord.")
    talk.press("key.back")
    old = talk.kept("answer")[1]
    assert old.content["value"] == "The landlord."
    talk.fall(talk.timers["expire", sitting(talk).prompt])
    assert old in talk.kept("answer")
    other = asked(BRANCH)
    other.press("2")
    other.write("The landlord.")
    other.press("key.back")
    other.write("The stairs.")
    assert answers(other) == [("mood", 2), ("why", "The stairs.")]


def test_an_answer_left_as_it_was() -> None:
    talk = asked(BRANCH)
    talk.press("2")
    talk.write("The landlord.")
    before = answers(talk)
    talk.press("key.back")
    assert keys(talk) == ["Keep my answer", *SKIP, "← Back"]
    talk.press("key.as-before")
    assert "Did it hurt?" in talk.said[0]
    assert answers(talk) == before
    talk.press("key.back")
    talk.write("keep my answer")
    assert answers(talk) == before


def test_a_question_skipped_after_it_was_answered() -> None:
    talk = asked(BRANCH)
    talk.press("2")
    talk.write("The landlord.")
    talk.press("Yes")
    talk.press("key.back")
    talk.press("key.decline")
    assert answers(talk) == [("mood", 2), ("why", "The landlord."), ("hurt", "declined")]
    assert talk.now.remembered == {}
    assert sitting(talk).chosen == {"mood": 2}
    assert sitting(talk).skipped == ("hurt",)
    talk.press("key.back")
    talk.press("Yes")
    assert sitting(talk).skipped == ()


def test_skipped_and_declined_are_told_apart() -> None:
    talk = asked(BRANCH)
    talk.press("key.decline")
    talk.write("i'd rather not say")
    talk.press("Here")
    assert answers(talk) == [("mood", "declined"), ("talked", "declined"), ("home", "here")]
    other = asked(BRANCH)
    other.press("key.skip")
    assert other.kept("skip")[0].content == ABOUT | {"question": "mood", "reason": "skipped"}
    bubble = [message.text for message in other.messages.values()][-2]
    assert bubble.endswith("→ skipped")


def test_all_passed_over() -> None:
    talk = asked(BRANCH)
    for key in ("key.skip", "key.decline", "key.skip"):
        talk.press(key)
    assert talk.phrases[-1] == "prompt.all-skipped"
    assert PromptState.SKIPPED in talk.prompts.values()


def test_there_is_no_way_back_from_the_first() -> None:
    talk = asked(BRANCH)
    assert "← Back" not in keys(talk)
    talk.write("/back")
    assert talk.phrases == ["hint.no-back"]
    talk.press("5")
    talk.write("/back")
    assert "How was your day?" in talk.said[0]


@pytest.mark.parametrize("place", ["nobody", "enrolled"])
def test_back_where_nothing_is_asked(place: str) -> None:
    talk = enrolled(study_of(BRANCH))
    if place == "nobody":
        talk.write("/stop")
    before = talk.now
    talk.write("/back")
    assert (talk.phrases, talk.now) == (["hint.no-back"], before)


def test_a_required_question_has_only_the_way_back() -> None:
    talk = asked("""
        - {id: one, ask: One?, type: yes-no}
        - {id: two, ask: Two?, type: yes-no, required: yes}
    """)
    talk.press("Yes")
    assert keys(talk) == ["Yes", "No", "← Back"]
    talk.write("Skip")
    assert answers(talk) == [("one", True)]
    talk.write("/stop")
    assert talk.stage is Stage.WITHDRAWN


def test_the_left_question_has_no_keys_on_the_screen() -> None:
    talk = asked(BRANCH)
    talk.press("5")
    talk.press("key.back")
    *_, left, again = talk.messages.values()
    assert (left.keys, left.text[:14]) == ([], "Did you talk t")
    assert again.keys
    talk.tap(next(data for _, data in again.keys if data.endswith(":5")))
    assert "Did you talk" in talk.said[0]
