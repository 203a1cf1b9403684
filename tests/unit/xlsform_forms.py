"""Workbooks for tests, written as tables in a text; and what the command says of them."""

from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from typer.testing import CliRunner

from cli.study import app
from study.xlsform.forming import Form, read_form

YES_NO = """
    list_name | name | label
    yn        | yes  | Yes
    yn        | no   | No
"""


def table(text: str) -> list[list[str]]:
    """`a | b` lines as rows of cells."""
    lines = (line for line in text.strip("\n").split("\n") if line.strip())
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def book(path: Path, **sheets: str) -> Path:
    """A workbook with these sheets, each a table."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, text in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in table(text):
            sheet.append([cell or None for cell in row])
    workbook.save(path)
    return path


def form(folder: Path, survey: str, choices: str = YES_NO, **sheets: str) -> Form:
    return read_form(book(folder / "form.xlsx", survey=survey, choices=choices, **sheets))


def questions(read: Form) -> list[dict[str, object]]:
    """Of the only questionnaire."""
    [only] = read.parts["questionnaires"].values()
    found: list[dict[str, object]] = only
    return found


@dataclass(frozen=True)
class Said:
    """What the command said, and how it ended."""

    code: int
    out: str
    err: str


def restante(*words: object) -> Said:
    """`restante study …`."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Said(done.exit_code, done.stdout, done.stderr)
