"""Marks of those who left, or were erased. A mark says nothing of anybody, and whoever has one is left out of what is
brought back: a backup, a copy, a database that was put back by hand.

    mark = SHA-256("restante tombstone 1" LF inner id)      the inner id is random, so no mark can be guessed

Of who was erased it stands in the database, written by the transaction that erases. An older database that is put in
its place does not know of it, so a file `erased` beside it has every mark too, one a line, in hexadecimal:

    MARK                    erased
    said MARK SECONDS       what they had said until then (Unix time) was erased
    left MARK SECONDS       they withdrew then
"""

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import aiosqlite

from storage import engine
from storage.database import Database
from storage.folder import settle
from storage.sql import load

FILE = "erased"

_LINE = re.compile(r"(?:(said|left) )?([0-9a-f]{64})(?: ([0-9]{1,12}(?:\.[0-9]{1,7})?))?")
_TOMBSTONES = load("tombstones")

PUT = _TOMBSTONES.put


@dataclass
class Marks:
    """Who was erased; and until when what others had said was, and when others left."""

    erased: set[bytes] = field(default_factory=set)
    said: dict[bytes, float] = field(default_factory=dict)
    left: dict[bytes, float] = field(default_factory=dict)

    def __or__(self, other: Self) -> "Marks":
        return Marks(
            self.erased | other.erased, _latest(self.said, other.said), _latest(self.left, other.left)
        )

    def __bool__(self) -> bool:
        return bool(self.erased or self.said or self.left)

    def beyond(self, known: Self) -> "Marks":
        """What of these is not in `known`."""
        return Marks(self.erased - known.erased, _later(self.said, known.said), _later(self.left, known.left))

    @property
    def lines(self) -> list[str]:
        return [
            *(one.hex() for one in sorted(self.erased)),
            *(f"said {one.hex()} {at:.6f}" for one, at in sorted(self.said.items())),
            *(f"left {one.hex()} {at:.6f}" for one, at in sorted(self.left.items())),
        ]


def mark(participant: str) -> bytes:
    """32 bytes, of the inner id."""
    return hashlib.sha256(b"restante tombstone 1\n" + participant.encode()).digest()


def read_file(path: Path) -> Marks:
    """The marks in a file; none where there is no file. A line that is none, such as a power cut leaves, is passed
    over. Raises OSError."""
    marks = Marks()
    try:
        lines = path.read_text("ascii", "replace").split("\n")
    except FileNotFoundError:
        return marks
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None or bool(found[1]) != bool(found[3]):
            continue
        one = bytes.fromhex(found[2])
        match found[1]:
            case "said":
                marks.said[one] = max(float(found[3]), marks.said.get(one, 0.0))
            case "left":
                marks.left[one] = max(float(found[3]), marks.left.get(one, 0.0))
            case _:
                marks.erased.add(one)
    return marks


def add_to_file(path: Path, marks: Marks) -> None:
    """Those of `marks` that are new go to the end of the file. Returns when a power cut no longer matters."""
    new = marks.beyond(read_file(path)).lines
    if not new:
        return
    made = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        # Begun with a new line: the last one may have been cut off.
        file.write(b"\n" * (not made) + "".join(f"{line}\n" for line in new).encode())
        file.flush()
        os.fsync(file.fileno())
    if made:
        settle(path.parent)


async def known(connection: aiosqlite.Connection) -> set[bytes]:
    """Who was erased, as a database knows it."""
    return {bytes(row[0]) for row in await connection.execute_fetchall(_TOMBSTONES.marks.sql)}


async def strays(connection: aiosqlite.Connection, erased: Collection[bytes]) -> list[str]:
    """The inner ids of those in the database who were erased, and came back with a copy. Who was erased in this very
    database is not in it, so as a rule nothing has to be looked through."""
    wanted = set(erased) - await known(connection)
    return [one for found, one in (await people(connection)).items() if found in wanted] if wanted else []


async def people(connection: aiosqlite.Connection) -> dict[bytes, str]:
    """Everybody in the database, by their marks."""
    found = (str(row[0]) for row in await connection.execute_fetchall(_TOMBSTONES.people.sql))
    return {mark(one): one for one in found}


async def put(db: Database, erased: Iterable[bytes]) -> None:
    """Marks from elsewhere become marks of this database."""
    if marks := [{"mark": one} for one in erased]:
        await db.carry_out([(_TOMBSTONES.put, marks)])


def rows_of(participants: Iterable[str]) -> list[dict[str, bytes]]:
    """For a commit that erases them."""
    return [{"mark": mark(one)} for one in participants]


async def leave_out(connection: aiosqlite.Connection, erased: Collection[bytes]) -> None:
    """On this connection, whoever was erased is not there. Before it is told to read only."""
    if gone := await strays(connection, erased):
        await engine.hide(connection, gone)


def _latest(ours: Mapping[bytes, float], theirs: Mapping[bytes, float]) -> dict[bytes, float]:
    return {one: max(ours.get(one, 0.0), theirs.get(one, 0.0)) for one in ours.keys() | theirs.keys()}


def _later(ours: Mapping[bytes, float], known: Mapping[bytes, float]) -> dict[bytes, float]:
    return {one: at for one, at in ours.items() if at > known.get(one, -1.0)}
