"""Keys and formatting on the chat page: what is marked shows at once, and a key sends an invented place."""

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
class Chat:
    """Somebody's chat, with the bot's side in the test's hand."""

    root: str
    anna: Person
    session: aiohttp.ClientSession

    async def bot(self, method: str, **parameters: Any) -> Any:
        called = {"chat_id": self.anna.id, **parameters}
        async with self.session.post(f"{self.root}/bot{TOKEN}/{method}", json=called) as response:
            answer = await response.json()
            assert answer["ok"], answer
            return answer["result"]

    async def open(self, page: Page) -> None:
        await page.goto(f"{self.root}/?person={self.anna.id}")


@pytest_asyncio.fixture(loop_scope="session")
async def chat() -> AsyncIterator[Chat]:
    app = create_app(None, token=TOKEN)
    async with (
        await serve(app) as serving,
        World(serving.root) as world,
        aiohttp.ClientSession() as session,
    ):
        anna = await world.person(name="Anna", language_code="en")
        await anna.start()
        yield Chat(serving.root, anna, session)


def board(*labels: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": label[-6:]}] for label in labels]}


async def test_a_mark_shows_at_once_and_the_finger_stays_where_it_was(phone: Page, chat: Chat) -> None:
    asked = await chat.bot("sendMessage", text="Which papers?", reply_markup=board("A visa", "A permit"))
    await chat.open(phone)
    await phone.get_by_role("button", name="A visa").focus()
    marked = board("✓ A visa", "A permit")
    await chat.bot("editMessageReplyMarkup", message_id=asked["message_id"], reply_markup=marked)
    await expect(phone.get_by_role("button", name="✓ A visa")).to_be_focused()
    await expect(phone.get_by_text("edited")).to_have_count(0)


async def test_a_key_sends_a_place_that_is_made_up(phone: Page, chat: Chat) -> None:
    here = {"keyboard": [[{"text": "Where I am", "request_location": True}], ["Skip"]]}
    await chat.bot("sendMessage", text="Where are you?", reply_markup=here)
    await chat.open(phone)
    await expect(phone.locator("#reply-keys svg")).to_have_count(1)
    await phone.get_by_role("button", name="Where I am").click()
    await expect(phone.locator(".mine .place").last).to_contain_text("41.")
    await expect(phone.locator(".mine").last).not_to_contain_text("Where I am")


async def test_formatting_is_shown_and_a_spoiler_opens(phone: Page, chat: Chat) -> None:
    text = "Bold and soft\na quote\nafter it a secret and a link"
    kinds = {"bold": "Bold", "italic": "soft", "blockquote": "a quote", "spoiler": "secret"}
    entities = [
        {"type": kind, "offset": text.index(word), "length": len(word)} for kind, word in kinds.items()
    ]
    link = {"type": "text_link", "offset": text.index("link"), "length": 4, "url": "https://example.org/a"}
    await chat.bot("sendMessage", text=text, entities=[*entities, link])
    await chat.open(phone)
    said = phone.locator(".messages .text").last
    for tag, word in (("b", "Bold"), ("i", "soft"), ("blockquote", "a quote")):
        await expect(said.locator(tag)).to_have_text(word)
    await expect(said.locator("a")).to_have_attribute("href", "https://example.org/a")
    assert await said.evaluate("node => node.textContent") == text.replace("a quote\n", "a quote")
    secret = said.locator(".spoiler")
    assert await secret.evaluate("node => getComputedStyle(node).color") == "rgba(0, 0, 0, 0)"
    await secret.click()
    assert await secret.evaluate("node => getComputedStyle(node).color") != "rgba(0, 0, 0, 0)"


async def test_nothing_shines_through_a_spoiler(phone: Page, chat: Chat) -> None:
    """A command in it is neither seen nor sent until it is open."""
    text = "Got a minute?\nTo leave: /stop"
    within = text.index("To")
    hidden = {"type": "spoiler", "offset": within, "length": len(text) - within}
    quoted = {"type": "blockquote", "offset": within, "length": len(text) - within}
    command = {"type": "bot_command", "offset": text.index("/stop"), "length": 5}
    await chat.bot("sendMessage", text=text, entities=[hidden, quoted, command])
    await chat.open(phone)
    secret = phone.locator(".messages .spoiler").last
    link = secret.locator("a")
    for part in (secret, secret.locator("blockquote"), link):
        assert await part.evaluate("node => getComputedStyle(node).color") == "rgba(0, 0, 0, 0)"
    await link.click(force=True)
    await expect(secret).to_have_class("spoiler open")
    await expect(phone.locator(".mine").filter(has_text="/stop")).to_have_count(0)
    assert await link.evaluate("node => getComputedStyle(node).color") != "rgba(0, 0, 0, 0)"
    await link.click()
    await expect(phone.locator(".mine").filter(has_text="/stop")).to_have_count(1)


async def test_a_keyboard_that_stands_is_there_again_when_nobody_writes(phone: Page, chat: Chat) -> None:
    """Bot API, ReplyKeyboardMarkup.is_persistent: shown whenever the regular keyboard is hidden."""
    rows = [[{"text": "I crossed a border"}, {"text": "I was refused"}]]
    for persistent in (False, True):
        markup = {"keyboard": rows, "resize_keyboard": True, "is_persistent": persistent}
        await chat.bot("sendMessage", text="You are taking part.", reply_markup=markup)
        await chat.open(phone)
        keys, writing = phone.locator("#reply-keys"), phone.locator("#text")
        await expect(keys).to_be_visible()
        await phone.locator("#toggle").click()
        await expect(keys).to_be_hidden()
        if persistent:
            await expect(writing).to_be_focused()
        await writing.focus()
        await writing.blur()
        await expect(keys).to_be_visible(visible=persistent)
    await phone.get_by_role("button", name="I was refused").click()
    await expect(phone.locator("#messages").get_by_text("I was refused")).to_be_visible()
    await expect(keys).to_be_visible()
    await chat.bot("sendMessage", text="A question", reply_markup=board("An answer"))
    await expect(phone.locator("#messages").get_by_text("A question")).to_be_visible()
    await expect(keys).to_be_visible()
