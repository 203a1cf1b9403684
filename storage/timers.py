"""Timers: rows with a time, so that a year of prompts needs no memory and no process."""

from collections.abc import Sequence
from typing import cast

from storage.database import Database
from storage.rows import NewInbound, TimerRow
from storage.sql import load, rows, value

_TIMERS = load("timers")


async def due(db: Database, now: float, limit: int) -> list[TimerRow]:
    """The timers that are due at `now`, in the order in which they are to fall (see the query)."""
    return await rows(db.reader, _TIMERS.due, TimerRow, now=now, most=limit)


async def fire(db: Database, fallen: Sequence[tuple[TimerRow, NewInbound]]) -> int:
    """Timers become inbox rows, in one transaction. Returns how many did.

    One that was cancelled, or set to another time, after it was read stays as it is now."""
    if not fallen:
        return 0
    moved = [{**vars(inbound), "timer": timer.id, "due_at": timer.due_at} for timer, inbound in fallen]
    async with db.transaction() as connection:
        cursor = await connection.executemany(_TIMERS.fall.sql, moved)
        await _TIMERS.clear(connection, moved)
    return cursor.rowcount


async def next_due(db: Database) -> float | None:
    """When the next timer falls due."""
    return cast("float | None", await value(db.reader, _TIMERS.next_due))
