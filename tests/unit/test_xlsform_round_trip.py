"""A study goes to XLSForm and comes back the same; pyxform takes what is written."""

import ast
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert
from xlsform_forms import restante
from xlsform_study import BIG

from study.conditions import Condition
from study.model import Model
from study.protocol import Protocol
from study.reading import read_protocol
from study.sampling import write_sample

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "docs" / "examples").glob("*.yaml"))
STUDIES = ["big", "sample", *(path.stem for path in EXAMPLES)]


@pytest.fixture(params=STUDIES)
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return laid(request.param, tmp_path / "study")


def laid(name: str, folder: Path) -> Path:
    if name == "sample":
        return write_sample(folder)
    folder.mkdir()
    text = BIG if name == "big" else next(path for path in EXAMPLES if path.stem == name).read_text("utf-8")
    path = folder / "study.yaml"
    path.write_text(text, "utf-8")
    return path


def plain(value: Any) -> Any:
    """What the study says, however its conditions are spaced and quoted."""
    match value:
        case Condition():
            return ast.dump(value.tree)
        case Model():
            return {key: plain(getattr(value, key)) for key in type(value).model_fields}
        case dict():
            return {key: plain(one) for key, one in value.items()}
        case tuple() | list():
            return [plain(one) for one in value]
    return value


def same(one: Protocol, other: Protocol) -> None:
    for part in ("id", "title", "languages", "sources", "screening", "questionnaires", "schedule"):
        assert plain(getattr(one, part)) == plain(getattr(other, part)), part
    assert [site.model_copy(update={"key": None}) for site in one.sites] == [
        site.model_copy(update={"key": None}) for site in other.sites
    ]
    said, again = one.consent.information.root, other.consent.information.root
    assert {key: text.strip() for key, text in said.items()} == {
        key: text.strip() for key, text in again.items()
    }
    blank = {"information": one.consent.information, "custodian": one.consent.custodian}
    assert (one.consent.custodian is None) is (other.consent.custodian is None)
    assert one.consent.model_copy(update=blank) == other.consent.model_copy(update=blank)


def test_a_study_comes_back_as_it_went(study: Path, tmp_path: Path) -> None:
    out, folder = tmp_path / "out.xlsx", tmp_path / "again"
    went = restante("export", study, "--xlsform", out)
    assert (went.code, went.err) == (0, "")
    came = restante("import", out, "--out", folder)
    assert (came.code, came.err) == (0, ""), came.out
    assert "Not carried over" not in came.out
    same(read_protocol(study), read_protocol(folder / "study.yaml"))
    twice = tmp_path / "twice.xlsx"
    assert restante("export", folder / "study.yaml", "--xlsform", twice).code == 0
    assert cells(twice) == cells(out)


def cells(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every sheet, as rows of what is in them; columns may stand in another order."""
    found = {}
    for sheet in load_workbook(path):
        head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [
            {key: said for key, said in zip(head, row, strict=True) if said} for row in rows
        ]
    return found


def test_pyxform_takes_it_and_odk_would_ask_the_same(tmp_path: Path) -> None:
    study, out = laid("big", tmp_path / "study"), tmp_path / "out.xlsx"
    assert restante("export", study, "--xlsform", out).code == 0
    warnings: list[str] = []
    xform = convert(str(out), warnings=warnings).xform
    assert [warning for warning in warnings if "Repeat has no label" not in warning] == []
    for said in (
        "min( /data/road/companions , 5)",
        'relevant=" /data/road/companions  &gt; 0 and round(decimal-date-time(today()) - decimal-date-time(',
        "constraint=\"not(selected(., 'none') and count-selected(.) &gt; 1) and ",
        "decimal-time(.) &gt;= decimal-time('04:00')",
        '<range ref="/data/road/depth" start="-3" end="3" step="1">',
        'calculate="position(..)"',
        '<translation lang="Russian (ru)" default="true()">',
        'required="true()"',
    ):
        assert said in xform, said


def test_what_others_will_not_understand_is_told(tmp_path: Path) -> None:
    study, out = laid("big", tmp_path / "study"), tmp_path / "out.xlsx"
    told = restante("export", study, "--xlsform", out).out
    for words in (
        "the column within, in 1 row: other programs keep the exact place: take care",
        "the column remember, in 4 rows",
        "the column sets, in 1 row: other programs do not know that this says where somebody lives",
        "the column answered_by",
        "the column fixed, in 1 row",
        "the column by, in 1 row: other programs have one form of the words for every number",
        "{home} in a text: other programs say the id of the option there, not its words",
        "`keys` of the study file: a form has no place for it; it is written nowhere",
    ):
        assert words in told, words


def test_nothing_that_was_written_becomes_a_formula(tmp_path: Path) -> None:
    study, out = laid("big", tmp_path / "study"), tmp_path / "out.xlsx"
    restante("export", study, "--xlsform", out)
    held = [cell for sheet in load_workbook(out) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(str(cell.value).startswith("=A line") for cell in held)
    assert {cell.data_type for cell in held} == {"s"}


def test_a_condition_that_a_team_edits_elsewhere_is_the_one_that_comes_back(tmp_path: Path) -> None:
    study, out = laid("sample", tmp_path / "study"), tmp_path / "out.xlsx"
    restante("export", study, "--xlsform", out)
    workbook = load_workbook(out)
    sheet = workbook["survey"]
    [cell] = [cell for row in sheet.iter_rows() for cell in row if cell.value == "${mood} <= 3"]
    cell.value = "${mood} < 2"
    workbook.save(out)
    merged = restante("import", out, "--study", study, "--merge")
    assert merged.code == 1  # the sheets of consent, schedule … stay where they are
    assert "survey: `screening`: only questionnaires go into a study that is there; see --out" in merged.out
    assert merged.out.count("only questionnaires go into a study") == 5
    why = next(question for question in read_protocol(study).questions() if question.id == "why")
    assert why.when == Condition("mood < 2")


def test_export_refuses_kindly(tmp_path: Path) -> None:
    study = laid("sample", tmp_path / "study")
    there = tmp_path / "there.xlsx"
    there.write_text("mine")
    said = restante("export", study, "--xlsform", there)
    assert (said.code, said.out) == (2, "")
    assert "is there already. Nothing was written" in said.err
    assert there.read_text() == "mine"
    assert restante("export", study, "--xlsform", tmp_path / "out.ods").code == 2
    nowhere = restante("export", study, "--xlsform", tmp_path / "no" / "out.xlsx")
    assert nowhere.code == 1
    assert "could not be written" in nowhere.err
