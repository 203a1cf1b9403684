"""`keep: {media: …}`: once its time is over a voice is overwritten, with its record; agreements and texts stay."""

import sqlite3

import pytest
import story
from house import House

from bot.opening import DATABASE

DAY = 86_400.0


def look(house: House, question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(house.data / DATABASE)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def sounds(house: House) -> int:
    return len(list((house.data / "vault").iterdir()))


@pytest.fixture
def keeping(house: House) -> House:
    with house.study.open("a", encoding="utf-8") as study:
        study.write("\nkeep: {contacts: 400d, media: 100d}\n")
    return house


async def keep(house: House, *more: str) -> str:
    ended, out, err = await house.command("keep", str(house.study), "--data", str(house.data), *more)
    assert ended == 0, err
    return out


async def test_a_voice_goes_when_its_time_is_over(keeping: House) -> None:
    house = keeping
    async with house.running() as running:
        ani = await story.arrive(house.world, "ru")
        await story.agree(ani, "ru")
        await house.world.travel(to="next-message")
        await story.answer_check_in(ani, "ru")
        await story.write_entry(ani, "ru")
        await house.settled()
        assert sounds(house) == 2
        answers = look(house, "SELECT COUNT(*) FROM records WHERE vault = 0")
        assert "1 are held, 0 of them go today, 0 within 30 days" in await keep(house)
        await house.world.travel(by=80 * DAY)
        await house.settled()
        assert "1 are held, 0 of them go today, 1 within 30 days" in await keep(house)
        assert sounds(house) == 2
        await house.world.travel(by=30 * DAY)
        await house.settled()
        assert look(house, "SELECT kind FROM records WHERE vault = 1") == [("consent",)]
        assert sounds(house) == 1
        assert look(house, "SELECT COUNT(*) FROM records WHERE vault = 0") == answers
        assert "0 are held" in await keep(house)
        assert b'"media-term-over"' in b"".join(running.lines)
    ended, out, _ = await house.command("consent", "audit", str(house.study), "--data", str(house.data))
    assert ended == 0, out  # the agreement is still there


async def test_what_the_check_says(keeping: House) -> None:
    _, out, err = await keeping.command("study", "check", str(keeping.study))
    assert "Voices and photos: overwritten 100d after they came; agreements stay" in out, out + err


async def test_where_nothing_is_kept_for_a_time(house: House) -> None:
    ended, _, err = await house.command("keep", str(house.study), "--data", str(house.data))
    assert (ended, "there is no database here" in err) == (2, True), "a folder in which no bot has worked"
    ended, out, _ = await house.command("keep", str(house.study))
    assert (ended, "nothing goes by itself" in out) == (0, True)
    async with house.running():
        await house.settled()
    assert "nothing goes by itself" in await keep(house)
