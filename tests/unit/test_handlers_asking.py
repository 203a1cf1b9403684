"""Values that are written, options in any order, and notes."""

import re

import pytest
from conversation_asked import answers, asked, keys
from conversation_places import sitting
from conversation_story import play

from study.effects import PromptState

LEFT = """
- {id: left_on, ask: When did you leave?, type: date, from: 2022-02-24, to: today}
- {id: companions, ask: With how many?, type: [number, voice], from: 0, to: 20}
"""


def test_a_date_in_words_that_is_none() -> None:
    """Of words it is said how a date is written, and they are not lost: perhaps they were meant for somebody."""
    talk = asked(LEFT)
    sitting_before = sitting(talk)
    talk.write("On a Wednesday, I think")
    assert talk.phrases == ["hint.date-between", "person.meanwhile", "diary.keep"]
    assert sitting(talk) == sitting_before
    talk.press("key.keep")
    assert "When did you leave?" in talk.said[1]
    talk.write("28/2/2022")
    assert answers(talk) == [("left_on", "2022-02-28")]


@pytest.mark.parametrize("text", ["23.2.2022", "30.02.2023", "24.02", "about the 5th", "2022"])
def test_figures_are_an_attempt_at_a_date(text: str) -> None:
    talk = asked(LEFT)
    talk.write(text)
    assert (answers(talk), sitting(talk).begun) == ([], True)
    before = talk.state()
    talk.write(text)
    assert (talk.phrases, talk.state()) == (["hint.date-between"], before)
    assert re.search(r"a date from 24\.02\.2022 to \d\d\.\d\d\.2024", talk.said[0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("21", "Please write a whole number from 0 to 20."),
        ("-1", "Please write a whole number from 0 to 20."),
        ("2,5", "Please write a whole number from 0 to 20."),
        ("3 or 4", "You can write a number or record a voice message."),
    ],
)
def test_a_number_out_of_range(text: str, said: str) -> None:
    talk = asked(LEFT)
    talk.press("key.skip")
    before = talk.state()
    talk.write(text)
    assert (talk.said, talk.state()) == ([said], before)
    talk.speak()
    talk.fetch(5)
    assert answers(talk) == [("left_on", "skipped"), ("companions", "voice")]


SHUFFLED = """
- id: why
  ask: What made you leave?
  type: choice
  options: {work: Work, family: Family, safety: Safety, war: War, other: Something else, unsure: Hard to say}
  order: random
  fixed: [other, unsure]
"""


def test_options_are_shuffled_anew_for_each_asking_and_never_within_one() -> None:
    orders = set()
    for seed in range(30):
        talk = asked(SHUFFLED, seed=seed)
        shown = keys(talk)
        assert shown[4:6] == ["Something else", "Hard to say"]
        assert sorted(shown[:4]) == ["Family", "Safety", "War", "Work"]
        talk.write("/start")
        assert keys(talk) == shown
        orders.add(tuple(shown[:4]))
        talk.press(shown[0])
        assert answers(talk)[0][1] == shown[0].lower()
    assert len(orders) > 10


NOTES = """
- {id: hello, ask: "First, **a word**.", type: note}
- {id: mood, ask: How was your day?, type: scale, from: 0, to: 10}
- {id: sorry, ask: We are sorry., type: note, when: mood <= 3}
- {id: more, ask: Anything more?, type: yes-no}
- {id: end, ask: That is all for today., type: note}
"""


def test_notes_are_said_and_then_straight_on() -> None:
    play(
        asked(NOTES),
        """
        < Hello. A few short questions.
        < How was your day?
        [2]
        < We are sorry.
        < Anything more?
        [Yes]
        < That is all for today.
        < Everything is saved and sealed.
        """,
    )
    talk = asked(NOTES)
    assert talk.said[0].endswith("First, a word.")
    talk.press("9")
    assert len(talk.said) == 1
    assert answers(talk) == [("mood", 9)]


def test_a_note_is_no_answer_and_nothing_to_go_back_to() -> None:
    talk = asked(NOTES)
    assert "← Back" not in keys(talk)
    talk.wait("1d")
    assert talk.phrases[0] == "prompt.remind", "nothing is answered yet"
    assert len(talk.said) == 1, "the note is not said again"
    talk.press("2")
    talk.press("key.back")
    assert "How was your day?" in talk.said[0]


def test_nothing_but_a_note() -> None:
    talk = asked("- {id: hello, ask: We think of you., type: note}")
    assert talk.said == ["Hello. One short question. You need not answer it.\n\nWe think of you."]
    assert talk.now.sitting is None
    assert PromptState.ANSWERED in talk.prompts.values()
