"""Who has told somebody the words by which two find each other, for a day."""

from dataclasses import dataclass

from storage.database import Database
from storage.sql import load, rows

_INVITATIONS = load("invitations")


@dataclass(frozen=True)
class Inviter:
    """The inner id and the code."""

    id: str
    code: str


async def inviter(db: Database, lookup: bytes, now: float) -> Inviter | None:
    """Whose words these are, by their keyed hash; None where they are nobody's, or not any more."""
    found = await rows(db.reader, _INVITATIONS.inviter, Inviter, lookup=lookup, now=now)
    return found[0] if found else None


async def forget_old(db: Database, now: float) -> None:
    """Those that are good for nothing any more."""
    async with db.transaction() as connection:
        await _INVITATIONS.forget_old(connection, now=now)
