"""A code that nobody has: was it ever given?"""

from pathlib import Path

import pytest
from storage_world import commit

from storage.database import Database
from storage.numbers import nobody, nobody_at


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("AM-01", True),
        ("AM-12", True),
        ("AM-13", False),
        ("AM-00", False),
        ("AM-1", False),
        ("AM-001", False),
        ("AM--1", False),
        ("AM-١٢", False),
        ("GE-01", False),
        ("AM", False),
        ("", False),
        ("AM-" + "9" * 5000, False),
    ],
)
async def test_a_code_that_nobody_has(db: Database, path: Path, code: str, given: bool) -> None:
    await commit(db, numbers=[("AM", 12)])
    assert ("was given once" in await nobody(db.reader, code, path.parent)) is given
    assert await nobody_at(path, code) == await nobody(db.reader, code, path.parent)
