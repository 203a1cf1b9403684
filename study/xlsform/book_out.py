"""Sheets as a workbook, and what pyxform says of it."""

from pathlib import Path
from typing import Any

from study.xlsform.lists import Cells
from study.xlsform.telling import NoExtra, Remarks

FIRST = ("list_name", "what", "type", "name", "id")
LONGEST_CELL = 32_767
"""Characters; a spreadsheet takes no more."""
WIDE, NARROW = 44, 16


class NotAccepted(Exception):
    """pyxform does not take what was written. The message is its own."""


def write_book(path: Path, sheets: dict[str, list[Cells]], remarks: Remarks) -> None:
    """Every cell is a text: nothing that somebody wrote becomes a formula. Raises OSError, NoExtra."""
    try:
        from openpyxl import Workbook
    except ImportError:
        raise NoExtra from None
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        columns = _columns(rows)
        for at, column in enumerate(columns, 1):
            _put(sheet, 1, at, column)
            sheet.column_dimensions[sheet.cell(1, at).column_letter].width = (
                WIDE if "::" in column else NARROW
            )
        for number, row in enumerate(rows, 2):
            for at, column in enumerate(columns, 1):
                if said := row.get(column):
                    if len(said) > LONGEST_CELL:
                        remarks.lost(
                            name, number, f"the end of {column}", f"a cell holds {LONGEST_CELL} characters"
                        )
                    _put(sheet, number, at, said[:LONGEST_CELL])
        sheet.freeze_panes = "A2"
    book.save(path)


def check_with_pyxform(path: Path) -> None:
    """Raises NotAccepted where pyxform makes no XForm of it, NoExtra where it is not installed."""
    try:
        from pyxform.errors import PyXFormError
        from pyxform.xls2xform import convert
    except ImportError:
        raise NoExtra from None
    try:
        convert(str(path), warnings=[])
    except PyXFormError as error:
        raise NotAccepted(" ".join(str(error).split())) from None


def _put(sheet: Any, row: int, column: int, said: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = said
    cell.data_type = "s"
    cell.number_format = "@"


def _columns(rows: list[Cells]) -> list[str]:
    """In the order in which people read them: what it is first, texts after, the rest as it comes."""
    found = list(dict.fromkeys(column for row in rows for column in row))
    return sorted(
        found, key=lambda column: (column not in FIRST, FIRST.index(column) if column in FIRST else 0)
    )
