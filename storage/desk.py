"""The questions of the desk, asked of a running bot's database without ever writing to it."""

import sqlite3
from asyncio import to_thread
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import aiosql
import aiosqlite

from storage import desk_rows
from storage.desk_rows import (
    DeskConsent,
    DeskParticipant,
    DeskPrompt,
    DeskRecord,
    DeskScopeChange,
    DeskStay,
    PromptCount,
    StageCount,
    TallyCount,
    WordCount,
)
from storage.errors import StorageError
from storage.migrating import check_form, migrations
from storage.tombstones import FILE, leave_out, read_file

_ROWS = {
    name: getattr(desk_rows, name)
    for name in (
        "DeskConsent",
        "DeskParticipant",
        "DeskPrompt",
        "DeskRecord",
        "DeskScopeChange",
        "DeskStay",
        "PromptCount",
        "StageCount",
        "TallyCount",
        "WordCount",
    )
}
_QUERIES: Any = aiosql.from_path(
    Path(__file__).parent / "queries" / "desk.sql", "aiosqlite", record_classes=_ROWS
)


class DeskClosed(Exception):
    """The database cannot be read. The message says which file, and what to do."""


@dataclass(frozen=True)
class Reading:
    """One consistent look at the database: every question of it sees the same moment."""

    connection: aiosqlite.Connection

    async def setting(self, name: str) -> str | None:
        """A line of `meta`, for instance "study" or "bot_username"."""
        return cast("str | None", await _QUERIES.setting(self.connection, name=name))

    async def must_be_of(self, study: str, data: Path) -> None:
        """Raises DeskClosed when the database, in the folder `data`, holds another study."""
        known = await self.setting("study")
        if known is not None and known != study:
            raise DeskClosed(
                f"{data}: these are the data of the study {known!r}, and the study file says {study!r}. Give --data "
                "the folder that belongs to this study."
            )

    async def tallies(self) -> list[TallyCount]:
        return [row async for row in _QUERIES.tallies(self.connection)]

    async def stages(self) -> list[StageCount]:
        return [row async for row in _QUERIES.stages(self.connection)]

    async def participants(self) -> list[DeskParticipant]:
        """Everybody who has a code, by site and enrolment."""
        return [row async for row in _QUERIES.participants(self.connection)]

    async def participant(self, code: str) -> DeskParticipant | None:
        return cast("DeskParticipant | None", await _QUERIES.participant(self.connection, code=code))

    async def before_consent(self) -> int:
        return int(await _QUERIES.before_consent(self.connection))

    async def consents(self, participant: str) -> list[DeskConsent]:
        return [row async for row in _QUERIES.consents(self.connection, participant=participant)]

    async def scope_changes(self, participant: str) -> list[DeskScopeChange]:
        """Oldest first."""
        return [row async for row in _QUERIES.scope_changes(self.connection, participant=participant)]

    async def stays(self, participant: str) -> list[DeskStay]:
        """Where somebody has lived since they enrolled, oldest first."""
        return [row async for row in _QUERIES.stays(self.connection, participant=participant)]

    async def prompts_of(self, participant: str) -> list[DeskPrompt]:
        return [row async for row in _QUERIES.prompts_of(self.connection, participant=participant)]

    async def prompts_between(self, first: float, until: float) -> list[DeskPrompt]:
        """Prompts that fall due at `first` or later, and before `until`. They can be a hundred thousand, so they are
        fetched at once: row by row takes ten times as long."""
        query: str = _QUERIES.prompts_between.sql
        rows = await self.connection.execute_fetchall(query, {"first": first, "until": until})
        return [DeskPrompt(*row) for row in rows]

    async def prompt_counts(self) -> list[PromptCount]:
        """How many prompts of each person are alike, for `study.compliance.fate`."""
        return [row async for row in _QUERIES.prompt_counts(self.connection)]

    async def records_of(self, participant: str) -> list[DeskRecord]:
        """What somebody said and chose, oldest first. Drafts stay where they are."""
        return [row async for row in _QUERIES.records_of(self.connection, participant=participant)]

    async def voice_of(self, participant: str, record: str) -> DeskRecord | None:
        row = await _QUERIES.voice_of(self.connection, participant=participant, record=record)
        return cast("DeskRecord | None", row)

    async def unknown_words(self) -> list[WordCount]:
        """Words of which nobody knows whether Telegram had them, by haste."""
        return [row async for row in _QUERIES.unknown_words(self.connection)]

    async def parked_updates(self) -> int:
        return int(await _QUERIES.parked_updates(self.connection))

    async def media_to_fetch(self) -> int:
        return int(await _QUERIES.media_to_fetch(self.connection))

    async def overdue_timers(self, before: float) -> int:
        """Timers that fell due before then, and still wait."""
        return int(await _QUERIES.overdue_timers(self.connection, before=before))


@asynccontextmanager
async def reading(path: Path, erased: Collection[bytes] = ()) -> AsyncIterator[Reading]:
    """Opens `path` for one short look. A reader left open would keep deleted words in the write-ahead log,
    because the checkpoint that clears it waits for readers: so nobody holds this longer than one page.

    Whoever has a mark in the file beside it, or among those `erased` elsewhere, is not there.

    Raises DeskClosed where there is no database, or none that this version can read."""
    address = _address(path)
    try:
        marks = {*erased, *(await to_thread(read_file, path.with_name(FILE))).erased}
        async with aiosqlite.connect(address, uri=True, timeout=5) as connection:
            await _check_form(connection, path)
            await leave_out(connection, marks)
            await connection.execute("PRAGMA query_only = ON")
            await connection.execute("BEGIN")
            yield Reading(connection)
    except StorageError as fault:
        raise DeskClosed(str(fault)) from fault
    except sqlite3.OperationalError as fault:
        raise DeskClosed(
            f"{path}: this database cannot be read ({fault}). "
            "Check that the folder is yours to read and that bot and desk are of the same version."
        ) from fault
    except sqlite3.DatabaseError as fault:
        raise DeskClosed(f"{path}: this file is not a database of Poste Restante.") from fault


async def _check_form(connection: aiosqlite.Connection, path: Path) -> None:
    """Raises StorageError for a newer database, one that is not ours, and DeskClosed for an older one."""
    newest = len(migrations())
    form = await check_form(connection, path, newest)
    if form == 0:
        raise _nothing_yet(path)
    if form < newest:
        raise DeskClosed(
            f"{path} is of an older version. Start `restante run` of this version once: it brings the data up to "
            "date. Or read it with the desk of the version that wrote it."
        )


def _address(path: Path) -> str:
    if not path.is_file():
        raise _nothing_yet(path)
    return f"{path.resolve().as_uri()}?mode=ro"


def _nothing_yet(path: Path) -> DeskClosed:
    return DeskClosed(
        f"{path}: there is no database here yet. It comes when the bot starts: give --data the folder that "
        "`restante run` uses."
    )
