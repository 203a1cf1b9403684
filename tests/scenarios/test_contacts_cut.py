"""`restante contacts cut`: all links end for good, after a rehearsal that counts; what people gave stays."""

import sqlite3

import pytest
import story
from house import House

from bot.opening import DATABASE

SENT = "/start yerevan-chat"


def look(house: House, question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(house.data / DATABASE)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


async def cut(house: House, *more: str) -> tuple[int, str, str]:
    return await house.command("contacts", "cut", str(house.study), "--data", str(house.data), *more)


async def test_beside_a_running_service(house: House) -> None:
    async with house.running():
        ani, ann = await story.arrive(house.world, "ru"), await story.arrive(house.world, "en")
        await story.agree(ani, "ru")
        await story.write_entry(ani, "ru")
        await story.come_to_the_information(ann, "en")  # and has agreed to nothing
        await house.settled()
        ended, out, err = await cut(house, "--rehearse")
        assert (ended, "2 people can be reached now: 1 with a code, 1 who" in out) == (0, True), err
        assert len(look(house, "SELECT 1 FROM contacts")) == 2
        assert look(house, "SELECT 1 FROM sounds")
        ended, out, err = await cut(house, "--typed", "another-study")
        assert (ended, "not the study's id" in err) == (2, True)
        assert len(look(house, "SELECT 1 FROM contacts")) == 2
        await house.command("backup", "--data", str(house.data))
        heard = len((await ann.view()).messages)
        ended, out, err = await cut(house, "--typed", "road-and-home")
        found = [line for line in out.splitlines() if line.startswith("  ")]
        assert (ended, "All links are cut" in out, "Delete these backups" in out) == (1, True, True), (
            out + err
        )
        assert len(found) == 1
        assert "backups" in found[0]
        await house.settled()
        assert look(house, "SELECT 1 FROM contacts") == []
        for table in ("sounds", "messages"):  # Telegram knows of which chat they are
            assert look(house, f"SELECT 1 FROM {table}") == []
        assert look(house, "SELECT code, stage FROM participants") == [("AM-01", "finished")]
        assert look(house, "SELECT COUNT(*) FROM records WHERE kind = 'entry'") == [(1,)]
        assert (
            look(house, "SELECT 1 FROM timers")
            == look(house, "SELECT 1 FROM prompts WHERE state = 'due'")
            == []
        )
        assert len((await ann.view()).messages) == heard  # nothing is said to her
        await ani.says("/status")  # and he is nobody we know
        await house.settled()
        assert look(house, "SELECT COUNT(*) FROM contacts") == [(0,)]
        ended, out, err = await cut(house, "--typed", "road-and-home")
        assert (ended, "no link left to cut" in out) == (0, True), err


async def test_where_no_backup_is_left_nothing_is_found(house: House) -> None:
    async with house.running():
        ani = await story.arrive(house.world, "ru")
        await story.agree(ani, "ru")
        await house.settled()
        ended, out, err = await cut(house, "--typed", "road-and-home")
        assert (ended, "byte runs of them were looked for in" in out, "none found" in out) == (
            0,
            True,
            True,
        ), err


async def test_when_nothing_runs_it_is_done_at_the_next_start(house: House) -> None:
    async with house.running():
        ani = await story.arrive(house.world, "ru")
        await story.agree(ani, "ru")
        await house.settled()
    ended, out, err = await cut(house, "--typed", "road-and-home")
    assert (ended, "when `restante run` starts" in out) == (0, True), err
    async with house.running():
        await house.settled()
    assert look(house, "SELECT 1 FROM contacts") == []


@pytest.mark.parametrize(
    "more", [("--rehearse",), ("--typed", "road-and-home")], ids=["rehearsal", "earnest"]
)
async def test_where_there_is_no_database(house: House, more: tuple[str, ...]) -> None:
    ended, _, err = await cut(house, *more)
    assert (ended, "no database here" in err) == (2, True), err
