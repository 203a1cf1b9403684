"""Transactions: whole or nothing, one after the other, and nobody's to see before they are done."""

import asyncio
import itertools
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from storage_world import NOW, everything, inbound, look

from storage import inbox
from storage.database import Database


async def test_what_is_not_committed_is_nobodys_to_see(db: Database) -> None:
    async with db.transaction() as connection:
        await connection.execute("INSERT INTO numbers VALUES ('AM', 5)")
        assert not look(db, "SELECT * FROM numbers")
        assert not await db.reader.execute_fetchall("SELECT * FROM numbers")
    assert look(db, "SELECT * FROM numbers") == [("AM", 5)]


async def test_a_transaction_that_raises_leaves_nothing(db: Database) -> None:
    before = everything(db)

    async def breaks() -> None:
        async with db.transaction() as connection:
            await connection.execute("INSERT INTO numbers VALUES ('AM', 5)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await breaks()
    assert everything(db) == before
    await inbox.journal(db, [inbound()])
    assert await inbox.pending_count(db) == 1


async def test_a_cancelled_transaction_is_whole_or_nothing_wherever_it_is_cancelled(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancelled while the database's thread has the first step in hand, then the second, until it is through."""

    async def two_rows(site: str) -> None:
        async with db.transaction() as connection:
            await connection.execute("INSERT INTO numbers VALUES (?, 1)", (site,))
            await connection.execute("INSERT INTO numbers VALUES (?, 2)", (site + "'",))

    writer = db._writing()
    step: Any = writer._execute
    rows = []
    for cancelled_at in itertools.count(1):
        task = asyncio.create_task(two_rows(str(cancelled_at)))
        steps = itertools.count(1)

        async def counted(*call: Any, **more: Any) -> Any:
            if next(steps) == cancelled_at:  # noqa: B023
                asyncio.get_running_loop().call_soon(task.cancel)  # noqa: B023
            return await step(*call, **more)

        with monkeypatch.context() as patch:
            patch.setattr(writer, "_execute", counted)
            await asyncio.wait([task])
        await db.set_setting("after", str(cancelled_at))  # a transaction left open would make this fail
        question = "SELECT COUNT(*) FROM numbers WHERE site IN (?, ?)"
        rows += look(db, question, str(cancelled_at), f"{cancelled_at}'")
        if not task.cancelled():
            break
    assert rows == [0, 0, 0, 2, 2], (
        "begin, the two rows, the commit that is already on its way, and no cancel"
    )


async def test_writers_of_one_process_take_turns(db: Database) -> None:
    async def count() -> None:
        async with db.transaction() as connection:
            rows = list(await connection.execute_fetchall("SELECT last FROM numbers WHERE site = 'AM'"))
            last = rows[0][0] if rows else 0
            await connection.execute(
                "INSERT INTO numbers VALUES ('AM', ?) ON CONFLICT (site) DO UPDATE SET last = excluded.last",
                (last + 1,),
            )

    await asyncio.gather(*(count() for _ in range(50)))
    assert look(db, "SELECT last FROM numbers") == [50]


async def test_a_database_locked_from_outside_is_waited_for_and_then_told(db: Database, path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    async with db.transaction() as connection:
        await connection.execute("PRAGMA busy_timeout = 1")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await inbox.journal(db, [inbound(received_at=NOW)])
    other.execute("ROLLBACK")
    other.close()
    assert await inbox.journal(db, [inbound()]) == 1
