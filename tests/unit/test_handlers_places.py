"""A place as an answer: coarse before it is sealed, and sent by keys that go away again."""

from datetime import date

import pytest
from conversation_asked import SKIP, answers, asked, keys, study_of
from conversation_places import sitting

from handlers.answers.kind import Screen
from handlers.answers.place import place_of
from handlers.series import Step
from study.inbound import Located

WHERE = """
- {id: one, ask: One?, type: yes-no}
- {id: where, ask: Roughly where are you?, type: [place, text], within: 10km}
- {id: end, ask: And now?, type: yes-no}
"""


def test_a_place_is_coarse_before_it_is_sealed() -> None:
    talk = asked(WHERE)
    talk.press("Yes")
    assert talk.keyboard == ["Send where I am", *SKIP, "← Back"]
    assert "about 10 km across" in talk.said[0]
    talk.locate(40.177712, 44.512623)
    assert talk.keyboard == []
    assert talk.phrases[0] == "question.kept"
    record = talk.kept("answer")[-1]
    assert record.content["value"] == {"latitude": 40.21, "longitude": 44.514, "within_km": 10.0}
    assert "40.1777" not in str(talk.records) + str(talk.now)


@pytest.mark.parametrize(
    ("key", "leads"), [("key.skip", "And now?"), ("key.back", "One?"), ("key.decline", "And")]
)
def test_a_question_by_reply_keys_leaves_none_behind(key: str, leads: str) -> None:
    talk = asked(WHERE)
    talk.press("Yes")
    talk.press(key)
    assert talk.keyboard == []
    assert talk.said[0] == "All right."
    assert leads in talk.said[1]


def test_a_key_of_a_place_that_is_over_is_nobodys_words() -> None:
    talk = asked(WHERE)
    talk.press("Yes")
    talk.fall(talk.timers["expire", sitting(talk).prompt])
    before = talk.state()
    talk.press("key.skip")
    assert (talk.phrases, talk.state(), talk.keyboard) == (["hint.closed"], before, [])


@pytest.mark.parametrize("degrees", [(float("nan"), 44.5), (40.2, float("inf"))])
def test_numbers_that_are_no_place(degrees: tuple[float, float]) -> None:
    question = study_of(WHERE).questionnaires[0].questions[1]
    screen = Screen(Step("where", question, {}), "abcdefgh", date(2024, 3, 14), question.ask)
    assert place_of(screen, Located(*degrees, 1)) is None


def test_a_place_beside_keys_is_sent_without_one() -> None:
    """Telegram takes one kind of keys under a message."""
    talk = asked("- {id: where, ask: Where?, type: [yes-no, place], within: 1km}")
    assert keys(talk) == ["Yes", "No", *SKIP, "Not now"]
    talk.locate(-33.9, 151.2)
    assert answers(talk)[0][1]["within_km"] == 1.0
