"""What is written under a voice or a photo is as much theirs as what is in it: it is sealed beside it."""

import pytest
from conversation_asked import ABOUT, answers, asked, enrolled, study_of
from conversation_places import reach

STORY = """
- {id: story, ask: Tell us about it., type: [voice, photo]}
- {id: end, ask: And now?, type: yes-no}
"""


@pytest.mark.parametrize("kind", ["voice", "photo"])
def test_under_an_answer(kind: str) -> None:
    talk = asked(STORY)
    does = talk.speak if kind == "voice" else talk.show
    does(caption="At the border, at night")
    talk.fetch(7)
    [record] = talk.kept("answer")
    assert record.content == ABOUT | {
        "question": "story", "type": kind, "caption": "At the border, at night",
    }  # fmt: skip
    other = asked(STORY)
    (other.speak if kind == "voice" else other.show)()
    other.fetch(7)
    assert "caption" not in other.kept("answer")[0].content


@pytest.mark.parametrize("kind", ["voice", "photo"])
def test_of_a_voice_or_a_photo_that_could_not_be_had_the_text_is_kept(kind: str) -> None:
    """It answers the question until something else does, and beside that."""
    talk = asked(STORY)
    does = talk.speak if kind == "voice" else talk.show
    does(caption="At the border")
    talk.lose("gone")
    assert talk.phrases[:2] == [f"{kind}.not-fetched", "media.text-arrived"]
    assert "Tell us about it." in talk.said[-1]
    assert answers(talk) == [("story", "At the border")]
    does()
    talk.fetch(7)
    assert answers(talk) == [("story", "At the border"), ("story", kind)]
    assert talk.kept("answer")[0].content == ABOUT | {
        "question": "story", "type": "text", "value": "At the border",
    }  # fmt: skip
    talk.press("key.back")
    does()
    talk.fetch(7)
    assert answers(talk) == [("story", kind)], "what is given anew takes the place of both"


def test_the_text_is_let_go_with_its_question() -> None:
    talk = asked(STORY)
    talk.speak(caption="At the border")
    talk.lose("damaged")
    talk.press("key.skip")
    assert answers(talk) == [("story", "skipped")]


def test_the_text_under_an_empty_voice_is_an_answer() -> None:
    talk = asked(STORY)
    talk.speak(caption="I cannot speak here")
    talk.fetch(0.2)
    assert "And now?" in talk.said[-1]
    assert talk.kept("answer")[0].content["caption"] == "I cannot speak here"


def test_the_text_of_one_that_comes_late_or_never() -> None:
    talk = asked(STORY.replace("[voice, photo]", "[voice, text]"))
    talk.speak(caption="First")
    talk.write("In words, rather.")
    talk.lose("gone")
    assert talk.phrases == ["voice.lost", "media.text-arrived"]
    assert sorted(answers(talk)) == [("story", "First"), ("story", "In words, rather.")]


def test_the_text_to_a_question_that_is_gone() -> None:
    talk = asked(STORY)
    talk.speak(caption="At the border")
    talk.protocol = study_of("- {id: end, ask: And now?, type: yes-no}")
    talk.lose("gone")
    assert answers(talk) == [("story", "At the border")]


def test_in_the_diary_the_text_is_offered_alone() -> None:
    talk = enrolled(study_of(STORY))
    talk.speak(caption="For later")
    talk.lose("gone")
    assert talk.phrases[:2] == ["voice.not-fetched", "media.text-arrived"]
    talk.press("key.keep")
    assert [record.content["value"] for record in talk.kept("caption")] == ["For later"]
    talk.speak(caption="And this")
    talk.fetch(0.1)
    assert talk.phrases == ["voice.empty", "media.text-arrived", "diary.keep"]
    talk.press("key.do-not-keep")
    assert len(talk.kept("caption")) == 1


def test_without_a_voice_nothing_is_agreed_to() -> None:
    talk = reach("statement", "ru")
    talk.speak(caption="Соглашаюсь")
    talk.lose("gone")
    assert (talk.records, talk.now.code) == ({}, "")


def test_under_an_entry_of_the_diary() -> None:
    talk = enrolled(study_of(STORY))
    talk.speak(caption="For later")
    talk.fetch(7)
    talk.press("key.keep")
    [record], [under] = talk.kept("entry"), talk.kept("caption")
    assert record.content == {"type": "voice", "entry": record.content["entry"], "part": 1}
    assert under.content == {"type": "text", "value": "For later", "of": 1} | {
        name: record.content[name] for name in ("entry", "part")
    }


def test_under_the_agreement() -> None:
    talk = reach("statement", "ru")
    talk.speak(caption="Соглашаюсь, но без фамилии")
    talk.fetch(6)
    talk.press("key.confirm")
    [record] = talk.kept("consent")
    assert record.content["caption"] == "Соглашаюсь, но без фамилии"
