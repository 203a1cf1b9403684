"""The schema that editors use, held to what the reader knows and to every study at hand."""
# ruff: noqa: E501 - a table reads better in rows

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from study_good import GOOD
from typer.testing import CliRunner

from cli.study import app
from study.ahead import LONGEST as MOST_MINUTES
from study.ahead import MOST_COUPONS
from study.assigning import LARGEST_SEED, MOST_SHARES
from study.bounds import LARGEST, LONGEST, MOST_DECIMALS
from study.conditions import LONGEST as LONGEST_CONDITION
from study.fields import Fields
from study.groups import MOST_ROUNDS
from study.lengths import LONGEST_LABEL, LONGEST_NAME, LONGEST_SENTENCE
from study.options import MOST
from study.overall import MOST_NEVER
from study.places import MOST as MOST_SITES
from study.places import MOST_HOPED
from study.questions import MOST_QUESTIONS
from study.reading import StudyFileError, read_protocol
from study.rhythm import MOST_A_DAY, MOST_CLOCKS, MOST_EACH, MOST_PROMPTS
from study.sampling import SAMPLE, write_sample
from study.schema import schema
from study.team import LONGEST_CONTACT
from study.touching import LONGEST_BUTTON, LONGEST_ENTRY, MOST_BUTTONS, MOST_PIECES
from study.waves import MOST_ALL_DAY, MOST_MISSED, MOST_REMINDERS, MOST_WAVES

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
        ("quiet: 22:00-08:00", "shift: {earlier: two hours}"),
        ("quiet: 22:00-08:00", "shift: 2h"),
        ("expires: 3d, remind: 1d", "expires: 3d, late: forever"),
        ("remember: true}", "sets: country}"),
        ("schedule:", "diary: {takes: [video]}\nschedule:"),
        ("schedule:", "diary: {within: near}\nschedule:"),
        ("schedule:", "buttons: {id: b, label: {ru: Б, en: B}, ask: evening}\nschedule:"),
        ("schedule:", "buttons: [{id: b, ask: evening}]\nschedule:"),
        ("schedule:", "ending: 365d\nschedule:"),
        ("schedule:", "ending: {after: a year}\nschedule:"),
    ],
)
def test_what_the_reader_refuses_the_editor_marks(tmp_path: Path, good: str, bad: str) -> None:
    assert good in GOOD
    broken = GOOD.replace(good, bad, 1)
    assert wrong(as_an_editor_reads(broken))
    (tmp_path / "study.yaml").write_text(broken, "utf-8")
    with pytest.raises(StudyFileError):
        read_protocol(tmp_path / "study.yaml")


def listing(form: str, between: str = ", ") -> Callable[[int], str]:
    """So many of these in a row, each with a number of its own."""
    return lambda many: between.join(form.replace("#", f"{n:02}") for n in range(many))


# (what is changed, around what, so many of it, the most)
LIMITS: list[tuple[str, str, Callable[[int], str], int]] = [
    ("waves:\n", "waves:\n@\n", listing("    - {id: n#, ask: evening, every: 1d, times: 1, expires: 3h}", "\n"), MOST_WAVES - 2),
    ("schedule:\n", "schedule:\n  never: [@]\n", lambda many: ", ".join(str(date(2023, 1, 1) + timedelta(days=n)) for n in range(many)), MOST_NEVER),
    ("schedule:\n", "schedule:\n  most-a-day: @\n", str, MOST_ALL_DAY),
    ("target: 25", "target: @", str, MOST_HOPED),
    ("signal: {times: 2, between: 18:00-21:00, apart: 1h}", "signal: {times: @, between: 10:00-21:59}", str, MOST_A_DAY),
    ("days: 1-7", "days: 1-7, each: @", str, MOST_EACH),
    ("times: 6", "times: @", str, MOST_PROMPTS),
    ("remind: [1h]", "remind: [@]", listing("1#m"), MOST_REMINDERS),
    ("at: 19:00", "at: [@]", listing("10:#"), MOST_CLOCKS),
    ("why, ask: {ru: Почему?, en: Why?}, type: [text, voice]", "why, ask: {ru: Почему?, en: Why?}, type: text, at-most: @", str, LONGEST),
    ("type: scale, from: 0, to: 10", "type: number, decimals: @", str, MOST_DECIMALS),
    ("type: scale, from: 0, to: 10", "type: number, to: @", str, LARGEST),
    ("{before: {ru: До, en: Before}, after", "{@, after", listing("o#: {ru: О#, en: O#}"), MOST - 1),
    ("  evening:\n", "  evening:\n@\n", listing("    - {id: n#, type: photo, ask: {ru: б, en: b}}", "\n"), MOST_QUESTIONS - 3),
    ("  evening:\n", "  evening:\n    - {group: g, repeat: {times: m, at-most: @}, questions: [{id: n, type: photo, ask: {ru: б, en: b}}]}\n", str, MOST_ROUNDS),
    ("sites:\n", "sites:\n@", lambda many: "".join(f"  Z{chr(65 + n // 26)}{chr(65 + n % 26)}: {{name: {{ru: г, en: g}}, timezone: UTC}}\n" for n in range(many)), MOST_SITES - 2),
    ("kind: snowball}\n", "kind: snowball}\n  referrals: {coupons: @}\n", str, MOST_COUPONS),
    ("schedule:\n", "interviews: {minutes: @, ways: in-person}\nschedule:\n", str, MOST_MINUTES),
    ("schedule:\n", "schedule:\n  arms: {one: @, other: 1, seed: 1}\n", str, MOST_SHARES),
    ("schedule:\n", "schedule:\n  arms: {one: 1, other: 1, seed: @}\n", str, LARGEST_SEED),
    ("schedule:\n", "schedule:\n  fewer: @\n", str, MOST_ALL_DAY),
    ("schedule:\n", "schedule:\n  silence: @\n", str, MOST_MISSED),
    ("schedule:\n", "diary: {longest: @}\nschedule:\n", str, LONGEST_ENTRY),
    ("schedule:\n", "diary: {pieces: @}\nschedule:\n", str, MOST_PIECES),
    ("schedule:\n", "buttons: [@]\nschedule:\n", listing("{id: b#, label: {ru: б#, en: b#}, ask: evening}"), MOST_BUTTONS),
    ("schedule:\n", "buttons: [{id: b, label: {ru: б, en: @}, ask: evening}]\nschedule:\n", "x".__mul__, LONGEST_BUTTON),
    ("title: {ru: Дорога, en: Road}", "title: {ru: Дорога, en: @}", "x".__mul__, LONGEST_NAME),
    ("en: I take part.", "en: @", "x".__mul__, LONGEST_SENTENCE),
    ("en: Armenia", "en: @", "x".__mul__, LONGEST_LABEL),
    ("contact: fieldwork@example.org", "contact: @", "x".__mul__, LONGEST_CONTACT),
    ("eligible: adult and left == \"after\"", "eligible: adult@", lambda many: " " * (many - 13) + "or adult", LONGEST_CONDITION),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "so_many", "most"), LIMITS, ids=[new[-40:] for _, new, _, _ in LIMITS]
)
def test_what_is_too_much(
    tmp_path: Path, old: str, new: str, so_many: Callable[[int], str], most: int
) -> None:
    """The most that the reader takes is taken by the editor too; one more is refused by both."""
    assert GOOD.count(old) == 1
    at_most, more = (GOOD.replace(old, new.replace("@", so_many(many))) for many in (most, most + 1))
    assert wrong(as_an_editor_reads(at_most)) == []
    assert len(wrong(as_an_editor_reads(more))) == 1
    assert refusals(tmp_path, more) - refusals(tmp_path, at_most)


def refusals(folder: Path, text: str) -> set[str]:
    (folder / "study.yaml").write_text(text, "utf-8")
    try:
        read_protocol(folder / "study.yaml")
    except StudyFileError as error:
        return {fault.what for fault in error.faults}
    return set()


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
    "a score": "#/properties/care/properties/scores/items",
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
    "shift": "#/properties/schedule/properties/shift",
    "the diary": "#/properties/diary",
    "a button": "#/properties/buttons/items",
    "the ending": "#/properties/ending",
    "the chat": "#/properties/chat",
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
