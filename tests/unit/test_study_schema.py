"""The schema that editors use, held to what the reader knows and to every study at hand."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from study_good import GOOD
from typer.testing import CliRunner

from cli.study import app
from study.fields import Fields
from study.reading import StudyFileError, read_protocol
from study.sampling import SAMPLE, write_sample
from study.schema import schema

ROOT = Path(__file__).resolve().parents[2]
DOCS = (ROOT / "docs" / "study-file.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", DOCS, re.DOTALL | re.MULTILINE)
WHOLE = [SAMPLE / "study.yaml", *sorted((ROOT / "docs" / "examples").glob("*.yaml"))]
SCHEMA = schema()


def as_an_editor_reads(text: str) -> Any:
    """YAML 1.2, in which a date is a text."""
    return plain(YAML(typ="safe", pure=True).load(text))


def plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(item) for item in data]
    return data.isoformat() if isinstance(data, date) else data


def wrong(data: Any, within: dict[str, Any] | None = None) -> list[str]:
    found = Draft202012Validator(within or SCHEMA).iter_errors(data)
    return [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in found]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    json.dumps(SCHEMA)


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.name)
def test_whole_studies_fit(path: Path) -> None:
    assert wrong(as_an_editor_reads(path.read_text("utf-8"))) == []


def test_a_study_as_a_team_would_write_it_fits() -> None:
    assert wrong(as_an_editor_reads(GOOD)) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.split("\n")[0] for example in EXAMPLES])
def test_examples_of_the_docs_fit(example: str) -> None:
    """They are parts of a study: nothing that they have may be wrong."""
    partial = {key: value for key, value in SCHEMA.items() if key != "required"}
    assert wrong(as_an_editor_reads(example), partial) == []


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("expires: 3h", "expires: three hours"),
        ("quiet: 22:00-08:00", "quiet: at night"),
        ("type: scale", "type: slider"),
        ("kind: channel", "kind: radio"),
        ("languages: [ru, en]", "languages: [russian, en]"),
        ("timezone: Asia/Tbilisi", "zone: Asia/Tbilisi"),
        ("remember: true", "remember: sometimes"),
        ("granted: 2023-03-14", "granted: last March"),
        ("questionnaires:", "questionaires:"),
        ("signal: {times: 2, between: 18:00-21:00, apart: 1h}", "signal: {times: 2}"),
        ("every: 30d, at: 19:00, times: 6", "every: 30d, once: 1d"),
        ("  AM: {", "  Armenia: {"),
        ("id: mood,", "id: my mood,"),
    ],
)
def test_what_the_reader_refuses_the_editor_marks(tmp_path: Path, good: str, bad: str) -> None:
    assert good in GOOD
    broken = GOOD.replace(good, bad, 1)
    assert wrong(as_an_editor_reads(broken))
    (tmp_path / "study.yaml").write_text(broken, "utf-8")
    with pytest.raises(StudyFileError):
        read_protocol(tmp_path / "study.yaml")


# Which part of the schema is read under which name (`Fields.name`).
PARTS: dict[str, str] = {
    "the study": "#",
    "the team": "#/properties/team",
    "an approval": "#/properties/approvals/items",
    "the site": "#/$defs/site",
    "recruitment": "#/properties/recruitment",
    "referrals": "#/properties/recruitment/properties/referrals",
    "interviews": "#/properties/interviews",
    "care": "#/properties/care",
    "keep": "#/properties/keep",
    "a source": "#/properties/recruitment/properties/sources/items",
    "screening": "#/properties/screening",
    "consent": "#/properties/consent",
    "voice": "#/properties/consent/properties/voice",
    "a question of the check": "#/properties/consent/properties/check/items",
    "a scope": "#/properties/consent/properties/scopes/items",
    "a question": "#/$defs/question",
    "a group": "#/$defs/group",
    "repeat": "#/$defs/group/properties/repeat",
    "schedule": "#/properties/schedule",
    "arms": "#/properties/schedule/properties/arms",
    "a wave": "#/$defs/wave",
    "signal": "#/$defs/wave/properties/signal",
    "burst": "#/$defs/wave/properties/burst",
}
OPEN = ("a question of the check", "arms")
"""Read as any question, and what only other types have is refused; keys of the author's own choice."""


def known_to_the_reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, set[str]]:
    """The keys that `Fields` was asked for, by the name of what was read, over every study at hand."""
    known: dict[str, set[str]] = defaultdict(set)
    finish = Fields.finish

    def remembering(self: Fields) -> None:
        known[re.sub(r' "[A-Z]+"$', "", self.name)].update(self._known)
        finish(self)

    monkeypatch.setattr(Fields, "finish", remembering)
    for path in WHOLE:
        read_protocol(path)
    for number, example in enumerate([GOOD, *EXAMPLES]):
        place = tmp_path / f"{number}.yaml"
        place.write_text(example, "utf-8")
        with suppress(StudyFileError):  # a part of a study: its keys are asked for all the same
            read_protocol(place)
    return known


def part(pointer: str) -> dict[str, Any]:
    found = SCHEMA
    for step in pointer.split("/")[1:]:
        found = found[step]
    return found


def test_it_has_every_key_that_the_reader_knows_and_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    known = known_to_the_reader(monkeypatch, tmp_path)
    assert set(known) == set(PARTS)
    for name, pointer in PARTS.items():
        told = set(part(pointer)["properties"])
        assert (name, told) == (name, known[name] & told if name in OPEN else known[name])


def properties(at: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(at, dict):
        for key, value in at.get("properties", {}).items():
            if key not in ("zero", "one", "two", "few", "many", "other"):
                yield key, value
        for value in at.values():
            yield from properties(value)
    elif isinstance(at, list):
        for value in at:
            yield from properties(value)


def test_every_key_is_explained_in_a_sentence() -> None:
    found = list(properties(SCHEMA))
    assert len(found) > 80
    for key, value in found:
        assert value.get("description", "").endswith((".", '"1.0".')), key


def test_it_lies_beside_a_new_study_which_names_it(tmp_path: Path) -> None:
    study = write_sample(tmp_path)
    first = study.read_text("utf-8").splitlines()[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert json.loads((tmp_path / named).read_text("utf-8")) == SCHEMA


def test_it_is_printed() -> None:
    printed = CliRunner().invoke(app, ["schema"])
    assert (printed.exit_code, json.loads(printed.stdout)) == (0, SCHEMA)
