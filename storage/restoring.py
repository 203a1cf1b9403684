"""A backup put back in the place of a data folder, without whoever was erased since.

Who that is stands in the backup, in the folder that it replaces, and in files that are given besides (`erased` of
another machine). Nothing of the folder that is replaced stays, unless it is asked for: it may hold whoever is left out.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage import engine, tombstones
from storage.backup import Place, copy_database, copy_sound, left_out, sounds_of
from storage.database import Database
from storage.errors import StorageError
from storage.folder import close_to_others, held, overwritten, scrapped, settle
from storage.tombstones import FILE, Marks
from storage.vault import Vault

MAKING = ".restoring"
KEPT = "before-restore-%Y-%m-%d-%H%M%S"  # UTC
BESIDE = ("-wal", "-shm")

Progress = Callable[[int, int], None]
"""Called with how many sounds are copied, and of how many."""


class RestoreRefused(StorageError):
    """What was given cannot be restored there. The message says why."""


@dataclass(frozen=True)
class Restored:
    """`people` are there now; `left_out` were erased since, of `silenced` what they had said. `lost` sounds are not in
    the backup. `kept` is where what was there before lies now."""

    people: int
    sounds: int
    left_out: int
    silenced: int
    lost: int
    kept: Path | None


def check(backup: Place, data: Place) -> None:
    """Raises RestoreRefused before anything is asked or done."""
    source, target = backup.database.parent.resolve(), data.database.parent.resolve()
    if not backup.database.is_file():
        raise RestoreRefused(f"{source}: this is no backup: {backup.database.name} is missing.")
    if source == target:
        raise RestoreRefused(
            f"{source} is the backup and the data folder at once. Give --data another folder."
        )
    if target.is_relative_to(source):
        raise RestoreRefused(f"{target} lies in the backup. Give --data a folder elsewhere.")
    if target.exists() and not target.is_dir():
        raise RestoreRefused(f"{target} is not a folder. Give --data one, or a name that is free.")


async def restore(
    backup: Place,
    data: Place,
    erased: Iterable[Path],
    at: datetime,
    keep_old: bool = False,
    progress: Progress = lambda done, of: None,
) -> Restored:
    """Puts `backup` into the place of `data`. Until the last moment what is there stays as it is.

    Raises RestoreRefused, StorageError (a service works there), OSError, sqlite3.Error."""
    check(backup, data)
    folder = data.database.parent
    close_to_others(data.database)
    with held(folder):
        marks = await _marks(backup, data, erased)
        making = folder / MAKING
        shutil.rmtree(making, ignore_errors=True)  # what a killed one left
        making.mkdir(mode=0o700)
        made = Place(making / data.database.name, making / data.vault.name)
        try:
            await copy_database(backup.database, made.database)
            found = await _without_the_erased(made, marks)
            sounds, lost = await _copy_sounds(backup, made, progress)
            tombstones.add_to_file(making / FILE, marks)
            kept = _put_in_place(data, made, folder / at.astimezone(UTC).strftime(KEPT) if keep_old else None)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    return Restored(found.people, sounds, found.erased, found.said, lost, kept)


@dataclass(frozen=True)
class _Found:
    people: int
    erased: int
    said: int


async def _marks(backup: Place, data: Place, erased: Iterable[Path]) -> Marks:
    """Everything that anybody knows of who was erased, or left."""
    marks = Marks()
    for place in (backup, data):
        marks |= tombstones.read_file(place.database.with_name(FILE))
        marks |= await _known(place.database)
    for path in erased:
        if not path.is_file():
            raise RestoreRefused(
                f"{path}: there is no such file. --erased wants the file `{FILE}` of a data folder."
            )
        marks |= tombstones.read_file(path)
    return marks


async def _known(path: Path) -> Marks:
    """As a database knows it. One that is damaged knows nothing."""
    if not _is_there(path):
        return Marks()
    try:
        async with engine.connected(path, writes=False) as connection:
            return await tombstones.marks_of(connection)
    except sqlite3.DatabaseError:  # a reason to restore
        return Marks()


def _is_there(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


async def _without_the_erased(made: Place, marks: Marks) -> _Found:
    database = await Database.open(made.database)
    try:
        # Their sounds were never copied, so there is nothing to scrap: only names to forget.
        back = await left_out(database, Vault(made.vault), marks)
        if await database.owes_rewriting():
            await database.rewrite()
        return _Found(len(await tombstones.people(database.reader)), back.erased, back.said)
    finally:
        await database.close()


async def _copy_sounds(backup: Place, made: Place, progress: Progress) -> tuple[int, int]:
    """Returns how many were copied, and how many are not in the backup."""
    wanted = await sounds_of(made.database)
    lost = 0
    for done, name in enumerate(wanted):
        progress(done, len(wanted))
        lost += not copy_sound(backup.vault / name, made.vault / name)
    progress(len(wanted), len(wanted))
    return len(wanted) - lost, lost


def _put_in_place(data: Place, made: Place, keep: Path | None) -> Path | None:
    """The old goes, or is put aside; then the new comes, the database last."""
    folder = data.database.parent
    old = [data.database, *(data.database.with_name(data.database.name + end) for end in BESIDE)]
    old += [data.vault, folder / FILE]
    there = [path for path in old if path.exists() and (path != data.database or _is_there(path))]
    if keep is not None and there:
        keep.mkdir(mode=0o700)
        for path in there:
            path.rename(keep / path.name)
    else:
        keep = None
        for path in there:
            scrapped(path) if path.is_dir() else overwritten(path)
    # It was closed, so that all of it is in the one file: what stands beside it is empty.
    for path in (made.vault, made.database.with_name(FILE), made.database):
        if path.exists():
            path.replace(folder / path.name)
    settle(folder)
    return keep
