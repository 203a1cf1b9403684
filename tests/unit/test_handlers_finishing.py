"""The end of the study for somebody: what is open ends, what stays is said, a letter is offered once, and one day it is
forgotten who they are."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from conversation import CATALOGUE, Conversation
from conversation_in_touch import DAILY, changed, in_touch, until
from conversation_places import ends, reach, sitting, soonest
from test_handlers_buttons import BORDER, LABELS, REFUSED
from test_handlers_schedule import YEREVAN

from study.effects import ContactCut, PromptState, ScopeChanged
from study.inbound import Blocked, LayAnew
from study.keeping import Keep, Term
from study.model import Localized
from study.participant import Rest, Stage, Why
from study.timing import Span
from study.touch import Ending

DAY = timedelta(days=1)
LONG = (
    "{id: long, ask: evening, once: 1d, at: 19:00, expires: 9d}",
    "{id: later, ask: month, every: 9d, at: 19:00, times: 3, expires: 1d}",
)
OPEN = {PromptState.DUE, PromptState.DELIVERED, PromptState.BEGUN}
SAY = Localized({"ru": "Спасибо от группы «{team}», {code}.", "en": "Thank you, {code}, says {team}."})


def with_end(
    days: float = 4,
    contacts: Term | None = None,
    language: str = "ru",
    waves: tuple[str, ...] = (DAILY,),
    **changes: Any,
) -> Conversation:
    """Somebody in Yerevan who agreed at one in the afternoon of 14 March 2024 to a study that ends after so long."""
    rules = {name: changes.pop(name) for name in ("never", "silence") if name in changes}
    protocol = in_touch(*waves, **rules).protocol
    ending = Ending(after=timedelta(days=days), **changes)
    keep = Keep(contacts=contacts) if contacts else None
    return reach("enrolled", language, protocol.model_copy(update={"ending": ending, "keep": keep}))


def over(talk: Conversation) -> None:
    """The end comes, and only its own words are in `said`."""
    talk.wait(soonest(talk, "end").due_at - talk.at - timedelta(seconds=1))
    talk.next_timer("end")


def end_due(talk: Conversation, kind: str = "end") -> str:
    return f"{soonest(talk, kind).due_at.astimezone(YEREVAN):%d %b %H:%M}"


# When


@pytest.mark.parametrize(
    ("days", "rules", "at"),
    [
        (4, {}, "18 Mar 12:00"),
        (0.25, {}, "14 Mar 19:00"),  # a rehearsal of hours
        (0.5, {}, "15 Mar 08:00"),  # at one by night
        (
            4,
            {"never": (Span(first=date(2024, 3, 18), last=date(2024, 3, 19)),)},
            "20 Mar 08:00",
        ),
    ],
)
def test_it_is_at_noon_or_when_nobody_is_disturbed(days: float, rules: dict[str, Any], at: str) -> None:
    talk = with_end(days, **rules)
    assert end_due(talk) == at
    talk.next_timer("end")
    assert talk.stage is Stage.FINISHED


def test_it_waits_for_what_is_open() -> None:
    talk = with_end(5 + 7 / 24)  # eight in the evening
    talk.next_timer("end")
    assert (talk.stage, sitting(talk).wave, end_due(talk)) == (Stage.ENROLLED, "daily", "19 Mar 21:00")
    talk.tap_newest("7")
    while talk.now.sitting:
        talk.press("key.skip")
    talk.next_timer("end")
    assert talk.stage is Stage.FINISHED


def test_it_does_not_wait_for_ever() -> None:
    talk = with_end(1 + 7 / 24, waves=LONG)
    until(talk, 16, "19:59")
    assert (talk.stage, sitting(talk).wave) == (Stage.ENROLLED, "long")
    until(talk, 16, "20:00")
    assert talk.stage is Stage.FINISHED


def test_who_has_moved_has_noon_there() -> None:
    talk = with_end()
    talk.write("/moved")
    talk.tap_newest("moved:KZ")
    assert end_due(talk) == "18 Mar 11:00", "noon in Almaty"


def test_a_study_that_ends_later_now_does_and_one_that_does_not_end_does_not() -> None:
    talk = with_end()
    never = talk.protocol.model_copy(update={"ending": None})
    later = talk.protocol.model_copy(update={"ending": Ending(after=timedelta(days=6))})
    for protocol, at in ((later, "20 Mar 12:00"), (never, "")):
        twin = talk.twin()
        twin.protocol = protocol
        twin.next_timer("end")
        assert twin.stage is Stage.ENROLLED
        assert (end_due(twin) if at else ("end", "") in twin.timers) == (at or False)
    new = in_touch(DAILY)
    new.protocol = later
    new.tell(LayAnew("daily"))
    assert end_due(new) == "20 Mar 12:00", "who came before there was an end"


# What


@pytest.mark.parametrize("begun", [True, False])
def test_what_is_open_ends_and_what_is_to_come_never_was(begun: bool) -> None:
    talk = with_end(1 + 7 / 24, waves=LONG)
    before = len(talk.prompts)
    until(talk, 15, "19:30")
    first = sitting(talk).prompt
    if begun:
        talk.tap_newest("7")
    until(talk, 16, "20:00")
    assert talk.stage is Stage.FINISHED
    assert before == 4
    assert set(talk.prompts) == {first}, "nothing else was ever planned"
    assert talk.prompts[first] is (PromptState.PARTIAL if begun else PromptState.EXPIRED)
    assert not talk.timers
    assert len(talk.kept("answer")) == begun
    assert talk.tallies["finished", "yerevan-chat", "AM"] == 1
    person = talk.now
    assert (person.runs, person.anchors, person.remembered, person.sitting) == ((), {}, {}, None)


def test_what_waited_lapses_and_a_prompt_that_fell_late_asks_nothing() -> None:
    talk = with_end()
    changed(talk, rest=Rest(Why.ASKED, talk.at))
    late = soonest(talk, "prompt")
    until(talk, 15, "20:00")
    assert talk.now.waiting
    talk.timers = {key: one for key, one in talk.timers.items() if one.kind != "expire"}
    ends(talk)
    assert set(talk.prompts.values()) == {PromptState.EXPIRED}
    talk.timers["prompt", late.prompt] = late
    talk.fall(late)
    assert (talk.said, talk.now.sitting) == ([], None)


def test_a_voice_on_its_way_is_kept() -> None:
    talk = reach("check-in-fetching", "ru")
    media = sitting(talk).media
    talk.at += 2 * DAY  # nobody has fetched it for so long
    ends(talk)
    assert (talk.stage, talk.now.late) == (Stage.FINISHED, (media,))
    talk.fetch(4.0)
    assert not talk.records[media].draft


@pytest.mark.parametrize(("language", "day"), [("ru", "14 сентября 2024"), ("en", "September 14, 2024")])
def test_it_is_said_what_stays_and_what_can_be_done(language: str, day: str) -> None:
    talk = with_end(language=language, contacts=Term(length=timedelta(days=180), after_end=True))
    over(talk)
    [said] = talk.said
    for part in (talk.now.code, "/stop", talk.protocol.team.contact, day):
        assert part in said
    assert talk.phrases == ["finishing.done", "finishing.held", "contact.cut"]
    assert talk.keyboard == []


def test_the_study_says_it_in_its_own_words() -> None:
    talk = with_end(say=SAY)
    over(talk)
    team = talk.protocol.team.name.say("ru")
    assert talk.said[0].startswith(f"Спасибо от группы «{team}», {talk.now.code}.")
    assert talk.phrases == ["finishing.held"]


def test_its_buttons_go() -> None:
    talk = with_end()
    talk.protocol = talk.protocol.model_copy(update={"buttons": (BORDER, REFUSED)})
    talk.write("/start")
    assert talk.keyboard == LABELS
    talk.next_timer("end")
    assert talk.keyboard == []
    talk.write("Граница позади")
    assert talk.phrases == ["finishing.over"]


@pytest.mark.parametrize("key", ["key.keep", "key.do-not-keep"])
def test_an_entry_can_still_be_decided_and_then_comes_the_letter(key: str) -> None:
    talk = reach("finished-draft", "ru")
    assert talk.phrases == ["finishing.done", "finishing.held", "diary.keep-earlier"]
    talk.write("и ещё")
    assert talk.phrases == ["finishing.over"]
    talk.press(key)
    assert talk.phrases[-1] == "finishing.letter"
    assert len(talk.kept("entry")) == (key == "key.keep")
    talk.press("key.no")
    assert (talk.phrases, talk.keyboard, talk.now.talk) == (["finishing.letter-no"], [], None)


# Left alone


def test_who_blocked_the_bot_or_rests_hears_of_it_when_they_write() -> None:
    for changes in ({"blocked": True}, {"rest": Rest(Why.SILENT, datetime(2024, 3, 14, tzinfo=YEREVAN))}):
        talk = with_end(letter="interview", contacts=Term(length=10 * DAY, after_end=True))
        if "blocked" in changes:
            talk.tell(Blocked())
        changed(talk, **changes)
        talk.next_timer("end")
        assert (talk.stage, talk.said) == (Stage.FINISHED, [])
        until(talk, 20, "10:00")
        talk.write("Я здесь.")
        assert talk.phrases == ["finishing.done", "finishing.held", "contact.cut", "finishing.letter"]
        assert "28 марта 2024" in talk.said[0], "ten days after the end, not after today"
        talk.write("Я здесь.")
        assert talk.phrases == ["finishing.over", "finishing.letter-how"]


def test_a_pause_with_an_end_is_over_first() -> None:
    talk = with_end()
    until(talk, 18, "11:00")
    talk.write("/pause")
    talk.press("key.pause-day")
    talk.next_timer("end")
    assert (talk.stage, end_due(talk)) == (Stage.ENROLLED, "19 Mar 11:00")
    talk.wait("1d")
    assert talk.stage is Stage.FINISHED
    assert talk.phrases[:1] == ["finishing.done"]


# The letter


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_yes_is_a_scope_that_is_given_now(language: str) -> None:
    talk = reach("finished-letter", language)
    scope = next(one for one in talk.protocol.consent.scopes if one.id == "interview")
    assert talk.phrases == ["finishing.done", "finishing.held", "finishing.letter"]
    assert scope.ask.say(language) in talk.said[-1], "in the words of the agreement"
    assert talk.keyboard == [CATALOGUE.say(language, "key.yes"), CATALOGUE.say(language, "key.no")]
    talk.write("не знаю")
    assert talk.phrases == ["finishing.over", "finishing.letter-how"]
    talk.write(talk.label("key.yes"))
    assert (talk.phrases, talk.keyboard) == (["finishing.letter-yes"], [])
    assert talk.scopes == [ScopeChanged("interview", True, talk.at)]
    assert "interview" in talk.now.scopes
    talk.write(talk.label("key.no"))
    assert talk.phrases == ["finishing.over"], "asked once"
    assert talk.scopes == [ScopeChanged("interview", True, talk.at)]


def test_who_wanted_it_from_the_beginning_is_told_that_it_comes() -> None:
    talk = reach("enrolled", "ru")
    ends(talk, "quotes")
    assert "quotes" in talk.now.scopes
    assert talk.phrases == ["finishing.done", "finishing.held", "finishing.letter-comes"]
    assert talk.now.talk is None


def test_a_forwarded_yes_is_somebody_elses() -> None:
    talk = reach("finished-letter", "ru")
    talk.write("Да", forwarded=True)
    assert (talk.scopes, talk.phrases) == ([], ["finishing.over", "finishing.letter-how"])


# Afterwards

AFTER = {
    "/start": ["finishing.done", "finishing.held"],
    "/help": ["finishing.done", "finishing.held"],
    "/moved": ["finishing.done", "finishing.held"],
    "/diary": ["finishing.done", "finishing.held"],
    "/pause": ["rest.none-needed"],
    "/times": ["times.not-now"],
    "/back": ["hint.no-back"],
    "привет": ["finishing.over"],
    "пауза": ["finishing.over"],
}


@pytest.mark.parametrize("said", AFTER)
def test_each_thing_has_its_answer(said: str) -> None:
    talk = reach("finished", "ru")
    before = talk.state()
    talk.write(said)
    assert (talk.phrases, talk.state()) == (AFTER[said], before)


def test_status_and_stop() -> None:
    talk = reach("finished", "ru")
    talk.write("/status")
    assert talk.phrases[0] == "status.finished"
    talk.write("/stop")
    assert (talk.stage, talk.phrases[:2]) == (Stage.WITHDRAWN, ["leaving.done", "leaving.choice"])
    assert talk.tallies["withdrew", "yerevan-chat", "AM"] == 1


# Who they are is forgotten

TERM = Term(length=timedelta(days=30), after_end=True)


def test_after_the_end_the_contact_goes_and_what_was_given_stays() -> None:
    talk = with_end(contacts=TERM)
    talk.next_timer("prompt")
    talk.tap_newest("7")
    talk.next_timer("end")
    assert end_due(talk, "cut") == "17 Apr 12:00"
    records, code = dict(talk.records), talk.now.code
    talk.next_timer("cut")
    assert talk.said == [], "they were told before"
    assert talk.outcome
    assert any(isinstance(one, ContactCut) for one in talk.outcome.effects)
    assert not talk.timers
    assert (talk.participant, talk.records) == (None, records)
    assert talk.cut
    assert talk.cut.code == code
    talk.write("Это снова я.")
    assert talk.phrases == ["arrival.press-start"], "a stranger"


@pytest.mark.parametrize("language", ["ru", "en"])
def test_who_leaves_is_told_when_and_it_is_so(language: str) -> None:
    talk = with_end(contacts=TERM, language=language)
    talk.write("/stop")
    assert (talk.phrases[:3], len(talk.said)) == (["leaving.done", "contact.cut", "leaving.choice"], 1)
    assert {"ru": "13 апреля 2024", "en": "April 13, 2024"}[language] in talk.said[0]
    talk.next_timer("cut")
    assert (talk.participant, talk.at.date(), talk.said) == (None, date(2024, 4, 13), [])


def test_a_plain_term_counts_from_the_agreement_and_outlives_leaving() -> None:
    talk = with_end(contacts=Term(length=timedelta(days=30)))
    assert end_due(talk, "cut") == "13 Apr 13:00"
    until(talk, 16, "10:00")
    talk.write("/stop")
    assert "13 апреля 2024" in talk.said[0]
    assert end_due(talk, "cut") == "13 Apr 13:00"


def test_leaving_after_the_end_changes_nothing_of_it() -> None:
    talk = with_end(contacts=TERM)
    talk.next_timer("end")
    due = end_due(talk, "cut")
    talk.at += DAY
    talk.write("/stop")
    assert (talk.stage, end_due(talk, "cut")) == (Stage.WITHDRAWN, due)
    assert talk.phrases[:2] == ["leaving.done", "leaving.choice"]
    talk.write("/start")
    talk.write("/stop")
    assert end_due(talk, "cut") == due, "nor does coming back to look"
    talk.next_timer("cut")
    assert talk.participant is None


def test_who_comes_back_is_known_again() -> None:
    talk = with_end(contacts=TERM)
    talk.write("/stop")
    assert ("cut", "") in talk.timers
    talk.write("/start")
    for key in ("key.go-on", "key.yes"):
        talk.press(key)
    talk.tap_newest("0")
    for _ in range(3):
        talk.press("key.yes")
    talk.speak()
    talk.fetch(4)
    talk.press("key.confirm")
    assert talk.stage is Stage.ENROLLED
    assert ("cut", "") not in talk.timers


def test_a_term_that_is_over_before_the_study_is_ends_it_for_them() -> None:
    talk = with_end(days=60, contacts=Term(length=timedelta(days=2)), letter="interview")
    talk.next_timer("prompt")
    talk.tap_newest("7")
    until(talk, 16, "12:59")
    assert talk.stage is Stage.ENROLLED
    until(talk, 16, "13:00")
    assert talk.participant is None
    assert talk.phrases[:2] == ["finishing.done", "finishing.held"]
    assert "finishing.letter" not in talk.phrases, "they could not answer"
    assert not talk.timers
    assert not OPEN & set(talk.prompts.values())


def test_nobody_is_cut_where_the_study_says_nothing_of_it() -> None:
    talk = with_end()
    talk.next_timer("end")
    assert not talk.timers
    assert "contact.cut" not in talk.phrases
