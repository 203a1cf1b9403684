"""The data folder: closed to everybody else on the machine, and used by one service at a time."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from storage.errors import StorageError

LOCK = "lock"
PART = 1 << 20  # bytes written at a time


def close_to_others(path: Path) -> None:
    """Makes the folder of `path` (0700) and the file (0600), or takes from others what they may do there.

    SQLite gives its log and index the rights of the database file. Raises StorageError."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as fault:
        raise StorageError(
            f"{path}: this place cannot be written to, or does not belong to you ({fault.strerror}). Give --data a "
            "folder of your own, or make this one yours with chown."
        ) from fault


def must_hold(path: Path) -> None:
    """Raises StorageError where there is no database at `path`."""
    if not path.is_file():
        raise StorageError(
            f"{path}: there is no database here. Give --data the folder that `restante run` uses."
        )


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Holds the folder's lock, which ends with the process however that ends. Raises StorageError."""
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise StorageError(
                f"{folder} is in use: another Poste Restante is running with it. Stop that one first, or give this one "
                "a folder of its own with --data."
            ) from fault
        yield
    finally:
        os.close(descriptor)


def settle(*folders: Path) -> None:
    """A new name, or one that is gone, is on disk only once its folder is."""
    for folder in folders:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def overwritten(path: Path) -> bool:
    """Overwrites and deletes a file; False when there is none. Overwriting helps on plain disks: flash storage and
    copying file systems may keep the old blocks, which is why all that people say is sealed or boxed."""
    try:
        with path.open("r+b") as file:
            blank(file)
        path.unlink()
    except FileNotFoundError:
        return False
    return True


def blank(file: BinaryIO) -> None:
    """Overwrites what is in an open file, to its end."""
    left = os.fstat(file.fileno()).st_size
    while left > 0:
        left -= file.write(bytes(min(left, PART)))
    file.flush()
    os.fsync(file.fileno())


def scrapped(folder: Path) -> None:
    """Overwrites and deletes every file of a folder, and the folder."""
    for path in folder.rglob("*"):
        if path.is_file():
            overwritten(path)
    shutil.rmtree(folder)
