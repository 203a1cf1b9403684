"""SQLite, as this house uses it: a write-ahead log, nothing deleted left behind, and no transaction begun unasked."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import aiosqlite

from storage.sql import load, value

_ENGINE = load("engine")

PATIENCE = 2.0  # seconds for another process's lock: less than a service has to stop
BESIDE = 30.0  # seconds of a command beside a service, which may be writing its file anew


Rows = Sequence[Mapping[str, Any]]

Step = tuple[Any, Rows | Callable[[sqlite3.Connection], Rows]]
"""A statement, and what it is done with, once for each: known beforehand, or found within the transaction."""


class Connection(aiosqlite.Connection):
    """Each question to SQLite is a hop to its thread and back, some 100 us; a transaction of ten is one here."""

    async def carry_out(self, steps: Sequence[Step]) -> list[int]:
        """All of `steps` in their order, or none. Returns how many rows each has changed."""
        return cast("list[int]", await self._execute(self._carried_out, steps))  # type: ignore[no-untyped-call]

    def _carried_out(self, steps: Sequence[Step]) -> list[int]:
        connection = self._conn
        try:
            connection.execute(_ENGINE.begin.sql)
            counts = [
                connection.executemany(query.sql, rows(connection) if callable(rows) else rows).rowcount
                for query, rows in steps
            ]
            connection.commit()
        except BaseException:
            connection.rollback()  # does nothing where nothing was begun
            raise
        return counts


@asynccontextmanager
async def connected(path: Path, *, writes: bool, patience: float = PATIENCE) -> AsyncIterator[Connection]:
    """A connection. One that is not closed would keep the process from ending."""
    address = _address(path, "rw" if writes else "ro")

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, isolation_level=None, timeout=patience)

    connection = Connection(connect, iter_chunk_size=64)
    async with connection:
        connection.row_factory = sqlite3.Row
        await _ENGINE.sort_in_memory(connection)
        if not writes:
            await _ENGINE.only_read(connection)
        yield connection


async def prepare(connection: aiosqlite.Connection) -> None:
    """Makes a connection fit for writing. The file remembers its log, so this is done only to a file that is ours."""
    await _ENGINE.keep_a_log(connection)
    await _ENGINE.reach_the_disk(connection)
    await _ENGINE.overwrite_deleted(connection)
    await _ENGINE.hold_references(connection)


@asynccontextmanager
async def transaction(connection: aiosqlite.Connection) -> AsyncIterator[aiosqlite.Connection]:
    """All or nothing, even when the caller is cancelled: what is queued on a connection runs in its order."""
    try:
        await _ENGINE.begin(connection)
        yield connection
        await connection.commit()
    except BaseException:
        await connection.rollback()  # does nothing where nothing was begun, or all is committed
        raise


async def empty_the_log(connection: aiosqlite.Connection) -> bool:
    """Moves the write-ahead log into the database and cuts it to nothing. False while somebody still reads it."""
    busy: int = await value(connection, _ENGINE.empty_the_log)
    return busy == 0


async def rewrite(connection: aiosqlite.Connection, folder: Path) -> None:
    """Writes the whole file anew from what is alive in it. Twice as much room is needed meanwhile: for a temporary file
    in `folder`, and in the log. Raises sqlite3.OperationalError."""
    await connection.execute(_sorting_in(folder))
    await _ENGINE.sort_on_disk(connection)
    try:
        await _ENGINE.rewrite(connection)
    finally:
        await _ENGINE.sort_in_memory(connection)


async def tables(connection: aiosqlite.Connection) -> set[str]:
    """The names of the tables that are there."""
    return {row[0] for row in await connection.execute_fetchall(_ENGINE.tables.sql)}


async def whose(connection: aiosqlite.Connection) -> dict[str, str]:
    """The tables that hold something of somebody, each with the column that says whose it is."""
    found = await connection.execute_fetchall(_ENGINE.whose.sql)
    return {str(row[0]): str(row[1]) for row in found}


def about(query: Any, table: str, column: str) -> str:
    """The text of a query that is written for any table of ours."""
    return str(query.sql).replace("any_table", table).replace("any_column", column)


async def hide(connection: aiosqlite.Connection, people: Collection[str]) -> None:
    """On this connection nothing of `people` (inner ids) is there any more: every table that holds something of them
    has a view of its name, which SQLite finds first. Before `only_read`."""
    await _ENGINE.sort_in_memory(connection)
    await _ENGINE.begin_hiding(connection)
    await _ENGINE.hide(connection, [{"id": one} for one in people])
    for table, column in (await whose(connection)).items():
        await connection.execute(about(_ENGINE.without_hidden, table, column))
    await connection.commit()


def _sorting_in(folder: Path) -> str:
    """No pragma takes a parameter."""
    return str(_ENGINE.sort_beside.sql).replace("any_folder", str(folder.resolve()).replace("'", "''"))


def _address(path: Path, mode: str) -> str:
    return f"{path.resolve().as_uri()}?mode={mode}"
