"""Sees that the key file has a new generation of the operator key, and has everything brought under it."""

import sqlite3
from pathlib import Path

from bot.logs import note, warn
from bot.office import Office
from bot.rotation import Moved, Rotation
from sealing.operator import OperatorKeyError
from storage.errors import StorageError

LOOK = 1.0  # seconds

Seen = tuple[int, int, int]


class Rotator:
    """Looks at the file each second until it is stopped."""

    def __init__(self, office: Office, path: Path, moved: Moved) -> None:
        self._office = office
        self._path = path
        self._moved = moved

    async def run(self) -> None:
        """Raises StopNeeded for a damaged database."""
        bells, troubles = self._office.bells, self._office.troubles
        seen: Seen | None = None
        while not bells.stop.is_set():
            now = _seen(self._path)
            if now is not None and now != seen:
                try:
                    await self._finish()
                except OperatorKeyError:  # the file cannot be used, or not be written: see docs/decisions/12
                    warn("operator-key-unchanged")
                except (sqlite3.DatabaseError, StorageError, OSError) as fault:
                    await bells.sleep(troubles.meet("rotator", fault))
                    continue
                troubles.over("rotator")
                seen = now
            await bells.sleep(LOOK)

    async def _finish(self) -> None:
        office = self._office
        rotation = Rotation(office.database, office.boxes, self._path, office.gate, self._moved)
        if await office.bells.unless_stopped(rotation.finish(office.bells.sleep)):
            note("operator-key-changed", count=rotation.count)
            if rotation.lost:
                warn("boxes-unreadable", count=rotation.lost)


def _seen(path: Path) -> Seen | None:
    """What changes when the file does. None where it is not there at this moment."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_ino, facts.st_mtime_ns, facts.st_size
