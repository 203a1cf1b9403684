"""The codebook knows every question of the study, and every value that an answer can have."""

from pathlib import Path

import pytest
from study_good import GOOD, read

from desk.codebook import header, markdown, rows, variables
from desk.wording import Wording
from study.protocol import Protocol


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def protocol(tmp_path: Path) -> Protocol:
    return read(tmp_path, GOOD)


def test_every_question_is_a_variable(protocol: Protocol) -> None:
    told = [(one.questionnaire, one.name, one.types) for one in variables(protocol)]
    assert told == [
        ("screening", "adult", "yes-no"),
        ("screening", "left", "choice"),
        ("evening", "mood", "scale"),
        ("evening", "why", "text, voice"),
        ("evening", "same", "yes-no"),
    ]
    assert [one.name for one in variables(protocol)] == [one.id for one in protocol.questions()]


def test_values_have_a_label_in_each_language(protocol: Protocol) -> None:
    told = {one.name: [(value.value, *value.labels) for value in one.values] for one in variables(protocol)}
    assert told["adult"] == [(1, "Да", "Yes"), (0, "Нет", "No")]
    assert told["left"] == [("before", "До", "Before"), ("after", "После", "After")]
    assert [value for value, *_ in told["mood"]] == list(range(11))
    assert told["why"] == []


def test_the_ends_of_a_scale_are_named(tmp_path: Path) -> None:
    ends = "from: 0, to: 10, from-label: {ru: плохо, en: bad}, to-label: {ru: хорошо, en: good}"
    text = GOOD.replace("from: 0, to: 10", ends)
    labelled = read(tmp_path, text)
    mood = next(one for one in variables(labelled) if one.name == "mood")
    assert (mood.values[0].labels, mood.values[5].labels, mood.values[-1].labels) == (
        ("плохо", "bad"),
        ("", ""),
        ("хорошо", "good"),
    )
    wording = Wording(labelled)
    question = wording.question("evening", "mood")
    assert wording.shown(question, 0, "scale", "en") == "0 on a scale from 0 to 10 (bad)"
    assert wording.shown(question, 5, "scale", "en") == "5 on a scale from 0 to 10"


def test_rows_fit_their_header(protocol: Protocol) -> None:
    names, table = header(protocol), list(rows(protocol))
    assert names[:5] == ["questionnaire", "question", "type", "wording_ru", "wording_en"]
    assert {len(row) for row in table} == {len(names)}
    assert len(table) == 2 + 2 + 11 + 1 + 2  # one for each value, and one for a question that has none
    why = next(row for row in table if row[1] == "why")
    assert (why[names.index("condition")], why[names.index("value")]) == ("mood <= 3", "")
    assert [row[names.index("remembered")] for row in table if row[1] == "same"] == [True, True]


def test_it_can_be_read(protocol: Protocol) -> None:
    told = markdown(protocol)
    assert told.startswith("# Codebook: Дорога\n")
    assert "## evening / why\n\nType: text, voice\nAsked: when mood <= 3\n" in told
    assert "| before | До | Before |" in told
    assert "Remembered between prompts." in told


def test_a_label_does_not_break_the_table(tmp_path: Path) -> None:
    told = markdown(read(tmp_path, GOOD.replace("en: Before", 'en: "Be|fore"')))
    assert "| before | До | Be\\|fore |" in told


@pytest.mark.parametrize(
    ("questionnaire", "question", "value", "kind", "shown"),
    [
        ("screening", "adult", True, "yes-no", "Yes"),
        ("screening", "left", "after", "choice", "After"),
        ("screening", "left", "long ago", "choice", "long ago"),  # an option that the file no longer has
        ("evening", "why", "=1", "text", "=1"),
        ("evening", "gone", 3, "scale", "3"),  # a question that the file no longer has
        ("gone", "gone", False, "yes-no", "No"),
        ("evening", "why", ["odd"], "", "['odd']"),  # no bot wrote this
    ],
)
def test_what_a_value_means(
    protocol: Protocol, questionnaire: str, question: str, value: object, kind: str, shown: str
) -> None:
    wording = Wording(protocol)
    assert wording.shown(wording.question(questionnaire, question), value, kind, "en") == shown
    if question == "gone":
        assert wording.ask(questionnaire, question, "en") == "gone"
        assert wording.place(questionnaire, question) >= 0
