"""Numbers of pseudonyms. A number once given is never given again, so AM-05 stays one person."""

from pathlib import Path

import aiosqlite

from storage import engine
from storage.database import Database
from storage.sql import load, rows, value
from study.ids import code as code_of

DIGITS = 9  # more than any number that was ever given has

_NUMBERS = load("numbers")


async def last(db: Database) -> dict[str, int]:
    """The last number given at each site that has given one."""
    return dict(await rows(db.reader, _NUMBERS.last, _pair))


async def nobody(connection: aiosqlite.Connection, code: str, folder: Path) -> str:
    """A sentence about a code that nobody in this database has."""
    site, _, number = code.rpartition("-")
    given = int(await value(connection, _NUMBERS.last_of, site=site) or 0)
    if (
        len(number) < DIGITS
        and number.isdecimal()
        and code == code_of(site, int(number))
        and 1 <= int(number) <= given
    ):
        return f"{code} was given once, and whoever had it is erased. No code is given again."
    return f"Nobody in {folder} has the code {code}. Look at it again: it is letters, a dash and a number."


async def nobody_at(path: Path, code: str) -> str:
    """The same, of a database that nobody has open here."""
    async with engine.connected(path, writes=False) as connection:
        return await nobody(connection, code, path.parent)


def _pair(site: str, last: int) -> tuple[str, int]:
    return site, last
