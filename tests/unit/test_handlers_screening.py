"""Back in screening, and nowhere else before the agreement."""

from conversation import Conversation
from conversation_asked import enrolled, keys, study_of
from conversation_studies import ROAD

from study.participant import Stage

SCREENING = """
screening:
  questions:
    - {id: adult, ask: Are you 18 or older?, type: yes-no}
    - {id: left, ask: Did you leave?, type: yes-no, when: adult, remember: yes}
    - {id: why, ask: Why?, type: choice, options: {war: War, work: Work}, when: left}
  eligible: adult and left
"""


def screened() -> Conversation:
    talk = Conversation(study_of(ROAD, screening=SCREENING), "en")
    talk.write("/start friends")
    talk.tap_newest("s:AM")
    return talk


def test_back_in_screening() -> None:
    talk = screened()
    assert keys(talk) == ["Yes", "No"]
    talk.press("Yes")
    assert keys(talk) == ["Yes", "No", "← Back"]
    talk.press("Yes")
    talk.write("/back")
    assert "Did you leave?" in talk.said[0]
    assert keys(talk) == ["Yes", "No", "Keep my answer", "← Back"]
    talk.press("key.as-before")
    assert "Why?" in talk.said[0]
    talk.press("War")
    assert talk.stage is Stage.INFORMATION
    assert talk.now.screening == {"adult": True, "left": True, "why": "war"}
    assert talk.now.remembered == {"left": True}


def test_a_branch_of_screening_that_is_no_longer_asked() -> None:
    talk = screened()
    talk.press("Yes")
    talk.press("Yes")
    talk.press("key.back")
    talk.press("key.back")
    talk.press("No")
    assert talk.stage is Stage.NEW, "who is not of age cannot take part"
    assert talk.participant is None


def test_no_way_back_in_the_comprehension_check() -> None:
    talk = enrolled(study_of(ROAD))
    assert talk.stage is Stage.ENROLLED
    talk.write("/back")
    assert talk.phrases == ["hint.no-back"]
