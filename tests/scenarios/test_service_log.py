"""The write-ahead log holds earlier states of every row: it is cut as soon as nothing is under way."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from faults_bench import fill, ground, small_disk
from service_bench import Bench, bench

from bot import housekeeping
from bot.service import Service
from bot.troubles import SENTENCES, Trouble


def log_of(house: Bench) -> Path:
    return house.data / "restante.sqlite3-wal"


async def next_second(service: Service) -> None:
    """Comes when the one before is over: the first of a service tidies up."""
    async with service.ticker._one_at_a_time:
        pass
    await service.ticker._tick_quietly()


async def test_the_log_is_empty_a_second_after_the_last_word(tmp_path: Path) -> None:
    async with bench(tmp_path) as house, house.service() as service:
        person = await house.world.person()
        await person.start()
        await person.says("something that was said")
        await person.hears("23 characters.")
        await house.drained(service)
        await next_second(service)
        assert log_of(house).stat().st_size == 0


async def test_a_reader_delays_it_and_the_next_second_cuts_it(tmp_path: Path) -> None:
    async with bench(tmp_path) as house, house.service() as service:
        person = await house.world.person()
        await person.start()
        await person.hears("Hello.")
        reader = sqlite3.connect(house.data / "restante.sqlite3")
        reader.execute("BEGIN").execute("SELECT COUNT(*) FROM inbox").fetchone()
        await person.says("something that was said")
        await person.hears("23 characters.")
        await house.drained(service)
        await next_second(service)
        assert log_of(house).stat().st_size > 0
        reader.close()
        await next_second(service)
        assert log_of(house).stat().st_size == 0


async def test_what_the_dispatcher_noted_is_cut_too(tmp_path: Path) -> None:
    """A word that was sent is blanked; until the log is cut, the database file itself still has it."""
    async with bench(tmp_path) as house, house.service() as service:
        person = await house.world.person()
        await person.start()
        await house.drained(service)
        await next_second(service)
        async with service.office.database.transaction() as connection:
            await connection.execute("UPDATE outbox SET fault = NULL")
        assert service.office.database.log_owed
        await next_second(service)
        assert not service.office.database.log_owed
        assert log_of(house).stat().st_size == 0


def owes(house: Bench) -> bool:
    with closing(sqlite3.connect(house.data / "restante.sqlite3")) as rows:
        return bool(rows.execute("SELECT COUNT(*) FROM meta WHERE name = 'rewriting'").fetchone()[0])


async def leaves(house: Bench, service: Service) -> None:
    person = await house.world.person()
    await person.start()
    await person.hears("Hello.")
    await person.says("/stop")
    await person.hears("You have left.")
    await house.drained(service)


async def test_after_somebody_left_the_file_is_written_anew(tmp_path: Path) -> None:
    async with bench(tmp_path) as house, house.service() as service:
        await leaves(house, service)
        await next_second(service)
        assert not owes(house)


async def test_who_leaves_after_a_long_rewriting_waits_for_the_end_of_its_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that many who leave one by one do not keep the service from all others."""
    monkeypatch.setattr(housekeeping, "REST", 10**9)
    async with ground(tmp_path) as house, house.service() as service:
        await leaves(house, service)
        await next_second(service)
        assert not owes(house)
        await leaves(house, service)
        await next_second(service)
        assert owes(house)
        assert log_of(house).stat().st_size == 0
        house.clock.move(days=365 * 90)
        await next_second(service)
        assert not owes(house)


async def test_once_a_day_it_is_written_anew_whatever_happened(tmp_path: Path) -> None:
    """Copies of what was sent, replaced or deleted by itself go then."""
    async with ground(tmp_path) as house, house.service() as service:
        person = await house.world.person()
        await person.start()
        await person.hears("Hello.")
        await house.drained(service)
        await next_second(service)
        with closing(sqlite3.connect(house.data / "restante.sqlite3", isolation_level=None)) as rows:
            rows.execute("BEGIN IMMEDIATE")
            rows.execute("CREATE TABLE ballast AS SELECT randomblob(90000)")
            rows.execute("DROP TABLE ballast")
            rows.execute("COMMIT")
            rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        await next_second(service)
        before = (house.data / "restante.sqlite3").stat().st_size
        house.clock.move(hours=25)
        await person.says("another day")
        await person.hears("11 characters.")
        await house.drained(service)
        await next_second(service)
        assert (house.data / "restante.sqlite3").stat().st_size < before - 80_000


async def test_where_there_is_no_room_for_it_it_waits_for_room(tmp_path: Path) -> None:
    async with ground(tmp_path) as house:
        with small_disk(house.data, megabytes=3):
            async with house.service() as service:
                person = await house.world.person()
                await person.start()
                await person.hears("Hello.")
                await house.drained(service)
                await next_second(service)
                filler = fill(house.data)
                os.truncate(filler, filler.stat().st_size - 200_000)
                await person.says("/stop")
                await house.tells(SENTENCES[Trouble.NO_ROOM])
                await person.hears("You have left.")
                assert owes(house)
                filler.unlink()
                await house.until(lambda: not owes(house))
                await house.tells("Well.")
