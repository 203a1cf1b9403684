"""Groups and rounds: how often they are asked, the way back into them, and going on after a week."""

import json
from datetime import timedelta

import pytest
from conversation import BEGUN, Conversation
from conversation_asked import ABOUT, answers, asked, keys, study_of
from conversation_story import play
from conversation_studies import PLACES, ROAD, at

from handlers.series import walk
from study.freezing import freeze, thaw
from study.participant import Sitting, Stage

BORDER = """
- group: border
  repeat: {again: Was there another border?, at-most: 3}
  questions:
    - {id: hours, ask: How many hours did you wait?, type: number, from: 0, to: 200}
- {id: end, ask: And now?, type: yes-no}
"""


def test_rounds_by_number() -> None:
    talk = asked(ROAD)
    play(
        talk,
        """
        < With how many people did you leave?
        > 2
        < Who was person 1?
        [A friend]
        < Is A friend safe?
        [Yes]
        < Who was person 2?
        [A child]
        < And now?
        [No]
        < saved and sealed
        """,
    )
    assert answers(talk) == [
        ("companions", 2), ("relation#1", "friend"), ("safe#1", True), ("relation#2", "child"), ("end", False),
    ]  # fmt: skip
    about = ABOUT | {"question": "relation", "round": 2, "type": "choice", "value": "child"}
    assert about in [record.content for record in talk.kept("answer")]


def test_the_title_is_said_before_each_round() -> None:
    talk = asked(ROAD)
    talk.write("2")
    assert talk.said == ["Person 1\n\nWho was person 1?"]
    talk.press("A friend")
    assert talk.said == ["Is A friend safe?"]
    talk.press("No")
    assert talk.said == ["Person 2\n\nWho was person 2?"]


@pytest.mark.parametrize(("number", "rounds"), [("0", 0), ("1", 1), ("3", 3), ("20", 3)])
def test_as_many_rounds_as_were_said_and_no_more_than_the_study_wants(number: str, rounds: int) -> None:
    talk = asked(ROAD)
    talk.write(number)
    for _ in range(rounds):
        talk.press("A child")
    assert "And now?" in talk.said[0]


def test_no_rounds_of_a_number_that_was_not_said() -> None:
    talk = asked(ROAD)
    talk.press("key.skip")
    assert "And now?" in talk.said[0]


def test_back_into_a_round_and_out_of_it() -> None:
    talk = asked(ROAD)
    talk.write("2")
    talk.press("A child")
    talk.press("A friend")
    talk.press("Yes")
    assert "And now?" in talk.said[0]
    talk.press("key.back")
    assert "Is A friend safe?" in talk.said[0]
    talk.press("key.back")
    assert "Who was person 2?" in talk.said[0]
    talk.press("A child")
    assert "And now?" in talk.said[0], "of a child it is not asked"
    assert answers(talk) == [("companions", 2), ("relation#1", "child"), ("relation#2", "child")]


def test_a_smaller_number_takes_rounds_with_it() -> None:
    talk = asked(ROAD)
    talk.write("2")
    talk.press("A child")
    talk.press("A friend")
    talk.press("Yes")
    for _ in range(4):
        talk.press("key.back")
    assert "With how many people" in talk.said[0]
    talk.write("1")
    assert "And now?" in talk.said[0]
    assert answers(talk) == [("relation#1", "child"), ("companions", 1)]
    talk.press("key.back")
    talk.press("key.back")
    talk.write("3")
    assert "Who was person 2?" in talk.said[0], "the first round is still answered"


def test_a_number_taken_back_takes_all_rounds() -> None:
    talk = asked(ROAD)
    talk.write("1")
    talk.press("A friend")
    talk.press("key.back")
    talk.press("key.back")
    talk.press("key.decline")
    assert "And now?" in talk.said[0]
    assert answers(talk) == [("companions", "declined")]


def test_rounds_by_asking_whether_there_was_another() -> None:
    talk = asked(BORDER)
    play(
        talk,
        """
        < How many hours did you wait?
        > 5
        < Was there another border?
        [Yes]
        < How many hours
        > 7
        < Was there another border?
        [Yes]
        < How many hours
        > 0
        < And now?
        """,
    )
    assert answers(talk) == [
        ("hours#1", 5), ("border#1", True), ("hours#2", 7), ("border#2", True), ("hours#3", 0),
    ]  # fmt: skip
    for _ in range(4):
        talk.press("key.back")
    assert "Was there another border?" in talk.said[0]
    talk.press("No")
    assert "And now?" in talk.said[0]
    assert answers(talk) == [("hours#1", 5), ("border#1", False)]


@pytest.mark.parametrize("key", ["No", "key.skip", "key.decline"])
def test_no_other_round_without_a_yes(key: str) -> None:
    talk = asked(BORDER)
    talk.write("5")
    talk.press(key)
    assert "And now?" in talk.said[0]


def test_a_group_that_is_not_asked() -> None:
    talk = asked("""
        - {id: left, ask: Did you leave?, type: yes-no}
        - {group: road, when: left, title: The road, questions: [
            {id: far, ask: Was it far?, type: yes-no}, {id: why, ask: Why?, type: text, when: far}]}
        - {id: end, ask: And now?, type: yes-no, when: not far}
    """)
    talk.press("No")
    assert talk.said == ["And now?"]
    talk.press("key.back")
    talk.press("Yes")
    assert talk.said == ["The road\n\nWas it far?"]


def test_a_key_of_another_round_is_stale() -> None:
    talk = asked(ROAD)
    talk.write("2")
    first = list(talk.messages.values())[-1].keys
    talk.press("A child")
    before = talk.state()
    for _, data in first:
        talk.tap(data)
        assert (talk.phrases, talk.state()) == (["hint.stale-key"], before)


@pytest.mark.parametrize("place", PLACES)
def test_leaving_in_the_middle(place: str) -> None:
    talk = at(place)
    kept = answers(talk)
    talk.write("/stop")
    assert (talk.stage, talk.now.sitting, answers(talk)) == (Stage.WITHDRAWN, None, kept)


@pytest.mark.parametrize("place", PLACES)
def test_going_on_after_a_week_by_the_state_alone(place: str) -> None:
    """A new process reads the state from the disk, and nothing else."""
    talk = at(place)
    again = Conversation(talk.protocol, "en")
    again._frozen = json.dumps(freeze(thaw(json.loads(talk._frozen or ""))))
    again.timers, again.prompts, again.records = talk.timers, talk.prompts, talk.records
    again.consents, again.messages, again._ids = talk.consents, talk.messages, talk._ids
    again.at = talk.at + timedelta(days=7)
    for said in ["2", "A friend", "Yes", "A child", "Yes"][PLACES.index(place) :]:
        again.press(said) if said in keys(again) else again.write(said)
    assert again.phrases[-1] == "prompt.done"
    assert answers(again)[-1] == ("end", True)
    assert again.now.sitting is None


def test_outside_a_round_its_answers_are_not_known() -> None:
    questionnaire = study_of(ROAD).questionnaires[0]
    chosen = {"companions": 2, "relation#1": "friend", "relation#2": "child"}
    under_way = Sitting("evening", BEGUN, chosen=chosen)
    seen = {
        step.key: dict(step.values) for step in walk(questionnaire, under_way, {"relation": "remembered"})
    }
    assert seen["safe#1"]["relation"] == "friend"
    assert seen["end"] == {"companions": 2, "relation": "remembered"}
    assert list(seen) == ["companions", "relation#1", "safe#1", "relation#2", "end"]
