"""A study file changes while people are in the study: what that means for what they have said."""

from dataclasses import replace
from typing import Any

import pytest
from study_made import options, question, said, study, wave

from study.comparing import Agreed, Change, Open, Past, compare, suspects
from study.consent import exact_text, text_sha256
from study.differing import What
from study.instrument import Group, Question, Repeat
from study.model import Counted
from study.protocol import Protocol

MOOD = question("mood", "scale", low=0, high=10)
HOME = question("home", "choice", options=options("here", "there", "camp"))
WHY = question("why", "text voice", when="mood <= 3")


def told(before: Protocol, now: Protocol, **answered: int) -> list[Change]:
    """What is told where `answered` people answered a question of the evening."""
    return list(compare(Past.of(before, {("evening", id): people for id, people in answered.items()}), now))


def but(question: Question, **changes: Any) -> Question:
    return question.model_copy(update=changes)


def test_the_same_file_changes_nothing() -> None:
    whole = study(MOOD, HOME, WHY, waves=(wave(),), screening=(question("adult"),))
    assert told(whole, whole, mood=5) == []


def retyped(type: str, **more: Any) -> Question:
    return question("mood", type, ask="What about mood?", **more)


@pytest.mark.parametrize(
    ("before", "now", "refused"),
    [
        (MOOD, retyped("number", low=0, high=10), True),
        (MOOD, retyped("text"), True),
        (MOOD, retyped("scale text", low=0, high=10), False),  # one more way to answer spoils nothing
        (retyped("scale text", low=0, high=10), MOOD, False),
        (retyped("text"), retyped("text voice"), False),
        (retyped("text voice"), retyped("voice"), False),
        (retyped("text"), retyped("voice"), True),
        (retyped("choice", options=options("a", "b")), retyped("choices", options=options("a", "b")), True),
        (retyped("yes-no"), retyped("choice", options=options("yes", "no")), True),
        (retyped("date"), retyped("time"), True),
        (retyped("yes-no"), retyped("note"), True),
        (retyped("note"), retyped("yes-no"), False),  # a note has no answers
        (retyped("photo"), retyped("photo place", within=10), False),
        (MOOD, but(MOOD, high=100), False),
    ],
)
def test_what_people_answered_stays_what_it_is(before: Question, now: Question, refused: bool) -> None:
    changes = told(study(before), study(now), mood=3)
    assert any(change.refused for change in changes) is refused, [str(change) for change in changes]
    assert any(change.what is What.RETYPED for change in changes) is refused
    if refused:
        assert "3 people have answered it" in changes[0].told
        assert "a new id" in changes[0].told
    assert not any(change.refused for change in told(study(before), study(now))), "nobody had answered"


@pytest.mark.parametrize(
    ("before", "now", "what", "says"),
    [
        (
            MOOD,
            but(MOOD, ask=said("How was it?")),
            What.REWORDED,
            "reworded in en, ru; version 2 from now on",
        ),
        (
            MOOD,
            but(MOOD, ask=MOOD.ask.model_copy(update={"root": {"en": "How?", "ru": MOOD.ask.say("ru")}})),
            What.REWORDED,
            "reworded in en; version 2 from now on",
        ),
        (
            MOOD,
            but(MOOD, low_label=said("bad"), high_label=said("good")),
            What.REWORDED,
            "reworded in en, ru",
        ),
        (
            MOOD,
            but(MOOD, ask=Counted(by="n", forms={"en": {"other": "How?"}, "ru": {"other": "Как?"}})),
            What.REWORDED,
            "reworded in en, ru",
        ),
        (MOOD, but(MOOD, high=100), What.BOUNDS, "to 100, before 10"),
        (MOOD, but(MOOD, low=None, high=None), What.BOUNDS, "from 0 is no longer there"),
        (WHY, but(WHY, at_most=500), What.BOUNDS, "at-most 500, which was not there before"),
        (HOME, but(HOME, options=options("here", "there", "camp", "road")), What.OPTIONS, "new: road"),
        (
            HOME,
            but(HOME, options=options("here", "there")),
            What.OPTIONS,
            "gone: camp; answers that chose it stay",
        ),
        (
            HOME,
            but(HOME, options=options("here", "there", "camp", camp="A tent")),
            What.OPTIONS,
            "another label in en, ru for camp",
        ),
        (HOME, but(HOME, options=options("there", "here", "camp")), What.OPTIONS, "in another order"),
        (HOME, but(HOME, shuffled=True), What.ASKED, "order has changed"),
        (
            WHY,
            question("why", "text voice", when="mood <= 4"),
            What.ASKED,
            "when mood <= 4, before mood <= 3",
        ),
        (MOOD, but(MOOD, required=True), What.ASKED, "required has changed"),
        (WHY, question("why", "text photo voice", when="mood <= 3"), What.ANSWERED_BY, "by photo too"),
    ],
)
def test_what_may_change_is_told(before: Question, now: Question, what: What, says: str) -> None:
    changes = told(study(before), study(now), **{before.id: 9})
    assert what in [change.what for change in changes]
    assert any(says in change.told for change in changes), [str(change) for change in changes]
    assert all(change.told.endswith("version 2 from now on") for change in changes)
    assert not any(change.refused for change in changes)


def test_what_is_gone_is_asked_of_nobody_instead() -> None:
    (refused,) = told(study(MOOD, WHY), study(MOOD), why=1)
    assert (refused.what, refused.refused) == (What.REMOVED, True)
    assert str(refused).startswith("evening/why: it is gone, and 1 person has answered it. Put it back;")
    asleep = question("why", "text voice", when="False")
    assert [change.refused for change in told(study(MOOD, WHY), study(MOOD, asleep), why=1)] == [False]
    (free,) = told(study(MOOD, question("hello", "note")), study(MOOD), hello=8)
    assert not free.refused, "a note has no answers"
    (free,) = told(study(MOOD, WHY), study(MOOD))
    assert (free.refused, free.told) == (False, "gone; nobody had answered it")


def test_a_new_name_for_an_old_question_is_noticed() -> None:
    added, gone = told(study(MOOD), study(but(MOOD, id="feeling")), mood=2)
    assert (added.what, gone.refused) == (What.ADDED, True)
    assert added.told == "added; it says what mood said: if that is the same question, keep the id mood"


def test_only_what_could_be_spoilt_is_counted() -> None:
    past = Past.of(study(MOOD, WHY, HOME, screening=(question("adult"),)))
    now = study(retyped("text"), but(HOME, shuffled=True))
    assert suspects(past, now) == {("evening", "mood"), ("evening", "why"), ("screening", "adult")}


def test_a_language_more_is_one_line_for_each_question() -> None:
    more = but(HOME, ask=said("What about home?", kk="Үй?"))
    labels = tuple(but(one, label=said(one.label.say("en"), kk="…")) for one in HOME.options)
    (change,) = told(study(HOME), study(but(more, options=labels), languages=("en", "ru", "kk")))
    assert (change.what, change.told) == (What.LANGUAGES, "also in kk now; version 2 from now on")


def test_a_wording_that_comes_back_has_the_number_it_had() -> None:
    first, second = Past.of(study(MOOD)), study(but(MOOD, ask=said("How was it?")))
    newer = tuple(but_version(one, 2) for one in Past.of(second).wordings)
    (change,) = compare(Past((*first.wordings, *newer)), study(MOOD))
    assert change.told == "reworded in en, ru; this is version 1 again"


def test_a_kind_that_any_version_had_is_kept_to() -> None:
    """Text, then text or scale, then scale: the last step alone looks harmless."""
    first = Past.of(study(retyped("text"))).wordings
    both = Past.of(study(retyped("text scale", low=0, high=10))).wordings
    past = Past((*first, *(but_version(one, 2) for one in both)), answered={("evening", "mood"): 4})
    (change,) = compare(past, study(MOOD))
    assert (change.what, change.refused) == (What.RETYPED, True)


def test_what_a_group_asks_between_two_rounds_is_a_question_too() -> None:
    group = Group(id="border", repeat=Repeat(at_most=5, again=said("Another one?")))
    hours = question("hours", "number", group="border")
    other = but(group, repeat=Repeat(at_most=5, again=said("One more?")))
    before, now = study(hours, groups=(group,)), study(hours, groups=(other,))
    names = {(change.id, change.what) for change in told(before, now)}
    assert ("border", What.REWORDED) in names
    assert suspects(Past.of(before), study(hours)) == {("evening", "border")}


def test_waves_under_way_are_told_with_the_people_in_them() -> None:
    before = study(MOOD, waves=(wave(), wave("gone")))
    now = study(MOOD, waves=(wave(times=9), wave("new")))
    past = Past(
        Past.of(before).wordings, Past.of(before).plans, open={"daily": Open(2, 9), "gone": Open(1, 1)}
    )
    assert [str(change) for change in compare(past, now)] == [
        "wave daily: changed in times; 2 people have 9 prompts to come, and they keep their moments unless you lay the "
        "wave anew",
        "wave new: added; people who are enrolled already get it only if you lay it anew",
        "wave gone: gone; 1 person has 1 prompt still to come of it, and will not be asked",
    ]


def test_a_consent_text_that_changes_wants_a_version() -> None:
    notice = {"en": "Telegram sees this.", "ru": "Telegram это видит."}
    before = study(MOOD)
    shown = text_sha256(exact_text(before, "en", notice=notice["en"]))
    past = Past(agreed=(Agreed("1.0", "en", shown, 7),))
    assert compare(past, study(), notice) == ()
    (silent,) = compare(past, study(information="Somebody else."), notice)
    assert "the text in en has changed, and 7 people have agreed to another one" in silent.told
    (told,) = compare(past, study(information="Somebody else.", version="2.0"), notice)
    assert told.told == "version 2.0 is new; 7 people have agreed to an earlier one, which holds"
    assert not silent.refused


def but_version(wording: Any, version: int) -> Any:
    return replace(wording, version=version)
