"""The operator key is changed: all that lies under it is found under the new one, wherever that was stopped, and the
old one opens nothing any more."""

import asyncio
import itertools
import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from storage_world import ANI, LEVAN, NOW, commit, fetch, inbound, look, person, word

from bot.boxes import FETCH, INBOX, LOOKUPS, OUTBOX, RECEIPT, SOUND, STATE, Boxes
from bot.faults import StartRefused
from bot.gate import Gate
from bot.generations import Held
from bot.opening import opened_boxes
from bot.rotation import Rotation, Step
from sealing.lookups import Lookups
from sealing.operator import OperatorKey, OperatorKeyError
from storage import inbox, outbox, participants
from storage.database import Database
from storage.outbox import Ends
from storage.rotating import BOXED, HASHED, WITH_LANES
from storage.rows import Boxed, Contact

ANI_CHAT, LEVAN_CHAT = 5001001, 5001002
SAID = {"text": "Мы перешли"}


class Stopped(BaseException):
    """As if the process ended here."""


class World:
    """A data folder with its key file. Opened and closed as a service would."""

    def __init__(self, folder: Path) -> None:
        self.path, self.file = folder / "data" / "restante.sqlite3", folder / "operator.key"

    async def open(self) -> tuple[Database, Boxes]:
        database = await Database.open(self.path)
        try:
            return database, await opened_boxes(
                database, OperatorKey.load(self.file), self.file, self.path.parent
            )
        except BaseException:
            await database.close()
            raise

    async def furnish(self) -> None:
        """Ani and Levan, each with something in every column that lies under the key."""
        database, boxes = await self.open()
        for id, chat in ((ANI, ANI_CHAT), (LEVAN, LEVAN_CHAT)):
            lane = boxes.lane(chat)
            state = boxes.data(STATE, {"of": id}, id)
            say = [word("", participant=id, lane="") for _ in range(3)]
            said = [
                replace(one, lane=lane, body=boxes.data(OUTBOX, {"n": n, "of": id}, lane.hex()))
                for n, one in enumerate(say)
            ]
            await commit(
                database,
                participants=[person(id, state=state)],
                contacts=[Contact(id, lane, boxes.chat(chat, id))],
                fetches=[replace(fetch(id, id), body=boxes.data(FETCH, SAID, id))],
                words=said,
            )
            await inbox.journal(database, [self.update(boxes, f"update:{chat}:{n}", chat) for n in range(3)])
            timer = boxes.data(INBOX, SAID, f"timer:{id}")
            await inbox.journal(
                database, [inbound(f"timer:{id}", id, kind="timer", body=timer, lane=id.encode())]
            )
            async with database.transaction() as connection:
                await connection.execute(
                    "INSERT INTO sounds (lookup, participant) VALUES (?, ?)",
                    (boxes.lookup(SOUND, id.encode()), id),
                )
                await connection.execute(
                    "INSERT INTO receipts (participant, lookup) VALUES (?, ?)",
                    (id, boxes.lookup(RECEIPT, id.encode())),
                )
        rows = await inbox.waiting(database, 99, NOW)
        await commit(database, parked=[(next(row.id for row in rows if row.kind == "update"), "ValueError")])
        await database.close()

    def update(self, boxes: Boxes, once: str, chat: int) -> Any:
        return inbound(once, body=boxes.data(INBOX, SAID, once), lane=boxes.lane(chat))

    def grow(self) -> None:
        OperatorKey.load(self.file).grown().save(self.file)

    async def rotate(self, stop_at: int | None = None, steps: list[Step] | None = None) -> None:
        """All of it, or until as many steps are passed."""
        database, boxes = await self.open()
        passed = itertools.count()

        def passing(step: Step) -> None:
            if steps is not None:
                steps.append(step)
            if next(passed) == stop_at:
                raise Stopped

        try:
            rotation = Rotation(database, boxes, self.file, Gate(), passing=passing)
            assert await rotation.finish()
            assert rotation.lost == 0
        finally:
            await database.close()

    async def seen(self) -> dict[str, Any]:
        """Everything under the key, opened and looked up."""
        database, boxes = await self.open()
        try:
            return self.opened(boxes) | {
                "known": {
                    chat: (await participants.by_lookups(database, [boxes.lane(chat)]))[boxes.lane(chat)].id
                    for chat in (ANI_CHAT, LEVAN_CHAT)
                },
                "heads": [
                    (row.once, row.lane == boxes.lane(ANI_CHAT))
                    for row in await inbox.waiting(database, 99, NOW)
                ],
                "words": [
                    (row.id, boxes.open(OUTBOX, row.body, row.lane.hex()))
                    for row in await outbox.turn(database, Ends(), 99, NOW)
                ],
            }
        finally:
            await database.close()

    def opened(self, boxes: Boxes) -> dict[str, Any]:
        found = {
            "states": [boxes.open(STATE, *row) for row in self.rows("state_boxed, id", "participants")],
            "chats": [boxes.open_chat(*row) for row in self.rows("chat_boxed, participant", "contacts")],
            "fetches": [boxes.open(FETCH, *row) for row in self.rows("body_boxed, media", "fetches")],
            "inbox": [
                boxes.open(INBOX, *row)
                for row in self.rows("body_boxed, once", "inbox")
                if row[0] is not None
            ],
            "outbox": [
                boxes.open(OUTBOX, body, lane.hex()) for body, lane in self.rows("body_boxed, lane", "outbox")
            ],
            "lanes": [
                (once, {boxes.lane(ANI_CHAT): "Ani", boxes.lane(LEVAN_CHAT): "Levan"}[lane])
                for once, lane in self.rows("once, lane", "inbox WHERE kind = 'update'")
            ],
            "sounds": [
                {boxes.lookup(SOUND, id.encode()): id for id in (ANI, LEVAN)}[lookup]
                for (lookup, _) in self.rows("lookup, participant", "sounds")
            ],
            "receipts": [
                lookup == boxes.lookup(RECEIPT, id.encode())
                for id, lookup in self.rows("participant, lookup", "receipts")
            ],
        }
        return {name: sorted(values, key=str) for name, values in found.items()}

    def rows(self, columns: str, table: str) -> list[Any]:
        return look(self.path, f"SELECT {columns} FROM {table}")


@pytest.fixture
async def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    OperatorKey.create(made.file)
    await made.furnish()
    return made


def every_blob(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every binary value of the database, and every text of `meta` that is one in hexadecimal."""
    connection = sqlite3.connect(path)
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in connection.execute(f"SELECT * FROM {table}"):
            yield from ((table, one) for one in row if isinstance(one, bytes))
            if table == "meta" and re.fullmatch("([0-9a-f]{2})+", row[1]):
                yield table, bytes.fromhex(row[1])
    connection.close()


async def test_all_is_as_it_was_and_the_old_key_opens_nothing(world: World) -> None:
    before, old = await world.seen(), OperatorKey.load(world.file)
    world.grow()
    await world.rotate()
    assert await world.seen() == before
    new = OperatorKey.load(world.file)
    assert new.generations == (2,)
    places = [ANI, LEVAN, *(once for once, _ in world.rows("once, lane", "inbox")), "meta"]
    places += [lane.hex() for lane, _ in world.rows("lane, id", "outbox")]
    hashed = {old.lookup(purpose, value.encode()) for purpose in LOOKUPS for value in (str(ANI_CHAT), ANI)}
    blobs = list(every_blob(world.path))
    assert {"participants", "contacts", "fetches", "inbox", "outbox", "sounds", "receipts", "meta"} <= {
        table for table, _ in blobs
    }
    for table, blob in blobs:
        assert blob not in hashed
        assert not blob.startswith(b"\1\1"), table
        for column, place in itertools.product((*BOXED, None), places):
            with pytest.raises(OperatorKeyError):
                old.unbox(column.purpose if column else "lookups", blob, place.encode())
    on_disk = b"".join(path.read_bytes() for path in world.path.parent.rglob("*") if path.is_file())
    assert not [hash for hash in hashed if hash in on_disk]
    database, _ = await world.open()
    await database.close()
    world.file.unlink()
    old_file = world.file.with_name("old.key")
    OperatorKey.create(old_file)
    old.save(old_file)
    old_file.rename(world.file)
    with pytest.raises(StartRefused, match="before the key was changed"):
        await world.open()


async def test_it_may_be_stopped_anywhere(tmp_path: Path) -> None:
    steps: list[Step] = []
    for stop in itertools.count():
        world = World(tmp_path / str(stop))
        world.path.parent.mkdir(parents=True)
        OperatorKey.create(world.file)
        await world.furnish()
        before = await world.seen()
        world.grow()
        try:
            await world.rotate(stop_at=stop, steps=steps)
        except Stopped:
            assert await world.seen() == before  # the service starts, and works
            assert OperatorKey.load(world.file).generations == (1, 2)
            await world.rotate()
            assert OperatorKey.load(world.file).generations == (2,)
            assert await world.seen() == before
        else:
            break
    assert set(steps) == set(Step)


async def test_no_older_box_is_on_the_disk_when_the_older_key_goes(world: World) -> None:
    """The log of the database holds what was there before, too."""
    database, boxes = await world.open()
    older = [box for _, box in every_blob(world.path) if len(box) > 16]
    world.grow()
    on_disk: list[bytes] = []

    def passing(step: Step) -> None:
        if step is Step.CLEARED:
            on_disk.extend(path.read_bytes() for path in world.path.parent.iterdir())

    await Rotation(database, boxes, world.file, Gate(), passing=passing).finish()
    assert len(older) > 20
    inner = {id.encode() for id in (ANI, LEVAN)}  # lanes of what is not from a chat
    assert not [box for box in older if box not in inner and box in b"".join(on_disk)]
    await database.close()


async def test_again_and_again(world: World) -> None:
    before = await world.seen()
    for number in (2, 3, 4):
        world.grow()
        await world.rotate()
        assert OperatorKey.load(world.file).generations == (number,)
    assert await world.seen() == before
    database, boxes = await world.open()
    assert len(boxes.lookups.links) == 3
    assert not await Rotation(database, boxes, world.file, Gate()).finish()  # nothing to do
    await database.close()


async def test_what_comes_meanwhile_is_not_lost(world: World) -> None:
    """Work goes on between the steps; what others boxed under the older key, too."""
    world.grow()
    late = Boxes(OperatorKey.load(world.file))  # a command that was started before
    database, boxes = await world.open()
    number, gate = itertools.count(), Gate()
    begun, changed = asyncio.Event(), asyncio.Event()

    async def at_work() -> None:
        while True:
            n = next(number)
            async with gate.shared():
                update = world.update(boxes, f"update:{n}", ANI_CHAT)
                await asyncio.sleep(0)
                await inbox.journal(database, [update])
                state = boxes.data(STATE, {"of": ANI, "at": n}, ANI)
                await asyncio.sleep(0)
                await commit(database, participants=[person(state=state)])
            wish = late.data(INBOX, SAID, f"team:{n}")
            await inbox.journal(database, [inbound(f"team:{n}", ANI, kind="team", body=wish)])
            if n == 3:
                begun.set()

    def passing(step: Step) -> None:
        if step is Step.CHANGED:
            changed.set()

    working = asyncio.create_task(at_work())
    await begun.wait()
    finishing = asyncio.create_task(Rotation(database, boxes, world.file, gate, passing=passing).finish())
    await changed.wait()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    assert await finishing
    await database.close()
    seen = await world.seen()
    assert next(number) > 3
    assert {who for once, who in seen["lanes"] if once.count(":") == 1} == {"Ani"}
    assert not [box for _, box in every_blob(world.path) if box.startswith(b"\1\1")]


async def test_a_box_that_opens_under_no_key_holds_nothing_up(world: World) -> None:
    database, boxes = await world.open()
    await commit(database, participants=[person(state=Boxed(b"\1\1" + bytes(90)))])
    world.grow()
    rotation = Rotation(database, boxes, world.file, Gate())
    assert await rotation.finish()
    assert rotation.lost == 1
    assert look(database, "SELECT state_boxed FROM participants WHERE id = ?", ANI) == [b"\1\1" + bytes(90)]
    await database.close()
    assert OperatorKey.load(world.file).generations == (2,)


async def test_a_file_that_is_another_key_changes_nothing(world: World) -> None:
    database, boxes = await world.open()
    before = list(every_blob(world.path))
    world.file.unlink()
    OperatorKey.create(world.file)
    world.grow()
    with pytest.raises(OperatorKeyError, match="not the operator key of these data"):
        await Rotation(database, boxes, world.file, Gate()).finish()
    assert list(every_blob(world.path)) == before
    await database.close()


async def test_an_older_file_is_not_put_back_in_the_middle(world: World) -> None:
    before = world.file.read_bytes()
    world.grow()
    with pytest.raises(Stopped):
        await world.rotate(stop_at=0)
    database, boxes = await world.open()
    await commit(database, participants=[person(state=boxes.data(STATE, SAID, ANI))])
    await database.close()
    both = world.file.read_bytes()
    world.file.write_bytes(before)
    with pytest.raises(StartRefused, match="it holds two keys"):
        await world.open()
    world.file.write_bytes(both)
    await world.rotate()


async def test_a_later_version_looks_up_more(world: World) -> None:
    world.grow()
    await world.rotate()
    database, boxes = await world.open()
    held, key = await Held.of(database), OperatorKey.load(world.file)
    fewer = Lookups({"contact": boxes.lookups.first["contact"]}, boxes.lookups.links)
    box = key.box("lookups", json.dumps(fewer.frozen()).encode(), b"meta")
    await database.set_setting("operator_lookups", box.hex())
    await database.close()
    database, boxes = await world.open()
    assert boxes.lookups.of("contact", b"1") == fewer.of("contact", b"1")
    assert boxes.lookup(SOUND, b"1") == (await Held.of(database)).lookups(key).of(SOUND, b"1")
    assert held.generation == (await Held.of(database)).generation == 2
    await database.close()


async def test_every_column_under_the_key_is_changed_with_it(db: Database) -> None:
    """A new table with a box or a keyed hash in it is not forgotten."""
    under = set()
    for table in look(db, "SELECT name FROM sqlite_master WHERE type = 'table'"):
        for _, column, *_ in look(db, f"PRAGMA table_info({table})"):
            if column in ("lookup", "lane") or column.endswith("_boxed"):
                under.add(f"{table}.{column}")
    assert under == {one.name for one in (*BOXED, *HASHED)} | {WITH_LANES, "outbox.lane"}
