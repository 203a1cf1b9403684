"""Slips of a hand that is new to YAML: the line in which they were made, and what to write instead. One sentence each."""
# ruff: noqa: E501 - a table reads better in rows; the odd quotes and blanks are what it is about

from pathlib import Path

import pytest
from study_good import GOOD, faults

from study.faults import StudyFileError
from study.growing import grow

ELIGIBLE = 'after: {ru: После, en: After}}}\n  eligible: adult and left == "after"'
TITLE = "title: {ru: Дорога, en: Road}"

# (what is changed, into what, the line of the slip, words of the sentence)
SLIPS = [
    # blanks
    (TITLE, "title:\u00a0{ru: Дорога, en: Road}", 2, "a blank here is not one of the space bar; delete it, and write it anew"),
    (TITLE, "title:{ru: Дорога, en: Road}", 2, "a blank is missing after the colon; write `key: value`"),
    ("study: crossing", "study:crossing", 1, "a blank is missing after the colon"),
    # quotes
    (TITLE, "title: {ru: “Дорога, {n}?”, en: Road}", 2, 'quotes that YAML does not know; put the text in straight quotes: "…"'),
    (TITLE, 'title: {ru: "Дорога "к морю"", en: Road}', 2, "a quote ends the text before its end; put a text that has \" in it in single quotes"),
    (TITLE, 'title: "Дорога "к" морю"', 2, "a quote ends the text before its end"),
    (TITLE, 'title: {ru: "Дорога, en: Road}\nnote: "x"', 2, "not closed, or lacks a comma, before line 3; close the quote in this line"),
    # brackets
    (TITLE, "title: {ru: Дорога, en: Road", 2, "the { that begins here is not closed, or lacks a comma, before line 3; close every { with }"),
    ("languages: [ru, en]", "languages: [ru, en", 3, "the [ that begins here is not closed"),
    (TITLE, "title: {ru: Дорога # 1, en: Road}", 2, "a # after a blank begins a remark: put a text that has one in quotes"),
    (TITLE, "title: {ru: Дорога: домой, en: Road}", 2, "a colon where none can stand; put a text that has a colon in quotes; between two keys write a comma"),
    (TITLE, "title: {ru: Дорога en: Road}", 2, "between two keys write a comma"),
    # further right
    ("study: crossing", "study: crossing\n  note: [ru]", 2, "this begins further right than what stands above it; begin it at the left edge, like line 1"),
    # what is read, and is not what was meant
    (TITLE, "title: {rus: Дорога, en: Road}", 2, '"rus" is not a language of this study; did you mean "ru"?'),
    (TITLE, "title: {ru: Дорога, eng: Road}", 2, 'did you mean "en"?'),
    (TITLE, "title:\n  - ru: Дорога\n  - en: Road", 3, "a list where a text should stand; write {ru: …, en: …}, without dashes"),
    ("between: 18:00-21:00", "between: 9:00-21", 39, '"9:00-21" is not a time that can be read; write hours and minutes on both sides, such as 08:30-21:00'),
    ("days: 1-7,", "days: 1-7, on: [понедельник],", 39, '"понедельник" is not a day of the week; write days of the week: mon'),
    (ELIGIBLE, ELIGIBLE.replace("after", "yes").replace('"yes"', "yes"), 19, 'yes is an option of left, not a question; put it in quotes: left == "yes"'),
    ("target: 25,", "target: 2,5,", 9, '"5" stands alone; inside { } a comma ends a text'),
    ("languages: [ru, en]", "languages: ru, en", 3, "several languages stand in brackets; write [ru, en]"),
    ("contact: fieldwork@example.org", "contct: fieldwork@example.org", 4, 'no key "contct"; did you mean "contact"?'),
    ("contact: fieldwork@example.org", "contact:fieldwork@example.org", 4, "a blank is missing after the colon; write `contact: …`"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "words"), SLIPS, ids=[new[:40] for _, new, _, _ in SLIPS])
def test_a_slip_is_told_in_its_line_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, line: int, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert GOOD.count(old) == 1
    found = faults(tmp_path, GOOD.replace(old, new))
    assert len(found) == 1
    assert found[0].startswith(f"study.yaml:{line}: ")
    assert words in found[0]


FITS = "this does not fit what stands above it"
RIGHT = "this begins further right than what stands above it"
# (the file, the line of the fault, what it says)
INDENTS = [
    # keys
    ("team:\n  name: x\n contact: y\n", 3, f"{FITS}; indent by 2 spaces, like line 2"),
    ("team:\n  name: x\n   contact: y\n", 3, f"{RIGHT}; indent by 2 spaces, like line 2"),
    ("team:\n  name: 'x'\n   contact: y\n", 3, f"{FITS}; indent by 2 spaces, like line 2"),
    ("team:\n name: x\n\n# and\n    contact: y\n", 5, f"{FITS}; indent by 1 space, like line 2"),
    ("a:\n    b: c\n  d: e\n", 3, f"{FITS}; indent by 4 spaces, like line 2"),
    ("a:\n    b: c\n d: e\n", 3, f"{FITS}; begin it at the left edge, like line 1"),
    ("a: {b: c,\n  d: e}\n   f: g\n", 3, f"{FITS}; begin it at the left edge, like line 1"),
    ("  a: b\nc: d\n", 2, "this begins further left than line 1; begin line 1 at the left edge too"),
    # items of a list, and their keys
    ("q:\n  - {id: a}\n   - {id: b}\n", 3, f"{FITS}; indent by 2 spaces, like line 2"),
    ("q:\n  - {id: a}\n  - {id: b}\n - {id: c}\n", 4, f"{FITS}; indent by 2 spaces, like line 3"),
    ("q:\n  - id: a\n   ask: b\n", 3, f"{FITS}; indent by 4 spaces, like line 2"),
    ("q:\n  - id: a\n     ask: b\n", 3, f"{RIGHT}; indent by 4 spaces, like line 2"),
    ("q:\n    - id: a\n      ask: b\n    type: c\n", 4, f"{FITS}; indent by 6 spaces, like line 3"),
    # texts of several lines: what looks like a key in them is none
    ("a: |\n  Hello\n world\n", 3, f"{FITS}; indent by 2 spaces, like line 2"),
    ("a:\n  b: |\n\n    to: you\n   c: d\n", 5, f"{FITS}; indent by 2 spaces, like line 2"),
    ("a:\n  b: |\n      to: you\n    from: me\nc: d\n", 4, f"{FITS}; indent by 2 spaces, like line 2"),
    # where the column may be right
    ("a:\n  name: x\n  - y\n", 3, f"{FITS}; check the indentation, and the quotes above it"),
    ("a: 'x'\n y\n", 2, f"{FITS}; check the indentation, and the quotes above it"),
    ("a: 'x' y\n", 1, f"{FITS}; check the indentation, and the quotes above it"),
]


@pytest.mark.parametrize(("text", "line", "told"), INDENTS)
def test_how_far_a_line_should_be_indented(text: str, line: int, told: str) -> None:
    with pytest.raises(StudyFileError) as caught:
        grow(text, "study.yaml")
    assert str(caught.value) == f"study.yaml:{line}: {told}"
