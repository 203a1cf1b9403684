"""The operator key is changed for a new one, while everything goes on or while nothing runs.

The key file holds both generations until nothing lies under the older. In this order, so that a stop anywhere loses
nothing, and the next start goes on from there:

1. The new generation is in the file, on disk. Whoever boxes from now on takes it.
2. All look-ups and lanes change at once, in one transaction, with nobody else at work (see `sealing.lookups`).
3. What lies in older boxes is boxed anew, a few rows at a time.
4. The log of the database is cut, as older boxes lie in it too.
5. The older generation leaves the file, and what held it is overwritten.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.boxes import OUTBOX, Boxes
from bot.gate import Gate
from bot.generations import Held, changed
from sealing.operator import OperatorKey, OperatorKeyError, prefix
from storage import rotating
from storage.database import Database
from storage.rotating import BOXED, Column, OldBox, Word

A_MOMENT = 0.2  # seconds until somebody who reads the log is asked again to have done


class Step(StrEnum):
    """Where a test can stop it."""

    TAKEN = "taken"  # new boxes are under the new generation
    CHANGED = "changed"  # the look-ups are new
    REBOXED = "reboxed"  # a few more boxes are new
    CLEARED = "cleared"  # all are, and the log is cut


Moved = Callable[[Callable[[bytes], bytes]], None]
"""Called with what becomes of a lane, for those who have lanes in hand."""


@dataclass
class Rotation:
    """One data folder and its key file. `count` boxes were boxed anew. `lost` ones open under no key: they stay as they
    are, and hold up nothing."""

    database: Database
    boxes: Boxes
    path: Path
    gate: Gate
    moved: Moved = lambda again: None
    passing: Callable[[Step], None] = lambda step: None
    count: int = 0
    lost: int = 0

    async def finish(self, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> bool:
        """Brings everything under the newest generation of the key file. False where the file has one alone, and all
        is so. Raises OperatorKeyError: the file cannot be read or written, or holds another key."""
        file = OperatorKey.load(self.path)
        held = await Held.of(self.database)
        if not held.fits(file):
            raise OperatorKeyError(f"{self.path} is not the operator key of these data.")
        if len(file.generations) == 1:
            return False
        async with (
            self.gate.alone()
        ):  # what was begun with the older is on disk before anything is looked for
            self.boxes.renew(file.joined(self.boxes.key).taking_the_newest())
        self.passing(Step.TAKEN)
        if held.generation != file.newest:
            await self._change_lookups()
        while (
            await self._rebox_all()
        ):  # what a command or another worker had boxed meanwhile comes a moment later
            await pause(A_MOMENT)
        while not await self.database.rewrite():  # boxes under the older may lie in gaps of the file
            await pause(A_MOMENT)
        self.passing(Step.CLEARED)
        file.newest_alone().save(self.path)
        return True

    async def _change_lookups(self) -> None:
        async with self.gate.alone():
            lookups = self.boxes.lookups.renewed()
            again = lookups.again
            key = self.boxes.key

            def moved(word: Word) -> bytes | None:
                return self._reboxed(OUTBOX, word.body, word.lane.hex(), again(word.lane).hex())

            await rotating.change_lookups(self.database, again, moved, changed(key, lookups))
            self.boxes.renew(key, lookups)
            self.moved(again)
        self.passing(Step.CHANGED)

    async def _rebox_all(self) -> int:
        """Returns how many were found."""
        self.lost = 0
        before = self.count
        for column in BOXED:
            await self._rebox(column)
        return self.count - before

    async def _rebox(self, column: Column) -> None:
        newest, after = prefix(self.boxes.key.newest), ""
        while found := await rotating.old(self.database, column, newest, after):
            after = found[-1].row
            opened = [(one, self._reboxed(column.purpose, one.boxed, one.place, one.place)) for one in found]
            fit: list[tuple[OldBox, bytes]] = [(one, now) for one, now in opened if now is not None]
            self.lost += len(opened) - len(fit)  # they are found again in each pass
            self.count += await rotating.put(self.database, column, fit)
            self.passing(Step.REBOXED)
            await asyncio.sleep(0)

    def _reboxed(self, purpose: str, boxed: bytes | None, place: str, place_now: str) -> bytes | None:
        """None for what opens under no key: nobody can read that, whichever key is kept."""
        if boxed is None:
            return None
        key = self.boxes.key
        try:
            plain = key.unbox(purpose, boxed, place.encode())
        except OperatorKeyError:
            return None
        return key.box(purpose, plain, place_now.encode())
