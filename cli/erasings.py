"""Where it stands who was erased since a backup was made."""

from pathlib import Path

from bot.opening import DATABASE
from storage.backup import FOLDER
from storage.desk import DeskClosed, reading
from storage.tombstones import FILE, known


def home_of(backup: Path) -> Path | None:
    """The data folder whose backup this is, if it lies where `restante backup` puts one: DATA/backups/NAME."""
    place = backup.resolve().parent
    return place.parent if place.name == FOLDER else None


async def tells(folder: Path) -> bool:
    """Whether a data folder says who was erased: in its file, or because people came to it and nobody was. A new one
    says nothing, and one whose database cannot be read does not either."""
    if (folder / FILE).is_file():
        return True
    try:
        async with reading(folder / DATABASE) as look:
            return bool(await look.tallies()) and not await known(look.connection)
    except DeskClosed:
        return False
