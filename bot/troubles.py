"""What the disk can do to us: full, locked, read-only, damaged. Whoever meets it waits and tries again; nothing is
lost, because nothing was told to Telegram that is not on disk. Damage alone stops the service."""

import asyncio
import errno
import sqlite3
from enum import StrEnum
from pathlib import Path

from bot.faults import StopNeeded
from bot.logs import warn
from bot.patience import pause


class Trouble(StrEnum):
    FULL = "full"
    NO_ROOM = "no-room"
    LOCKED = "locked"
    READ_ONLY = "read-only"
    DAMAGED = "damaged"
    OTHER = "other"


SENTENCES = {
    Trouble.FULL: "The disk is full. Nothing is lost: Telegram keeps for 24 hours what we could not take. Make room; "
    "the service goes on by itself.",
    Trouble.NO_ROOM: "There is too little room to write the database anew, which takes twice its size besides. Nothing "
    "is lost, but copies of what was erased may lie in gaps of the file. Make room; the service goes on by itself.",
    Trouble.LOCKED: "Another program holds the database. The service waits and goes on by itself when it is let go.",
    Trouble.READ_ONLY: "The data folder cannot be written to. Nothing is lost: Telegram keeps for 24 hours what we "
    "could not take. Let the service write there; it goes on by itself.",
    Trouble.OTHER: "The data folder cannot be used at the moment. The service tries again by itself; look at its log.",
}

BY_NAME = {
    "SQLITE_FULL": Trouble.FULL,
    "SQLITE_BUSY": Trouble.LOCKED,
    "SQLITE_LOCKED": Trouble.LOCKED,
    "SQLITE_READONLY": Trouble.READ_ONLY,
    "SQLITE_CORRUPT": Trouble.DAMAGED,
    "SQLITE_NOTADB": Trouble.DAMAGED,
}
BY_NUMBER = {errno.ENOSPC: Trouble.FULL, errno.EDQUOT: Trouble.FULL, errno.EROFS: Trouble.READ_ONLY}


def trouble_of(fault: BaseException) -> Trouble:
    """What kind of trouble a fault is (SQLite, "Result and Error Codes"; extended codes begin with the plain one)."""
    name = getattr(fault, "sqlite_errorname", "") or ""
    for beginning, trouble in BY_NAME.items():
        if name.startswith(beginning):
            return trouble
    if isinstance(fault, OSError) and fault.errno in BY_NUMBER:
        return BY_NUMBER[fault.errno]
    return Trouble.OTHER


class Troubles:
    """The troubles that workers are in, by worker. `changed` is set when the health report should be written anew."""

    def __init__(self, data: Path) -> None:
        self.changed = asyncio.Event()
        self._data = data
        self._met: dict[str, tuple[Trouble, int]] = {}

    @property
    def now(self) -> Trouble | None:
        """The trouble to tell first, if there is any."""
        met = {trouble for trouble, _ in self._met.values()}
        return next((trouble for trouble in Trouble if trouble in met), None)

    def meet(self, worker: str, fault: Exception, full: Trouble = Trouble.FULL) -> float:
        """Notes that `worker` could not go on; returns the seconds to wait. A full disk is told as `full`. Raises
        StopNeeded for damage."""
        trouble = trouble_of(fault)
        trouble = full if trouble is Trouble.FULL else trouble
        if trouble is Trouble.DAMAGED and isinstance(fault, sqlite3.Error):
            raise StopNeeded(damaged(self._data)) from fault
        known, tries = self._met.get(worker, (None, 0))
        self._met[worker] = (trouble, tries + 1)
        if known is not trouble:
            warn(f"{worker}-waits", kind=trouble.value, fault=type(fault).__name__)
            self.changed.set()
        return pause(tries + 1)

    def over(self, worker: str) -> None:
        """`worker` went on."""
        if self._met and self._met.pop(worker, None) is not None:
            self.changed.set()


def stopped_by(fault: sqlite3.DatabaseError, data: Path) -> StopNeeded:
    """What to say of a fault met before anything has begun."""
    trouble = trouble_of(fault)
    return StopNeeded(damaged(data) if trouble is Trouble.DAMAGED else SENTENCES[trouble])


def damaged(data: Path) -> str:
    """What to do with a database that a disk or a program has damaged."""
    copies = sorted(data.glob("backups/[0-9]*/restante.sqlite3"))  # no half-made one, which is hidden
    newest = (
        f"your newest is {copies[-1].parent}"
        if copies
        else "`restante backup` would have made one in backups/"
    )
    return (
        f"The database in {data} is damaged, so the service does not work with it. Move the folder aside as it is, and "
        f"put a backup in its place ({newest}). What came in since that backup and is less than 24 hours old, Telegram "
        "sends again if it was not confirmed."
    )
