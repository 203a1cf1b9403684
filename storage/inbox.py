"""The one door in: everything that happens to a participant waits here for its effect."""

from collections.abc import Sequence

import aiosqlite

from storage.database import Database
from storage.rows import InboxRow, NewInbound
from storage.sql import load, rows, value

_INBOX = load("inbox")


async def journal(db: Database, inbound: Sequence[NewInbound]) -> int:
    """Puts `inbound` on disk, in one transaction. Returns how many were new: a known `once` changes nothing."""
    if not inbound:
        return 0
    (new,) = await db.carry_out([(_INBOX.journal, [vars(row) for row in inbound])])
    return new


async def add(connection: aiosqlite.Connection, inbound: Sequence[NewInbound]) -> int:
    """`journal`, as part of a transaction."""
    cursor = await connection.executemany(_INBOX.journal.sql, [vars(row) for row in inbound])
    return cursor.rowcount


async def waiting(db: Database, limit: int, now: float) -> list[InboxRow]:
    """The first row of each lane that has had no effect yet, in the order in which they came."""
    return await rows(db.reader, _INBOX.waiting, InboxRow, most=limit, now=now)


async def pending_count(db: Database) -> int:
    """How many rows wait for their effect."""
    return int(await value(db.reader, _INBOX.pending_count))


async def parked_count(db: Database) -> int:
    """How many rows were put aside after too many tries."""
    return int(await value(db.reader, _INBOX.parked_count))


async def forget_parked(db: Database, before: float) -> int:
    """Blanks rows that were put aside and came before `before`; returns how many."""
    async with db.transaction() as connection:
        return int(await _INBOX.forget_parked(connection, before=before))


async def try_again(db: Database) -> int:
    """Every row that was put aside waits again; returns how many."""
    async with db.transaction() as connection:
        return await try_again_in(connection)


async def try_again_in(connection: aiosqlite.Connection) -> int:
    """`try_again`, as part of a transaction."""
    return int(await _INBOX.try_again(connection))


async def forget_old(db: Database, before: float) -> int:
    """Deletes the marks of rows that had their effect and came before `before`; returns how many.

    Until then a repeated update is known by its `once`. Telegram keeps an update for 24 hours at most (Bot API,
    getUpdates), so a week is plenty."""
    async with db.transaction() as connection:
        return int(await _INBOX.forget_old(connection, before=before))
