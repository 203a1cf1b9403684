# ruff: noqa: I001 - its imports come after a path
"""Draws the picture of README.md anew: a demo is started, the story is played, chat and desk are photographed.

    .venv/bin/python docs/pictures/make.py

Needs Chromium. The people in it are invented."""

import asyncio
import re
import shutil
import sys
import tempfile
from base64 import b64encode
from pathlib import Path

from playwright.async_api import Browser, async_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "scenarios")]

import story  # noqa: E402
from simulator.person import Person, World  # noqa: E402

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1100, "height": 844}
BESIDE = """<body style="margin:0;padding:40px;background:#e9e4da;display:flex;gap:36px;align-items:flex-start">
<img src="data:image/png;base64,{chat}" width="390" style="border-radius:22px;box-shadow:0 8px 30px #0003">
<img src="data:image/png;base64,{desk}" width="1100" style="border-radius:8px;box-shadow:0 8px 30px #0003"></body>"""


async def play(world: World) -> Person:
    """A dozen people at different steps; the last of them is the one in the picture."""
    for number in range(11):
        source = ("yerevan-chat", "tbilisi-film-night", "almaty-newcomers", "friends")[number % 4]
        person = await story.arrive(world, "en" if number % 3 else "ru", source)
        language = "en" if number % 3 else "ru"
        if number % 5 == 4:
            continue
        if number % 4 == 3:
            await story.come_to_the_information(person, language)
            continue
        await story.agree(person, language)
    person = await story.arrive(world, "ru")
    await story.agree(person, "ru")
    while not any("10" in message.labels for message in await person.chat()):
        await world.travel(to="next-message")
    await story.answer_check_in(person, "ru")
    await story.write_entry(person, "ru")
    return person


async def photographed(browser: Browser, address: str, size: dict[str, int], wait: str) -> bytes:
    page = await browser.new_page(viewport=size, device_scale_factor=1.5)
    await page.goto(address)
    await page.wait_for_selector(wait)
    await page.wait_for_load_state("networkidle") if size is DESK else None
    shot = await page.screenshot()
    await page.close()
    return shot


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = (sys.executable, "-m", "cli.main", "demo", "--data", folder)
        process = await asyncio.create_subprocess_exec(
            *command, "--telegram-port", "0", "--desk-port", "0", stdout=asyncio.subprocess.PIPE, cwd=ROOT
        )
        try:
            assert process.stdout is not None
            text = ""
            while "Ctrl-C" not in text:
                text += (await process.stdout.readline()).decode()
            chat, desk = re.findall(r"http://127\.0\.0\.1:\d+/", text)
            async with World(chat) as world, async_playwright() as playwright:
                person = await play(world)
                browser = await playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
                )
                shots = {
                    "chat": await photographed(browser, f"{chat}?person={person.id}", PHONE, ".bubble"),
                    "desk": await photographed(browser, desk, DESK, "svg"),
                }
                page = await browser.new_page(viewport={"width": 1606, "height": 924})
                await page.set_content(BESIDE.format(**{k: b64encode(v).decode() for k, v in shots.items()}))
                await page.screenshot(path=ROOT / "docs" / "pictures" / "demo.png")
                await browser.close()
        finally:
            process.terminate()
            await process.wait()


if __name__ == "__main__":
    asyncio.run(main())
