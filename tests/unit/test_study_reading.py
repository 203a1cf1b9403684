"""The study file: what is read."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from study_good import GOOD, faults, read

from study.conditions import Condition
from study.instrument import AnswerType
from study.protocol import SourceKind
from study.timing import Anchor, Days, Start, Window


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The study is named as a user names it: beside them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_study_is_read(folder: Path) -> None:
    protocol = read(folder, GOOD)
    assert (protocol.id, protocol.languages, protocol.title.say("en")) == ("crossing", ("ru", "en"), "Road")
    assert protocol.approvals[0].granted == date(2023, 3, 14)
    assert protocol.approvals[0].body.say("ru") == "Ethics commission"
    assert protocol.keys == {"core": folder / "keys/core.pub", "escrow": folder / "keys/escrow.pub"}
    assert (protocol.site("AM").target, protocol.site("AM").key) == (25, folder / "keys/yerevan.pub")
    assert [(source.kind, source.site) for source in protocol.sources] == [
        (SourceKind.CHANNEL, "AM"),
        (SourceKind.SNOWBALL, None),
    ]
    assert protocol.screening.eligible == Condition('adult and left == "after"')
    assert [option.id for option in protocol.screening.questions[1].options] == ["before", "after"]
    consent = protocol.consent
    assert (consent.version, consent.major, consent.information.say("en")) == ("1.0", 1, "Who we are.")
    assert [(check.question.id, check.answer) for check in consent.checks] == [("check-1", "yes")]
    assert (consent.voice.at_least, consent.voice.at_most) == (timedelta(seconds=3), timedelta(seconds=90))
    assert [(scope.id, scope.required) for scope in consent.scopes] == [("diary", True), ("quotes", False)]
    mood, why, same = protocol.questionnaire("evening").questions
    assert (mood.low, mood.high, mood.required) == (0, 10, False)
    assert (why.types, why.when) == ((AnswerType.TEXT, AnswerType.VOICE), Condition("mood <= 3"))
    assert same.remember
    assert protocol.schedule.quiet == Window(opens=time(22), closes=time(8))
    first, monthly = protocol.schedule.waves
    assert first.signal is not None
    assert (first.signal.times, first.signal.apart, first.days) == (
        2,
        timedelta(hours=1),
        Days(first=1, last=7),
    )
    assert (monthly.every, monthly.at, monthly.times) == (timedelta(days=30), (time(19),), 6)
    assert (monthly.after, monthly.remind) == (Start(anchor=Anchor.ENROLLED), (timedelta(days=1),))


def test_what_yaml_would_turn_into_something_else_stays_as_written(folder: Path) -> None:
    """`no`, `12:30`, `1.10` and `0x10` are traps of older YAML."""
    text = GOOD.replace(
        "{before: {ru: До, en: Before}, after: {ru: После, en: After}}",
        "{no: {ru: нет, en: no}, 'on': {ru: 1.10, en: 0x10}}",
    )
    protocol = read(
        folder,
        text.replace('left == "after"', 'left == "no"')
        .replace('"1.0"', "1.10")
        .replace("at: 19:00", "at: 12:30"),
    )
    left = protocol.screening.questions[1]
    assert [(option.id, option.label.say("ru"), option.label.say("en")) for option in left.options] == [
        ("no", "нет", "no"),
        ("on", "1.10", "0x10"),
    ]
    assert protocol.consent.version == "1.10"
    assert protocol.schedule.waves[1].at == (time(12, 30),)


def test_one_language_needs_no_braces(folder: Path) -> None:
    text = """\
study: s
title: Road
languages: en
team: {name: Group, contact: me}
keys: {a: a.pub, b: b.pub}
sites: {AM: {name: Armenia, timezone: Asia/Yerevan}}
consent: {version: "1.0", information: Who we are., statement: I agree.}
"""
    protocol = read(folder, text)
    assert protocol.title.root == {"en": "Road"}
    assert not protocol.open_for_recruitment


def test_anchors_are_read(folder: Path) -> None:
    text = GOOD.replace(
        "type: yes-no, remember: true}",
        "type: choice, options: &o {a: &l {ru: А, en: A}, b: {ru: Б, en: B}}}\n"
        "    - {id: again, ask: *l, type: choice, options: *o}",
    )
    assert len(read(folder, text).questionnaire("evening").questions) == 4


MERGED = """\
    - &feeling {id: calm, ask: &ask {ru: Спокойно?, en: Calm?}, type: scale, from: 1, to: 5, required: yes}
    - {<<: *feeling, id: tired}
    - {id: alert, <<: *feeling, to: 7, ask: {<<: *ask, en: Alert?}}
    - &few {id: few, ask: *ask, type: scale, from: 0, to: 3}
    - {<<: [*few, *feeling], id: both}
    - {<<: {type: yes-no}, id: own, ask: *ask}
"""


def test_keys_are_merged_and_those_written_beside_win(folder: Path) -> None:
    evening = read(folder, GOOD.replace("  evening:\n", "  evening:\n" + MERGED)).questionnaire("evening")
    assert [
        (one.id, one.low, one.high, one.required, one.ask.say("en")) for one in evening.questions[:6]
    ] == [
        ("calm", 1, 5, True, "Calm?"),
        ("tired", 1, 5, True, "Calm?"),
        ("alert", 1, 7, True, "Alert?"),
        ("few", 0, 3, False, "Calm?"),
        ("both", 0, 3, True, "Calm?"),
        ("own", None, None, False, "Calm?"),
    ]
    assert evening.questions[2].ask.say("ru") == "Спокойно?"


def test_a_mistake_in_what_is_merged_is_told_once_where_it_stands(folder: Path) -> None:
    wrong = GOOD.replace("  evening:\n", "  evening:\n" + MERGED.replace("required: yes", "requird: yes"))
    (fault,) = faults(folder, wrong)
    assert fault.startswith('study.yaml:33: a question has no key "requird"; did you mean "required"?')
    twice = GOOD.replace("  evening:\n", "  evening:\n" + MERGED.replace("id: tired", "id: tired, id: again"))
    assert (
        faults(folder, twice)[0] == 'study.yaml:34: "id" is here twice (first in line 34); keep one of them'
    )
    lacking = GOOD.replace(
        "  evening:\n", "  evening:\n" + MERGED.replace("<<: *feeling, id: tired", "<<: *ask, id: tired")
    )
    assert {fault.split(": ")[0] for fault in faults(folder, lacking)} == {"study.yaml:33", "study.yaml:34"}


def test_information_comes_from_files_beside_the_study(folder: Path) -> None:
    (folder / "texts").mkdir()
    (folder / "texts" / "ru.md").write_text("\ufeff# Кто мы\r\n\r\nЛюди.", "utf-8")
    text = GOOD.replace("{ru: Кто мы., en: Who we are.}", "{ru: texts/ru.md, en: Who we are.}")
    assert read(folder, text).consent.information.say("ru") == "# Кто мы\n\nЛюди."
    (folder / "texts" / "ru.md").write_text("a\n---\n" + "x" * 3501, "utf-8")
    (fault,) = faults(folder, text)
    assert fault.startswith("texts/ru.md:3: 3501 characters are too many for one message; ")
    (folder / "texts" / "ru.md").write_bytes("два\nслова".encode("cp1251"))
    (fault,) = faults(folder, text)
    assert fault == "texts/ru.md:1: not UTF-8 (perhaps Windows-1251); save the file as UTF-8"
    (folder / "texts" / "ru.md").write_text(" \n", "utf-8")
    (fault,) = faults(folder, text)
    assert fault.startswith("texts/ru.md:1: the file is empty; ")
    (folder / "texts" / "ru.md").unlink()
    (fault,) = faults(folder, text)
    assert fault.startswith("study.yaml:22: texts/ru.md: there is no such file; ")
