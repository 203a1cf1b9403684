"""Which voices were here before, by a keyed hash of Telegram's lasting name for each."""

from storage.database import Database
from storage.sql import load, value

_SOUNDS = load("sounds")


async def heard(db: Database, lookup: bytes) -> bool:
    """Whether it was sent before, by anybody of whom something is still held."""
    found: int = await value(db.reader, _SOUNDS.heard, lookup=lookup)
    return bool(found)
