"""Cells of a CSV file that no spreadsheet takes for a formula.

A spreadsheet runs a cell that begins with = + - @ (full-width forms too), a tab or a carriage return, and
some of them skip spaces and invisible characters first (OWASP, "CSV Injection"). Such a text gets an
apostrophe in front; so does one that already looks as if it had got one, so that taking one away always gives
back what was said (`undone`). Only texts: a number that we count or that a scale gives stays a number."""

import csv
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

Cell = str | int | float | bool | None

_TRIGGERS = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
_SKIPPED = frozenset({"Zs", "Zl", "Zp", "Cf", "Cc"})  # Unicode categories: separators and the invisible


def defused(text: str) -> str:
    """`text`, with an apostrophe before it where a spreadsheet could run it."""
    return f"'{text}" if _runs(text) else text


def undone(cell: str) -> str:
    """The text that `defused` made `cell` of."""
    return cell[1:] if cell.startswith("'") and _runs(cell[1:]) else cell


def _runs(text: str) -> bool:
    for character in text:
        if character in _TRIGGERS:
            return True
        if character != "'" and unicodedata.category(character) not in _SKIPPED:
            return False
    return False


def cell(value: Cell) -> str | int | float:
    """One cell. Nothing is empty, yes and no are 1 and 0, texts are defused."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    return defused(value) if isinstance(value, str) else value


class Table:
    """One CSV file, mode 0600. UTF-8 with a byte order mark, because Excel shows Cyrillic as nonsense without;
    rows end with CRLF (RFC 4180); a text's own line breaks stay, quoted."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.rows = 0
        path.touch(0o600, exist_ok=False)
        self._file = path.open("w", encoding="utf-8-sig", newline="", errors="replace")
        self._writer = csv.writer(self._file)
        self._writer.writerow(header)

    def write(self, row: Sequence[Cell]) -> None:
        self._writer.writerow([cell(value) for value in row])
        self.rows += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
