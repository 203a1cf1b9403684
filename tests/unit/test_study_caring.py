"""Care in a study file: words of distress and answers that call for a line of help."""

from pathlib import Path

import pytest

from study.caring import Care, Score
from study.cautions import cautions
from study.protocol import Protocol
from study.reading import StudyFileError, read_protocol

STUDY = """\
study: s
title: {ru: Дорога, en: Road}
languages: [ru, en]
team: {name: {ru: Группа, en: Group}, contact: us@crossing.example}
keys: {a: a.pub, b: b.pub}
sites:
  AM: {name: {ru: Армения, en: Armenia}, timezone: Asia/Yerevan, support: {ru: "Звоните 114", en: "Call 114"}}
  GE: {name: {ru: Грузия, en: Georgia}, timezone: Asia/Tbilisi, support: {ru: "112", en: "112"}}
screening: {questions: [{id: nights, ask: {ru: Спите?, en: Sleep?}, type: scale, from: 1, to: 5}], eligible: nights > 1}
consent: {version: "1.0", information: {ru: О нас., en: Us.}, statement: {ru: Да., en: Yes.}}
questionnaires:
  evening:
    - {id: mood, ask: {ru: Как день?, en: Your day?}, type: scale, from: 0, to: 10}
    - {id: slept, ask: {ru: Сколько спали?, en: How long?}, type: number, unit: {ru: ч, en: h}, decimals: 1}
    - {id: talked, ask: {ru: Говорили?, en: Talked?}, type: yes-no}
care:
  words: {ru: [не хочу жить, суицид*], en: [want to die]}
  scores: [{question: mood, at-most: 2}, {question: slept, at-most: 2.5, at-least: 16}, {question: nights, at-least: 5}]
"""


def read(folder: Path, text: str = STUDY) -> Protocol:
    (folder / "study.yaml").write_text(text, "utf-8")
    return read_protocol(folder / "study.yaml")


def test_all_of_it_is_read(tmp_path: Path) -> None:
    assert read(tmp_path).care == Care(
        words={"ru": ("не хочу жить", "суицид*"), "en": ("want to die",)},
        scores=(
            Score(question="mood", at_most=2),
            Score(question="slept", at_most=2.5, at_least=16),
            Score(question="nights", at_least=5),
        ),
    )


@pytest.mark.parametrize(
    ("question", "value", "called"),
    [
        *(("mood", 0, True), ("mood", 2, True), ("mood", 3, False), ("mood", 10, False)),
        *(("slept", 2.5, True), ("slept", 2.6, False), ("slept", 16, True), ("slept", 24.0, True)),
        *(("nights", 5, True), ("nights", 4, False)),
        *(("talked", False, False), ("mood", False, False), ("mood", "0", False), ("mood", None, False)),
        ("gone", 0, False),
    ],
)
def test_which_answers_call_for_it(tmp_path: Path, question: str, value: object, called: bool) -> None:
    care = read(tmp_path).care
    assert care is not None
    assert care.is_called_by(question, value) is called


def test_the_words_of_every_language_are_looked_for(tmp_path: Path) -> None:
    care = read(tmp_path).care
    assert care is not None
    assert care.hears("I want to die")
    assert care.hears("мысли о суициде")
    assert not care.hears("хочу жить")


@pytest.mark.parametrize("half", ["words: {ru: [а б], en: [a b]}", "scores: [{question: mood, at-most: 2}]"])
def test_one_of_both_is_enough(tmp_path: Path, half: str) -> None:
    assert read(tmp_path, f"{STUDY.partition('care:')[0]}care: {{{half}}}\n").care


WRONG = [
    ("en: [want to die]}", "eng: [want to die]}", 17, '"eng" is not a language of this study'),
    (", en: [want to die]", "", 17, 'words are missing in "en"'),
    (
        "{ru: [не хочу жить, суицид*], en: [want to die]}",
        "[die]",
        17,
        "words of distress are written by language",
    ),
    ("[want to die]", "want to die", 17, "the words should be a list"),
    ("[want to die]", '["!?"]', 17, '"!?" has no words in it'),
    ("[want to die]", "[di*]", 17, 'too many words begin like "di*"'),
    ("[want to die]", f"[{'a' * 101}]", 17, "this is longer than anybody writes it"),
    ("words:", "word:", 17, 'care has no key "word"; did you mean "words"?'),
    ("mood, at-most: 2}", "mod, at-most: 2}", 18, 'no question is called "mod"; did you mean "mood"?'),
    ("mood, at-most: 2}", "talked, at-most: 2}", 18, 'the question "talked" is not answered with a number'),
    ("mood, at-most: 2}", "mood}", 18, "a score says neither how low nor how high"),
    ("mood, at-most: 2}", "mood, at-most: low}", 18, '"low" is not a number'),
    ("mood, at-most: 2}", "mood, at-most: -1}", 18, 'no answer to "mood" is so low'),
    ("mood, at-most: 2}", "mood, at-most: 10}", 18, 'every answer to "mood" is as low as that'),
    ("nights, at-least: 5", "nights, at-least: 6", 18, 'no answer to "nights" is so high'),
    ("nights, at-least: 5", "nights, at-least: 1", 18, 'every answer to "nights" is as high as that'),
    ("mood, at-most: 2}", "mood, below: 2}", 18, 'a score has no key "below"'),
]


@pytest.mark.parametrize(("old", "new", "line", "said"), WRONG, ids=[one[3] for one in WRONG])
def test_what_is_wrong_with_it(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in STUDY
    with pytest.raises(StudyFileError) as caught:
        read(tmp_path, STUDY.replace(old, new, 1))
    told = [fault for fault in caught.value.faults if fault.line == line]
    assert any(said in str(fault) for fault in told), [str(fault) for fault in caught.value.faults]


def test_care_for_nothing(tmp_path: Path) -> None:
    with pytest.raises(StudyFileError, match="care has neither words nor scores"):
        read(tmp_path, f"{STUDY.partition('care:')[0]}care: {{}}\n")


def test_a_question_with_a_fault_of_its_own_is_not_missed_besides(tmp_path: Path) -> None:
    with pytest.raises(StudyFileError) as caught:
        read(tmp_path, STUDY.replace("{id: mood, ask: {ru: Как день?, en: Your day?}", "{id: mood", 1))
    assert "no question is called" not in str([str(fault) for fault in caught.value.faults])


CAUTIONS = [
    ("care:", "care:", None, ""),
    (', support: {ru: "112", en: "112"}', "", 16, "no line of help at GE"),
    ("Звоните 114", "Звоните +374 00 000000", 7, "lines of help of AM"),
    ('en: "112"', 'en: "+7 (000) 000-00"', 8, "lines of help of GE"),
    ("Звоните 114", "Звоните 8 800 2000 122", None, ""),
]


@pytest.mark.parametrize(("old", "new", "line", "said"), CAUTIONS)
def test_what_to_take_care_of(tmp_path: Path, old: str, new: str, line: int | None, said: str) -> None:
    text = STUDY.replace(old, new, 1)
    protocol = read(tmp_path, text)
    told = [one for one in cautions(tmp_path / "study.yaml", protocol) if "of help" in one.what]
    assert [one.line for one in told] == ([] if line is None else [line])
    assert all(said in one.what for one in told)
