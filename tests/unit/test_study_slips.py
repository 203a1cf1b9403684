"""Slips of a hand that is new to YAML: the line in which they were made, and what to write instead. One sentence each."""
# ruff: noqa: E501 - a table reads better in rows; the odd quotes and blanks are what it is about

from pathlib import Path

import pytest
from study_good import GOOD, faults

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
    ("study: crossing", "study: crossing\n  note: [ru]", 2, "this begins further right than what stands above it; let keys that belong together begin in one column"),
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
