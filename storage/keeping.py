"""What is kept for a time: sounds and pictures, and the timers that cut contacts."""

from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from storage import engine
from storage.folder import must_hold
from storage.migrating import check_form, migrations
from storage.sql import load, rows, value

_KEEPING = load("keeping")


@dataclass(frozen=True)
class Media:
    """A sound or a picture, and where whoever it is of stands. `last_at` is when they last said anything."""

    id: str
    at: float
    stage: str
    enrolled_at: float | None
    withdrawn_at: float | None
    last_at: float


async def media(connection: aiosqlite.Connection) -> list[Media]:
    """All of them, the oldest first. The spoken agreements are not among them."""
    return await rows(connection, _KEEPING.media, Media)


@dataclass(frozen=True)
class Kept:
    """`cuts` are contacts that are cut by each of the moments asked about."""

    media: list[Media]
    cuts: list[int]


async def look(path: Path, moments: list[float]) -> Kept:
    """From outside. Raises StorageError where there is no database of ours."""
    must_hold(path)
    async with engine.connected(path, writes=False) as connection:
        await check_form(connection, path, len(migrations()))
        cuts = [int(await value(connection, _KEEPING.cuts, until=moment) or 0) for moment in moments]
        return Kept(await media(connection), cuts)
