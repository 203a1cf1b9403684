"""The links between people and their chats, for when all of them are to be cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from storage import engine, inbox
from storage.folder import must_hold
from storage.migrating import check_form, migrations
from storage.rows import NewInbound
from storage.sql import load, rows, value
from storage.traces import Traces

_CONTACTS = load("contacts")


@dataclass(frozen=True)
class Link:
    """One person who can be reached. `agreed` is whether they ever have a code."""

    participant: str
    agreed: bool
    lookup: bytes
    chat: bytes


def traces(links: Sequence[Link]) -> Traces:
    """What would still tell of them on the disk."""
    wanted = Traces()
    for link in links:
        wanted.add(link.lookup)
        wanted.add(link.chat)
    return wanted


@dataclass(frozen=True)
class Links:
    """All of them; the prompts that will never be put without them, and the words that wait."""

    links: list[Link]
    prompts: int
    words: int


async def of(path: Path) -> Links:
    """Raises StorageError where there is no database of ours."""
    must_hold(path)
    async with engine.connected(path, writes=False) as connection:
        await check_form(connection, path, len(migrations()))
        links = await rows(connection, _CONTACTS.linked, _link)
        return Links(
            links, await _count(connection, "never_asked"), await _count(connection, "words_waiting")
        )


async def left(path: Path) -> int:
    """How many people can still be reached."""
    async with engine.connected(path, writes=False) as connection:
        return await _count(connection, "linked_count")


async def ask(path: Path, wishes: Sequence[NewInbound]) -> None:
    """Puts the wishes into the inbox beside a running service, or for its next start: all of them, or none."""
    async with engine.connected(path, writes=True, patience=engine.BESIDE) as connection:
        await engine.prepare(connection)
        async with engine.transaction(connection):
            await inbox.add(connection, wishes)


def _link(participant: str, agreed: int, lookup: bytes, chat: bytes) -> Link:
    return Link(participant, bool(agreed), lookup, chat)


async def _count(connection: aiosqlite.Connection, query: str) -> int:
    return int(await value(connection, getattr(_CONTACTS, query)) or 0)
