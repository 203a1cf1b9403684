"""What `restante study check` tells of a study without a mistake: keys to make, and what is left of the sample."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from study_good import GOOD
from typer.testing import CliRunner

from cli.study import app
from sealing.keys import SECRET_KEY_MARK as SEALED_SECRET
from sealing.secret import Work, create_key_pair
from study.cautions import PUBLIC_KEY_MARK, SECRET_KEY_MARK, cautions
from study.reading import StudyFileError, read_protocol
from study.sampling import write_sample

QUICK = Work(memory=64, passes=1, lanes=1)
run = CliRunner()
CARE = "care: {words: {ru: [не хочу жить], en: [want to die]}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study in which nothing is left to do; its keys core, escrow and yerevan are there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "keys").mkdir()
    good = GOOD.replace("fieldwork@example.org", "us@crossing.example")
    for zone in ("Asia/Yerevan", "Asia/Tbilisi"):
        good = good.replace(zone, zone + ', support: {ru: "112", en: "112"}')
    (tmp_path / "study.yaml").write_text(good + CARE, "utf-8")
    for name in ("core", "escrow", "yerevan"):
        public, secret = create_key_pair(name, "stones and apricots", QUICK)
        (tmp_path / "keys" / f"{name}.pub").write_text(public)
        (tmp_path / f"{name}.away").write_text(secret)
    return tmp_path


def told() -> list[str]:
    return [str(one) for one in cautions("study.yaml", read_protocol("study.yaml"))]


def test_nothing_to_take_care_of(folder: Path) -> None:
    read_protocol("study.yaml", today=date(2023, 3, 14))
    assert told() == []


def test_a_study_that_meets_no_words_of_distress(folder: Path) -> None:
    """Gently: it may be left out knowingly, and the study is in order."""
    study = folder / "study.yaml"
    study.write_text(study.read_text("utf-8").replace(CARE, ""), "utf-8")
    (only,) = told()
    assert only.startswith("study.yaml:1: take care: nothing in this study meets words of distress")
    assert "leave it out knowingly" in only
    assert run.invoke(app, ["check", "study.yaml"]).exit_code == 0


def test_marks_are_those_of_the_sealing_room(folder: Path) -> None:
    assert SECRET_KEY_MARK == SEALED_SECRET
    assert (folder / "keys" / "core.pub").read_text().split("\n")[0] == PUBLIC_KEY_MARK


def missing(keys: Path) -> None:
    (keys / "escrow.pub").unlink()


def a_folder(keys: Path) -> None:
    (keys / "escrow.pub").unlink()
    (keys / "escrow.pub").mkdir()


def copied(keys: Path) -> None:
    (keys / "escrow.pub").write_bytes((keys / "core.pub").read_bytes())


def secret(keys: Path) -> None:
    (keys / "escrow.pub").write_bytes((keys.parent / "escrow.away").read_bytes())


def secret_after_blank_lines(keys: Path) -> None:
    (keys / "escrow.pub").write_bytes(
        b"\n\r\n" + (keys.parent / "escrow.away").read_bytes().replace(b"\n", b"\r\n")
    )


def something_else(keys: Path) -> None:
    (keys / "escrow.pub").write_bytes(b"\xff\xd8\xff\xe0 a photo")


def empty(keys: Path) -> None:
    (keys / "escrow.pub").write_bytes(b"")


def of_a_site(keys: Path) -> None:
    (keys / "yerevan.pub").unlink()


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (missing, 7, 'there is no key file "keys/escrow.pub" yet; make a pair with `restante keys new NAME`'),
        (a_folder, 7, 'there is no key file "keys/escrow.pub" yet;'),
        (copied, 7, '"keys/escrow.pub" is a copy of "keys/core.pub"; make a second pair'),
        (secret, 7, '"keys/escrow.pub" is a secret key; take it away from here'),
        (secret_after_blank_lines, 7, '"keys/escrow.pub" is a secret key;'),
        (something_else, 7, '"keys/escrow.pub" is no public key; copy NAME.pub there once more'),
        (empty, 7, '"keys/escrow.pub" is no public key;'),
        (of_a_site, 9, 'there is no key file "keys/yerevan.pub" yet;'),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_keys(folder: Path, change: Callable[[Path], None], line: int, said: str) -> None:
    change(folder / "keys")
    (only,) = told()
    assert only.startswith(f"study.yaml:{line}: take care: {said}")
    answer = run.invoke(app, ["check", "study.yaml"])
    assert answer.exit_code == 0
    assert answer.output.endswith(f"{only}\n")
    assert answer.output.startswith("Дорога (crossing)\n")


def test_a_sample_left_untouched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_sample(Path("."))
    lines = run.invoke(app, ["check", "study.yaml"]).output.splitlines()
    cared = [line for line in lines if "take care" in line]
    assert cared == lines[-4:]
    assert cared[0].startswith(
        'study.yaml:11: take care: "fieldwork@example.org" is the sample\'s contact; write where'
    )
    assert [line.split(" yet;")[0] for line in cared[1:3]] == [
        'study.yaml:20: take care: there is no key file "keys/core.pub"',
        'study.yaml:21: take care: there is no key file "keys/escrow.pub"',
    ]
    assert cared[3].startswith("study.yaml:26: take care: nobody answers at the lines of help of AM, GE, KZ")


@pytest.mark.parametrize(
    ("today", "wrong"), [("2023-03-13", True), ("2023-03-14", False), ("2030-01-01", False)]
)
def test_an_approval_still_to_come(folder: Path, today: str, wrong: bool) -> None:
    if not wrong:
        assert read_protocol("study.yaml", today=date.fromisoformat(today)).open_for_recruitment
        return
    with pytest.raises(StudyFileError) as caught:
        read_protocol("study.yaml", today=date.fromisoformat(today))
    assert str(caught.value) == (
        "study.yaml:6: 2023-03-14 is still to come; write the date of the approval once it is given; "
        "until then, leave it out"
    )


def test_the_check_knows_what_day_it_is(folder: Path) -> None:
    study = folder / "study.yaml"
    study.write_text(study.read_text("utf-8").replace("granted: 2023-03-14", "granted: 9999-12-31"), "utf-8")
    answer = run.invoke(app, ["check", "study.yaml"])
    assert answer.exit_code == 2
    assert answer.output.startswith("study.yaml:6: 9999-12-31 is still to come;")
