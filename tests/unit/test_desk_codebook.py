"""The codebook knows every question of the study in every version, and every value that an answer can have."""

import csv
import io
import re
from dataclasses import replace
from typing import Any

import pytest
from codebook_study import NASTY, ROAD, earlier, everything, hostile
from study_made import options, question, said, study

from desk.codebook import Book, book
from desk.codebook_table import header, rows
from desk.codebook_text import markdown
from desk.csv_cells import cell
from study.differing import texts
from study.instrument import AnswerType
from study.markdown import spelled
from study.model import Counted
from study.wordings import wordings


def table(book: Book) -> list[dict[str, str]]:
    """The rows as a program reads them that knows nothing of ours."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerows([header(book), *([cell(value) for value in row] for row in rows(book))])
    return list(csv.DictReader(io.StringIO(file.getvalue())))


def test_every_question_is_a_variable() -> None:
    told = [(one.questionnaire, one.name, one.latest.types) for one in book(everything()).variables]
    assert told == [
        ("screening", "adult", "yes-no"),
        ("evening", "mood", "scale"),
        ("evening", "pain", "scale"),
        ("evening", "companions", "number"),
        ("evening", "rent", "number"),
        ("evening", "relation", "choice"),
        ("evening", "safe", "yes-no"),
        ("evening", "road", "yes-no"),  # "Anybody else?"
        ("evening", "papers", "choices"),
        ("evening", "left_on", "date"),
        ("evening", "woke", "time"),
        ("evening", "story", "text, voice, photo"),
        ("evening", "where", "place"),
    ]
    asked = {type for one in book(everything()).variables for type in one.latest.question.types}
    assert asked == set(AnswerType) - {AnswerType.NOTE}, "a new type of question needs its place here"


MISSING = ["skipped", "declined", "not asked"]
MOOD = [
    (0, "hard", "hard, по-русски"),
    *((point, "", "") for point in range(1, 10)),
    (10, "well", "well, по-русски"),
]


@pytest.mark.parametrize(
    ("name", "values", "missing"),
    [
        ("adult", [(1, "Yes", "Да"), (0, "No", "Нет")], ["not asked"]),
        ("mood", MOOD, MISSING),
        ("pain", [(0, "", ""), (100, "", "")], MISSING),
        ("companions", [], MISSING),
        ("relation", [("friend", "Friend", "Friend, по-русски"), ("family", "Family", "Family, по-русски")], MISSING),
        ("papers", [("visa", "Visa", "Visa, по-русски"), ("none", "None", "None, по-русски")], ["not asked"]),
        ("road", [(1, "Yes", "Да"), (0, "No", "Нет")], MISSING),
        ("story", [], MISSING),
    ],
)  # fmt: skip
def test_values_and_why_there_may_be_none(name: str, values: list[object], missing: list[str]) -> None:
    variable = next(one for one in book(everything()).variables if one.name == name)
    told = variable.latest.values
    assert [(one.value, *one.labels) for one in told if not one.missing] == values
    assert [one.value for one in told if one.missing] == missing


@pytest.mark.parametrize(
    ("name", "column", "says"),
    [
        ("mood", "waves", "daily weekly"),
        ("adult", "waves", ""),
        ("safe", "group", "road"),
        ("safe", "repeat", "while the answer is yes, 5 times at most"),
        ("safe", "condition", '(companions > 0) and (relation == "friend")'),
        ("story", "condition", "mood <= 3"),
        ("companions", "from", "0"),
        ("companions", "to", "20"),
        ("companions", "unit_ru", "people, по-русски"),
        ("companions", "remembered", "1"),
        ("companions", "decimals", "0"),
        ("rent", "decimals", "2"),
        ("mood", "decimals", ""),
        ("left_on", "from", "2022-02-24"),
        ("left_on", "to", "today"),
        ("woke", "from", "04:00"),
        ("woke", "to", "14:00"),
        ("story", "at_most", "2000"),
        ("where", "within_km", "25.0"),
        ("relation", "order", "random"),
        ("papers", "required", "1"),
        ("mood", "sealed", "1"),
    ],
)
def test_what_a_row_says(name: str, column: str, says: str) -> None:
    assert {row[column] for row in table(book(everything())) if row["question"] == name} == {says}


def test_a_row_for_each_value_and_for_each_reason_that_there_is_none() -> None:
    told = [
        (row["status"], row["value"], row["label_en"])
        for row in table(book(everything()))
        if row["question"] == "safe"
    ]
    assert told == [
        ("answered", "1", "Yes"),
        ("answered", "0", "No"),
        ("skipped", "", "skipped"),
        ("declined", "", "preferred not to say"),
        ("not asked", "", "not asked"),
    ]
    story = [row["status"] for row in table(book(everything())) if row["question"] == "story"]
    assert story == ["answered", *MISSING]


def test_every_version_that_was_asked_is_there() -> None:
    told = book(everything(), earlier())
    papers = next(one for one in told.variables if one.name == "papers")
    assert [(one.number, one.current, one.since, one.asks[0]) for one in papers.versions] == [
        (1, False, "2023-11-14", "Papers?"),
        (2, True, "2024-03-09", "What about papers?"),
    ]
    labels = {
        (row["version"], row["value"]): row["label_en"] for row in table(told) if row["question"] == "papers"
    }
    assert (labels["1", "visa"], labels["2", "visa"], labels["1", "permit"]) == ("A stamp", "Visa", "Permit")
    gone = told.variables[-1]
    assert (gone.name, gone.latest.current) == ("gone", False), "what was asked stays, and a note was nothing"


def test_notes_and_titles_belong_to_the_question_after_them() -> None:
    before = {one.name: one.latest.before[0] for one in book(everything()).variables}
    assert before["mood"] == "Good evening."
    assert before["relation"] == "Person {n}"
    assert before["pain"] == before["adult"] == ""


IN, HERE = {"group": "road"}, {"group": "road", "when": "companions > 0"}


@pytest.mark.parametrize(
    ("group", "before"),
    [
        ([("a", IN), ("b", IN)], {"a": "Person {n}", "b": "", "road": ""}),
        ([("a", HERE), ("b", HERE), ("c", IN), ("d", IN)],
         {"a": "Person {n}", "b": "Person {n}", "c": "Person {n}", "d": "", "road": ""}),
        ([("a", HERE)], {"a": "Person {n}", "road": ""}),
        ([("note", IN), ("a", HERE), ("b", IN)], {"a": "Person {n}\n\nA word.", "b": "", "road": ""}),
        ([("note", HERE), ("a", HERE), ("b", IN)],
         {"a": "Person {n}\n\nA word.", "b": "Person {n}", "road": ""}),
        ([("a", IN), ("note", IN)], {"a": "Person {n}", "road": "A word."}),
    ],
)  # fmt: skip
def test_a_title_is_said_before_what_is_asked_first(group: list[Any], before: dict[str, str]) -> None:
    """In each round: and so never before "anybody else?"."""
    kinds = {"note": ("note", "A word.")}
    made = [question(name, *kinds.get(name, ()), **where) for name, where in group]
    told = book(study(question("companions", "number"), *made, question("end"), groups=(ROAD,)))
    assert {one.name: one.latest.before[0] for one in told.variables} == {
        "companions": "",
        **before,
        "end": "",
    }


def test_notes_around_a_group_stand_around_its_title() -> None:
    note = [question(name, "note", ask=name) for name in ("before", "after")]
    told = book(study(note[0], question("a", group="road"), note[1], question("end"), groups=(ROAD,)))
    before = {one.name: one.latest.before[0] for one in told.variables}
    assert before == {"a": "before\n\nPerson {n}", "road": "", "end": "after"}


def test_a_question_that_is_gone_keeps_the_title_of_its_group() -> None:
    was = study(question("a", group="road"), groups=(ROAD,))
    old = tuple(replace(one, version=1, since=1.0) for one in wordings(was))
    before = {one.name: one.latest.before[0] for one in book(study(question("mood")), old).variables}
    assert before == {"mood": "", "a": "Person {n}", "road": ""}


def test_the_order_in_which_options_stood_is_told_of() -> None:
    told = markdown(book(everything()))
    assert told.count("- Options in random order, anew for each asking: the column order of answers.csv") == 1


def test_a_text_that_a_number_bends_is_there_in_all_its_forms() -> None:
    forms = {"en": {"one": "{n} person?", "other": "{n} people?"}, "ru": {"other": "{n} человека?"}}
    told = book(study(question("who", "text", words=Counted(by="n", forms=forms))))
    assert told.variables[0].latest.asks == ("one: {n} person? / other: {n} people?", "other: {n} человека?")
    assert texts(said("a").model_dump()) == {"en": "a", "ru": "a, по-русски"}


def test_a_language_that_came_later_is_empty_before() -> None:
    more = study(question("mood", words=said("How?", kk="Қалай?")), languages=("en", "ru", "kk"))
    assert book(more, earlier()).variables[-1].latest.asks[2] == ""


def test_it_can_be_read() -> None:
    told = markdown(book(everything(), earlier()))
    assert told.startswith("# Codebook: Road & \\<home\\>\n")
    assert "## evening / story\n\nWaves: daily, weekly\n\n### Version 2" not in told
    assert (
        "- Type: text, voice, photo\n- Asked: when `mood <= 3`\n- Characters: 10 at least, 2000 at most\n"
        in told
    )
    assert "### Version 1, since 2023-11-14 (no longer in the study file)\n" in told
    assert "| friend | Friend | Friend, по-русски |" in told
    assert "- Group: road, repeated: while the answer is yes, 5 times at most\n" in told
    assert "- Place: made coarse to squares of 25 km before it is sealed\n" in told
    assert "| *declined* | preferred not to say | предпочли не говорить |" in told


def test_what_a_study_says_does_not_become_markdown_or_a_formula() -> None:
    told = markdown(book(hostile()))
    (row,) = (line for line in told.split("\n") if line.startswith("| a |"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 4
    assert "\\<b\\>" in row
    assert "<b>" not in told
    assert "\\*bold\\*" in row
    formula = book(study(question("mood", "choice", options=options("a", "b", a="=HYPERLINK(1)"))))
    assert "'=HYPERLINK(1)" in [row["label_en"] for row in table(formula)]
    assert spelled(NASTY) in [row["wording_en"] for row in table(book(hostile()))]
