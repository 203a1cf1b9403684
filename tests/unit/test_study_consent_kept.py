"""The keys of the study file by which an agreement changes: `changes`, `remind`, and a wave's `scope`."""

from datetime import timedelta
from pathlib import Path

import pytest
from study_good import GOOD, faults, read

from study.consent import release

WITH = '  version: "1.0"\n'
WAVE = "expires: 3h, remind: [1h]}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The study is named as a user names it: beside them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(folder: Path, old: str, new: str) -> str:
    assert old in GOOD
    return "\n".join(faults(folder, GOOD.replace(old, new, 1)))


def test_what_is_new_and_how_often_people_are_reminded(folder: Path) -> None:
    text = GOOD.replace(WITH, f"{WITH}  changes: {{ru: Новое., en: New.}}\n  remind: 90d\n")
    consent = read(folder, text).consent
    assert consent.changes
    assert consent.changes.say("ru") == "Новое."
    assert consent.remind == timedelta(days=90)
    bare = read(folder, GOOD).consent
    assert (bare.changes, bare.remind) == (None, None)


def test_a_wave_is_asked_of_those_who_gave_a_scope(folder: Path) -> None:
    protocol = read(folder, GOOD.replace(WAVE, f"scope: quotes, {WAVE}"))
    assert [wave.scope for wave in protocol.schedule.waves] == ["quotes", ""]


BAD = [
    (WITH, f"{WITH}  changes: {{ru: Новое.}}\n", "en"),
    (WITH, f"{WITH}  remind: 1d\n", "write 7d to 730d"),
    (WITH, f"{WITH}  remind: 800d\n", "write 7d to 730d"),
    (WITH, f"{WITH}  remind: soon\n", '"soon"'),
    (WAVE, f"scope: diary, {WAVE}", '"diary" is required, so everybody who takes part has given it'),
    (WAVE, f"scope: quote, {WAVE}", 'there is no consent scope "quote"; did you mean "quotes"?'),
    (WAVE, f"scope: [quotes], {WAVE}", "one text should stand"),
]


@pytest.mark.parametrize(("old", "new", "words"), BAD, ids=[new for _, new, _ in BAD])
def test_a_mistake_is_told(folder: Path, old: str, new: str, words: str) -> None:
    assert words in told(folder, old, new)


VERSIONS = [
    ("1.0", (1, 0)),
    ("1.10", (1, 10)),
    ("12.3", (12, 3)),
    ("", (0, 0)),
    ("one", (0, 0)),
    ("1", (0, 0)),
]


@pytest.mark.parametrize(("version", "numbers"), VERSIONS)
def test_a_version_is_two_numbers(version: str, numbers: tuple[int, int]) -> None:
    assert release(version) == numbers
