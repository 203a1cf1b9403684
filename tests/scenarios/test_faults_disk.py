"""Disks that are full, held by somebody, not to be written to, torn or damaged. They are real disks."""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from faults_bench import Ground, asked, fill, ground, heard, mounted, process, small_disk
from service_bench import stopped_by_itself
from typer.testing import CliRunner

from bot.opening import DATABASE
from bot.troubles import SENTENCES, Trouble
from cli.health import app as health
from simulator.person import Person
from storage.backup import Place, copy
from storage.errors import StorageError

PAGE = 4096

HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
async def echoes(tmp_path: Path) -> AsyncIterator[Ground]:
    async with ground(tmp_path) as made:
        yield made


async def greeted(echoes: Ground) -> Person:
    anna = await echoes.world.person(name="Anna")
    await anna.start()
    await anna.hears("Hello")
    return anna


async def test_another_program_holds_the_database(echoes: Ground) -> None:
    async with echoes.service() as service:
        anna = await greeted(echoes)
        holder = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", HOLD, str(echoes.data / DATABASE)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            assert holder.stdout is not None
            assert await holder.stdout.readline() == b"held\n"
            await anna.says("while it is held")
            await echoes.tells(SENTENCES[Trouble.LOCKED])
        finally:
            await holder.communicate(b"")
        await anna.hears("16 characters.")
        await echoes.drained(service)
        await echoes.tells("Well.")
    assert echoes.texts() == ["while it is held"]
    assert (await heard(anna)).count("16 characters.") == 1


async def test_a_full_disk(echoes: Ground) -> None:
    """Nothing more is taken from Telegram than there is room for; with room again, all of it has its effect once."""
    with small_disk(echoes.data, megabytes=3):
        async with echoes.service() as service:
            anna = await greeted(echoes)
            await echoes.drained(service)
            filler = fill(echoes.data)
            told = echoes.exchange.store.setting("confirmed")
            for number in range(20):
                await anna.says("x" * (3000 + number))
            await echoes.tells(SENTENCES[Trouble.FULL])
            answer = CliRunner().invoke(health, ["--data", str(echoes.data)])
            assert (answer.exit_code, "The disk is full" in answer.output) == (1, True)
            waiting = len(await echoes.world.pending())
            journaled = echoes.one("SELECT COUNT(*) FROM inbox") - 1
            assert echoes.exchange.store.setting("confirmed") - told == journaled < 20
            assert waiting + journaled == 20
            filler.unlink()
            await anna.sees("3019 characters.")
            await echoes.drained(service)
            await echoes.tells("Well.")
        assert [len(text) for text in echoes.texts()] == [3000 + number for number in range(20)]
    assert (await heard(anna))[1:] == [f"{3000 + number} characters." for number in range(20)]


async def test_a_full_disk_under_the_vault(echoes: Ground) -> None:
    """There is room for words and none for a sound: it is fetched when there is."""
    async with echoes.service() as service:
        anna = await greeted(echoes)
        vault = echoes.data / "vault"
        with small_disk(vault, megabytes=1):
            filler = fill(vault)
            await anna.speaks("diary-en.ogg")
            await echoes.tells(SENTENCES[Trouble.FULL])
            filler.unlink()
            await anna.hears("Heard")
            await echoes.drained(service)
            assert len(echoes.kept()) == 1
            assert len(list(vault.iterdir())) == 1


async def test_a_vault_that_cannot_be_written_to(echoes: Ground) -> None:
    async with echoes.service() as service:
        anna = await greeted(echoes)
        vault = echoes.data / "vault"
        with mounted(vault, "-o", "bind,ro", str(vault)):
            await anna.speaks("diary-en.ogg")
            await echoes.tells(SENTENCES[Trouble.READ_ONLY])
        await anna.hears("Heard")
        await echoes.drained(service)
        await echoes.tells("Well.")
    assert len(echoes.kept()) == 1


async def test_a_data_folder_that_cannot_be_written_to(echoes: Ground) -> None:
    async with echoes.service() as service:
        await greeted(echoes)
        await echoes.drained(service)
    read_only = mounted(echoes.data, "-o", "bind,ro", str(echoes.data))
    with read_only, pytest.raises(StorageError, match="cannot be written to"):
        await stopped_by_itself(echoes)
    async with echoes.service() as service:
        await greeted(echoes)


def reader(echoes: Ground) -> sqlite3.Connection:
    """Somebody who reads, so that the log cannot be cut."""
    connection = sqlite3.connect(
        f"{(echoes.data / DATABASE).as_uri()}?mode=ro", uri=True, isolation_level=None
    )
    connection.execute("BEGIN")
    connection.execute("SELECT COUNT(*) FROM meta").fetchall()
    return connection


@pytest.mark.parametrize("left", [0.999, 0.5, 0.01])
async def test_a_torn_log(echoes: Ground, left: float) -> None:
    """A disk that lied lost the log's end in a crash. What was not confirmed comes again, and nothing is half there."""
    crowd = [await echoes.world.person(name="P") for _ in range(4)]
    texts = sorted(f"{name} {number}" for name in "abcd" for number in range(5))
    async with echoes.service() as service:
        await service.drain()
    for person, name in zip(crowd, "abcd", strict=True):
        await person.start()
        for number in range(5):
            await person.says(f"{name} {number}")
    await echoes.world.fault("getUpdates", delay=0.01)
    # What would confirm is held until the end of the test.
    await echoes.world.fault("getUpdates", delay=60, drop_before_accept=True)
    with closing(reader(echoes)):
        mortal = await process(echoes)
        await echoes.until(lambda: echoes.exchange.said == 24)
        mortal.kill()
        await mortal.wait()
    assert len(await echoes.world.pending()) == 24
    log = echoes.data / f"{DATABASE}-wal"
    size = log.stat().st_size
    assert size > 10 * PAGE
    with log.open("r+b") as file:
        file.truncate(int(size * left))
    await echoes.world.clear_faults()
    async with echoes.service() as again:
        await echoes.drained(again)
    assert sorted(echoes.texts()) == texts
    assert echoes.one("PRAGMA integrity_check") == "ok"
    assert asked(echoes.data, "PRAGMA foreign_key_check") == []
    assert echoes.one("SELECT COUNT(*) FROM inbox WHERE state <> 'done'") == 0
    for person, name in zip(crowd, "abcd", strict=True):
        assert set(await heard(person)) == {"Hello.", "3 characters."}, name


async def written_and_backed_up(echoes: Ground) -> Path:
    """A service has worked and stopped; the folder of its backup."""
    async with echoes.service() as service:
        anna = await greeted(echoes)
        for number in range(40):
            await anna.says(f"{number} " * 200)
        await echoes.drained(service)
        made = await copy(
            Place(echoes.data / DATABASE, echoes.data / "vault"), echoes.data / "backups", datetime.now(UTC)
        )
    return made.folder


def damage(echoes: Ground, table: str) -> None:
    """A page in the middle is overwritten."""
    root = echoes.rows("SELECT rootpage FROM sqlite_master WHERE name = ?", table)[0]["rootpage"]
    with (echoes.data / DATABASE).open("r+b") as file:
        file.seek((root - 1) * PAGE)
        file.write(b"\xa5" * PAGE)


async def test_a_damaged_page_stops_the_start_and_names_the_backup(echoes: Ground) -> None:
    backup = await written_and_backed_up(echoes)
    damage(echoes, "records")
    called = len(echoes.exchange.calls)
    stopped = await stopped_by_itself(echoes)
    assert len(echoes.exchange.calls) == called  # Telegram was not asked for anything
    assert stopped.code == 1
    assert "is damaged, so the service does not work with it. Move the folder aside" in str(stopped)
    assert f"your newest is {backup}" in str(stopped)
    echoes.data.rename(aside := echoes.data.with_name("aside"))
    (aside / backup.relative_to(echoes.data)).rename(echoes.data)
    async with echoes.service() as service:
        await greeted(echoes)
        await echoes.drained(service)
    assert len(echoes.texts()) == 40


async def test_damage_that_is_found_while_it_runs(echoes: Ground) -> None:
    """A large database is looked over while the service works."""
    backup = await written_and_backed_up(echoes)
    connection = sqlite3.connect(echoes.data / DATABASE)
    with connection:
        connection.execute("INSERT INTO texts VALUES ('large', zeroblob(65 * 1024 * 1024))")
        connection.execute("CREATE TABLE elsewhere (a)")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    damage(echoes, "elsewhere")
    stopped = await stopped_by_itself(echoes)
    assert stopped.code == 1
    assert f"your newest is {backup}" in str(stopped)
