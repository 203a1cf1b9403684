"""Voices and photos that answer a question: on their way, replaced, let go, late, and never there."""

import pytest
from conversation_asked import ABOUT, answers, asked
from conversation_studies import BRANCH

from study.inbound import Fetched


def test_back_while_a_voice_is_on_its_way() -> None:
    """It was an answer: it is kept when it comes, and goes when another takes its place."""
    talk = asked(BRANCH)
    talk.press("2")
    talk.speak()
    media = next(iter(talk.fetches))
    talk.press("key.back")
    assert "How was your day?" in talk.said[0]
    talk.press("3")
    assert "Did it hurt?" in talk.said[0]
    talk.fetch(9, media)
    assert answers(talk) == [("mood", 3), ("why", "voice")]
    talk.press("key.back")
    talk.write("In words, rather.")
    assert answers(talk) == [("mood", 3), ("why", "In words, rather.")]


def test_a_voice_that_is_still_on_its_way_when_its_question_goes() -> None:
    talk = asked(BRANCH)
    talk.press("2")
    talk.speak()
    media = next(iter(talk.fetches))
    talk.press("key.back")
    talk.press("9")
    assert talk.fetches == {}
    assert talk.now.late == ()
    talk.tell(Fetched(media, 9.0, 900))  # its row was in the inbox already
    assert answers(talk) == [("mood", 9)]


def test_all_voices_to_a_question_are_replaced_together() -> None:
    talk = asked(BRANCH)
    talk.press("2")
    talk.speak()
    talk.speak()
    talk.fetch(5)
    talk.fetch(6)
    assert answers(talk) == [("mood", 2), ("why", "voice"), ("why", "voice")]
    talk.press("key.back")
    talk.speak()
    assert len(answers(talk)) == 3, "until the new one is there"
    talk.fetch(7)
    assert answers(talk) == [("mood", 2), ("why", "voice")]


def test_a_new_voice_that_never_came_replaces_nothing() -> None:
    talk = asked(BRANCH)
    talk.press("2")
    talk.write("The landlord.")
    talk.press("key.back")
    talk.speak()
    talk.lose("gone")
    assert talk.phrases[0] == "voice.not-fetched"
    talk.speak()
    talk.press("key.as-before")
    assert talk.fetches == {}
    assert answers(talk) == [("mood", 2), ("why", "The landlord.")]


def test_voices_skipped_are_gone_all_of_them() -> None:
    talk = asked(BRANCH)
    talk.press("2")
    talk.speak()
    talk.speak()
    talk.press("key.skip")
    assert (talk.fetches, talk.now.late) == ({}, ())
    assert answers(talk) == [("mood", 2), ("why", "skipped")]


SHOWN = """
- {id: view, ask: Show us the view., type: [photo, text], at-least: 3, at-most: 10}
- {id: end, ask: And now?, type: yes-no}
"""


def test_a_photo() -> None:
    talk = asked(SHOWN)
    talk.show(caption="From the bus")
    assert talk.said == []
    assert [one for one in talk.timers if one[0] == "remind"] == [], "it is begun"
    talk.write("/start")
    assert talk.phrases == ["question.on-its-way"]
    talk.fetch(0)
    assert "And now?" in talk.said[0]
    (record,) = talk.kept("answer")
    assert record.media
    assert record.content == ABOUT | {"question": "view", "type": "photo", "caption": "From the bus"}


@pytest.mark.parametrize(
    ("reason", "phrase"),
    [("gone", "photo.not-fetched"), ("large", "photo.too-large"), ("damaged", "photo.damaged")],
)
def test_a_photo_that_could_not_be_had(reason: str, phrase: str) -> None:
    talk = asked(SHOWN)
    talk.show()
    talk.lose(reason)
    assert talk.phrases[0] == phrase
    assert "Show us the view." in talk.said[1]


def test_a_photo_that_comes_late() -> None:
    talk = asked(SHOWN)
    talk.show()
    talk.write("A fence")
    talk.fetch(0)
    assert answers(talk) == [("view", "A fence"), ("view", "photo")]
    other = asked(SHOWN)
    other.show()
    other.write("A fence")
    other.lose("gone")
    assert other.phrases == ["photo.lost"]


def test_what_is_no_photo_of_theirs() -> None:
    talk = asked(SHOWN)
    talk.write("?")  # begun
    before = talk.state()
    for does, phrases in (
        (lambda: talk.show(forwarded=True), ["hint.not-kept", "hint.forwarded"]),
        (lambda: talk.show(size=25 * 1024 * 1024), ["hint.not-kept", "photo.too-large"]),
        (lambda: talk.locate(1, 1), ["hint.not-kept", "hint.ways", "way.write", "way.photo"]),
        (lambda: talk.write("ab"), ["hint.text-short"]),
        (lambda: talk.write("much too long for this"), ["hint.text-long"]),
    ):
        does()
        assert (talk.phrases, talk.state()) == (phrases, before)
