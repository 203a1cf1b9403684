"""Voices and photos to fetch from Telegram, and what they become."""

from storage import inbox
from storage.commit import add_record
from storage.database import Database
from storage.rows import FetchRow, NewInbound, SealedRecord
from storage.sql import load, rows

_FETCHES = load("fetches")


async def ready(db: Database, now: float, limit: int) -> list[FetchRow]:
    """Those whose turn it is at `now`, those that waited longest first."""
    return await rows(db.reader, _FETCHES.ready, FetchRow, now=now, most=limit)


async def retry(db: Database, media: str, next_try_at: float) -> None:
    """One try failed; the next is not before `next_try_at`."""
    async with db.transaction() as connection:
        await _FETCHES.retry(connection, media=media, next_try_at=next_try_at)


async def finish(db: Database, media: str, record: SealedRecord | None, inbound: NewInbound) -> bool:
    """It is here, or what is left of it (`record`), or never will be (None): noted, and told to the inbox, in one
    transaction.

    False, and nothing is noted, when it is no longer wanted: the person left or took it back. The caller then
    removes the sound from the vault."""
    async with db.transaction() as connection:
        if not await _FETCHES.finish(connection, media=media):
            return False
        if record is not None:
            await add_record(connection, record)
        await inbox.add(connection, [inbound])
    return True
