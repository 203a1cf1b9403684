"""Numbers of pseudonyms. A number once given is never given again, so AM-05 stays one person."""

from storage.database import Database
from storage.sql import load, rows

_NUMBERS = load("numbers")


async def last(db: Database) -> dict[str, int]:
    """The last number given at each site that has given one."""
    return dict(await rows(db.reader, _NUMBERS.last, _pair))


def _pair(site: str, last: int) -> tuple[str, int]:
    return site, last
