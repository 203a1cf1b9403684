"""A workbook as text: sheets, rows with their numbers, cells under their headings. Everything a stranger's file may do
to us is met here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import Any

from study.xlsform.telling import NoExtra, NoXLSForm, Remarks
from study.xlsform.unpacking import check_file

MOST_ROWS = 5_000
"""Of one sheet. A study asks 500 questions in a row at most."""
MOST_COLUMNS = 300

_CONTROL = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|_x000[dD]_")


@dataclass(frozen=True)
class Row:
    """`number` as the spreadsheet shows it; `cells` by heading, those that are empty left out."""

    number: int
    cells: dict[str, str]

    def get(self, heading: str) -> str:
        return self.cells.get(heading, "")


@dataclass(frozen=True)
class Sheet:
    name: str
    headings: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass
class Book:
    """`name` as the user gave it; sheets by their names in lower case."""

    name: str
    sheets: dict[str, Sheet] = field(default_factory=dict)

    def sheet(self, name: str) -> Sheet:
        """An empty one where the book has none of that name."""
        return self.sheets.get(name, Sheet(name))


def open_book(path: Path, remarks: Remarks) -> Book:
    """Every sheet that has rows. Raises NoXLSForm, with one sentence; NoExtra where openpyxl is missing."""
    check_file(path)
    worksheets, computed = _load(path)
    book = Book(str(path))
    for title, sheet in worksheets.items():
        key = title.strip().lower()
        if key in book.sheets:
            raise NoXLSForm(f"{path}: two sheets are called {key!r}; rename one")
        book.sheets[key] = _sheet(path, sheet, computed.get(title), remarks)
    if not any(sheet.rows for sheet in book.sheets.values()):
        raise NoXLSForm(
            f"{path}: the workbook is empty; an XLSForm has a sheet `survey` with a row for each question"
        )
    return book


def _load(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Worksheets by title, as written and, where there are formulas, as they were last worked out."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise NoExtra from None
    try:
        written = load_workbook(path, keep_links=False)
        sheets = {sheet.title: sheet for sheet in written.worksheets}
        if not any(cell.data_type == "f" for sheet in sheets.values() for cell in _cells(sheet)):
            return sheets, {}
        worked_out = load_workbook(path, keep_links=False, data_only=True)
        return sheets, {sheet.title: sheet for sheet in worked_out.worksheets}
    except Exception:  # whatever a broken workbook makes of the library's insides
        raise NoXLSForm(f"{path}: the workbook is damaged; open it and save it again as .xlsx") from None


def _cells(sheet: Any) -> Iterator[Any]:
    """Those that hold something, row by row. Asking for rows instead would make every empty cell up to the last one."""
    held = sheet._cells
    return (held[place] for place in sorted(held) if held[place].value is not None)


def _sheet(path: Path, sheet: Any, computed: Any, remarks: Remarks) -> Sheet:
    name = sheet.title.strip().lower()
    headings: dict[int, str] = {}
    rows = []
    for number, cells in groupby(_cells(sheet), lambda cell: cell.row):
        said = {cell.column: _said(cell, computed, name, remarks) for cell in cells}
        said = {column: text for column, text in said.items() if text}
        _check_size(path, sheet.title, number, said)
        if not said:
            continue
        if not headings:
            headings = _headings(path, name, said)
            continue
        for column in sorted(said.keys() - headings.keys()):
            remarks.lost(name, number, f"“{short(said[column])}”", "it stands in a column without a heading")
        rows.append(Row(number, {headings[at]: text for at, text in said.items() if at in headings}))
    for merged in sheet.merged_cells.ranges:
        why = "only the first has what is written; unmerge them, and fill in each"
        remarks.lost(name, merged.min_row, f"the cells {merged.coord} are merged", why)
    return Sheet(name, tuple(headings.values()), tuple(rows))


def _check_size(path: Path, title: str, number: int, said: dict[int, str]) -> None:
    if said and number > MOST_ROWS:
        raise NoXLSForm(f"{path}: the sheet {title!r} goes on to row {number}; {MOST_ROWS} rows are the most")
    if said and max(said) > MOST_COLUMNS:
        raise NoXLSForm(f"{path}: the sheet {title!r} has {max(said)} columns; {MOST_COLUMNS} are the most")


def _headings(path: Path, name: str, said: dict[int, str]) -> dict[int, str]:
    found = {column: heading(text) for column, text in said.items()}
    for column, text in found.items():
        if text in list(found.values())[: list(found).index(column)]:
            raise NoXLSForm(f"{path}: the sheet {name!r} has two columns {text!r}; rename one")
    return found


def heading(text: str) -> str:
    """`Label :: Russian (ru)` as `label::Russian (ru)`."""
    first, *rest = (part.strip() for part in re.split(r"::?", text, maxsplit=1))
    return "::".join(["_".join(first.split()).lower(), *rest])


def _said(cell: Any, computed: Any, sheet: str, remarks: Remarks) -> str:
    if cell.data_type != "f":
        return as_text(cell.value)
    said = "" if computed is None else as_text(computed[cell.coordinate].value)
    what = f"a formula in {cell.coordinate}"
    if said:
        remarks.changed(sheet, cell.row, what, f"taken as it was last worked out, “{short(said)}”")
    else:
        remarks.lost(sheet, cell.row, what, "what it comes to is not in the file; write the words themselves")
    return said


def as_text(value: Any) -> str:
    """A cell as somebody would type it: 1.0 as 1, a date as 2024-02-24, a time as 09:30."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return f"{value:%Y-%m-%d}"
        case time():
            return f"{value:%H:%M}"
        case date():
            return value.isoformat()
    return _CONTROL.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n")).strip()


def short(text: str) -> str:
    """Enough of it to be found again."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 60 else f"{one_line[:59]}…"
