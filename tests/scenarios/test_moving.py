"""Somebody moves, over real HTTP: what is kept of it is a clock, and the questions come by it."""

import sqlite3
from contextlib import closing
from datetime import datetime
from zoneinfo import ZoneInfo

import story
from house import House

LATITUDE, LONGITUDE = 48.208174, 16.373819


def rows(house: House, query: str) -> list[tuple[object, ...]]:
    [path] = house.data.glob("*.sqlite3")
    with closing(sqlite3.connect(path)) as db:
        return db.execute(query).fetchall()


def hours(house: House, zone: str) -> list[float]:
    """At which hour of the day the prompts to come fall due there."""
    due = [float(str(at)) for (at,) in rows(house, "SELECT due_at FROM prompts WHERE state = 'due'")]
    local = [datetime.fromtimestamp(at, ZoneInfo(zone)) for at in due]
    return [at.hour + at.minute / 60 for at in local]


async def test_a_move_is_a_clock_and_nothing_else(house: House) -> None:
    async with house.running():
        person = await story.arrive(house.world, "en")
        await story.agree(person, "en")
        await house.settled()
        first = hours(house, "Asia/Yerevan")
        ids = rows(house, "SELECT id, day, beep FROM prompts ORDER BY id")
        await person.says("/moved")
        await person.taps("In another country")
        await person.hears("We do not keep it, only the time zone")
        await person.sends_place(LATITUDE, LONGITUDE)
        await person.hears("where you are now?")
        await person.presses("Yes, it is")
        await person.hears("Questions will come by that clock")
        await house.settled()
        assert [(row[0], row[1]) for row in rows(house, "SELECT site, zone FROM stays ORDER BY since")] == [
            ("AM", "Asia/Yerevan"),
            ("AM", "Europe/Vienna"),
        ]
        assert rows(house, "SELECT id, day, beep FROM prompts ORDER BY id") == ids, "the same prompts"
        assert hours(house, "Europe/Vienna") == first
    scanned = b"".join(house.bytes_on_disk().values()) + b"".join(house.logs)
    for told in (b"48.208", b"16.373"):
        assert told not in scanned
    assert b"Vienna" not in b"".join(house.logs)


async def test_to_another_site_and_what_is_erased(house: House) -> None:
    async with house.running():
        person = await story.arrive(house.world, "ru")
        code = await story.agree(person, "ru")
        await person.says("/moved")
        await person.taps("Грузия")
        await person.hears("Грузия — записали")
        await house.settled()
        assert rows(house, "SELECT code, site FROM participants") == [(code, "GE")]
        assert rows(house, "SELECT DISTINCT site FROM prompts") == [("GE",)]
        assert len(rows(house, "SELECT * FROM stays")) == 2
        erase = ("erase", str(house.study), code, "--data", str(house.data), "--yes")
        ended, _, err = await house.command(*erase, RESTANTE_PASSPHRASE="")
        assert ended == 0, err
        await house.settled()
        assert rows(house, "SELECT * FROM stays") == []
    assert b"Asia/Tbilisi" not in b"".join(house.bytes_on_disk().values())
