"""What was deleted is not in the files any more: every byte of the data folder is looked at."""

import os
import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from storage_world import ANI, DAY, LEVAN, NOW, PROMPT, commit, inbound, person, record, timer, word

from storage import inbox, outbox
from storage.database import Database
from storage.outbox import Ends
from storage.rows import Boxed, CancelledTimers, Contact, NewFetch, StayRow
from storage.vault import Vault

LENGTHS = (40, 900, 30_000)  # a cell, a page's worth, and many overflow pages


def mark(name: str, length: int) -> bytes:
    """Bytes that are found again even where a page cuts them."""
    return (f"<{name}>".encode() * length)[:length]


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def found(folder: Path, *names: str) -> list[str]:
    bytes_there = on_disk(folder)
    return [
        name for name in names if f"{name}>".encode() in bytes_there or f"<{name}".encode() in bytes_there
    ]


THINGS = ("state", "chat", "lookup", "envelope", "file", "word", "update", "parked", "zone")


async def live(db: Database, vault: Vault, length: int) -> None:
    """Somebody with something of `length` in every place that can hold it, beside others who stay."""
    things = {thing: mark(thing, length) for thing in THINGS}
    id = ANI
    others = [f"{n:032x}" for n in range(30)]
    await commit(db, participants=[person(other, state=Boxed(mark("other", length))) for other in others])
    await inbox.journal(db, [inbound("update:1", body=Boxed(things["update"]))])
    await inbox.journal(db, [inbound("update:2", body=Boxed(things["parked"]))])
    first, second = (row.id for row in await inbox.waiting(db, 2, NOW))
    await commit(
        db,
        participants=[person(id, state=Boxed(things["state"]))],
        contacts=[Contact(id, things["lookup"], Boxed(things["chat"]))],
        records=[record(id, id, envelope=things["envelope"], vault=True)],
        timers=[timer(participant=id)],
        stays=[StayRow(id, "AM", things["zone"].decode(), NOW)],
        fetches=[NewFetch(id[::-1], id, Boxed(things["file"]), NOW)],
        words=[replace(word(participant=id), lane=things["lookup"], body=Boxed(things["word"]))],
        done=[first],
        owned=[(second, id)],
        parked=[(second, "KeyError")],
    )
    vault.write(id, mark("sound", length))


@pytest.mark.parametrize("length", LENGTHS)
async def test_of_who_left_no_byte_stays(path: Path, length: int) -> None:
    db, vault = await Database.open(path), Vault(path.parent / "vault")
    await live(db, vault, length)
    there = set(found(path.parent, *THINGS, "sound"))
    assert there == {*THINGS, "sound"}, "the test must see what it looks for"
    (row,) = await outbox.turn(db, Ends(), 9, NOW)
    goodbye = word("goodbye", participant=None)
    await commit(db, silenced=[ANI], forgotten=[ANI], words=[replace(goodbye, lane=mark("lookup", length))])
    await outbox.turn(db, Ends(sent=[row.id]), 0, NOW)
    (row,) = await outbox.turn(db, Ends(), 9, NOW)
    await outbox.turn(db, Ends(sent=[row.id]), 0, NOW)
    await vault.forget(db, await vault.scrap(db))
    assert await db.rewrite()
    assert found(path.parent, *THINGS, "sound") == []
    assert ANI.encode() not in on_disk(path.parent)
    await db.close()
    assert found(path.parent, *THINGS, "sound") == []
    assert found(path.parent, "other") == ["other"]


@pytest.mark.parametrize("length", LENGTHS)
async def test_what_was_replaced_sent_or_taken_back_is_gone_after_closing(path: Path, length: int) -> None:
    db, vault = await Database.open(path), Vault(path.parent / "vault")
    await live(db, vault, length)
    (row,) = await outbox.turn(db, Ends(), 9, NOW)
    await outbox.turn(db, Ends(sent=[row.id]), 0, NOW)
    parked = 2
    await commit(db, participants=[person(state=Boxed(b"anew"))], discarded=[ANI, ANI[::-1]], done=[parked])
    await db.close()
    assert found(path.parent, *THINGS, "sound") == [
        "chat",
        "lookup",
        "zone",
        "sound",
    ]  # the sound waits to be scrapped


@pytest.mark.parametrize("length", LENGTHS)
async def test_of_a_contact_that_was_cut_no_byte_stays(path: Path, length: int) -> None:
    """Their state and records do; nothing that leads from a chat to them does, once the log is cut."""
    db, vault = await Database.open(path), Vault(path.parent / "vault")
    await live(db, vault, length)
    (row,) = await outbox.turn(db, Ends(), 9, NOW)
    await outbox.turn(db, Ends(sent=[row.id]), 0, NOW)
    await commit(db, cut=[ANI])
    assert await db.rewrite()
    assert found(path.parent, "chat", "lookup", "word", "update", "parked") == []
    assert found(path.parent, "state", "envelope", "sound") == ["state", "envelope", "sound"]
    await db.close()


async def test_nothing_stays_in_the_gaps_that_trees_leave_when_they_are_made_even(path: Path) -> None:
    """Where many rows go, SQLite moves the others together; where they lay before, their bytes stay."""
    db, dice = await Database.open(path), random.Random(1)
    await commit(db, participants=[person(ANI), person(LEVAN)])
    rows = [timer(prompt=f"p{n}", participant=dice.choice((ANI, LEVAN))) for n in range(800)]
    await commit(db, timers=rows)
    over = [row for n, row in enumerate(rows) if n % 4]
    await commit(db, cancelled=[CancelledTimers(row.participant, row.kind, row.prompt) for row in over])
    assert not await db.owes_rewriting()
    await commit(db, forgotten=[ANI])
    assert await db.checkpoint()
    assert ANI.encode() in on_disk(path.parent), (
        "SQLite leaves nothing any more: is a rewriting still needed?"
    )
    await db.close()
    db = await Database.open(path)  # what is owed outlives the process
    assert await db.owes_rewriting()
    assert await db.rewrite()
    assert not await db.owes_rewriting()
    assert ANI.encode() not in on_disk(path.parent)
    assert LEVAN.encode() in on_disk(path.parent)
    await db.close()


async def test_who_is_erased_after_their_contact_was_cut_is_named_by_no_word_that_put_a_question(
    path: Path,
) -> None:
    db, asked = await Database.open(path), replace(PROMPT, id="e" * 32)
    await commit(db, participants=[person(ANI)], prompts_planned=[asked])
    await commit(db, words=[replace(word(participant=ANI), prompt=asked.id)])
    (row,) = await outbox.turn(db, Ends(), 9, NOW)
    await outbox.turn(db, Ends(sent=[row.id], put=[asked.id]), 0, NOW)
    await commit(db, cut=[ANI])
    await commit(db, forgotten=[ANI])
    assert await db.rewrite()
    assert asked.id.encode() not in on_disk(path.parent)
    await db.close()


async def test_a_rewriting_takes_its_room_beside_the_file(tmp_path: Path) -> None:
    """Where that disk is, and whether it is closed to others, somebody has thought about; of /var/tmp nobody has."""
    folder = tmp_path / "it's here"
    folder.mkdir()
    db, seen = await Database.open(folder / "restante.sqlite3"), set[str]()
    people = [person(f"{n:032x}", state=Boxed(mark("state", 60_000))) for n in range(100)]
    await commit(db, participants=people)

    def look() -> None:
        for link in Path("/proc/self/fd").iterdir():
            with suppress(OSError):
                seen.add(os.readlink(link))

    await db._writing().set_progress_handler(look, 500)
    assert await db.rewrite()
    assert {Path(one).parent for one in seen if "etilqs" in one} == {folder}
    await db.close()


async def test_while_somebody_reads_the_log_grows_once(path: Path) -> None:
    """However many are erased meanwhile, and what was erased after the rewriting stays owed."""
    db = await Database.open(path)
    async with db.transaction() as connection:
        await connection.execute("PRAGMA busy_timeout = 1")
    people = [f"{n:032x}" for n in range(9)]
    await commit(db, participants=[person(one, state=Boxed(mark("state", 9_000))) for one in people])
    reading = await Database.open(path, read_only=True)
    await reading.reader.execute("BEGIN")
    await reading.setting("study")
    sizes = []
    for one in people:
        await commit(db, forgotten=[one])
        assert not await db.rewrite()
        sizes.append(path.with_name(f"{path.name}-wal").stat().st_size)
    assert max(sizes) - sizes[0] < 9 * 50_000, sizes
    await reading.reader.execute("ROLLBACK")
    assert await db.rewrite()
    assert await db.owes_rewriting(), "that one was of the first alone"
    assert await db.rewrite()
    assert not await db.owes_rewriting()
    assert found(path.parent, "state") == []
    await reading.close()
    await db.close()


async def test_a_reader_that_stays_holds_the_log_and_the_next_checkpoint_clears_it(path: Path) -> None:
    db = await Database.open(path)
    async with db.transaction() as connection:
        await connection.execute("PRAGMA busy_timeout = 1")
    await commit(db, participants=[person(state=Boxed(mark("state", 900)))])
    reading = await Database.open(path, read_only=True)
    await reading.reader.execute("BEGIN")
    await reading.setting("study")
    await commit(db, forgotten=[ANI])
    assert not await db.checkpoint()
    assert found(path.parent, "state") == ["state"]
    await reading.reader.execute("ROLLBACK")
    assert await db.checkpoint()
    assert found(path.parent, "state") == []
    await reading.close()
    await db.close()


async def test_closing_clears_the_log_beside_somebody_who_has_the_file_open(path: Path) -> None:
    db = await Database.open(path)
    await commit(db, participants=[person(state=Boxed(mark("state", 900)))])
    reading = await Database.open(path, read_only=True)
    await commit(db, forgotten=[ANI])
    assert found(path.parent, "state") == ["state"]
    await db.close()
    assert found(path.parent, "state") == []
    await reading.close()


async def test_old_marks_leave_no_byte(path: Path) -> None:
    db = await Database.open(path)
    await inbox.journal(db, [inbound("<once>")])
    await commit(db, done=[1], words=[word(participant="<who>")])
    await outbox.turn(db, Ends(), 1, NOW)
    await outbox.turn(db, Ends(sent=[1]), 0, NOW)
    await db.checkpoint()
    assert found(path.parent, "once", "who") == ["once", "who"]
    await inbox.forget_old(db, NOW + DAY)
    await outbox.forget_old(db, NOW + DAY)
    await db.close()
    assert found(path.parent, "once", "who") == []
