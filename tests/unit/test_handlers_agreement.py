"""Understanding, agreeing aloud, and by which link one came."""

from pathlib import Path

import pytest
from conversation import BEGUN, Conversation, protocol_of, sample
from conversation_places import reach
from conversation_story import play

from handlers.routing import respond
from study.inbound import Facts, Inbound, Wrote
from study.outcome import Outcome
from study.participant import Participant, Stage
from study.saying import Phrase, Say


def test_a_mistake_is_counted_and_never_excludes() -> None:
    talk = reach("check", "ru")
    for _ in range(7):
        talk.press("key.no")
    talk.press("key.yes")
    talk.tap_newest("0")
    assert talk.stage is Stage.SCOPES
    for _ in range(3):
        talk.press("key.yes")
    talk.speak()
    talk.fetch(5)
    talk.press("key.confirm")
    assert talk.consents[0].mistakes == 7


def test_a_wrong_key_pressed_twice_is_one_mistake() -> None:
    talk = reach("check", "ru")
    number, message = list(talk.messages.items())[-1]
    data = message.keys[1][1]
    talk.tap(data, number)
    talk.tap(data, number)
    assert (talk.now.mistakes, talk.phrases) == (1, ["hint.stale-key"])


def test_a_check_without_an_explanation_shows_the_text_again() -> None:
    consent = sample().consent
    checks = tuple(check.model_copy(update={"explain": None}) for check in consent.checks)
    changed = consent.model_copy(update={"checks": checks})
    talk = reach("check", "ru", sample().model_copy(update={"consent": changed}))
    talk.press("Нет")
    play(
        talk,
        """
        < Мы объяснили недостаточно ясно.
        < О чём исследование
        < Что нужно делать
        < Кто что видит
        < О чём лучше подумать заранее
        < Ваши права
        < Можно ли выйти
        """,
    )


def test_a_key_pressed_twice_in_haste_is_seen_and_can_be_taken_back() -> None:
    talk = reach("check", "en")
    talk.press("key.yes")
    talk.tap_newest("0")
    play(
        talk,
        """
        < Yes, exactly.
        < What exactly do you agree to?
        > Yes
        < May we quote your words
        > Yes
        < May we invite
        > No
        < May we quote your words, without your name?
        < free will
        > Choose again
        < Are you willing to keep a diary
        > Yes
        < May we quote your words
        > No
        < May we invite
        > Yes
        < May we quote your words, without your name?
        < free will
        = statement
        """,
    )
    assert talk.now.scopes == {"diary", "interview"}


def test_recording_again_lets_the_voice_go() -> None:
    talk = reach("confirming", "en")
    first = talk.now.voice
    talk.press("key.record-again")
    assert first not in talk.records
    assert talk.now.voice == talk.now.voice_file == ""
    talk.speak()
    talk.speak()  # twice, quickly
    second, third = talk.records.keys() | talk.fetches.keys(), talk.now.voice
    assert second == {third}, "the one before is not even fetched"
    talk.fetch(4)
    talk.press("key.confirm")
    assert [record.kind for record in talk.kept("consent")] == ["consent"]
    assert talk.consents[0].voice == third


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_text_changes_while_one_decides(language: str) -> None:
    """Nobody agrees to a text that they have not seen."""
    talk = reach("confirming", language)
    voice = talk.now.voice
    talk.protocol = protocol_of({"по своей воле": "по своей доброй воле", "of my own free will": "freely"})
    talk.press("key.confirm")
    assert talk.stage is Stage.INFORMATION
    assert talk.phrases[:2] == ["agreement.text-changed", "information.begin"]
    assert voice not in talk.records
    assert not talk.consents
    for step in ("key.go-on", "key.yes"):
        talk.press(step)
    talk.tap_newest("0")
    for _ in range(3):
        talk.press("key.yes")
    talk.speak()
    talk.fetch(5)
    talk.press("key.confirm")
    assert talk.stage is Stage.ENROLLED
    assert talk.protocol.consent.statement.say(language) in talk.consents[0].text


def test_words_that_do_not_matter_to_the_agreement_may_change() -> None:
    talk = reach("confirming", "ru")
    talk.protocol = protocol_of({"Как прошёл день?": "Каким был день?"})
    talk.press("key.confirm")
    assert talk.stage is Stage.ENROLLED


@pytest.mark.parametrize(
    ("payload", "source", "first"),
    [
        ("yerevan-chat", "yerevan-chat", "Армения"),
        ("almaty-newcomers-x7", "almaty-newcomers", "Казахстан"),
        ("friends-AM-05", "friends", "Армения"),
        ("", "", "Армения"),
        ("yerevan-chatter", "", "Армения"),
        ("x" * 65, "", "Армения"),
        ("\u202e' OR 1=1 --", "", "Армения"),
    ],
)
def test_by_what_one_arrives(payload: str, source: str, first: str) -> None:
    talk = Conversation()
    talk.write(f"/start {payload}")
    assert talk.now.source == source
    assert payload in ("", source) or payload not in str(talk.now), "an unknown payload is not kept"
    talk.tap_newest("l:ru")
    assert talk.visible()[0] == first
    talk.write("/start friends")
    assert talk.now.source == source, "who arrived by one link stays by it"


def test_the_code_is_the_sites_next_number() -> None:
    talk = reach("confirming", "ru")
    talk.numbers = {"AM": 8, "GE": 40}
    talk.press("key.confirm")
    assert (talk.now.code, talk.numbers["AM"]) == ("AM-09", 9)


def test_a_study_without_waves_promises_no_questions() -> None:
    talk = reach("confirming", "ru")
    talk.protocol = sample().model_copy(
        update={"schedule": sample().schedule.model_copy(update={"waves": ()})}
    )
    talk.press("key.confirm")
    assert talk.phrases[-1] == "enrolment.write-any-time"
    assert (talk.prompts, talk.timers) == ({}, {})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, {"ru": "придёт завтра между 18:00 и 21:00.", "en": "comes tomorrow between 18:00 and 21:00."}),
        (
            {"days: 1-7": "days: 3-7"},
            {"ru": "придёт 17 марта между 18:00", "en": "comes on March 17 between 18:00"},
        ),
        (
            {"days: 1-7": "days: 40-41"},
            {"ru": "придёт 13 апреля в 19:00.", "en": "comes on April 13 at 19:00."},
        ),
        (
            {"days: 1-7": "days: 40-41", "every: 30d, at: 19:00": "every: 3h"},
            {"ru": "придёт сегодня в 16:00.", "en": "comes today at 16:00."},
        ),
    ],
)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_when_the_first_question_comes(language: str, change: dict[str, str], said: dict[str, str]) -> None:
    """By the clock where they live; the moment itself is not told where it is random."""
    talk = reach("confirming", language)
    talk.protocol = protocol_of(change)
    talk.press("key.confirm")
    assert said[language] in talk.said[-1]


@pytest.mark.parametrize("ends", ["", "?", " ?", "\N{ARABIC QUESTION MARK}"])
def test_a_scope_has_one_question_mark(ends: str) -> None:
    """Whether the study writes it or not; and the same where it is told what was chosen."""
    talk = reach("scopes", "en")
    talk.protocol = protocol_of({"May we invite you to a conversation?": f"May we invite you{ends}"})
    talk.press("key.yes")
    talk.press("key.no")
    asked = f"May we invite you{ends or '?'}"
    assert talk.said[0].startswith(f"{asked}\n")
    talk.press("key.yes")
    quoted = "May we quote your words, without your name?"
    assert talk.said[0].endswith(f"\n\n{quoted}\n→ No\n\n{asked}\n→ Yes")


@pytest.mark.parametrize(
    ("suggested", "languages"), [("ru", ["ru"]), ("en-GB", ["en"]), ("de", ["ru", "en"]), ("", ["ru", "en"])]
)
def test_a_stranger_is_told_how_to_begin_in_a_language_of_theirs(
    suggested: str, languages: list[str]
) -> None:
    inbound = Inbound(BEGUN, 1, Wrote("?", 1), suggested)
    outcome = respond(Participant.new("p", "ru", BEGUN), inbound, sample(), Facts({}, {}))
    assert outcome == Outcome(
        None, (Say(tuple(Phrase("arrival.press-start", language=language) for language in languages)),)
    )


@pytest.mark.parametrize(
    ("language", "team"), [("ru", "только исследовательская"), ("en", "Only the research")]
)
def test_who_can_hear_it_is_said_as_it_is(language: str, team: str) -> None:
    """The team cannot, where the study has somebody else keep the agreements."""
    talk = reach("statement", language)
    talk.write("/start")
    assert team in talk.said[-1]
    consent = talk.protocol.consent.model_copy(update={"custodian": Path("keys/keeper.pub")})
    talk.protocol = talk.protocol.model_copy(update={"consent": consent})
    talk.write("/start")
    assert talk.phrases == ["agreement.ask-keeper", "agreement.statement"]
    assert team not in talk.said[-1]


@pytest.mark.parametrize("key", ["key.yes", "key.no", "key.go-on"])
def test_who_never_saw_the_sentence_is_shown_it(key: str) -> None:
    """Careful words are not repeated after an unclear send: then an older question's keys are still on the screen."""
    talk = reach("statement", "ru")
    talk.write(talk.label(key))
    assert (talk.stage, talk.phrases) == (Stage.STATEMENT, ["agreement.ask", "agreement.statement"])
