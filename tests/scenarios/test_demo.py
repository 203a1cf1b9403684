"""`restante demo`: two addresses, the whole story, a clean stop, and a second start that goes on."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import story

from simulator.person import World

PATIENCE = 90.0


@dataclass
class Shown:
    chat: str
    desk: str
    text: str
    group: int


@asynccontextmanager
async def demo(data: Path) -> AsyncIterator[Shown]:
    words = ("demo", "--data", str(data), "--telegram-port", "0", "--desk-port", "0")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cli.main", *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    assert process.stdout is not None
    text = ""
    async with asyncio.timeout(PATIENCE):
        while "Ctrl-C" not in text:
            line = await process.stdout.readline()
            assert line, text
            text += line.decode()
    chat, desk = re.findall(r"http://127\.0\.0\.1:\d+/", text)
    try:
        yield Shown(chat, desk, text, process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0
    assert not group_is_alive(process.pid)


def group_is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


async def another(data: Path) -> tuple[int, str]:
    """A demo in the same folder, while one runs there: how it ended, and what it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cli.main", "demo", "--data", str(data), "--desk-port", "0"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode or 0, out.decode()


async def page(address: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_the_whole_story_and_a_second_start(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    async with demo(data) as shown, World(shown.chat) as world:
        person = await story.arrive(world, "ru")
        code = await story.agree(person, "ru")
        await world.travel(to="next-message")
        await story.answer_check_in(person, "ru")
        await story.write_entry(person, "ru")
        assert story.RU.entry.split("\n")[0] in await page(f"{shown.desk}participants/{code}")
    async with demo(data) as shown, World(shown.chat) as world:
        assert "goes on where it stopped" in shown.text
        code_of_second, told = await another(data)
        assert (code_of_second, told.count("\n")) == (0, 1), told
        assert f"already running here: {shown.chat} (chat) and {shown.desk} (desk)." in told
        assert story.RU.name in [one["first_name"] for one in await world.people()]
        assert code in await page(f"{shown.desk}participants")
        again = await story.arrive(world, "en")
        assert await story.agree(again, "en") == "AM-02"
    secrets = [
        path for path in (data / "server").rglob("*") if path.suffix == ".key" and path.name != "operator.key"
    ]
    assert secrets == []
