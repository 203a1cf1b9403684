from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from storage_world import commit, person

from storage.database import Database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "restante.sqlite3"


@pytest.fixture
async def db(path: Path) -> AsyncIterator[Database]:
    """An empty database."""
    database = await Database.open(path)
    yield database
    await database.close()


@pytest.fixture
async def home(db: Database) -> Database:
    """A database in which Ani is at home."""
    await commit(db, participants=[person()])
    return db
