"""The database of one study. One connection writes, another reads what is committed."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Self, cast

import aiosqlite

from storage import engine
from storage.errors import StorageError
from storage.folder import close_to_others, held
from storage.migrating import check_form, migrate, migrations
from storage.sql import load, value

STUDY = "study"  # the line of `meta` that holds the study's id
REWRITING = "rewriting"  # the line that is there from an erasure until the file is written anew
REWRITTEN = "rewritten"  # the line that says when it last was

_META = load("meta")


class Database:
    """Made by `Database.open`, to be closed with `close`. `reader` never sees what is not committed yet."""

    def __init__(
        self,
        path: Path,
        writer: engine.Connection | None,
        reader: aiosqlite.Connection,
        stack: AsyncExitStack,
    ) -> None:
        self.path = path
        self.reader = reader
        self._writer = writer
        self._stack = stack
        self._turn = asyncio.Lock()
        self._paid: dict[str, str | None] | None = (
            None  # of a rewriting that still lies in the log: what it settles
        )
        self.log_owed = True  # the log may hold copies of what was replaced or deleted

    @classmethod
    async def open(cls, path: Path, read_only: bool = False) -> Self:
        """Opens the database at `path`, makes it where there is none, and brings it to the newest form.

        With `read_only` nothing is made or changed. Raises StorageError: another service is using the folder, the
        database is newer than this program, or is something else."""
        async with AsyncExitStack() as stack:
            writer = None
            if read_only:
                _must_exist(path)
            else:
                close_to_others(path)
                stack.enter_context(held(path.parent))
                writer = await _written(path, stack)
            reader = await stack.enter_async_context(engine.connected(path, writes=False))
            if read_only:
                await _must_have_form(reader, path)
            return cls(path, writer, reader, stack.pop_all())

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """The writing connection, for one transaction: committed at the end, rolled back when anything is raised."""
        writer = self._writing()
        async with self._turn, engine.transaction(writer) as connection:
            self.log_owed = True
            yield connection

    async def carry_out(self, steps: Sequence[engine.Step]) -> list[int]:
        """A transaction whose steps are known beforehand, in one go. Returns how many rows each has changed."""
        writer = self._writing()
        async with self._turn:
            self.log_owed = True
            return await writer.carry_out(steps)

    async def belongs_to(self, study: str) -> None:
        """Binds a new database to `study`. Raises StorageError when it holds another study."""
        known = await self.setting(STUDY)
        if known is None:
            await self.set_setting(STUDY, study)
        elif known != study:
            raise StorageError(
                f"{self.path} holds the study `{known}`, and the study file says `{study}`. Give --data another "
                "folder for this study, or take the study file that belongs here."
            )

    async def setting(self, name: str) -> str | None:
        """A line of `meta`."""
        return cast("str | None", await value(self.reader, _META.setting, name=name))

    async def set_setting(self, name: str, value: str) -> None:
        """Writes a line of `meta`."""
        async with self.transaction() as connection:
            await _META.set_setting(connection, name=name, value=value)

    async def checkpoint(self) -> bool:
        """Clears the write-ahead log, and with it the last copies of what was deleted. False while somebody reads."""
        async with self._turn:
            return await self._cleared()

    async def owes_rewriting(self) -> bool:
        """Whether something was erased of which the file may still hold copies, in gaps that SQLite leaves."""
        return await self.setting(REWRITING) is not None

    async def rewritten_at(self, now: float) -> float:
        """When the file was last written anew, as Unix time. What never was counts from now on: a new file has no gaps,
        and an older one is not to keep people waiting when it has only just been opened."""
        last = await self.setting(REWRITTEN)
        if last is None:
            await self.set_setting(REWRITTEN, f"{now:.0f}")
        return now if last is None else float(last)

    async def rewrite(self, at: float | None = None) -> bool:
        """Writes the file anew from what is alive in it, and clears the log: after that, nothing that was deleted is in
        either. Nobody writes meanwhile (10 to 30 ms for each megabyte). `at` is noted for `rewritten_at`.

        False while somebody reads: then all of it lies in the log, and what is owed stays so. Asked again, only the log
        is tried. Raises sqlite3.OperationalError, such as for want of room."""
        async with self._turn:
            if self._paid is None:
                writer = self._writing()
                owed = await value(writer, _META.setting, name=REWRITING)
                await engine.rewrite(writer, self.path.parent)
                self._paid = {"owed": str(owed), "at": None if at is None else f"{at:.0f}"}
            return await self._cleared()

    async def _cleared(self) -> bool:
        """With what it settles, if a rewriting lay in the log."""
        writer = self._writing()
        emptied = await engine.empty_the_log(writer)
        if emptied and self._paid is not None:
            await writer.execute(_META.settle_rewriting.sql, self._paid)
            if self._paid["at"] is not None:
                await _META.set_setting(writer, name=REWRITTEN, value=self._paid["at"])
            self._paid = None
            emptied = await engine.empty_the_log(writer)
        self.log_owed = not emptied
        return emptied

    async def close(self) -> None:
        """Clears the log, closes what is open and frees the folder. A second time does nothing."""
        async with self._turn:
            await self._stack.aclose()

    def _writing(self) -> engine.Connection:
        if self._writer is None:
            raise StorageError(f"{self.path} was opened for reading only; nothing can be changed.")
        return self._writer


def owing(erased: bool) -> engine.Step:
    """What a transaction that erases ends with, so that `Database.rewrite` is not forgotten whatever happens then."""
    return _META.owe_rewriting, [{}] if erased else []


async def _written(path: Path, stack: AsyncExitStack) -> engine.Connection:
    writer = await stack.enter_async_context(engine.connected(path, writes=True))
    await check_form(writer, path, len(migrations()))
    await engine.prepare(writer)
    stack.push_async_callback(engine.empty_the_log, writer)  # runs once the reader, opened later, is closed
    await migrate(writer, path)
    return writer


async def _must_have_form(reader: aiosqlite.Connection, path: Path) -> None:
    newest = len(migrations())
    form = await check_form(reader, path, newest)
    if form < newest:
        raise StorageError(
            f"{path} is of an older version. Start `restante run` once: it brings the data up to date."
        )


def _must_exist(path: Path) -> None:
    if not path.is_file():
        raise StorageError(f"{path}: there is no database here yet. It comes when `restante run` starts.")
