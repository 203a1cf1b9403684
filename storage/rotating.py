"""Everything under the operator key, for when it is changed: look-ups all at once, boxes a few at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from storage.database import Database
from storage.sql import load, rows, value

_ROTATING = load("rotating")
_META = load("meta")

FEW = 100


@dataclass(frozen=True)
class Column:
    """A column of boxes: which purpose they are for, and how they are found and put back."""

    name: str
    purpose: str
    found: Any
    put: Any


@dataclass(frozen=True)
class Hashes:
    """A column of keyed hashes."""

    name: str
    found: Any
    put: Any


BOXED = (
    Column("participants.state_boxed", "state", _ROTATING.old_states, _ROTATING.put_state),
    Column("contacts.chat_boxed", "contact", _ROTATING.old_chats, _ROTATING.put_chat),
    Column("fetches.body_boxed", "fetch", _ROTATING.old_fetches, _ROTATING.put_fetch),
    Column("inbox.body_boxed", "inbox", _ROTATING.old_inbound, _ROTATING.put_inbound),
)
WITH_LANES = "outbox.body_boxed"  # its boxes are bound to their lanes, so both change at once

HASHED = (
    Hashes("contacts.lookup", _ROTATING.contact_hashes, _ROTATING.rehash_contact),
    Hashes("sounds.lookup", _ROTATING.sound_hashes, _ROTATING.rehash_sound),
    Hashes("receipts.lookup", _ROTATING.receipt_hashes, _ROTATING.rehash_receipt),
    Hashes("invitations.lookup", _ROTATING.invitation_hashes, _ROTATING.rehash_invitation),
    Hashes("tries.lookup", _ROTATING.try_hashes, _ROTATING.rehash_try),
    Hashes("inbox.lane", _ROTATING.update_lanes, _ROTATING.move_updates),
)


@dataclass(frozen=True)
class OldBox:
    """A box under a generation that is to go."""

    row: str
    place: str
    boxed: bytes


@dataclass(frozen=True)
class Word:
    """A word that waits, or is on its way; one that was silenced on its way has no body."""

    id: int
    lane: bytes
    body: bytes | None


async def change_lookups(
    db: Database,
    again: Callable[[bytes], bytes],
    move: Callable[[Word], bytes | None],
    settings: Mapping[str, str],
) -> None:
    """Every keyed hash becomes what `again` makes of it; so do the lanes, with the words in them boxed by `move`. And
    `settings` are set: all in one transaction."""
    async with db.transaction() as connection:
        for column in HASHED:
            found = await connection.execute_fetchall(column.found.sql)
            await column.put(connection, [{"old": hash, "new": again(hash)} for (hash,) in found])
        words = [Word(*row) for row in await connection.execute_fetchall(_ROTATING.words.sql)]
        moved = [{"id": one.id, "lane": again(one.lane), "body": move(one)} for one in words]
        await _ROTATING.move_word(connection, moved)
        for name, text in settings.items():
            await _META.set_setting(connection, name=name, value=text)


async def old(db: Database, column: Column, newest: bytes, after: str) -> list[OldBox]:
    """A few boxes of `column` that do not begin with `newest`, beyond the row `after`."""
    return await rows(db.reader, column.found, OldBox, newest=newest, after=after, most=FEW)


async def put(db: Database, column: Column, boxes: list[tuple[OldBox, bytes]]) -> int:
    """Each box in the place of the one before, unless that has changed meanwhile. Returns how many were put."""
    steps = [{"row": before.row, "old": before.boxed, "new": now} for before, now in boxes]
    if not steps:
        return 0
    (count,) = await db.carry_out([(column.put, steps)])
    return count


async def beyond(db: Database, newest: bytes) -> int:
    """How many boxes lie under a later generation than the one that begins with `newest`."""
    return int(await value(db.reader, _ROTATING.beyond, newest=newest, version=newest[:1]) or 0)


async def left(db: Database, newest: bytes) -> int:
    """How many boxes do not begin with `newest`."""
    return int(await value(db.reader, _ROTATING.left, newest=newest) or 0)
