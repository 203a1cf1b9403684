"""Two who will be interviewed together, through the whole service: words from one chat to the other, two yeses, and
each alone again when one of them leaves. Who is erased then is named nowhere."""

import json
import sqlite3
from typing import Any

import story
from house import House

from simulator.person import Person

DAY = 86_400

NAMING = """SELECT e.body, p.code FROM ledger_entries AS e LEFT JOIN ledger_others AS o ON o.n = e.n
LEFT JOIN participants AS p ON p.id = o.participant ORDER BY e.n"""


def asked(house: House, question: str, *values: str) -> list[Any]:
    connection = sqlite3.connect(house.data / "restante.sqlite3")
    try:
        return connection.execute(question, values).fetchall()
    finally:
        connection.close()


def ledger(house: House) -> list[tuple[str, str | None, bool]]:
    """Who with whom, as far as it still tells."""
    bodies: list[tuple[dict[str, Any], str | None]] = [
        (json.loads(body), other) for body, other in asked(house, NAMING)
    ]
    return [(one["code"], other, one["given"]) for one, other in bodies if one["kind"] == "together"]


def may_be_joint(house: House) -> None:
    text = house.study.read_text("utf-8")
    house.study.write_text(text.replace("  record: voice\n", "  record: voice\n  joint: yes\n"), "utf-8")


def it_is_noon(house: House) -> None:
    """In Armenia, tomorrow: by night nobody is told that they are apart."""
    clock = house.exchange.clock
    clock.forward((clock.now() // DAY + 1) * DAY + 8 * 3600)


async def joined(house: House, language: str) -> tuple[Person, str]:
    person = await story.arrive(house.world, language)
    return person, await story.agree(person, language)


async def test_two_find_each_other_and_one_leaves(house: House) -> None:
    may_be_joint(house)
    it_is_noon(house)
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


async def audited(house: House) -> tuple[int, str]:
    words = ("consent", "audit", str(house.study), "--data", str(house.data))
    ended, out, err = await house.command(*words)
    return ended, out + err


def files_with(house: House, text: str) -> list[str]:
    return [path.name for path, content in house.bytes_on_disk().items() if text.encode() in content]


async def test_of_two_together_the_one_who_is_erased_is_named_nowhere(house: House) -> None:
    """Neither by code nor by inner id, in any file: they were told that nothing is left. What stays is the count of the
    numbers that were given at their site, and a mark."""
    may_be_joint(house)
    it_is_noon(house)
    async with house.running():
        ani, first = await joined(house, "en")
        await house.settled()
        ben, second = await joined(house, "en")
        await house.settled()
        await ani.says("/together")
        message = await ani.hears("Tell these three words")
        await ben.says(f"/together {message.text.partition('person: ')[2].partition('.')[0]}")
        await ben.hears(f"Do you agree to be interviewed together with {first}?")
        await ben.presses("Yes, together")
        await ani.hears(f"together with {second}?")
        await ani.presses("Yes, together")
        await ben.hears(f"You and {first} have both agreed")
        await house.settled()
        ended, told = await audited(house)
        assert (ended, f"{second} is interviewed together with {first}." in told) == (0, True), told
        [(inner,)] = asked(house, "SELECT id FROM participants WHERE code = ?", first)
        assert files_with(house, first)
        assert files_with(house, inner)
        await ani.says("/stop")
        await ani.hears(story.EN.gone)
        await ani.presses("Erase everything")
        await ani.hears("Everything is erased")
        await ben.hears("each of you will be interviewed alone")
        await house.settled()
        ended, told = await audited(house)
        assert (ended, "Everything holds." in told) == (0, True), told
        assert ledger(house) == [(second, None, True), (second, None, False)]
    assert (files_with(house, first), files_with(house, inner)) == ([], [])
    assert files_with(house, second)
