"""A new version of the consent: told where it is minor; where it is major, everything pauses and people decide anew."""

from datetime import timedelta

import pytest
from conversation import BEGUN, Conversation
from conversation_consent import AGREED, CHANGES, agree_anew, restarted, with_consent
from conversation_in_touch import changed, until
from conversation_places import RENEWING as PLACES
from conversation_places import ends, reach, sitting, soonest
from test_handlers_buttons import BORDER, with_buttons
from test_handlers_schedule import studied

from study.effects import PromptState, SetTimer, Withdrew
from study.inbound import Blocked, Edited, Fell, Fetched, NewVersion, Sent, Spoke, Tapped, Unblocked
from study.participant import RENEWING, Agreement, Face, Rest, Shows, Stage, Why

TOLD = ["version.told", "version.nothing-to-do"]
ASKED = ["renewal.why", "renewal.until-then", "information.begin", "information.go-on"]
LANGUAGES = pytest.mark.parametrize("language", ["ru", "en"])


def coming(talk: Conversation) -> dict[str, str]:
    """Prompts to come, by id, with when they fall due."""
    return {one.prompt: f"{one.due_at}" for one in talk.timers.values() if one.kind == "prompt"}


# Minor


@LANGUAGES
def test_a_minor_version_is_told_once(language: str) -> None:
    talk = reach("enrolled", language)
    before = coming(talk)
    restarted(talk, "1.1")
    assert talk.phrases == TOLD
    assert CHANGES.say(language) in talk.said[0]
    assert talk.now.consent_version == "1.1"
    assert [one.version for one in talk.told] == ["1.1"]
    assert coming(talk) == before
    talk.tell(NewVersion())
    talk.write("/help")
    assert "version.told" not in talk.phrases
    assert len(talk.told) == 1
    assert talk.now.scopes == AGREED


def test_of_a_study_without_words_about_it_the_bot_speaks_for_itself() -> None:
    talk = reach("enrolled", "ru")
    restarted(talk, "1.1", changes=None)
    assert talk.phrases == TOLD


@pytest.mark.parametrize(("version", "first"), [("1.1", TOLD[0]), ("2.0", ASKED[0])])
def test_behind_a_quiet_face_it_waits_until_that_is_open(version: str, first: str) -> None:
    talk = reach("enrolled", "ru")
    changed(talk, face=Face(Shows.NOTHING, talk.at))
    restarted(talk, version)
    assert talk.said == []
    assert talk.now.consent_version == "1.0"
    talk.wait("1d")
    assert first not in talk.phrases
    changed(talk, face=Face(Shows.STUDY, talk.at))
    talk.write("/help")
    assert first in talk.phrases


def test_two_versions_missed_are_told_as_one() -> None:
    talk = reach("enrolled", "ru")
    restarted(talk, "1.10")
    assert talk.now.consent_version == "1.10"
    restarted(talk, "1.9")
    assert talk.phrases == []
    assert talk.now.consent_version == "1.10"


def test_by_night_it_waits_for_the_morning() -> None:
    talk = reach("enrolled", "ru")
    until(talk, 14, "23:30")
    restarted(talk, "1.1")
    assert talk.said == []
    until(talk, 15, "07:59")
    assert talk.said == []
    until(talk, 15, "08:01")
    assert talk.phrases == TOLD


def test_who_writes_at_night_is_there() -> None:
    talk = reach("enrolled", "ru")
    until(talk, 14, "23:30")
    restarted(talk, "1.1")
    talk.write("Не спится.")
    assert talk.phrases == ["diary.keep", *TOLD]


def test_it_does_not_come_between_two_questions() -> None:
    talk = reach("check-in-written", "ru")
    restarted(talk, "1.1")
    assert talk.said == []
    while talk.now.sitting:
        talk.tap_newest("skip")
    assert talk.phrases[-2:] == TOLD


@pytest.mark.parametrize(
    "rest",
    [Rest(Why.ASKED, BEGUN, BEGUN + timedelta(days=2)), Rest(Why.ASKED, BEGUN), Rest(Why.SILENT, BEGUN)],
)
@pytest.mark.parametrize(("version", "first"), [("1.1", TOLD[0]), ("2.0", ASKED[0])])
def test_in_a_pause_nothing_is_said_until_they_are_back(rest: Rest, version: str, first: str) -> None:
    talk = reach("enrolled", "ru")
    changed(talk, rest=rest)
    restarted(talk, version)
    talk.wait("1d")
    assert talk.said == []
    talk.write("/pause" if rest.until else "Я снова здесь")
    if rest.until:
        assert first not in talk.phrases
        talk.press("key.pause-end")
    assert first in talk.phrases
    assert "prompt.begin" not in talk.phrases


def test_a_pause_that_runs_out_ends_with_it_and_no_question_slips_in_before() -> None:
    talk = reach("enrolled", "ru")
    changed(talk, rest=Rest(Why.ASKED, talk.at))
    talk.next_timer("prompt")
    assert talk.now.waiting
    restarted(talk, "2.0")
    changed(talk, rest=Rest(Why.ASKED, talk.at, talk.at + timedelta(minutes=5)))
    talk.at += timedelta(minutes=5)
    talk.tell(Fell("resume", talk.at))
    assert talk.phrases == ASKED
    assert talk.now.waiting == ()
    assert PromptState.EXPIRED in talk.prompts.values()


@pytest.mark.parametrize(("version", "first"), [("1.1", TOLD[0]), ("2.0", ASKED[0])])
def test_who_blocked_the_bot_hears_of_it_when_they_are_back(version: str, first: str) -> None:
    talk = reach("enrolled", "ru")
    talk.tell(Blocked())
    restarted(talk, version)
    assert talk.said == []
    talk.next_timer("prompt")
    assert talk.said == []
    until(talk, 16, "12:00")
    talk.tell(Unblocked())
    assert talk.phrases[0] == first


def test_what_waited_does_not_slip_in_behind_a_quiet_face() -> None:
    talk = reach("enrolled", "ru")
    changed(talk, rest=Rest(Why.ASKED, talk.at))
    talk.next_timer("prompt")
    changed(talk, rest=None, face=Face(Shows.NOTHING, talk.at))
    restarted(talk, "2.0")
    assert (talk.said, talk.now.sitting) == ([], None)
    assert PromptState.DELIVERED not in talk.prompts.values()


def test_nobody_is_reminded_of_what_the_old_text_allowed() -> None:
    talk = reach("enrolled", "ru")
    talk.next_timer("prompt")
    changed(talk, face=Face(Shows.NOTHING, talk.at))
    restarted(talk, "2.0")
    talk.next_timer("remind")
    assert talk.said == []


@pytest.mark.parametrize("while_it", ["is night", "rests for days", "rests until they write"])
def test_a_button_of_the_study_brings_the_text_first(while_it: str) -> None:
    talk = with_buttons()
    match while_it:
        case "is night":
            until(talk, 15, "23:30")
        case "rests for days":
            changed(talk, rest=Rest(Why.ASKED, talk.at, talk.at + timedelta(days=5)))
        case _:
            changed(talk, rest=Rest(Why.ASKED, talk.at))
    restarted(talk, "2.0")
    talk.write(BORDER.label.say("ru"))
    assert talk.phrases == (ASKED if while_it == "is night" else ["rest.welcome", *ASKED])
    assert PromptState.DELIVERED not in talk.prompts.values()


@pytest.mark.parametrize("place", ["withdrawn", "finished", "returning"])
@pytest.mark.parametrize("version", ["1.1", "2.0"])
def test_who_does_not_take_part_hears_nothing(place: str, version: str) -> None:
    talk = reach(place, "ru")
    restarted(talk, version)
    assert talk.said == []
    assert talk.told == []


# Major


@LANGUAGES
def test_a_major_version_pauses_everything_and_asks_anew(language: str) -> None:
    talk = reach("enrolled", language)
    before, code = coming(talk), talk.now.code
    restarted(talk, "2.0")
    assert talk.phrases == ASKED
    assert CHANGES.say(language) in talk.said[0]
    assert (talk.stage, talk.now.stands) == (Stage.INFORMATION, RENEWING)
    assert talk.now.renewing == Agreement("1.0", ("diary", "quotes"))
    assert coming(talk) == {}
    assert {kind for kind, _ in talk.timers} == {"renew"}
    agree_anew(talk)
    assert talk.phrases[0] == "renewal.agreed"
    assert code in talk.said[0]
    assert (talk.stage, talk.now.code, talk.now.renewing) == (Stage.ENROLLED, code, None)
    assert coming(talk) == before, "the same prompts at the same times, none of them twice"
    assert [(one.version, one.mistakes) for one in talk.consents] == [("1.0", 0), ("2.0", 0)]
    assert talk.now.consent_version == "2.0"
    assert len(talk.kept("consent")) == 2
    steps = {step for step, _, _ in talk.tallies}
    assert "renewed" in steps
    assert "returned" not in steps
    assert [n for (step, _, _), n in talk.tallies.items() if step == "consented"] == [1]
    talk.next_timer("prompt")
    assert talk.phrases[0] == "prompt.begin"


def test_what_is_open_closes_without_loss() -> None:
    talk = reach("check-in-written", "ru")
    prompt, answers = sitting(talk).prompt, len(talk.kept("answer"))
    restarted(talk, "2.0")
    assert talk.phrases == ASKED
    assert talk.now.sitting is None
    assert talk.prompts[prompt] is PromptState.PARTIAL
    assert len(talk.kept("answer")) == answers > 0
    assert {kind for kind, _ in talk.timers} == {"renew"}
    agree_anew(talk)
    assert "renew" not in {kind for kind, _ in talk.timers}
    talk.wait("2d")
    assert talk.prompts[prompt] is PromptState.PARTIAL


def test_a_day_that_they_had_given_in_it_counts_once_they_agree() -> None:
    month = "{id: monthly, ask: month, once: 1d, at: '12:00', expires: 3d}"
    years = "{id: years, ask: evening, every: 365d, at: '12:00', times: 3, after: left_on, expires: 3d}"
    talk = reach("enrolled", "ru", studied(month, years))
    talk.next_timer("prompt")
    talk.write("24.02.2024")
    assert sitting(talk).done
    restarted(talk, "2.0")
    assert coming(talk) == {}
    agree_anew(talk)
    assert [talk.planned[one].wave for one in coming(talk)] == ["years"] * 3


def test_a_question_that_falls_due_before_the_news_has_come_is_not_asked() -> None:
    talk = reach("enrolled", "ru")
    prompt = soonest(talk, "prompt").prompt
    talk.protocol = with_consent(talk.protocol, version="2.0")
    talk.next_timer("prompt")
    assert talk.phrases == ASKED
    assert talk.prompts[prompt] is PromptState.NOT_ASKED


def test_what_asks_nothing_of_them_goes_on() -> None:
    talk = reach("enrolled", "ru")
    others = {
        kind: SetTimer(kind, talk.at + timedelta(days=9)) for kind in ("end", "cut", "close", "granted-file")
    }
    talk.timers |= {(kind, ""): timer for kind, timer in others.items()}
    restarted(talk, "2.0")
    assert {kind for kind, _ in talk.timers} == {"renew", *others}


def test_an_old_key_of_it_says_that_its_time_is_over() -> None:
    talk = reach("check-in", "ru")
    old = next(
        data for message in talk.messages.values() for _, data in message.keys if data.startswith("q:")
    )
    restarted(talk, "2.0")
    talk.tap(old)
    assert talk.stage is Stage.INFORMATION
    assert talk.toasts
    agree_anew(talk)
    talk.tap(old)
    assert talk.phrases == ["prompt.lapsed"]


@pytest.mark.parametrize("arrives", ["in the information", "while the agreement is on its way"])
def test_an_answer_on_its_way_arrives(arrives: str) -> None:
    talk = reach("check-in-fetching", "ru")
    [media] = talk.fetches
    restarted(talk, "2.0")
    if arrives != "in the information":
        for key in ("key.go-on", "0", "0"):
            talk.press(key) if key.startswith("key") else talk.tap_newest(key)
        for key in ("key.yes", "key.yes", "key.no"):
            talk.press(key)
        talk.speak()
        assert talk.stage is Stage.HEARING
    talk.fetch(5.0, media)
    assert not talk.records[media].draft
    assert talk.said == []


def test_an_entry_that_is_undecided_is_still_theirs_to_decide() -> None:
    talk = reach("draft", "ru")
    restarted(talk, "2.0")
    talk.write("Добавить в дневник")
    assert len(talk.kept("entry")) == 1
    assert talk.phrases[0] == "diary.kept"
    assert talk.phrases[-1] == "information.go-on"
    agree_anew(talk)
    assert talk.now.draft is None


def test_yes_to_a_scope_is_no_yes_to_the_diary() -> None:
    talk = reach("draft", "ru")
    restarted(talk, "2.0")
    agree_anew(talk)
    assert talk.kept("entry") == []
    assert talk.now.draft
    assert talk.phrases[-1] == "diary.keep-earlier"


@LANGUAGES
def test_rather_not_is_leaving_or_thinking(language: str) -> None:
    for keys in ([], ["key.go-on", "0", "0", "key.yes", "key.yes", "key.no"]):
        talk = reach("enrolled", language)
        restarted(talk, "2.0")
        for key in keys:
            talk.press(key) if key.startswith("key") else talk.tap_newest(key)
        talk.press("key.rather-not")
        assert talk.phrases == ["renewal.rather-not"]
        assert talk.keyboard == [talk.label("key.leave-study"), talk.label("key.think-over")]
        thinking = talk.twin()
        talk.press("key.leave-study")
        assert talk.stage is Stage.WITHDRAWN
        assert talk.outcome
        assert [one for one in talk.outcome.effects if isinstance(one, Withdrew)]
        assert talk.now.renewing is None
        thinking.press("key.think-over")
        assert thinking.phrases == ["renewal.think"]
        assert (thinking.stage, thinking.keyboard) == (Stage.INFORMATION, [])
        thinking.write("/start")
        agree_anew(thinking)
        assert thinking.stage is Stage.ENROLLED


def test_who_thinks_is_reminded_once_and_never_forgotten() -> None:
    talk = reach("enrolled", "ru")
    until(talk, 14, "21:30")
    restarted(talk, "2.0")
    talk.press("key.rather-not")
    talk.press("key.think-over")
    talk.wait("2d")
    assert talk.said == []
    talk.wait("2d")
    assert talk.phrases == ["renewal.reminder"]
    talk.wait("400d")
    assert talk.said == []
    talk.tell(Fell("forget", talk.at))
    assert talk.now.stands == RENEWING
    assert len(talk.consents) == 1


def test_a_reminder_by_night_waits() -> None:
    talk = reach("enrolled", "ru")
    restarted(talk, "2.0")
    talk.timers.clear()
    until(talk, 17, "23:00")
    talk.tell(Fell("renew", talk.at))
    assert talk.said == []
    until(talk, 18, "08:01")
    assert talk.phrases == ["renewal.reminder"]


@pytest.mark.parametrize("said", ["Сегодня дождь.", "voice", "photo"])
def test_what_is_said_meanwhile_is_not_kept_and_they_are_told_why(said: str) -> None:
    talk = reach("enrolled", "ru")
    restarted(talk, "2.0")
    {"voice": talk.speak, "photo": talk.show}.get(said, lambda: talk.write(said))()
    assert talk.phrases == ["renewal.first", "hint.reply-keys"]
    assert talk.kept("entry") == []
    assert talk.fetches == {}


@pytest.mark.parametrize("command", ["/moved", "/pause", "/times", "/diary"])
def test_commands_of_the_study_wait_too(command: str) -> None:
    talk = reach("enrolled", "ru")
    restarted(talk, "2.0")
    talk.write(command)
    assert talk.phrases == ["renewal.first"]


def test_help_and_status_say_how_it_goes_on() -> None:
    talk = reach("enrolled", "ru")
    restarted(talk, "2.0")
    talk.write("/help")
    assert "help.renewing" in talk.phrases
    talk.write("/status")
    assert talk.phrases[0] == "status.renewing"


def test_in_another_language_the_text_comes_first_again() -> None:
    talk = reach("enrolled", "ru")
    restarted(talk, "2.0")
    talk.press("key.go-on")
    talk.write("/language")
    talk.tap_newest("l:en")
    assert talk.stage is Stage.INFORMATION
    assert talk.now.renewing
    talk.language = "en"
    agree_anew(talk)
    assert talk.consents[-1].language == "en"


def test_leaving_with_half_an_agreement_leaves_no_voice_behind() -> None:
    talk = reach("enrolled", "ru")
    restarted(talk, "2.0")
    talk.press("key.go-on")
    talk.tap_newest("0")
    talk.tap_newest("0")
    for key in ("key.yes", "key.yes", "key.no"):
        talk.press(key)
    talk.speak()
    talk.fetch(6.5)
    talk.write("/stop")
    assert talk.stage is Stage.WITHDRAWN
    assert not [one for one in talk.records.values() if one.draft]
    assert len(talk.kept("consent")) == 1


def test_the_study_ends_for_who_still_thinks() -> None:
    talk = reach("enrolled", "ru")
    restarted(talk, "2.0")
    ends(talk)
    assert talk.stage is Stage.FINISHED
    assert (talk.now.consent_version, talk.now.scopes, talk.now.renewing) == ("1.0", AGREED, None)


# Wherever they are in it


@LANGUAGES
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("way", ["/stop", "стоп", "Leave the study"])
def test_leaving_is_at_once_and_they_can_come_back(place: str, language: str, way: str) -> None:
    talk = reach(place, language)
    talk.write(way)
    assert talk.stage is Stage.WITHDRAWN
    assert talk.timers == {}
    assert talk.now.renewing is None
    assert not talk.now.scopes
    assert talk.outcome
    assert len([one for one in talk.outcome.effects if isinstance(one, Withdrew)]) == 1
    talk.write("/start")
    agree_anew(talk)
    assert talk.stage is Stage.ENROLLED
    assert talk.tallies["returned", "yerevan-chat", "AM"] == 1
    assert coming(talk)


STRAYS = {
    "a sticker": Sent("sticker", 9),
    "somebody's voice": Spoke("f", 9, 4, forwarded=True),
    "an old key": Tapped("q:aaaaaaaa:0", "tap", 1),
    "an edit": Edited(9, "нет"),
    "a lost voice": Fetched("f" * 32, 4.0, 9),
    "a timer": Fell("prompt", BEGUN, "f" * 32, "first-week", "evening", BEGUN + timedelta(days=40)),
    "a reminder": Fell("remind", BEGUN, "f" * 32),
    "the same news": NewVersion(),
    "blocked": Blocked(),
}


@pytest.mark.parametrize("stray", STRAYS)
@pytest.mark.parametrize("place", PLACES)
def test_what_does_not_belong_there_changes_nothing(place: str, stray: str) -> None:
    talk = reach(place, "ru")
    before, timers, records = talk.now, dict(talk.timers), dict(talk.records)
    talk.tell(STRAYS[stray])
    assert talk.now.but(blocked=False) == before
    assert (talk.timers, talk.records) == (timers, records)


@pytest.mark.parametrize("place", PLACES)
def test_start_shows_where_they_are(place: str) -> None:
    talk = reach(place, "ru")
    talk.write("/start")
    assert talk.said
    assert talk.now.renewing
    assert talk.stage is (Stage.CHECK if place == "renewing-check" else Stage.INFORMATION)


def test_a_third_version_while_they_read_the_second() -> None:
    talk = reach("enrolled", "ru")
    restarted(talk, "2.0")
    talk.press("key.go-on")
    talk.tap_newest("0")
    talk.tap_newest("0")
    for key in ("key.yes", "key.yes", "key.no"):
        talk.press(key)
    statement = talk.protocol.consent.statement.model_copy(
        update={"root": {"ru": "Я всё понимаю.", "en": "I understand."}}
    )
    restarted(talk, "3.0", statement=statement)
    assert talk.said == []
    talk.speak()
    assert talk.stage is Stage.INFORMATION
    agree_anew(talk)
    assert (talk.stage, talk.consents[-1].version) == (Stage.ENROLLED, "3.0")
    assert talk.now.renewing is None
