"""Every example in docs/study-file.md is read, as part of a whole study."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from study.answering import KEYS
from study.instrument import AnswerType
from study.protocol import SourceKind
from study.reading import read_protocol

DOCS = Path(__file__).resolve().parents[2] / "docs" / "study-file.md"
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", DOCS.read_text("utf-8"), re.DOTALL | re.MULTILINE)

# What an example stands in: the parts of a study, as text, that it does not have itself.
REST = {
    "study": "study: s",
    "title": "title: {ru: Дорога, en: Road}",
    "languages": "languages: [ru, en]",
    "team": "team: {name: {ru: Группа, en: Group}, contact: us}",
    "keys": "keys: {a: a.pub, b: b.pub}",
    "sites": "sites: {AM: {name: {ru: Армения, en: Armenia}, timezone: Asia/Yerevan}, "
    "GE: {name: {ru: Грузия, en: Georgia}, timezone: Asia/Tbilisi}}",
    "consent": 'consent: {version: "1.0", information: {ru: О нас., en: Us.}, statement: {ru: Да., en: Yes.}}',
}


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.split("\n")[0] for example in EXAMPLES])
def test_examples_are_read(tmp_path: Path, example: str) -> None:
    own = YAML(typ="safe", pure=True).load(example)
    rest = "\n".join(text for key, text in REST.items() if key not in own)
    path = tmp_path / "study.yaml"
    path.write_text(f"{example}\n{rest}\n", "utf-8")
    protocol = read_protocol(path)
    assert len(protocol.keys) == 2


@pytest.mark.parametrize(
    "path", sorted((DOCS.parent / "examples").glob("*.yaml")), ids=lambda path: path.stem
)
def test_whole_examples_are_read(path: Path) -> None:
    protocol = read_protocol(path)
    assert protocol.id == path.stem
    assert protocol.schedule.waves


def test_there_are_examples_of_everything() -> None:
    text = "".join(EXAMPLES)
    assert len(EXAMPLES) >= 9
    assert all(
        f"{key}:" in text
        for key in (*REST, "approvals", "recruitment", "screening", "questionnaires", "schedule")
    )
    assert all(type in text for type in AnswerType)
    assert all(f"`{kind}`" in DOCS.read_text("utf-8") for kind in SourceKind)


def test_the_table_of_types_has_every_type_and_its_keys() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \|[^|]*\|([^|]*)\|$", DOCS.read_text("utf-8"), re.MULTILINE))
    assert list(rows) == [str(type) for type in AnswerType]
    everywhere = {"order", "fixed"}  # explained below the table
    for type in AnswerType:
        keys = {key for key, owners in KEYS.items() if type in owners} - everywhere
        assert {key for key in KEYS if f"`{key}`" in rows[type]} == keys


def test_every_key_that_is_read_is_explained() -> None:
    """The keys are collected from the reader's own code, so that a new one cannot stay unexplained."""
    study = DOCS.parents[1] / "study"
    code = "".join(path.read_text("utf-8") for path in study.glob("*.py"))
    keys = set(re.findall(r'\.(?:need|may|either|at)\(\s*"([a-z-]+)"', code))
    assert len(keys) > 40
    explained = DOCS.read_text("utf-8")
    assert [key for key in sorted(keys) if f"{key}:" not in explained and f"`{key}`" not in explained] == []
