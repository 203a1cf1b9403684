"""/consent: what was agreed to, and each part of it that is up to people, given and taken back."""

from datetime import timedelta

import pytest
from conversation import CATALOGUE, Conversation, sample
from conversation_consent import AGREED, agree_anew, restarted, with_consent, with_scope
from conversation_in_touch import changed
from conversation_places import PLACES, RENEWING, ends, reach, sitting, soonest

from handlers import consent_kept
from handlers.scopes_in_force import in_force
from study.effects import PromptState
from study.participant import Agreement, Rest, Stage, Why

WAVE = "first-week"


def asked_under(scope: str, place: str = "enrolled") -> Conversation:
    """Somebody whose evenings are asked only of those who gave `scope`."""
    return reach(place, "ru", with_scope(sample(), WAVE, scope))


def coming(talk: Conversation, wave: str = WAVE) -> set[str]:
    return {one.prompt for one in talk.timers.values() if (one.kind, one.wave) == ("prompt", wave)}


def keys(talk: Conversation) -> list[str]:
    """The labels of the list that was shown last."""
    return [label for label, _ in talk.messages[max(talk.messages)].keys]


def key(talk: Conversation, name: str, number: int) -> str:
    return CATALOGUE.say(talk.now.language, f"consent.key-{name}", number=number)


# What it shows


@pytest.mark.parametrize("language", ["ru", "en"])
def test_it_shows_version_day_and_each_scope(language: str) -> None:
    talk = reach("enrolled", language)
    talk.write("/consent")
    assert talk.phrases == [
        "consent.agreed",
        "consent.scope-required",
        "consent.scope-given",
        "consent.scope-not-given",
        "consent.change",
    ]
    assert "1.0" in talk.said[0]
    assert "2024" in talk.said[0]
    assert keys(talk) == [key(talk, "back", 2), key(talk, "give", 3)]


PLACE_SAYS = {
    "new": ["arrival.press-start"],
    "withdrawn": ["consent.left"],
    "returning": ["consent.left"],
}
HOLDS = {Stage.ENROLLED, Stage.FINISHED}


@pytest.mark.parametrize("place", [*PLACES, *RENEWING])
def test_it_is_answered_in_every_place_and_nothing_open_is_lost(place: str) -> None:
    talk = reach(place, "ru")
    before = talk.participant
    talk.write("/consent")
    if before is not None and (before.stage in HOLDS or before.renewing):
        assert talk.phrases[0] == "consent.agreed"
    else:
        assert talk.phrases == PLACE_SAYS.get(place, ["consent.none-yet"])
    after = talk.participant
    if before is None or after is None:
        assert after is None
        return
    assert (after.stage, after.sitting, after.draft) == (before.stage, before.sitting, before.draft)


def test_the_words_alone_ask_for_it_once_they_take_part() -> None:
    talk = reach("enrolled", "ru")
    talk.write("моё согласие")
    assert talk.phrases[0] == "consent.agreed"
    talk = reach("information", "ru")
    talk.write("моё согласие")
    assert "consent.agreed" not in talk.phrases


def test_of_a_study_without_scopes_there_is_nothing_to_change() -> None:
    talk = reach("enrolled", "ru")
    talk.protocol = with_consent(talk.protocol, scopes=())
    talk.write("/consent")
    assert talk.phrases == ["consent.agreed", "consent.leave"]


# Giving and taking back


@pytest.mark.parametrize("language", ["ru", "en"])
def test_each_is_given_and_taken_back_by_itself(language: str) -> None:
    talk = reach("enrolled", language)
    talk.write("/consent")
    talk.press(key(talk, "back", 2))
    assert talk.phrases[0] == "consent.taken-back"
    assert talk.now.scopes == {"diary"}
    assert keys(talk) == [key(talk, "give", 2), key(talk, "give", 3)]
    talk.press(key(talk, "give", 3))
    assert talk.now.scopes == {"diary", "interview"}
    assert [(one.scope, one.given) for one in talk.scopes] == [("quotes", False), ("interview", True)]
    assert in_force(talk.now, "interview")
    assert not in_force(talk.now, "quotes")


def test_a_key_pressed_twice_does_what_it_says_once() -> None:
    talk = reach("enrolled", "ru")
    talk.write("/consent")
    data = talk.messages[max(talk.messages)].keys[0][1]
    talk.tap(data)
    talk.tap(data)
    assert talk.phrases[0] == "consent.taken-back"
    assert [(one.scope, one.given) for one in talk.scopes] == [("quotes", False)]


def test_what_the_study_cannot_do_without_is_not_taken_back_alone() -> None:
    talk = reach("enrolled", "ru")
    [required, *_] = talk.protocol.consent.scopes
    talk.tap(consent_kept.TAKE_BACK + consent_kept._mark(required))
    assert talk.phrases[0] == "consent.required"
    assert "/stop" in CATALOGUE.say("ru", "consent.required")
    assert (talk.now.scopes, talk.scopes) == (AGREED, [])


@pytest.mark.parametrize(
    "data", ["scope+", "scope-", "scope+0123456789abcdef", "scope-quotes", "scope+" + "ы" * 29]
)
def test_a_forged_key_changes_nothing(data: str) -> None:
    talk = reach("enrolled", "ru")
    talk.tap(data)
    assert talk.phrases == ["hint.stale-key"]
    assert (talk.now.scopes, talk.scopes) == (AGREED, [])


@pytest.mark.parametrize("place", ["information", "confirming", "withdrawn", "returning"])
def test_where_no_agreement_holds_a_key_changes_nothing(place: str) -> None:
    talk = reach(place, "ru")
    scope = talk.protocol.consent.scopes[1]
    before = talk.now
    talk.tap(consent_kept.GIVE + consent_kept._mark(scope))
    assert talk.now == before
    assert talk.scopes == []


def test_words_can_be_taken_back_after_the_end_too() -> None:
    talk = reach("enrolled", "ru")
    ends(talk)
    talk.write("/consent")
    assert talk.phrases[0] == "consent.agreed"
    talk.press(key(talk, "back", 2))
    assert [(one.scope, one.given) for one in talk.scopes] == [("quotes", False)]
    assert talk.stage is Stage.FINISHED


def test_the_letter_can_be_said_yes_to_here_as_well() -> None:
    talk = reach("enrolled", "ru")
    ends(talk, "interview")
    talk.write("/consent")
    talk.press(key(talk, "give", 3))
    talk.write("Да")
    assert [(one.scope, one.given) for one in talk.scopes] == [("interview", True)]


# What hangs on it


def test_a_wave_with_a_scope_is_planned_for_who_gave_it_alone() -> None:
    assert len(coming(asked_under("quotes"))) == 7
    talk = asked_under("interview")
    assert coming(talk) == set()
    assert coming(talk, "monthly")


def test_taken_back_its_prompts_go_and_given_again_the_same_come_back() -> None:
    talk = asked_under("quotes")
    before, others = coming(talk), coming(talk, "monthly")
    talk.write("/consent")
    talk.press(key(talk, "back", 2))
    assert coming(talk) == set()
    assert coming(talk, "monthly") == others
    talk.press(key(talk, "give", 2))
    assert coming(talk) == before


def test_given_late_what_is_over_does_not_come() -> None:
    talk = asked_under("interview")
    talk.wait("3d")
    talk.write("/consent")
    talk.press(key(talk, "give", 3))
    assert all(talk.planned[one].due_at > talk.at for one in coming(talk))
    assert 0 < len(coming(talk)) < 7
    talk.next_timer("prompt")
    assert sitting(talk).wave == WAVE


def test_an_open_question_of_it_closes_and_what_was_answered_stays() -> None:
    talk = asked_under("quotes", "check-in-written")
    prompt, answers = sitting(talk).prompt, len(talk.kept("answer"))
    old = [data for message in talk.messages.values() for _, data in message.keys if data.startswith("q:")][
        -1
    ]
    talk.write("/consent")
    talk.press(key(talk, "back", 2))
    assert talk.now.sitting is None
    assert talk.prompts[prompt] is PromptState.PARTIAL
    assert len(talk.kept("answer")) == answers > 0
    talk.tap(old)
    assert talk.phrases == ["prompt.lapsed"]


def test_a_question_of_another_wave_stays_open() -> None:
    talk = reach("check-in-written", "ru", with_scope(sample(), "monthly", "quotes"))
    assert coming(talk, "monthly")
    open = sitting(talk)
    talk.write("/consent")
    talk.press(key(talk, "back", 2))
    assert sitting(talk) == open
    assert coming(talk, "monthly") == set()


def test_an_answer_on_its_way_is_kept() -> None:
    talk = asked_under("quotes", "check-in-fetching")
    [media] = talk.fetches
    talk.write("/consent")
    talk.press(key(talk, "back", 2))
    talk.fetch(4.0, media)
    assert not talk.records[media].draft


def test_what_waits_for_the_end_of_a_pause_is_let_go_too() -> None:
    talk = asked_under("quotes")
    changed(talk, rest=Rest(Why.ASKED, talk.at, talk.at + timedelta(days=30)))
    prompt = soonest(talk, "prompt").prompt
    talk.next_timer("prompt")
    assert [one.prompt for one in talk.now.waiting] == [prompt]
    talk.write("/consent")
    talk.press(key(talk, "back", 2))
    assert talk.now.waiting == ()
    assert talk.prompts[prompt] is PromptState.NOT_ASKED
    assert ("expire", prompt) not in talk.timers


def test_what_fell_due_under_an_agreement_that_is_gone_is_not_asked() -> None:
    """The study file gave the wave its scope after it had been planned."""
    talk = reach("enrolled", "ru")
    talk.protocol = with_scope(talk.protocol, WAVE, "interview")
    prompt = soonest(talk, "prompt").prompt
    talk.next_timer("prompt")
    assert talk.said == []
    assert talk.prompts[prompt] is PromptState.NOT_ASKED


# While they decide anew


def test_while_they_decide_anew_what_they_agreed_to_is_shown_and_can_be_taken_back() -> None:
    talk = reach("enrolled", "ru")
    restarted(talk, "2.0")
    talk.press("key.go-on")
    talk.write("/consent")
    assert talk.phrases[0] == "consent.agreed"
    assert "consent.renewing" in talk.phrases
    assert "1.0" in talk.said[0]
    talk.press(key(talk, "back", 2))
    assert talk.now.renewing == Agreement("1.0", ("diary",))
    assert talk.stage is Stage.CHECK
    assert [(one.scope, one.given) for one in talk.scopes] == [("quotes", False)]


def test_agreed_anew_the_new_choices_hold() -> None:
    talk = reach("enrolled", "ru")
    talk.write("/consent")
    talk.press(key(talk, "back", 2))
    restarted(talk, "2.0")
    agree_anew(talk)
    assert talk.now.scopes == AGREED
    talk.write("/consent")
    assert "2.0" in talk.said[0]


def test_of_who_agreed_under_an_older_bot_the_day_is_known_from_the_first_agreement() -> None:
    talk = reach("enrolled", "ru")
    changed(talk, agreed_at=None)
    talk.write("/consent")
    assert talk.phrases[0] == "consent.agreed"
    changed(talk, agreed_at=None, anchors={})
    talk.write("/consent")
    assert talk.phrases[0] == "consent.version"
