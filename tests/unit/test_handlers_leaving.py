"""Leaving from everywhere and back again; blocking the bot; silence."""

import pytest
from conversation import Conversation
from conversation_places import PLACES, reach, sitting, together

from handlers.erasing import KEYS
from study.effects import PromptState
from study.inbound import Blocked, Fell, Fetched, NotFetched, Unblocked
from study.participant import Stage


def test_nobody_is_written_to_who_blocked_the_bot() -> None:
    talk = reach("enrolled", "ru")
    talk.tell(Blocked())
    assert talk.now.blocked
    for _ in range(3):
        talk.next_timer("prompt")
        assert talk.said == []
    assert list(talk.prompts.values()).count(PromptState.EXPIRED) == 3
    talk.tell(Unblocked())
    assert (talk.said, talk.now.blocked) == ([], False)
    talk.next_timer("prompt")
    assert talk.phrases[0] == "prompt.begin"


def test_what_waited_is_not_put_to_somebody_who_blocked_the_bot() -> None:
    talk = reach("check-in", "ru")
    talk.press("8")
    first, second = together(talk)
    talk.tell(Blocked())
    talk.fall(talk.timers["expire", first])
    assert talk.said == []
    assert talk.prompts[second] is PromptState.DUE
    talk.at = talk.at.replace(hour=10)
    talk.write("Я снова здесь")
    assert talk.phrases == ["diary.keep", "prompt.begin", "question.scale"]
    assert sitting(talk).prompt == second


@pytest.mark.parametrize("place", [place for place in PLACES if place != "new"])
def test_blocked_and_back_in_the_middle(place: str) -> None:
    """All is as it was; and whoever writes has let us write again."""
    talk = reach(place, "ru")
    before = talk.now
    talk.tell(Blocked())
    assert (talk.said, talk.now.but(blocked=False)) == ([], before)
    talk.write("/help")
    assert talk.now == before
    if before.stage is Stage.FINISHED:
        assert talk.phrases[:2] == ["finishing.done", "finishing.held"]
    else:
        assert [one for one in talk.phrases if one.startswith("help")][:1] == ["help"]
        assert ("help.code" in talk.phrases) is bool(before.code)


# Leaving


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("way", ["/stop", "стоп", "Stop."])
def test_leaving_in_every_place_and_back_again(place: str, way: str, language: str) -> None:
    talk = reach(place, language)
    code = talk.participant.code if talk.participant else ""
    talk.write(way)
    assert len(talk.said) == 1
    assert talk.timers == {}
    assert talk.fetches == {}
    assert talk.keyboard == ([talk.label(key) for key in KEYS] if code else [])
    assert not [one for one in talk.records.values() if one.draft]
    if place != "new":
        assert talk.outcome
        assert talk.outcome.silence or place == "withdrawn"
    if not code:
        assert talk.participant is None
        assert talk.records == {}
    else:
        assert talk.stage is Stage.WITHDRAWN
        assert code in talk.said[0]
        assert not talk.now.scopes
    talk.wait("100d")
    assert talk.said == []
    talk.write("/start")
    assert talk.stage is (Stage.INFORMATION if code else Stage.LANGUAGE)
    if code:
        _agree_again(talk)
        assert talk.now.code == code
        assert len(talk.consents) == 2
        talk.next_timer("prompt")
        assert talk.phrases[0] == "prompt.begin"


def _agree_again(talk: Conversation) -> None:
    for key in ("key.go-on", "key.yes"):
        talk.press(key)
    talk.tap_newest("0")
    for _ in range(3):
        talk.press("key.yes")
    talk.speak()
    talk.fetch(4)
    talk.press("key.confirm")
    assert talk.stage is Stage.ENROLLED


def test_a_forwarded_stop_is_somebody_elses() -> None:
    talk = reach("enrolled", "ru")
    talk.write("стоп", forwarded=True)
    assert talk.stage is Stage.ENROLLED
    assert talk.phrases == ["hint.forwarded"]


def test_a_voice_under_way_when_one_leaves_is_let_go() -> None:
    for place, more in (("check-in-fetching", ""), ("draft-fetching", ""), ("check-in-fetching", "слово")):
        talk = reach(place, "ru")
        if more:
            talk.write(more)  # the question goes on, the voice comes late
        media = next(iter(talk.fetches))
        talk.write("/stop")
        for event in (Fetched(media, 9.0, 900), NotFetched(media, "gone")):
            talk.tell(event)
            assert talk.said == []
            assert media not in talk.records


@pytest.mark.parametrize("way", ["key.rather-not", "/stop"])
@pytest.mark.parametrize("heard", [True, False])
def test_back_and_away_again_before_agreeing(heard: bool, way: str) -> None:
    """The code and what was told before stay; the new voice goes."""
    talk = reach("returning", "ru")
    kept, code = dict(talk.records), talk.now.code
    for key in ("key.go-on", "key.yes"):
        talk.press(key)
    talk.tap_newest("0")
    for _ in range(3):
        talk.press("key.yes")
    talk.speak()
    if heard:
        talk.fetch(5)
    talk.write(talk.label(way))
    assert (talk.stage, talk.now.code) == (Stage.WITHDRAWN, code)
    assert (talk.records, talk.fetches) == (kept, {})
    if way == "/stop":
        assert talk.keyboard == [talk.label(key) for key in KEYS]


def test_back_while_recruitment_is_closed() -> None:
    talk = reach("withdrawn", "ru")
    talk.protocol = talk.protocol.model_copy(update={"approvals": ()})
    talk.write("/start")
    assert (talk.stage, talk.phrases) == (Stage.WITHDRAWN, ["recruitment.closed"])
    stranger = Conversation(talk.protocol)
    stranger.write("/start yerevan-chat")
    assert (stranger.participant, stranger.phrases) == (None, ["recruitment.closed"])
    assert stranger.tallies == {("closed", "yerevan-chat", ""): 1}


# Silence

BEFORE_CONSENT = [
    place
    for place in PLACES
    if place != "new"
    and not place.startswith(("enrolled", "check-in", "draft", "finished", "withdrawn", "returning"))
]


@pytest.mark.parametrize("place", BEFORE_CONSENT)
def test_thirty_days_without_agreeing_forget(place: str) -> None:
    talk = reach(place, "ru")
    talk.wait("29d")
    assert talk.participant is not None
    talk.wait("1d")
    assert (talk.said, talk.participant, talk.records, talk.timers) == ([], None, {}, {})
    assert talk.tallies["faded", "yerevan-chat", _site(place)] == 1


def _site(place: str) -> str:
    return "" if place in ("language", "site") else "AM"


@pytest.mark.parametrize("place", ["enrolled", "check-in", "withdrawn", "returning"])
def test_no_timer_forgets_whoever_has_a_code(place: str) -> None:
    talk = reach(place, "ru")
    before = talk.state()
    talk.tell(Fell("forget", talk.at))
    assert (talk.said, talk.state()) == ([], before)


def test_whoever_agreed_is_not_forgotten() -> None:
    talk = reach("enrolled", "ru")
    talk.wait("400d")
    assert talk.stage is Stage.ENROLLED
    assert not set(talk.prompts.values()) & {PromptState.DUE, PromptState.DELIVERED}
