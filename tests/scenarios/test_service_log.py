"""The write-ahead log holds earlier states of every row: it is cut as soon as nothing is under way."""

import sqlite3
from pathlib import Path

from service_bench import Bench, bench

from bot.service import Service


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
