"""`restante study check FILE --against DATA`, where DATA is no data folder: what is wrong with it."""

import sqlite3
from pathlib import Path

import pytest
from study_good import GOOD
from typer.testing import CliRunner

from cli.study import app

INSTEAD = "Give --against the folder that `restante run` has as --data."


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path = tmp_path / "study.yaml"
    path.write_text(GOOD, "utf-8")
    return path


def refusal(study: Path, data: Path) -> str:
    told = CliRunner().invoke(app, ["check", str(study), "--against", str(data)])
    assert told.exit_code == 2
    return told.stderr


def test_no_folder(study: Path) -> None:
    missing = study.parent / "dat"
    assert refusal(study, missing) == f"{missing}: there is no such folder. {INSTEAD}\n"
    assert not missing.exists()


def test_a_file(study: Path) -> None:
    assert refusal(study, study) == f"{study}: this is a file. {INSTEAD}\n"


def test_a_folder_of_something_else(study: Path) -> None:
    told = f"{study.parent}: no bot has worked in this folder (restante.sqlite3 is missing). {INSTEAD}\n"
    assert refusal(study, study.parent) == told


def test_a_name_that_no_folder_can_have(study: Path) -> None:
    assert "this folder cannot be looked into (File name too long)" in refusal(study, Path("x" * 5_000))


def test_a_database_of_something_else(study: Path) -> None:
    connection = sqlite3.connect(study.parent / "restante.sqlite3")
    connection.execute("CREATE TABLE birds (name)")
    connection.close()
    told = refusal(study, study.parent)
    assert "is not a database of Poste Restante. Give --against the folder" in told
    assert "--data the folder" not in told
