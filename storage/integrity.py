"""Whether a database is whole. SQLite finds a damaged page only when it reads it; this reads them all."""

import sqlite3
from pathlib import Path

from storage import engine
from storage.sql import load, value

_ENGINE = load("engine")

QUICK = 64 * 1024 * 1024
"""Bytes that are looked over in about a second, and so before a service starts."""


async def is_whole(path: Path) -> bool:
    """Reads every page over a connection of its own, so that nobody waits. What is locked is not damaged."""
    try:
        async with engine.connected(path, writes=False) as connection:
            return bool(await value(connection, _ENGINE.damage) == "ok")
    except sqlite3.OperationalError:
        return True
    except sqlite3.DatabaseError as fault:
        return fault.sqlite_errorname == "SQLITE_NOTADB"  # another kind of file: whoever opens it says so
