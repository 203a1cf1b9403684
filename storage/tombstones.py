"""Marks of those who left, or were erased. A mark says nothing of anybody, and whoever has one is left out of what is
brought back: a backup, a copy, a database that was put back by hand.

    mark = SHA-256("restante tombstone 1" LF inner id)      the inner id is random, so no mark can be guessed

Of who was erased it stands in the database, written by the transaction that erases. An older database that is put in
its place does not know of it, so a file `erased` beside it has every mark too, one a line, in hexadecimal:

    MARK                    erased
    said MARK SECONDS       what they had said until then (Unix time) was erased
    left MARK SECONDS       they withdrew then

Of who was erased there is no line but the first. A database also keeps which of the other lines it has carried out
itself (`leavings`), so that no clock has to say whether they are older than what it holds.
"""

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import aiosqlite

from storage import engine
from storage.database import Database
from storage.folder import blank, overwritten, settle
from storage.sql import load

FILE = "erased"
UNFINISHED = ".part"

_LINE = re.compile(r"(?:(said|left) )?([0-9a-f]{64})(?: ([0-9]{1,12}\.[0-9]{6}))?")
_TOMBSTONES = load("tombstones")

PUT = _TOMBSTONES.put
NOTE = _TOMBSTONES.note

Moment = tuple[bytes, float]
"""A mark, and a Unix time to the microsecond: no two leavings of one person have the same."""


@dataclass
class Marks:
    """Who was erased; of whom what they had said was, and until when; and who left, and when."""

    erased: set[bytes] = field(default_factory=set)
    said: set[Moment] = field(default_factory=set)
    left: set[Moment] = field(default_factory=set)

    def __or__(self, other: Self) -> "Marks":
        return Marks(self.erased | other.erased, self.said | other.said, self.left | other.left)

    def __bool__(self) -> bool:
        return bool(self.erased or self.said or self.left)

    def beyond(self, known: Self) -> "Marks":
        """What of these is not in `known`."""
        return Marks(self.erased - known.erased, self.said - known.said, self.left - known.left)

    def told(self) -> "Marks":
        """What a file tells of these: of who was erased no moment."""
        return Marks(self.erased, set(self._of_others(self.said)), set(self._of_others(self.left)))

    def _of_others(self, moments: Iterable[Moment]) -> Iterator[Moment]:
        return ((one, at) for one, at in moments if one not in self.erased)

    @property
    def lines(self) -> list[str]:
        return [
            *(one.hex() for one in sorted(self.erased)),
            *(f"said {one.hex()} {at:.6f}" for one, at in sorted(self.said)),
            *(f"left {one.hex()} {at:.6f}" for one, at in sorted(self.left)),
        ]


def mark(participant: str) -> bytes:
    """32 bytes, of the inner id."""
    return hashlib.sha256(b"restante tombstone 1\n" + participant.encode()).digest()


def moment(participant: str, at: float) -> Moment:
    """As a line of the file has it."""
    return mark(participant), round(at, 6)


def read_file(path: Path) -> Marks:
    """The marks in a file; none where there is no file. A line that is none, such as a power cut leaves, is passed
    over. Raises OSError."""
    marks = Marks()
    try:
        lines = _bytes_of(path).decode("ascii", "replace").split("\n")
    except FileNotFoundError:
        return marks
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None or bool(found[1]) != bool(found[3]):
            continue
        one = bytes.fromhex(found[2])
        match found[1]:
            case "said":
                marks.said.add((one, float(found[3])))
            case "left":
                marks.left.add((one, float(found[3])))
            case _:
                marks.erased.add(one)
    return marks


def add_to_file(path: Path, marks: Marks) -> None:
    """Those of `marks` that are new go to the end of the file; if it tells more of somebody who is erased than that, it
    is written anew without. Returns when a power cut no longer matters. Raises OSError."""
    unfinished = path.with_name(path.name + UNFINISHED)
    overwritten(unfinished)  # what a power cut left
    known = read_file(path)
    wanted = (known | marks).told()
    if new := wanted.beyond(known).lines:
        _append(path, new)
    if known.beyond(wanted):
        _append(unfinished, wanted.lines)
        _put_in_place(unfinished, path)


def _append(path: Path, lines: list[str]) -> None:
    made = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        # Begun with a new line: the last one may have been cut off.
        file.write(b"\n" * (not made) + "".join(f"{line}\n" for line in lines).encode())
        file.flush()
        os.fsync(file.fileno())
    if made:
        settle(path.parent)


def _put_in_place(new: Path, path: Path) -> None:
    """At every moment there is a whole file. The bytes of the old one are overwritten when nobody finds it any more."""
    with path.open("r+b") as old:
        new.replace(path)
        settle(path.parent)
        blank(old)


def _bytes_of(path: Path) -> bytes:
    """Read again where another file took the place of this one meanwhile: then it may have been overwritten."""
    while True:
        with path.open("rb") as file:
            content = file.read()
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return content


async def known(connection: aiosqlite.Connection) -> set[bytes]:
    """Who was erased, as a database knows it."""
    return {bytes(row[0]) for row in await connection.execute_fetchall(_TOMBSTONES.marks.sql)}


async def marks_of(connection: aiosqlite.Connection) -> Marks:
    """All that a database has carried out itself. One that an older version wrote knows less."""
    there = await engine.tables(connection)
    marks = Marks(await known(connection) if "tombstones" in there else set())
    if "leavings" in there:
        for participant, kind, at in await connection.execute_fetchall(_TOMBSTONES.leavings.sql):
            (marks.said if kind == "said" else marks.left).add(moment(participant, at))
    return marks


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


def leavings_of(marked: Iterable[tuple[str, str, float]]) -> list[dict[str, str | float]]:
    """For a commit in which they leave, or what they said goes: "left" or "said", the inner id, and when."""
    return [{"participant": one, "kind": kind, "at": round(at, 6)} for kind, one, at in marked]


async def leave_out(connection: aiosqlite.Connection, erased: Collection[bytes]) -> None:
    """On this connection, whoever was erased is not there. Before it is told to read only."""
    if gone := await strays(connection, erased):
        await engine.hide(connection, gone)
