"""A study file that changes while a check-in is under way."""

from conversation_asked import answers, study_of
from conversation_places import sitting
from conversation_studies import ROAD, at

from study.effects import PromptState


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
