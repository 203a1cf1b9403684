"""`consent: custodian:` of a study file: a key of its own, to which agreements are sealed."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from study_good import GOOD, faults, read

from sealing.secret import Work, create_key_pair
from study.cautions import cautions
from study.schema import schema
from study.summary import summary

NAMED = GOOD.replace("  record: voice\n", "  record: voice\n  custodian: keys/ethics.pub\n")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "keys").mkdir()
    return tmp_path


def make(folder: Path, *names: str) -> None:
    for name in names:
        public, _ = create_key_pair(name, "stones and apricots", Work(memory=64, passes=1, lanes=1))
        (folder / "keys" / f"{name}.pub").write_text(public)


def told(folder: Path) -> list[str]:
    return [str(one) for one in cautions("study.yaml", read(folder, NAMED)) if "ethics.pub" in str(one)]


def test_it_is_counted_from_the_study_file(folder: Path) -> None:
    assert read(folder, NAMED).consent.custodian == folder / "keys" / "ethics.pub"
    assert read(folder, GOOD).consent.custodian is None


def test_the_check_says_it(folder: Path) -> None:
    said = "Agreements: sealed to ethics.pub alone"
    assert said in summary(read(folder, NAMED))
    assert said not in summary(read(folder, GOOD))


def test_a_secret_key_is_none(folder: Path) -> None:
    [fault] = faults(folder, NAMED.replace("ethics.pub", "ethics.key"))
    assert '"keys/ethics.key" is a secret key' in fault


def test_one_that_is_not_made_yet_is_something_to_take_care_of(folder: Path) -> None:
    make(folder, "core", "escrow", "yerevan")
    [caution] = told(folder)
    assert 'there is no key file "keys/ethics.pub" yet' in caution
    make(folder, "ethics")
    assert told(folder) == []


def test_one_that_is_the_teams_own_is_none(folder: Path) -> None:
    make(folder, "core", "escrow", "yerevan")
    (folder / "keys" / "ethics.pub").write_text((folder / "keys" / "core.pub").read_text())
    [caution] = told(folder)
    assert "is a key of the team, which then hears the agreements too" in caution


def test_editors_know_it() -> None:
    data = json.loads(json.dumps(YAML(typ="safe", pure=True).load(NAMED), default=str))
    assert data["consent"]["custodian"] == "keys/ethics.pub"
    faulty = [error.message for error in Draft202012Validator(schema()).iter_errors(data)]
    assert not [message for message in faulty if "custodian" in message]
