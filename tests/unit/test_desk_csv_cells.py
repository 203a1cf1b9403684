"""Cells that no spreadsheet runs, and that give back what was said."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.csv_cells import Cell, Table, cell, defused, undone

TRIGGERS = ["=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
BEFORE = {
    "nothing": "",
    "a space": " ",
    "many spaces": " " * 9000,
    "a line break": "\n",
    "a no-break space": "\u00a0",
    "an ideographic space": "\u3000",
    "a line separator": "\u2028",
    "a zero-width space": "\u200b",
    "a byte order mark": "\ufeff",
    "a right-to-left override": "\u202e",
    "a soft hyphen": "\u00ad",
    "a nought byte": "\0",
    "all of them": " \n\u00a0\u200b\ufeff\u202e\0",
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE.keys())
@pytest.mark.parametrize("trigger", TRIGGERS, ids=[f"U+{ord(one):04X}" for one in TRIGGERS])
def test_what_a_spreadsheet_could_run_gets_an_apostrophe(before: str, trigger: str) -> None:
    text = f"{before}{trigger}1+1"
    assert defused(text) == f"'{text}"
    assert undone(defused(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "'",
            "word",
            "a=1",
            "1+1",
            "x@y.org",
            "Да\tнет",
            " plain",
            "\u200bплохо",
            "«=»",
            '"=1"',
            "'word",
        ),
        *("😀=", "я не знаю", "—", "\u2212 1", "a\r=1", "#", "1", "\u202eplain"),
    ],
)
def test_everything_else_stays_as_it_was_said(text: str) -> None:
    assert defused(text) == text
    assert undone(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [("'=1", "''=1"), ("''=1", "'''=1"), ("' @you", "'' @you"), ("'\t", "''\t"), ("''", "''")],
)
def test_an_apostrophe_that_somebody_said_is_told_from_ours(text: str, told: str) -> None:
    assert defused(text) == told
    assert undone(told) == text


@given(st.text(st.sampled_from("=+-@\t\r\n '\u200b\uff1daя1")))
def test_undoing_always_gives_back_what_was_said(text: str) -> None:
    assert undone(defused(text)) == text
    assert defused(text).lstrip(" \n\u200b")[:1] not in {"=", "+", "-", "@", "\t", "\r", "\uff1d"}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, ""),
        (True, 1),
        (False, 0),
        (-3, -3),
        (0, 0),
        (0.8, 0.8),
        (-1.5, -1.5),
        ("-3", "'-3"),
        ("ok", "ok"),
    ],
)
def test_numbers_stay_numbers(value: Cell, told: object) -> None:
    assert cell(value) == told
    assert type(cell(value)) is type(told)


def test_a_file_is_utf_8_with_a_mark_crlf_private_and_new(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    said = 'Дождь, "туман"\nи снег\r\n=1, "да"'
    with Table(path, ["code", "text"]) as table:
        table.write(["AM-05", said])
        table.write(["AM-06", "half \ud83d of a character"])
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfcode,text\r\nAM-05,")
    assert path.stat().st_mode & 0o777 == 0o600
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert rows == [["code", "text"], ["AM-05", said], ["AM-06", "half ? of a character"]]
    assert table.rows == 2
    with pytest.raises(FileExistsError):
        Table(path, ["code"])
