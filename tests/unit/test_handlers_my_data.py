"""/mydata: what is held, who can read it, until when; a copy and a talk asked of the team, and told of once."""

from datetime import timedelta
from typing import Any

import pytest
from conversation import CATALOGUE, Conversation
from conversation_places import PLACES, reach

from study.effects import Asked
from study.inbound import Blocked, Granted
from study.keeping import Keep, Term
from study.saying import Haste, Say

BEFORE = (
    *("language", "site", "screening", "screening-choice", "information", "check", "check-choice", "scopes"),
    *("scopes-optional", "scopes-last", "scopes-reconsider", "statement", "hearing", "confirming"),
)
LEFT = ("withdrawn", "returning")


def asked(place: str, language: str = "ru") -> Conversation:
    talk = reach(place, language)
    talk.write("/mydata")
    return talk


def team_does(talk: Conversation, kind: str = "file") -> None:
    """On the desk."""
    talk.requests = [one for one in talk.requests if one.kind != kind]
    talk.tell(Granted(kind))


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_wherever_they_are_nothing_is_lost(place: str, language: str) -> None:
    """It is answered kindly, and what is open stays open, with its keys."""
    talk = reach(place, language)
    before, keyboard = talk.state(), talk.keyboard
    talk.write("/mydata")
    assert talk.said
    assert talk.state() == before
    assert talk.keyboard == keyboard
    if place == "new":
        assert talk.phrases == ["mydata.nothing"]
    elif place in BEFORE:
        assert talk.phrases == ["mydata.before-consent"]
    else:
        assert {"mydata.code", "mydata.agreement", "mydata.server", "mydata.team"} <= set(talk.phrases)
        assert ("mydata.left" in talk.phrases) is (place in LEFT)
        assert ("mydata.yes" in talk.phrases) is (place not in LEFT)


def test_what_it_says() -> None:
    talk = reach("check-in-choice", "en")
    talk.write("/mydata")
    assert talk.said == [
        "Here is what we hold about you. Your code in the study: AM-01\n\n"
        "Your agreement: March 14, 2024, version 1.0 of the text about the study. The agreement itself is sealed.\n\n"
        "Where you live and have lived: Armenia (since March 14, 2024).\n\n"
        "We hold, sealed: 3 answers and your agreement. Only the research team can open it.\n\n"
        "Questions you passed over: 2.\n\n"
        "Are you willing to keep a diary and answer short questions here? – Yes\n\n"
        "May we quote your words, without your name? – Yes\n\n"
        "May we invite you to a conversation? – No",
        "What our server can read by itself: your code, your country and your moves, your language, by which link you "
        "came and when, what you agreed to and changed later, when questions and answers came and how many, what you "
        "asked the team for, when you were in touch, took a pause, were silent or blocked the bot. The number of this "
        "chat, what you choose while questions are open, and the few answers that later questions need, are locked "
        "with a key that the server has.\n\n"
        "What you write, say and show is sealed as soon as it comes, and what you choose is, once the questions end: "
        "after that the server cannot open it, only the research team can. All of it is kept until you ask to have it "
        "erased.\n\n"
        "To leave, or to have it erased: /stop. Or tell the team your code AM-01: fieldwork@example.org",
    ]


def test_with_whom_they_are_interviewed_is_said_where_that_can_be() -> None:
    talk = reach("enrolled", "en")
    consent = talk.protocol.consent.model_copy(update={"joint": True})
    talk.protocol = talk.protocol.model_copy(update={"consent": consent})
    talk.write("/mydata")
    assert "with whom you are interviewed together" in talk.said[1]


def test_until_when_where_the_study_says_it() -> None:
    talk = reach("enrolled", "en")
    terms = {"contacts": Term(length=timedelta(days=30)), "media": Term(length=timedelta(days=730))}
    talk.protocol = talk.protocol.model_copy(update={"keep": Keep(**terms)})
    talk.write("/mydata")
    assert "On April 13, 2024 we erase the link between this chat and your code" in talk.said[1]
    assert "Voice messages and pictures are deleted after 2 years." in talk.said[1]


@pytest.mark.parametrize(
    ("days", "after_end", "language", "said"),
    [
        (1 / 2, False, "en", "deleted after 1 day."),
        (90, True, "en", "deleted 90 days after the study ends for you."),
        (365, True, "en", "deleted 1 year after the study ends for you."),
        (366, False, "en", "deleted after 366 days."),
        (21, False, "ru", "удаляются через 21 день."),
        (180, True, "ru", "удаляются через 180 дней после того, как"),
        (365, False, "ru", "удаляются через 1 год."),
        (730, False, "ru", "удаляются через 2 года."),
        (1825, True, "ru", "удаляются через 5 лет после того, как"),
    ],
)
def test_how_long_sounds_are_kept_as_people_say_it(
    days: float, after_end: bool, language: str, said: str
) -> None:
    talk = reach("enrolled", language)
    term = Term(length=timedelta(days=days), after_end=after_end)
    talk.protocol = talk.protocol.model_copy(update={"keep": Keep(media=term)})
    talk.write("/mydata")
    assert said in talk.said[1]


@pytest.mark.parametrize("place", [one for one in PLACES if one not in (*BEFORE, "new")])
def test_a_copy_is_asked_for_once(place: str) -> None:
    talk = asked(place)
    before = talk.state()
    for _ in range(3):
        talk.tap("data:file")
        assert talk.state() == before
    assert [one.kind for one in talk.requests] == ["file"]
    assert talk.phrases == ["mydata.on-its-way"]
    talk.write("/mydata")
    assert "mydata.on-its-way" in talk.phrases
    labels = [label for label, _ in talk.messages[max(talk.messages)].keys]
    assert CATALOGUE.say("ru", "mydata.ask-copy") not in labels


def test_the_key_goes_from_the_message_once_it_is_pressed() -> None:
    talk = asked("enrolled")
    number = max(talk.messages)
    talk.press(CATALOGUE.say("ru", "mydata.ask-copy"))
    assert talk.messages[number].keys == []
    assert talk.phrases == ["mydata.copy-asked"]


def test_a_talk_is_asked_for_beside_it() -> None:
    talk = asked("enrolled")
    talk.tap("data:contact")
    talk.tap("data:file")
    assert [one.kind for one in talk.requests] == ["contact", "file"]


@pytest.mark.parametrize("place", ["new", *BEFORE])
@pytest.mark.parametrize("kind", ["file", "contact"])
def test_who_has_not_agreed_asks_nothing_of_the_team(place: str, kind: str) -> None:
    talk = reach(place, "ru")
    talk.tap(f"data:{kind}")
    assert talk.requests == []


@pytest.mark.parametrize(("kind", "name"), [("file", "mydata.copy-made"), ("contact", "mydata.talk-ready")])
@pytest.mark.parametrize("place", ["enrolled", "check-in", "draft", "finished"])
def test_they_are_told_once_when_it_is_done(place: str, kind: str, name: str) -> None:
    talk = reach(place, "ru")
    before = talk.state()
    team_does(talk, kind)
    assert talk.phrases == [name]
    assert talk.state() == before
    assert "AM-01" in talk.said[0]
    assert talk.outcome is not None
    [said] = talk.outcome.say
    assert isinstance(said, Say)
    assert said.haste is Haste.ANNOUNCEMENT


def test_not_by_night() -> None:
    talk = reach("enrolled", "ru")
    talk.at = talk.at.replace(hour=20)  # midnight in Yerevan
    team_does(talk)
    assert talk.said == []
    before = len(talk.timers)
    talk.next_timer("granted-file")
    assert talk.phrases == ["mydata.copy-made"]
    assert f"{talk.at:%H:%M}" == "04:00", "eight in the morning there"
    assert len(talk.timers) == before - 1


@pytest.mark.parametrize("place", LEFT)
def test_who_has_left_can_ask_and_is_not_written_to(place: str) -> None:
    talk = asked(place)
    talk.tap("data:file")
    assert talk.phrases == ["mydata.copy-left"]
    assert [one.kind for one in talk.requests] == ["file"]
    talk.tap("data:contact")
    assert talk.phrases == ["mydata.talk-left"]
    for kind in ("file", "contact"):
        team_does(talk, kind)
        assert talk.said == []


def test_who_leaves_in_that_night_is_not_written_to() -> None:
    talk = reach("enrolled", "ru")
    talk.at = talk.at.replace(hour=20)
    team_does(talk)
    talk.write("/stop")
    talk.wait("1d")
    assert talk.said == []


@pytest.mark.parametrize("event", [Blocked(), Blocked(gone=True)])
def test_who_cannot_be_reached_is_not_written_to(event: Any) -> None:
    talk = reach("enrolled", "ru")
    talk.tell(event)
    team_does(talk)
    assert talk.said == []
    assert not [kind for kind, _ in talk.timers if kind.startswith("granted")]


def test_a_kind_that_nobody_knows() -> None:
    talk = reach("enrolled", "ru")
    talk.tell(Granted("<b>"))
    assert talk.said == []


def test_what_the_team_sees() -> None:
    """A kind and a time."""
    talk = asked("enrolled")
    talk.tap("data:file")
    assert talk.outcome is not None
    assert talk.outcome.effects == (Asked("file", talk.at),)
