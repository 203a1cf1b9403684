"""What a phone shows before its chat is open, and messages that vanish while somebody looks on."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest_asyncio
from playwright.async_api import Page, expect

from simulator.app import create_app, serve
from simulator.person import Person, World

TOKEN = "110201543:for-tests-only"


@dataclass
class Bot:
    """A bot that does what it is told, and one person who has pressed Start."""

    root: str
    session: aiohttp.ClientSession
    person: Person

    async def call(self, method: str, **parameters: Any) -> Any:
        url = f"{self.root}/bot{TOKEN}/{method}"
        async with self.session.post(url, json={"chat_id": self.person.id, **parameters}) as response:
            return (await response.json())["result"]


@pytest_asyncio.fixture(loop_scope="session")
async def bot() -> AsyncIterator[Bot]:
    app = create_app(None, token=TOKEN)
    async with (
        await serve(app) as serving,
        World(serving.root) as world,
        aiohttp.ClientSession() as session,
    ):
        person = await world.person(name="Ани")
        await person.start()
        yield Bot(serving.root, session, person)


async def test_a_lock_screen_shows_no_more_than_the_first_line(phone: Page, bot: Bot) -> None:
    text = "Got a minute?\n\nHow was your day? 🦊"
    spoiler = {"type": "spoiler", "offset": 15, "length": len(text) - 15 + 1}
    await phone.goto(f"{bot.root}/?person={bot.person.id}")
    await bot.call("sendMessage", text=text, entities=[spoiler])
    await expect(phone.locator("#lock")).to_have_text("Got a minute? ▒▒▒ ▒▒▒ ▒▒▒▒ ▒▒▒▒ ▒▒")
    await expect(phone.locator("#messages .spoiler")).to_have_text("How was your day? 🦊")
    assert await phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await phone.goto(bot.root)
    await expect(phone.locator("#people .last").first).to_contain_text("Got a minute? ▒▒▒")


async def test_what_comes_without_a_sound_is_not_on_it(phone: Page, bot: Bot) -> None:
    await phone.goto(f"{bot.root}/?person={bot.person.id}")
    await bot.call("sendMessage", text="Hello.", disable_notification=True)
    await expect(phone.locator("#messages li").last).to_contain_text("Hello.")
    await expect(phone.locator("#lock")).to_be_hidden()


async def test_messages_vanish_on_both_sides_and_keys_with_theirs(phone: Page, bot: Bot) -> None:
    await phone.goto(f"{bot.root}/?person={bot.person.id}")
    keys = {"keyboard": [[{"text": "Yes"}]]}
    said = await bot.call("sendMessage", text="Will you?", reply_markup=keys)
    await phone.get_by_role("button", name="Yes").tap()
    await expect(phone.locator("#messages > li:not(.day)")).to_have_count(3)
    there = [message.id for message in await bot.person.chat()]
    assert said["message_id"] in there
    assert await bot.call("deleteMessages", message_ids=there)
    await expect(phone.locator("#messages li")).to_have_count(0)
    await expect(phone.locator("#reply-keys")).to_be_hidden()
    await expect(phone.locator("#lock")).to_be_hidden()
