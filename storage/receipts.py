"""Whose receipt it is, by the keyed hash of code and code word; and how often a chat has guessed."""

from datetime import timedelta

from storage.database import Database
from storage.sql import load, value

A_DAY = timedelta(days=1)
"""How long a guess counts, and stays known."""

_RECEIPTS = load("receipts")


async def owner(db: Database, lookup: bytes) -> str:
    """The inner id; empty where there is no such receipt."""
    return str(await value(db.reader, _RECEIPTS.owner, lookup=lookup) or "")


async def tries(db: Database, lookup: bytes, now: float) -> int:
    """How many guesses of the last day came from the chat of this keyed hash."""
    since = now - A_DAY.total_seconds()
    return int(await value(db.reader, _RECEIPTS.tries, lookup=lookup, since=since) or 0)


async def forget_tries(db: Database, now: float) -> None:
    """Those that no longer count."""
    async with db.transaction() as connection:
        await _RECEIPTS.forget_tries(connection, before=now - A_DAY.total_seconds())
