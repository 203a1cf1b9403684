"""What is wrong with a question is told there, once, and not again wherever it is named."""
# ruff: noqa: E501 - a table reads better in rows

from pathlib import Path

import pytest
from study_good import GOOD, faults

QUESTIONS, SCHEDULE = GOOD.index("    - {id: mood"), GOOD.index("schedule:")
E = "{ru: а, en: a}"
NAMES_IT = "{ru: '{Mood}', en: '{Mood}'}"
SCALE = "type: scale, from: 0, to: 10"
ID = '"Mood" cannot be an id'

# (the questions of a questionnaire, waves or more, the line of the one fault, its words)
ONCE = {
    "in a condition": (f"- {{id: Mood, ask: {E}, {SCALE}}}\n- {{id: why, ask: {E}, type: text, when: Mood <= 3}}", "", 33, ID),
    "in many": (f"- {{id: Mood, ask: {E}, {SCALE}}}\n" + "\n".join(f"- {{id: q{n}, ask: {E}, type: text, when: Mood <= {n}}}" for n in range(9)), "", 33, ID),
    "with another name beside it": (f"- {{id: Mood, ask: {E}, {SCALE}}}\n- {{id: why, ask: {E}, type: text, when: Mood <= 3 and site == \"AM\"}}", "", 33, ID),
    "too long": (f"- {{id: {'m' * 41}, ask: {E}, {SCALE}}}\n- {{id: why, ask: {E}, type: text, when: {'m' * 41} <= 3}}", "", 33, "cannot be an id"),
    "in Cyrillic letters": (f"- {{id: настроение, ask: {E}, {SCALE}}}\n- {{id: why, ask: {E}, type: text, when: настроение <= 3}}", "", 33, '"настроение" cannot be an id'),
    "in a text": (f"- {{id: Mood, ask: {E}, {SCALE}}}\n- {{id: why, ask: {NAMES_IT}, type: text}}", "", 33, ID),
    "in a text that it bends": (f"- {{id: Mood, ask: {E}, {SCALE}}}\n- {{id: why, ask: {{ru: {{one: '{{Mood}} д', few: '{{Mood}} д', many: '{{Mood}} д', other: д}}, en: {{one: a, other: b}}}}, type: text}}", "", 33, ID),
    "as a number of rounds": (f"- {{id: Mood, ask: {E}, {SCALE}}}\n- {{group: g, repeat: {{times: Mood, at-most: 3}}, questions: [{{id: why, ask: {E}, type: text}}]}}", "", 33, ID),
    "within a group": (f"- {{group: g, questions: [{{id: Mood, ask: {E}, {SCALE}}}, {{id: why, ask: {E}, type: text, when: Mood <= 3}}]}}\n- {{id: then, ask: {E}, type: text, when: Mood > 3}}", "", 33, ID),
    "in a wave": (f"- {{id: Mood, ask: {E}, {SCALE}, remember: yes}}", "when: Mood > 3", 33, ID),
    "as the day from which a wave counts": (f"- {{id: Mood, ask: {E}, type: date, remember: yes}}", "after: Mood", 33, ID),
    "of a type that is none": (f"- {{id: mood, ask: {E}, type: skale, remember: yes}}", "when: mood > 3", 33, '"skale" is not known'),
    "a choice of nothing": (f"- {{id: mood, ask: {E}, type: choice}}\n- {{id: why, ask: {{ru: '{{mood}}', en: '{{mood}}'}}, type: text, when: mood == \"a\"}}", "", 33, "has no options"),
}  # fmt: skip


@pytest.mark.parametrize("name", ONCE)
def test_one_mistake_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    questions, wave, line, words = ONCE[name]
    found = faults(tmp_path, study(questions, wave))
    assert len(found) == 1, found
    assert found[0].startswith(f"study.yaml:{line}: ")
    assert words in found[0]


def study(questions: str, wave: str) -> str:
    listed = "".join(f"    {line}\n" for line in questions.split("\n"))
    waves = "  waves:\n    - {id: w, ask: evening, every: 1d, at: 10:00, times: 2, expires: 3h" + (
        f", {wave}" if wave else ""
    )
    return f"{GOOD[:QUESTIONS]}{listed}schedule:\n{waves}}}\n"


def test_what_is_wrong_besides_is_told_besides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    questions = f"- {{id: Mood, ask: {E}, {SCALE}}}\n- {{id: why, ask: {E}, type: text, when: Mood <= 3 and moood > 1}}"
    found = faults(tmp_path, study(questions, ""))
    assert [line.split(": ", 1)[1].split(";")[0] for line in found] == [
        '"Mood" cannot be an id',
        'there is no question "moood" before this one, in the same list',
    ]
