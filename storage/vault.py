"""The vault: sounds as files, each sealed to the researchers. Nobody on this server can listen to one."""

import asyncio
import os
import re
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.database import Database
from storage.errors import StorageError
from storage.folder import overwritten
from storage.sql import load, rows

NAME = re.compile(r"[0-9a-f]{1,64}")
UNFINISHED = ".part"

_VAULT = load("vault")


class Vault:
    """Files of a folder that only the service's own account may look into. Its files are named as their records."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writing: set[str] = set()  # what other threads are writing at this moment
        self._guard = threading.Lock()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)

    def write(self, media: str, sealed: bytes) -> None:
        """Puts `sealed` on disk under `media`: all of it, or nothing. Returns when a power cut no longer matters."""
        path = self._path(media)
        unfinished = path.with_name(path.name + UNFINISHED)
        with self._written(path.name, unfinished.name):
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
            self._settle()

    def read(self, media: str) -> bytes:
        """What lies under `media`, sealed. Raises FileNotFoundError."""
        return self._path(media).read_bytes()

    def remove(self, media: str) -> None:
        """Overwrites and deletes `media`; one that is not there is as it should be."""
        if self._scrapped(self._path(media).name):
            self._settle()

    async def scrap(self, db: Database) -> list[str]:
        """Overwrites and deletes the sounds that commits have dropped; returns their names, for `forget`."""
        dropped = await rows(db.reader, _VAULT.leftovers, _name)
        await asyncio.to_thread(self._clear, dropped)
        return dropped

    async def forget(self, db: Database, scrapped: Collection[str]) -> None:
        """The names of scrapped sounds go too."""
        if scrapped:
            async with db.transaction() as connection:
                await _VAULT.clear_leftover(connection, [{"media": media} for media in scrapped])

    async def sweep(self, db: Database) -> None:
        """Removes what a crash left: files that no record and no fetch knows."""
        # First the files, then what is known: a file written in between belongs to a fetch that was known before.
        files = await asyncio.to_thread(self._files)
        known = set(await rows(db.reader, _VAULT.known, _name))
        await asyncio.to_thread(self._clear, sorted(files - known))

    def _path(self, media: str) -> Path:
        if not NAME.fullmatch(media):
            raise StorageError(
                "A sound's name must be 1 to 64 hexadecimal digits in lower case; this one is not."
            )
        return self.folder / media

    def _files(self) -> set[str]:
        with self._guard:
            return {path.name for path in self.folder.iterdir()} - self._writing

    def _clear(self, names: Collection[str]) -> None:
        """Removes those of `names` that can be ours: what somebody else put into the folder is not ours to remove."""
        ours = [name for name in names if NAME.fullmatch(name.removesuffix(UNFINISHED))]
        gone = [name for name in ours if self._scrapped(name)]
        if gone:
            self._settle()

    @contextmanager
    def _written(self, *names: str) -> Iterator[None]:
        with self._guard:
            self._writing.update(names)
        try:
            yield
        finally:
            with self._guard:
                self._writing.difference_update(names)

    def _scrapped(self, name: str) -> bool:
        """Overwrites and deletes a file; False when there is none, or it is being written anew at this moment."""
        with self._guard:
            return name not in self._writing and overwritten(self.folder / name)

    def _settle(self) -> None:
        """A new name, or one that is gone, is on disk only once the folder is."""
        descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _name(media: str) -> str:
    return media
