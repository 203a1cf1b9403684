"""A study file that changes while a check-in is under way."""

from conversation import Conversation
from conversation_asked import answers, asked, study_of
from conversation_places import sitting

from study.outcome import PromptState

ROAD = """
- {id: companions, ask: With how many people did you leave?, type: number, from: 0, to: 20}
- group: companion
  when: companions > 0
  repeat: {times: companions, at-most: 3}
  title: "Person {n}"
  questions:
    - {id: relation, ask: "Who was person {n}?", type: choice, options: {friend: A friend, child: A child}}
    - {id: safe, ask: "Is {relation} safe?", type: yes-no, when: relation == "friend"}
- {id: end, ask: And now?, type: yes-no}
"""


PLACES = ["companions", "relation#1", "safe#1", "relation#2", "end"]


def at(place: str) -> Conversation:
    """Just before this question of ROAD is answered."""
    talk = asked(ROAD)
    for step, said in zip(PLACES, ["2", "A friend", "Yes", "A child"], strict=False):
        if step == place:
            break
        talk.write(said)
    asking = sitting(talk).asking
    assert asking
    assert asking.question == place
    return talk


def test_a_question_that_is_gone_with_its_round() -> None:
    talk = at("safe#1")
    talk.protocol = study_of(ROAD.replace("- {id: safe", "- {id: sound"))
    talk.press("Yes")
    assert "Is A friend safe?" in talk.said[0]
    assert answers(talk) == [("companions", 2), ("relation#1", "friend")]
    talk.press("Yes")
    assert answers(talk)[-1] == ("sound#1", True)


def test_an_answer_to_a_question_that_is_gone_stays() -> None:
    """It is not asked any more, but not because of anything they changed."""
    talk = at("relation#2")
    talk.protocol = study_of(ROAD.replace("- {id: safe", "- {id: sound"))
    talk.press("A child")
    assert "Is A friend safe?" in talk.said[0], "what is new is asked too"
    talk.press("key.back")
    talk.press("A friend")
    assert ("safe#1", True) in answers(talk)


def test_a_group_that_no_longer_repeats() -> None:
    talk = at("relation#2")
    talk.protocol = study_of("- {id: end, ask: And now?, type: yes-no}")
    talk.press("A child")
    assert "And now?" in talk.said[0]
    talk.press("Yes")
    assert talk.phrases[-1] == "prompt.done"


def test_an_option_that_is_gone() -> None:
    talk = at("safe#1")
    talk.protocol = study_of(ROAD.replace("friend: A friend", "mate: A mate").replace('"friend"', '"mate"'))
    talk.write("/start")
    assert talk.said == ["Is … safe?"]


def test_a_questionnaire_that_is_gone() -> None:
    talk = at("relation#1")
    prompt = sitting(talk).prompt
    other = study_of(ROAD)
    talk.protocol = other.model_copy(update={"questionnaires": ()})
    talk.press("A friend")
    assert talk.now.sitting is None
    assert talk.prompts[prompt] is PromptState.ANSWERED
