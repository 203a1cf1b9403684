"""A copy of the data of a running service: one moment of the database, then the sounds that this moment knows, and at
the end without whoever was erased meanwhile."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage import engine
from storage.database import Database
from storage.erasing import Back, take_away
from storage.errors import StorageError
from storage.folder import overwritten, scrapped, settle
from storage.integrity import is_whole
from storage.migrating import check_form, migrations
from storage.sql import load, rows
from storage.tombstones import FILE, Marks, add_to_file, marks_of, people, read_file
from storage.vault import Vault

FOLDER = "backups"  # in the data folder, where no other is named
UNFINISHED = ".unfinished"  # what a copy is called until it is whole
CLEARING = "clearing"  # where its database lies while somebody is taken away from it
NAMED = "%Y-%m-%d-%H%M%S"  # UTC

_ENGINE = load("engine")
_VAULT = load("vault")

Progress = Callable[[int, int], None]
"""Called with how many sounds are copied, and of how many."""


class BackupRefused(StorageError):
    """What was given does not allow a copy. The message says why."""


@dataclass(frozen=True)
class Backup:
    """A finished copy. `size` is in bytes; `erased` counts sounds that were taken away while it was made, `lost` those
    that the database knows and the vault does not have. `left_out` people were erased meanwhile, or what they said."""

    folder: Path
    size: int
    sounds: int
    erased: int
    lost: int
    left_out: int = 0


@dataclass(frozen=True)
class Place:
    """A data folder: its database and its vault."""

    database: Path
    vault: Path


async def copy(data: Place, out: Path, at: datetime, progress: Progress = lambda done, of: None) -> Backup:
    """Copies `data` into a new folder of `out` named after `at`. The service may go on working meanwhile.

    Raises BackupRefused, StorageError, OSError, sqlite3.Error (no room, damage); then nothing new is left in `out`."""
    finished = out / at.astimezone(UTC).strftime(NAMED)
    _check(data, finished)
    with _begun(out) as unfinished:
        made = Place(unfinished / data.database.name, unfinished / data.vault.name)
        await copy_database(data.database, made.database)
        missing = await _copy_sounds(data, made, progress)
        gone = await _let_go(data, made)
        left_out = await _as_erased_meanwhile(data, made)
        known = set(await sounds_of(made.database))
        settle(made.vault, unfinished)
        size = sum(path.stat().st_size for path in unfinished.rglob("*") if path.is_file())
        unfinished.rename(finished)
    settle(out)
    whole, erased, lost = known - gone - missing, known & gone, known & missing - gone
    return Backup(finished, size, len(whole), len(erased), len(lost), left_out)


def _check(data: Place, finished: Path) -> None:
    out = finished.parent
    if not data.database.is_file():
        raise BackupRefused(
            f"{data.database.parent}: there is no database here. Give --data the folder that `restante run` uses."
        )
    if out.resolve().is_relative_to(data.vault.resolve()):
        raise BackupRefused(f"{out} lies in the vault, whose files are swept. Give --out another folder.")
    if out.exists() and not out.is_dir():
        raise BackupRefused(f"{out} is not a folder. Give --out one, or a name that is free.")
    if finished.exists():
        raise BackupRefused(f"{finished} is already there. Nothing was written: try again in a second.")


@contextmanager
def _begun(out: Path) -> Iterator[Path]:
    """An empty hidden folder in `out`, gone at the end unless it was renamed. One at a time: a second is refused."""
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = out / UNFINISHED
    unfinished.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(unfinished, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise StorageError(f"{out}: another backup is being made there. Wait for it to end.") from fault
        try:
            _empty(unfinished)  # what a killed one left
            yield unfinished
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    finally:
        os.close(descriptor)


def _empty(folder: Path) -> None:
    folder.chmod(0o700)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


async def copy_database(path: Path, into: Path) -> None:
    """One moment of the database, without what was deleted from it. Raises StorageError where it is not whole."""
    os.close(
        os.open(into, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    )  # with its rights from the first byte
    async with engine.connected(path, writes=False) as connection:
        if not await check_form(connection, path, len(migrations())):
            raise BackupRefused(f"{path} is empty: there is nothing to copy yet.")
        await _ENGINE.write_elsewhere(connection)
        await _ENGINE.copy_into(connection, place=str(into))
    if not await is_whole(into):
        raise StorageError(f"{into.parent}: the copy could not be read back whole. Look at that disk.")
    with into.open("rb") as file:
        os.fsync(file.fileno())


async def _copy_sounds(data: Place, made: Place, progress: Progress) -> set[str]:
    """Copies what the copied database knows; returns the names of those that are not there."""
    made.vault.mkdir(mode=0o700)
    wanted = await sounds_of(made.database)
    missing = set()
    for done, name in enumerate(wanted):
        progress(done, len(wanted))
        if not copy_sound(data.vault / name, made.vault / name):
            missing.add(name)
    progress(len(wanted), len(wanted))
    return missing


async def _let_go(data: Place, made: Place) -> set[str]:
    """Takes away the sounds that were dropped meanwhile; returns their names.

    A sound is overwritten only after the commit that drops its record, so one that is still known after it was
    copied was copied whole. The others may be half overwritten."""
    dropped = set(await sounds_of(made.database)) - set(await sounds_of(data.database))
    for name in dropped:
        overwritten(made.vault / name)
    return dropped


async def _as_erased_meanwhile(data: Place, made: Place) -> int:
    """Takes away from the copy whoever was erased, or what they said, since it was begun; returns of how many."""
    count = 0
    while True:
        marks = await _marks(data)
        add_to_file(made.database.with_name(FILE), marks)
        still = await _still_in(made, marks)
        if not still:
            return count
        back = await _without(made, still)
        count += back.erased + back.said


async def _marks(data: Place) -> Marks:
    """The database is first to know, and the file knows of other databases."""
    return read_file(data.database.with_name(FILE)) | await _known(data.database)


async def _known(path: Path) -> Marks:
    async with engine.connected(path, writes=False) as connection:
        return await marks_of(connection)


async def _still_in(made: Place, marks: Marks) -> Marks:
    """Those of `marks` whose people the copy has, and knows nothing of it."""
    async with engine.connected(made.database, writes=False) as connection:
        new, here = marks.beyond(await marks_of(connection)), (await people(connection)).keys()
    return Marks(new.erased & here, {one for one in new.said if one[0] in here})


async def _without(made: Place, marks: Marks) -> Back:
    """Its database is copied once more, since only that leaves no bytes of what is deleted."""
    clearing = made.database.with_name(CLEARING)
    clearing.mkdir(mode=0o700)
    before = clearing / made.database.name
    made.database.rename(before)
    database = await Database.open(before)
    try:
        back = await left_out(database, Vault(made.vault), marks)
    finally:
        await database.close()
    await copy_database(before, made.database)
    scrapped(clearing)
    return back


async def left_out(database: Database, vault: Vault, marks: Marks) -> Back:
    """In a copy that nobody uses yet, whoever has a mark is not there, nor are their sounds."""
    back = await take_away(database, marks)
    await vault.forget(database, await vault.scrap(database))
    return back


async def sounds_of(path: Path) -> list[str]:
    async with engine.connected(path, writes=False) as connection:
        return await rows(connection, _VAULT.sounds, lambda media: str(media))


def copy_sound(path: Path, into: Path) -> bool:
    """Copies the bytes, never a link: erasing overwrites the file, and would reach through it. False without a file."""
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return False
    with source, os.fdopen(os.open(into, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(source, file)
        file.flush()
        os.fsync(file.fileno())
    return True
