"""docs/attacks.md says of every table and every open column of the database what it shows to whoever takes the disk."""

import re
import sqlite3
from pathlib import Path

import pytest

from storage.migrating import migrations

DOC = (Path(__file__).parents[2] / "docs" / "attacks.md").read_text("utf-8")
OPEN, BOXED = DOC.split("## If the disk is taken, with the operator key")
ROWS = dict(re.findall(r"^\| `([a-z_]+)` \| (.+) \|$", OPEN, re.MULTILINE))


def columns() -> dict[str, list[str]]:
    connection = sqlite3.connect(":memory:")
    for _, text in migrations():
        connection.executescript(text)
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return {
        table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for (table,) in connection.execute(names).fetchall()
    }


SCHEMA = columns()


def test_every_table_is_there_and_no_other() -> None:
    assert len(SCHEMA) > 20
    assert sorted(ROWS.keys() - {"erased"}) == sorted(SCHEMA)  # that is a file


@pytest.mark.parametrize("table", SCHEMA)
def test_every_column_is_told(table: str) -> None:
    told = set(re.findall(r"`([a-z_0-9]+)`", ROWS[table]))
    assert [column for column in SCHEMA[table] if column not in told] == []


def test_every_box_is_told_of_whoever_has_the_key() -> None:
    boxed = [f"{table}.{one}" for table, names in SCHEMA.items() for one in names if one.endswith("_boxed")]
    assert boxed
    assert [one for one in boxed if f"`{one}`" not in BOXED] == []
