"""The data folder: closed to everybody else on the machine, and used by one service at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import StorageError

LOCK = "lock"


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
