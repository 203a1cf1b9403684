"""/hide: the chat is cleared at any step, what stays says nothing, and what was open is there again."""

import pytest
from conversation import Conversation
from conversation_places import reach, sitting

from study.effects import ClearChat
from study.inbound import Command, Wrote
from study.participant import Stage


def clears(talk: Conversation) -> bool:
    assert talk.outcome is not None
    return any(isinstance(effect, ClearChat) for effect in talk.outcome.effects)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.NEW])
@pytest.mark.parametrize("word", ["/hide", "Hide"])
def test_one_line_is_left_and_no_keys(stage: Stage, word: str) -> None:
    talk = reach(stage, "en")
    before = talk.now
    talk.write(word)
    assert talk.said == ["Nothing here. /more"]
    assert [message.text for message in talk.messages.values()] == talk.said
    assert (talk.stage, talk.keyboard, clears(talk)) == (stage, [], True)
    assert talk.outcome is not None
    assert talk.outcome.silence, "what was about to be said is not"
    assert talk.now.but(hidden=False) == before.but(blocked=False, missed=0)


def test_of_a_stranger_nothing_is_kept_for_it() -> None:
    talk = Conversation(language="en")
    talk.write("/hide")
    assert talk.said == ["Nothing here. /more"]
    talk.write("/more")
    assert "two days" in talk.said[0]
    assert talk.participant is None


def test_what_a_bot_cannot_do_is_said_when_it_is_asked_for_and_betrays_nothing() -> None:
    talk = reach(Stage.ENROLLED, "en")
    talk.write("/hide")
    talk.write("/more")
    [how] = talk.said
    assert "Delete chat" in how
    assert "Auto-delete" in how
    title = talk.protocol.title.say("en")
    assert title not in how
    assert not clears(talk)


@pytest.mark.parametrize("stage", [Stage.INFORMATION, Stage.CHECK, Stage.SCOPES, Stage.STATEMENT, Stage.SITE])
def test_the_step_is_put_again_by_start_or_any_word(stage: Stage) -> None:
    talk = reach(stage, "en")
    talk.write("/start")
    asked = talk.said[-1]
    for word in ("/start", "hm", "/help"):
        talk.write("/hide")
        talk.write(word)
        assert talk.said[-1] == asked
        assert talk.said.count(asked) == 1
        assert not talk.now.hidden


def test_an_open_question_takes_an_answer_that_somebody_remembers() -> None:
    talk = reach("check-in-written", "en")
    asking = sitting(talk).asking
    talk.write("/hide")
    talk.write("I did not sleep.")
    assert sitting(talk).asking != asking
    assert "I did not sleep." in str(talk.kept("answer")[-1].content)
    assert len([one for one in talk.messages.values() if one.keys]) == 1, "the next one is asked once"


def test_of_an_entry_that_waits_it_is_asked_again() -> None:
    talk = reach("draft", "en")
    talk.write("/hide")
    assert talk.keyboard == []
    talk.write("/status")
    assert len(talk.keyboard) == 2


@pytest.mark.parametrize("word", ["ok", "hello, are you there?", "Yes"])
def test_whoever_writes_after_it_is_asked_about_the_entry_again(word: str) -> None:
    """At once, also within the two minutes in which messages belong together: the question is gone from the screen."""
    talk = reach("draft", "en")
    talk.write("/hide")
    talk.write(word)
    assert talk.said == ["Add these 2 messages to your diary?"]
    assert talk.keyboard == [talk.label("key.keep"), talk.label("key.do-not-keep")]
    talk.write("and one more")
    assert talk.said == [], "what belongs to it joins it without a word, as ever"
    talk.press("key.keep")
    assert len(talk.kept("entry")) == 3


def test_a_voice_after_it_brings_the_question_once_it_is_here() -> None:
    talk = reach("draft", "en")
    talk.write("/hide")
    talk.speak()
    talk.fetch(5)
    assert talk.keyboard == [talk.label("key.keep"), talk.label("key.do-not-keep")]


def test_a_forwarded_word_and_a_word_among_others_hide_nothing() -> None:
    talk = reach(Stage.ENROLLED, "en")
    talk.write("Hide", forwarded=True)
    assert not clears(talk)
    talk.write("Where can I hide")
    assert not clears(talk)


def test_the_events_are_what_they_seem() -> None:
    talk = reach(Stage.ENROLLED, "ru")
    talk.tell(Command("hide", "now"))
    assert clears(talk)
    talk.tell(talk.understood("спрятать."))
    assert clears(talk)
    assert isinstance(talk.understood("спрятать"), Wrote)
