"""What a participant, Telegram and time can do to an open check-in, found by trying."""

import json

import pytest
from conversation_asked import answers, asked, enrolled, keys, study_of
from conversation_places import sitting
from conversation_studies import restarted

from study.effects import PromptState
from study.freezing import freeze
from study.participant import Stage

PAPERS = """
- {id: papers, ask: Which papers?, type: choice, options: {visa: Visa, pass: Passport}}
- {id: end, ask: And now?, type: yes-no}
"""
MORE_PAPERS = PAPERS.replace("{visa:", "{none: None of them, visa:")


def test_a_key_means_what_stood_on_it() -> None:
    """Keys carry places in the list of options, and a new file may have another list."""
    talk = asked(PAPERS)
    restarted(talk, MORE_PAPERS)
    talk.press("Visa")
    assert answers(talk) == []
    assert talk.phrases[0] == "hint.stale-key"
    assert keys(talk)[:3] == ["None of them", "Visa", "Passport"], "it is put again as it is now"
    assert [message.keys for message in list(talk.messages.values())[-2:-1]] == [[]]
    talk.press("Visa")
    [answer] = talk.kept("answer")
    assert (answer.content["value"], answer.content["version"]) == ("visa", 2)


def test_several_keys_mean_what_stood_on_them() -> None:
    several = PAPERS.replace("type: choice,", "type: choices,")
    talk = asked(several)
    talk.press("Visa")
    restarted(talk, several.replace("{visa:", "{none: None of them, visa:"))
    talk.press("Passport")
    talk.press("Visa")
    talk.press("key.done")
    assert answers(talk) == [("papers", ["visa"])]


def test_what_is_written_answers_the_words_that_were_read() -> None:
    why = "- {id: why, ask: Why?, type: [text, voice]}\n- {id: end, ask: And now?, type: yes-no}"
    talk = asked(why)
    restarted(talk, why.replace("Why?", "What for?"))
    talk.write("The rain.")
    assert talk.kept("answer")[0].content["version"] == 1
    talk.press("key.back")
    assert "What for?" in talk.said[-1]
    talk.write("The wind.")
    assert talk.kept("answer")[0].content["version"] == 2


def test_put_again_it_has_its_new_words_and_new_keys() -> None:
    talk = asked(PAPERS)
    [old] = [data for label, data in list(talk.messages.values())[-1].keys if label == "Visa"]
    restarted(talk, MORE_PAPERS)
    talk.write("/start")
    talk.tap(old)
    assert answers(talk) == []
    talk.press("key.skip")
    assert answers(talk) == [("papers", "skipped")]
    assert talk.kept("skip")[0].content["version"] == 2


def test_passing_over_needs_no_new_words() -> None:
    talk = asked(PAPERS)
    restarted(talk, MORE_PAPERS)
    talk.press("key.skip")
    assert answers(talk) == [("papers", "skipped")]
    assert talk.kept("skip")[0].content["version"] == 1


GONE = "- {id: end, ask: And now?, type: yes-no}"
WHY = "- {id: why, ask: Why?, type: [voice, text, choice], options: {rain: Rain, wind: Wind}}\n" + GONE


def test_what_was_said_to_a_question_that_is_gone_is_not_lost() -> None:
    """It is no answer any more: they are asked whether it goes into their diary."""
    talk = asked(WHY)
    restarted(talk, GONE)
    talk.write("Because of the landlord.")
    assert talk.phrases == ["person.meanwhile", "diary.keep"]
    assert "And now?" in talk.said[-1]
    talk.press("key.keep")
    assert [record.content["value"] for record in talk.kept("entry")] == ["Because of the landlord."]


def test_a_key_of_a_question_that_is_gone_is_no_word_of_theirs() -> None:
    talk = asked(WHY)
    restarted(talk, GONE)
    talk.write("Skip")
    assert talk.now.draft is None
    assert "And now?" in talk.said[-1]


@pytest.mark.parametrize("then", ["Because.", "/back"])
def test_a_voice_on_its_way_to_a_question_that_is_gone(then: str) -> None:
    talk = asked(WHY)
    talk.speak()
    restarted(talk, GONE)
    talk.write(then)
    talk.fetch(4)
    assert ("why", "voice") in answers(talk)


def test_an_answer_stays_until_a_voice_in_its_place_is_here() -> None:
    talk = asked(GONE.replace("end", "first") + "\n" + WHY)
    talk.press("Yes")
    talk.write("Rain")
    talk.press("key.back")
    talk.speak()
    talk.write("/back")
    assert ("why", "rain") in answers(talk)
    talk.lose("gone")
    assert ("why", "rain") in answers(talk)
    assert sitting(talk).chosen["why"] == "rain"
    talk.press("key.as-before")
    talk.press("Yes")
    assert talk.now.sitting is None
    assert answers(talk) == [("first", True), ("why", "rain"), ("end", True)]


def test_both_stay_where_they_went_back_over_the_second() -> None:
    """And both go when a third takes their place."""
    talk = asked(GONE.replace("end", "first") + "\n" + WHY)
    talk.press("Yes")
    talk.write("It rained.")
    talk.press("key.back")
    talk.speak()
    talk.write("/back")
    talk.fetch(4)
    assert sorted(answers(talk)) == [("first", True), ("why", "It rained."), ("why", "voice")]
    talk.press("key.as-before")
    talk.press("key.back")
    talk.press("Wind")
    assert sorted(answers(talk)) == [("first", True), ("why", "wind")]
    assert not any(record.draft for record in talk.records.values())


ROUND = """
- {id: companions, ask: How many?, type: number, from: 0, to: 5}
- group: companion
  questions:
    - {id: friend, ask: Is this a friend?, type: yes-no}
- {id: end, ask: And now?, type: yes-no}
"""
ROUNDS = ROUND.replace("  questions:", "  repeat: {times: companions, at-most: 3}\n  questions:")


def test_a_group_that_repeats_from_now_on() -> None:
    """What was asked once is asked for each round, and nothing is kept of no round."""
    talk = asked(ROUND)
    talk.write("2")
    restarted(talk, ROUNDS)
    talk.press("No")
    assert answers(talk) == [("companions", 2)]
    talk.press("No")
    talk.press("Yes")
    talk.press("Yes")
    assert answers(talk) == [("companions", 2), ("friend#1", False), ("friend#2", True), ("end", True)]


def test_a_group_that_repeats_no_more() -> None:
    talk = asked(ROUNDS)
    talk.write("2")
    talk.press("Yes")
    restarted(talk, ROUND)
    talk.press("No")
    assert answers(talk) == [("companions", 2), ("friend#1", True)]
    talk.press("No")
    talk.press("Yes")
    assert answers(talk)[2:] == [("friend", False), ("end", True)]


def test_a_remembered_answer_of_the_same_name_and_another_kind() -> None:
    """A text may name it before this questionnaire asks its own."""
    here = """
        - {id: hello, ask: "You said {left}.", type: note}
        - {id: left, ask: When did you leave?, type: date}
        """
    there = """
        other:
          - {id: left, ask: When?, type: choice, options: {before: Before, after: After}, remember: yes}
        """
    talk = enrolled(study_of(here, there))
    talk._frozen = json.dumps(freeze(talk.now.but(remembered={"left": "before"})))
    talk.next_timer("prompt")
    assert "You said …." in talk.said[0]


@pytest.mark.parametrize(
    ("written", "value"),
    [("−0", 0.0), ("-0,00", 0.0), ("١٢", 12.0), ("1 000", 1000.0), ("1e9999", None), ("1e5", None), ("٫5", None),
     ("nan", None), ("inf", None), ("0x10", None), ("²", None), ("1_0", None), ("9" * 400, None), ("1.000", None)],
)  # fmt: skip
def test_odd_numbers(written: str, value: float | None) -> None:
    talk = asked("- {id: rent, ask: Rent?, type: number, decimals: 2}\n" + GONE)
    talk.write(written)
    found = [json.dumps(said) for question, said in answers(talk) if question == "rent"]
    assert found == ([] if value is None else [json.dumps(value)])


@pytest.mark.parametrize("written", ["1_0", "1e1", "10.0", "", "--5"])
def test_odd_points(written: str) -> None:
    talk = asked("- {id: mood, ask: Mood?, type: scale, from: 0, to: 100}\n" + GONE)
    talk.write(written)
    assert answers(talk) == []


@pytest.mark.parametrize(
    ("written", "value"),
    [("31.02.2024", None), ("29.02.2024", "2024-02-29"), ("29.02.2023", None), ("31/12/9999", "9999-12-31"),
     ("01.01.0001", "0001-01-01"), ("00.01.2024", None), ("٢٤.٠٢.٢٠٢٤", "2024-02-24"), ("1.1.99999", None)],
)  # fmt: skip
def test_odd_dates(written: str, value: str | None) -> None:
    talk = asked(
        "- {id: left_on, ask: When?, type: date, remember: yes}\n- {id: e, ask: 'On {left_on}?', type: yes-no}"
    )
    talk.write(written)
    assert answers(talk) == ([("left_on", value)] if value else [])


@pytest.mark.parametrize("written", ["24:00", "25:00", "9:60", "-1:00", "12 am pm", "0 pm", "13 pm", "9:5"])
def test_odd_times(written: str) -> None:
    talk = asked("- {id: woke, ask: When?, type: time}\n" + GONE)
    talk.write(written)
    assert answers(talk) == []


def test_leaving_takes_the_dates_along_that_waves_count_from() -> None:
    talk = asked("- {id: left_on, ask: When?, type: date, remember: yes}\n" + GONE)
    talk._frozen = json.dumps(freeze(talk.now.but(anchors=talk.now.anchors | {"date:left_on": talk.at})))
    talk.write("/stop")
    assert talk.stage is Stage.WITHDRAWN
    assert (talk.now.anchors, talk.now.remembered) == ({}, {})


NOTHING = """
- group: moved
  when: away
  questions:
    - {id: where, ask: Where?, type: text}
"""


def test_a_questionnaire_in_which_nothing_is_to_be_asked_is_not_announced() -> None:
    protocol = study_of(NOTHING, "other:\n  - {id: away, ask: Away?, type: yes-no, remember: yes}")
    talk = enrolled(protocol)
    talk.next_timer("prompt")
    assert (talk.said, talk.now.sitting) == ([], None)
    assert PromptState.NOT_ASKED in talk.prompts.values()
    assert talk.now.asked_times == 0
