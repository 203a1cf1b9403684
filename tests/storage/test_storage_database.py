"""The database file: who may open it, and what closing leaves."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from storage_world import commit, inbound, look, person

from storage import inbox, migrating
from storage.database import Database
from storage.errors import StorageError


def listing(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


def laid_out(path: Path) -> None:
    """A folder and a file that were too open."""
    path.parent.mkdir(mode=0o755)
    path.touch(mode=0o644)


def content(path: Path) -> bytes:
    return path.read_bytes()


def mode(path: Path) -> str:
    return f"{path.stat().st_mode & 0o777:o}"


async def test_what_it_makes_is_closed_to_others(path: Path) -> None:
    laid_out(path)
    before = os.umask(0)
    try:
        db = await Database.open(path)
        await commit(db, participants=[person()])
        modes = {each.name: mode(each) for each in path.parent.iterdir()}
        await db.close()
    finally:
        os.umask(before)
    assert mode(path.parent) == "700"
    assert len(modes) == 4
    assert set(modes.values()) == {"600"}, modes


async def test_what_was_committed_is_there_when_it_is_opened_again(path: Path) -> None:
    for once in ("update:1", "update:2"):
        db = await Database.open(path)
        await inbox.journal(db, [inbound(once)])
        await db.close()
        assert {each.name for each in path.parent.iterdir()} == {path.name, "lock"}
    assert look(path, "SELECT once FROM inbox ORDER BY id") == ["update:1", "update:2"]


async def test_closing_twice_does_nothing(path: Path) -> None:
    db = await Database.open(path)
    await db.close()
    await db.close()


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "temp_store": 2}


async def test_the_pragmas_that_the_promises_rest_on(db: Database) -> None:
    async with db.transaction() as connection:
        for pragma, wanted in PRAGMAS.items():
            found = await connection.execute_fetchall(f"PRAGMA {pragma}")
            assert [row[0] for row in found] == [wanted], pragma
        assert [row[0] for row in await connection.execute_fetchall("PRAGMA busy_timeout")] == [2000]


async def test_two_services_never_share_a_folder(path: Path) -> None:
    first = await Database.open(path)
    with pytest.raises(StorageError, match="in use: another Poste Restante is running with it"):
        await Database.open(path)
    await inbox.journal(first, [inbound()])
    await first.close()
    second = await Database.open(path)
    assert await inbox.pending_count(second) == 1
    await second.close()


OPEN = """
import asyncio, pathlib, sys
from storage.database import Database
from storage.errors import StorageError

async def main():
    try:
        db = await Database.open(pathlib.Path(sys.argv[1]))
    except StorageError as error:
        return str(error)
    if sys.argv[2] == "die":
        import os
        os._exit(9)
    await db.close()

sys.exit(asyncio.run(main()))
"""


async def test_another_process_is_refused_and_a_killed_one_leaves_no_lock(path: Path) -> None:
    def another(how: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-c", OPEN, str(path), how], capture_output=True, text=True)

    db = await Database.open(path)
    refused = another("close")
    await db.close()
    assert refused.returncode == 1
    assert f"{path.parent} is in use" in refused.stderr
    assert another("die").returncode == 9
    assert another("close").returncode == 0


async def test_a_database_stays_with_its_study(path: Path) -> None:
    db = await Database.open(path)
    await db.belongs_to("crossing")
    await db.belongs_to("crossing")
    with pytest.raises(StorageError, match="holds the study `crossing`, and the study file says `harbour`"):
        await db.belongs_to("harbour")
    assert await db.setting("study") == "crossing"
    await db.close()


async def test_settings(db: Database) -> None:
    assert await db.setting("bot_username") is None
    for name in ("crossing_bot", "road_bot"):
        await db.set_setting("bot_username", name)
        assert await db.setting("bot_username") == name


async def test_a_database_of_a_newer_version_is_left_as_it_is(path: Path) -> None:
    db = await Database.open(path)
    await db.set_setting("form", "999")
    await db.close()
    before = content(path)
    for read_only in (False, True):
        with pytest.raises(StorageError, match=r"newer version of Poste Restante \(its form is 999"):
            await Database.open(path, read_only)
    assert content(path) == before


def of_another_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE films (title TEXT)")
    connection.commit()
    connection.close()


def with_a_meta_of_its_own(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT)")
    connection.commit()
    connection.close()


def no_database(path: Path) -> None:
    path.write_bytes(b"Dear diary, " * 400)


@pytest.mark.parametrize("make", [of_another_program, with_a_meta_of_its_own, no_database])
@pytest.mark.parametrize("read_only", [False, True])
async def test_a_file_that_is_something_else_is_refused(
    path: Path, make: Callable[[Path], None], read_only: bool
) -> None:
    path.parent.mkdir()
    make(path)
    before = content(path)
    with pytest.raises(StorageError, match=r"is not a database of Poste Restante\. Give --data"):
        await Database.open(path, read_only)
    assert content(path) == before
    os.unlink(path)
    await (await Database.open(path)).close()  # the refusal holds no lock


async def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="cannot be written to, or does not belong to you"):
        await Database.open(tmp_path / "data" / "restante.sqlite3")


async def test_reading_only_writes_nothing(path: Path) -> None:
    db = await Database.open(path)
    await commit(db, participants=[person()])
    await db.close()
    before = listing(path.parent)
    reading = await Database.open(path, read_only=True)
    assert await reading.setting("form") == str(len(migrating.migrations()))
    with pytest.raises(StorageError, match="opened for reading only"):
        await inbox.journal(reading, [inbound()])
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await reading.reader.execute("DELETE FROM participants")
    await reading.close()
    after = listing(path.parent)
    assert {name: after[name] for name in before} == before
    assert all(not body for name, (_, body) in after.items() if name.endswith("-wal"))


async def test_reading_beside_a_running_service(db: Database, path: Path) -> None:
    reading = await Database.open(path, read_only=True)
    assert await inbox.pending_count(reading) == 0
    await inbox.journal(db, [inbound()])
    assert await inbox.pending_count(reading) == 1
    await reading.close()


async def test_reading_only_makes_nothing(path: Path) -> None:
    with pytest.raises(StorageError, match="there is no database here yet"):
        await Database.open(path, read_only=True)
    assert not path.parent.exists()


async def test_reading_only_does_not_bring_up_to_date(path: Path) -> None:
    db = await Database.open(path)
    await db.set_setting("form", "0")
    await db.close()
    with pytest.raises(StorageError, match=r"older version\. Start `restante run` once"):
        await Database.open(path, read_only=True)


async def test_a_checkpoint_waits_for_nobody_who_only_sits_there(db: Database, path: Path) -> None:
    await inbox.journal(db, [inbound()])
    log = path.with_name(path.name + "-wal")
    assert log.stat().st_size
    assert await db.checkpoint()
    assert log.stat().st_size == 0


async def test_a_migration_that_breaks_leaves_the_form_before(path: Path, tmp_path: Path) -> None:
    steps = tmp_path / "migrations"
    shutil.copytree(migrating.MIGRATIONS, steps)
    form = len(migrating.migrations())
    good, bad = steps / f"{form + 1:04}_good.sql", steps / f"{form + 2:04}_bad.sql"
    good.write_text("CREATE TABLE slots (id TEXT);\nINSERT INTO slots VALUES ('a');")
    bad.write_text("CREATE TABLE bookings (id TEXT);\nINSERT INTO nowhere VALUES (1);")
    db = await Database.open(path)
    async with db.transaction() as connection:
        await connection.execute("INSERT INTO numbers VALUES ('AM', 5)")
    writer = db._writing()
    with pytest.raises(StorageError, match=f"the step to form {form + 2} did not work"):
        await migrating.migrate(writer, path, steps)
    assert await db.setting("form") == str(form + 1)
    assert look(db, "SELECT * FROM slots") == ["a"]
    assert not look(db, "SELECT 1 FROM sqlite_master WHERE name = 'bookings'")
    bad.write_text("CREATE TABLE bookings (id TEXT);")
    await migrating.migrate(writer, path, steps)
    await migrating.migrate(writer, path, steps)  # there is nothing more to do
    assert await db.setting("form") == str(form + 2)
    assert look(db, "SELECT * FROM numbers") == [("AM", 5)]
    await db.close()


def test_a_missing_migration_is_told(tmp_path: Path) -> None:
    for name in ("0001_first.sql", "0003_third.sql"):
        (tmp_path / name).write_text("")
    with pytest.raises(StorageError, match="not numbered 1, 2, 3"):
        migrating.migrations(tmp_path)
