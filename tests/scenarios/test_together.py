"""Two who will be interviewed together, through the whole service: words from one chat to the other, two yeses, and
each alone again when one of them leaves."""

import json
import sqlite3
from typing import Any

import story
from house import House

from simulator.person import Person


def ledger(house: House) -> list[tuple[str, str, bool]]:
    connection = sqlite3.connect(house.data / "restante.sqlite3")
    try:
        rows: list[tuple[str]] = connection.execute("SELECT body FROM ledger_entries ORDER BY n").fetchall()
    finally:
        connection.close()
    bodies: list[dict[str, Any]] = [json.loads(body) for (body,) in rows]
    return [(one["code"], one["with"], one["given"]) for one in bodies if one["kind"] == "together"]


async def joined(house: House, language: str) -> tuple[Person, str]:
    person = await story.arrive(house.world, language)
    return person, await story.agree(person, language)


async def test_two_find_each_other_and_one_leaves(house: House) -> None:
    text = house.study.read_text("utf-8")
    house.study.write_text(text.replace("  record: voice\n", "  record: voice\n  joint: yes\n"), "utf-8")
    async with house.running():
        ani, first = await joined(house, "ru")
        await house.settled()
        ben, second = await joined(house, "en")
        await house.settled()
        await ani.says("/together")
        message = await ani.hears("Передайте эти три слова")
        words = message.text.partition("вместе: ")[2].partition(".")[0]
        await ben.says("/together river lamp")
        await ben.hears("Write the three words after the command")
        await ben.says(f"/together {words.upper()}")
        await ben.hears(f"Do you agree to be interviewed together with {first}?")
        await ben.presses("Yes, together")
        await ani.hears(f"вы и {second}?")
        assert ledger(house) == []
        await ani.presses("Да, вместе")
        await ani.hears("разговор будет общим")
        await ben.hears(f"You and {first} have both agreed")
        await house.settled()
        assert sorted(ledger(house)) == sorted([(first, second, True), (second, first, True)])
        await ben.says(f"/together {words}")  # used, they are good for nothing
        await ben.hears("have agreed to be interviewed together")
        await ani.says("/stop")
        await ani.hears(story.RU.gone)
        await ben.hears("each of you will be interviewed alone")
        await house.settled()
    assert (second, first, False) in ledger(house)
    everything = b"".join(house.bytes_on_disk().values())
    assert words.encode() not in everything
