"""Backups in the data folder that were made before an erasing, and so may hold whoever was erased since.

Only files of marks are read: no database is opened, and no key is needed."""

from pathlib import Path

from storage.backup import FOLDER
from storage.tombstones import FILE, read_file


def older_than_an_erasing(data: Path) -> list[str]:
    """Their names, oldest first. One that lies elsewhere is not seen. Raises OSError."""
    today = read_file(data / FILE)
    if not today.erased and not today.said:
        return []
    try:
        made = [folder for folder in (data / FOLDER).iterdir() if _is_backup(folder)]
    except FileNotFoundError:
        return []
    lacking = ((folder.name, today.beyond(read_file(folder / FILE))) for folder in made)
    return sorted(name for name, since in lacking if since.erased or since.said)


def _is_backup(folder: Path) -> bool:
    return folder.is_dir() and not folder.name.startswith(".")
