"""The database's form, and how an older one becomes today's. Migrations are numbered files that only go forward."""

import sqlite3
from pathlib import Path

import aiosqlite

from storage.engine import tables
from storage.errors import StorageError
from storage.sql import load, value

MIGRATIONS = Path(__file__).parent / "migrations"
FORM = "form"  # the line of `meta` that holds the number of the last migration

_META = load("meta")


def migrations(folder: Path = MIGRATIONS) -> list[tuple[int, str]]:
    """Number and SQL of each, in order. Raises StorageError where one is missing or there twice."""
    found = [(int(path.name[:4]), path.read_text("utf-8")) for path in sorted(folder.glob("[0-9]*.sql"))]
    if [number for number, _ in found] != list(range(1, len(found) + 1)):
        raise StorageError(f"{folder}: the migrations are not numbered 1, 2, 3 … Install the program again.")
    return found


async def check_form(connection: aiosqlite.Connection, path: Path, newest: int) -> int:
    """The form that the database at `path` has; 0 when it is empty. Raises StorageError when it is not for us."""
    try:
        present = await tables(connection)
        known = await value(connection, _META.setting, name=FORM) if "meta" in present else None
    except sqlite3.DatabaseError as fault:
        if isinstance(fault, sqlite3.OperationalError):
            raise
        raise _foreign(path) from fault
    if not present:
        return 0
    if known is None or not str(known).isdecimal():
        raise _foreign(path)
    if int(known) > newest:
        raise StorageError(
            f"{path} was written by a newer version of Poste Restante (its form is {known}, this version knows "
            f"{newest}). Install that version again, or a later one; nothing was changed."
        )
    return int(known)


async def migrate(connection: aiosqlite.Connection, path: Path, folder: Path = MIGRATIONS) -> None:
    """Brings the database to the newest form, one transaction for each step. Raises StorageError."""
    steps = migrations(folder)
    form = await check_form(connection, path, len(steps))
    for number, text in steps[form:]:
        try:
            # A script commits what is open before it begins, so the transaction begins in it.
            await connection.executescript(f"BEGIN IMMEDIATE;\n{text}")
            await _META.set_setting(connection, name=FORM, value=str(number))
            await connection.commit()
        except sqlite3.Error as fault:
            await connection.rollback()
            raise StorageError(
                f"{path}: the step to form {number} did not work ({fault}). Nothing was changed. Look whether the "
                "disk is full; if it is not, go back to the version before and report this."
            ) from fault


def _foreign(path: Path) -> StorageError:
    return StorageError(
        f"{path} is not a database of Poste Restante. Give --data the folder that `restante run` uses, or move this "
        "file away to begin anew."
    )
