"""The chat page in a real browser: somebody arrives by a link and lives through the story, with a phone in hand."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from simulator.app import create_app, serve
from simulator.changes import Changes
from simulator.exchange import Source
from simulator.person import World
from simulator.samples import STATIC

TOKEN = "110201543:for-tests-only"
HOUR = 3600.0
BEAT = 0.1  # seconds between two reports when nothing happens
MOOD = {"inline_keyboard": [[{"text": str(mood), "callback_data": f"m{mood}"} for mood in range(1, 6)]]}


@dataclass
class EchoBot:
    """A bot that answers everything, and asks how the day was an hour after a voice."""

    root: str
    session: aiohttp.ClientSession
    news: Changes
    shift: float = 0.0
    due: float | None = None
    chat: int = 0
    voices: list[dict[str, Any]] = field(default_factory=list)

    async def call(self, method: str, **parameters: Any) -> Any:
        async with self.session.post(f"{self.root}/bot{TOKEN}/{method}", json=parameters) as response:
            return (await response.json())["result"]

    async def say(self, text: str, **markup: Any) -> None:
        markup = {"reply_markup": markup} if markup else {}
        await self.call("sendMessage", chat_id=self.chat, text=text, parse_mode="HTML", **markup)

    async def listen(self) -> None:
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=50):
                offset = update["update_id"] + 1
                if "message" in update:
                    await self.hear(update["message"])
                elif "callback_query" in update:
                    await self.feel(update["callback_query"])

    async def hear(self, message: dict[str, Any]) -> None:
        self.chat = message["chat"]["id"]
        match message:
            case {"text": "/start" | "/start channel-1" as text}:
                key = {"text": "Дальше", "callback_data": "next"}
                await self.say(f"<b>Здравствуйте.</b> {text}", inline_keyboard=[[key]])
            case {"voice": voice}:
                self.voices.append(voice)
                self.due = await self.now() + HOUR
                keys = [["Всё верно"], ["Записать заново"]]
                await self.say("Слышно.", keyboard=keys, one_time_keyboard=True)
            case {"photo": photo}:
                await self.say(f"Фото: {photo[-1]['file_size']} байт.")
            case {"text": text}:
                await self.say(f"Вы сказали: {escape(text)}", remove_keyboard=True)

    async def feel(self, query: dict[str, Any]) -> None:
        asked = query["message"]
        await self.call("answerCallbackQuery", callback_query_id=query["id"], text="Отмечено")
        await self.call(
            "editMessageText",
            chat_id=self.chat,
            message_id=asked["message_id"],
            text=f"Выбрано: {query['data']}",
        )

    async def now(self) -> float:
        async with self.session.get(f"{self.root}/time") as response:
            return float((await response.json())["now"])

    async def follow(self) -> None:
        """Reports its clock about as often as the real one does, and asks when it is time."""
        while True:
            seen, now = self.news.version, await self.now()
            if self.due is not None and self.due <= now:
                self.due = None
                await self.say("Как прошёл день?", **MOOD)
            report = {"at": now, "shift": self.shift, "next": self.due, "idle": True}
            async with self.session.post(f"{self.root}/time", json=report) as response:
                self.shift = (await response.json())["shift"]
            await self.news.beyond(seen, BEAT)


@pytest_asyncio.fixture(loop_scope="session")
async def bot() -> AsyncIterator[EchoBot]:
    """A simulator with a bot that lives in it."""
    app = create_app(None, token=TOKEN, sources=[Source("channel-1", "Relocation chat", "channel")])
    async with await serve(app) as serving, aiohttp.ClientSession() as session:
        bot = EchoBot(serving.root, session, app.state.exchange.changes)
        await bot.call("setMyDescription", description="О дороге и доме.")
        await bot.call("setMyCommands", commands=[{"command": "stop", "description": "Уйти"}])
        lives = [asyncio.create_task(bot.listen()), asyncio.create_task(bot.follow())]
        yield bot
        for life in lives:
            life.cancel()
        for life in lives:
            with suppress(asyncio.CancelledError):
                await life


async def arrive(page: Page, bot: EchoBot) -> None:
    """By the link of a source, through the START key."""
    await page.goto(bot.root)
    await page.get_by_role("button", name="Arrive", exact=True).click()
    await expect(page.get_by_text("О дороге и доме.")).to_be_visible()
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(messages(page).last).to_contain_text("Здравствуйте.")


def messages(page: Page) -> Any:
    return page.locator("#messages > li:not(.day)")


def mine(page: Page) -> Any:
    return page.locator("#messages > li.mine")


async def attach(page: Page, what: str) -> None:
    await page.get_by_role("button", name="Attach").click()
    await page.get_by_role("menuitem", name=what).click()


async def test_arriving_by_a_source_link(phone: Page, bot: EchoBot) -> None:
    await arrive(phone, bot)
    await expect(mine(phone)).to_contain_text("/start channel-1")
    await expect(mine(phone).get_by_role("img", name="The bot has it")).to_be_visible()
    await expect(messages(phone).last.locator("b")).to_have_text("Здравствуйте.")


async def test_a_tap_on_an_inline_key(phone: Page, bot: EchoBot) -> None:
    await arrive(phone, bot)
    await phone.get_by_role("button", name="Дальше").tap()
    await expect(messages(phone).last).to_contain_text("Выбрано: next")
    await expect(phone.locator("#toast")).to_have_text("Отмечено")
    await expect(phone.locator(".inline-keys")).to_have_count(0)


async def test_a_voice_by_the_microphone_and_a_reply_key(phone: Page, bot: EchoBot) -> None:
    await arrive(phone, bot)
    await phone.get_by_role("button", name="Record a voice message").tap()
    await expect(phone.locator("#recorded")).to_have_text("0:01")
    await phone.locator("#send-recording").tap()
    await expect(mine(phone).last.locator(".sound")).to_be_visible()
    await expect(messages(phone).last).to_contain_text("Слышно.")
    assert bot.voices[0]["duration"] >= 1
    async with World(bot.root) as world:
        file = (await bot.call("getFile", file_id=bot.voices[0]["file_id"]))["file_path"]
        async with bot.session.get(f"{world.root}/file/bot{TOKEN}/{file}") as response:
            assert (await response.read()).startswith(b"OggS")
    await phone.get_by_role("button", name="Всё верно").tap()
    await expect(messages(phone).last).to_contain_text("Вы сказали: Всё верно")
    await expect(phone.locator("#reply-keys")).to_be_hidden()


async def test_a_recording_thrown_away(phone: Page, bot: EchoBot) -> None:
    await arrive(phone, bot)
    await phone.get_by_role("button", name="Record a voice message").tap()
    await phone.locator("#cancel-recording").tap()
    await expect(phone.locator("#composer")).to_be_visible()
    await phone.get_by_role("textbox", name="Message").fill("Передумала")
    await phone.get_by_role("button", name="Send").tap()
    await expect(messages(phone).last).to_contain_text("Вы сказали: Передумала")
    assert bot.voices == []


async def press(page: Page) -> Callable[[], Awaitable[Any]]:
    """Puts a finger on the microphone's key; what comes back takes it away again."""
    session = await page.context.new_cdp_session(page)  # Playwright's own touch is a tap
    box = await page.get_by_role("button", name="Record a voice message").bounding_box()
    assert box is not None
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    await session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    return lambda: session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


async def test_a_voice_for_as_long_as_the_key_is_held(phone: Page, bot: EchoBot) -> None:
    await arrive(phone, bot)
    let_go = await press(phone)
    await expect(phone.locator("#recorded")).to_have_text("0:01")
    await let_go()
    await expect(mine(phone).last.locator(".sound")).to_be_visible()
    await expect(messages(phone).last).to_contain_text("Слышно.")
    await expect(phone.locator("#composer")).to_be_visible()
    assert len(bot.voices) == 1


async def test_a_key_let_go_before_the_microphone_is_allowed(phone: Page, bot: EchoBot) -> None:
    await arrive(phone, bot)
    await phone.evaluate(
        """() => {
            const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
            navigator.mediaDevices.getUserMedia = (wanted) => {
                window.asked = true;
                return new Promise((done) => (window.allow = done)).then(() => open(wanted));
            };
        }"""
    )
    let_go = await press(phone)
    await phone.wait_for_function("window.asked")
    await let_go()
    await phone.evaluate("window.allow()")
    await phone.locator("#cancel-recording").tap()
    await phone.get_by_role("textbox", name="Message").fill("Передумала")
    await phone.get_by_role("button", name="Send").tap()
    await expect(messages(phone).last).to_contain_text("Вы сказали: Передумала")
    assert bot.voices == []


async def test_what_could_not_be_sent_stays(phone: Page, bot: EchoBot) -> None:
    await arrive(phone, bot)
    box, send = phone.get_by_role("textbox", name="Message"), phone.get_by_role("button", name="Send")
    await phone.route("**/people/*/text", lambda route: route.abort())
    await box.fill("Длинная история")
    await send.tap()
    await expect(phone.locator("#toast")).to_have_text(
        "The simulator does not answer. Your message is not sent; it waits in the field below."
    )
    await expect(box).to_have_value("Длинная история")
    await phone.unroute("**/people/*/text")
    await send.tap()
    await expect(messages(phone).last).to_contain_text("Вы сказали: Длинная история")
    await expect(box).to_have_value("")
    await phone.route("**/people/*/edit", lambda route: route.abort())
    await mine(phone).last.get_by_role("button", name="edit").tap()
    await box.fill("Короткая")
    await send.tap()
    await expect(phone.locator("#toast")).to_contain_text("it waits in the field below")
    await expect(phone.locator("#editing")).to_be_visible()
    await expect(box).to_have_value("Короткая")


async def test_a_sample_voice_sounds_until_it_is_stopped(phone: Page, bot: EchoBot) -> None:
    await arrive(phone, bot)
    await attach(phone, "Voice: diary, Russian")
    voice = mine(phone).last
    await expect(voice.locator(".sound small")).to_have_text("0:08")
    await voice.get_by_role("button", name="Play").tap()
    await expect(voice.locator(".bars .past").first).to_be_attached()
    await voice.get_by_role("button", name="Pause").tap()
    await expect(voice.get_by_role("button", name="Play")).to_be_visible()
    await expect(voice.locator(".bars .past")).to_have_count(0)


async def test_a_photo_and_what_comes_after_stays_in_sight(phone: Page, bot: EchoBot) -> None:
    await arrive(phone, bot)
    photo = STATIC / "sample-photo.jpg"
    for _ in range(2):
        async with phone.expect_file_chooser() as choosing:
            await attach(phone, "Photo from this device")
        await (await choosing.value).set_files(photo)
        await expect(messages(phone).last).to_contain_text(f"Фото: {photo.stat().st_size} байт.")
    await expect(mine(phone)).to_have_count(3)
    picture = mine(phone).last.get_by_role("img", name="Photo")
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("image => image.naturalWidth") == 640
    await expect(messages(phone).last).to_be_in_viewport(ratio=0.9)


QUIET = """place => new Promise(done => {
    let last = "", still = 0;
    const look = () => {
        const now = `${place.scrollTop} ${place.scrollHeight} ${place.clientHeight}`;
        still = now === last ? still + 1 : 0;
        last = now;
        still < 20 ? requestAnimationFrame(look) : done();
    };
    look();
})"""
"""Resolves when nothing in the chat has moved for twenty frames: the keyboard is there, nobody is typing."""


async def test_the_newest_stays_in_sight_unless_one_scrolls_up(phone: Page, bot: EchoBot) -> None:
    await arrive(phone, bot)
    scroll = phone.locator("#scroll")
    await scroll.evaluate(QUIET)
    bottom = "place => place.scrollHeight - place.scrollTop - place.clientHeight"
    await scroll.evaluate(  # a picture is loaded, and an earlier move of the page is told of after that
        """place => {
            place.querySelector("#messages").firstElementChild.style.paddingTop = "2000px";
            place.dispatchEvent(new Event("scroll"));
        }"""
    )
    await expect(messages(phone).last).to_be_in_viewport(ratio=0.9)
    assert await scroll.evaluate(bottom) < 2
    await scroll.evaluate("place => place.scrollTo(0, 300)")
    await phone.get_by_role("textbox", name="Message").fill("Ещё")
    await phone.get_by_role("button", name="Send").tap()
    await expect(messages(phone).last).to_contain_text("Вы сказали: Ещё")
    assert await scroll.evaluate("place => place.scrollTop") == 300


@pytest.mark.parametrize("key", ["+1 hour", "next prompt", "+1 day"])
async def test_time_travel(phone: Page, bot: EchoBot, key: str) -> None:
    await arrive(phone, bot)
    await attach(phone, "Voice: diary, Russian")
    await expect(messages(phone).last).to_contain_text("Слышно.")
    before = await bot.now()
    if key == "+1 hour":  # the prompt is due a moment later than an hour from now
        bot.due = before + HOUR - 60
    await phone.get_by_role("button", name=key).tap()
    await expect(messages(phone).last).to_contain_text("Как прошёл день?")
    await phone.get_by_role("button", name="3", exact=True).tap()
    await expect(messages(phone).last).to_contain_text("Выбрано: m3")
    await expect(phone.get_by_role("button", name=key)).to_be_enabled()
    assert await bot.now() - before >= HOUR - 60


async def test_with_nothing_planned_time_stands(phone: Page, bot: EchoBot) -> None:
    await arrive(phone, bot)
    await phone.get_by_role("button", name="next prompt").tap()
    await expect(phone.locator("#toast")).to_have_text("Nothing is planned in the next ten days")


async def test_a_word_is_corrected(phone: Page, bot: EchoBot) -> None:
    await arrive(phone, bot)
    await phone.get_by_role("textbox", name="Message").fill("чай")
    await phone.get_by_role("button", name="Send").tap()
    await expect(messages(phone).last).to_contain_text("Вы сказали: чай")
    await mine(phone).last.get_by_role("button", name="edit").tap()
    await phone.get_by_role("textbox", name="Message").fill("кофе")
    await phone.get_by_role("button", name="Send").tap()
    await expect(mine(phone).last).to_contain_text("кофе")
    await expect(mine(phone).last).to_contain_text("edited")


async def test_text_never_becomes_html(phone: Page, bot: EchoBot) -> None:
    await arrive(phone, bot)
    hostile = "<img src=x onerror=\"document.title='owned'\"> \N{RIGHT-TO-LEFT OVERRIDE}hidden"
    await phone.get_by_role("textbox", name="Message").fill(hostile)
    await phone.get_by_role("button", name="Send").tap()
    await expect(mine(phone).last.locator(".text")).to_have_text(hostile)
    await expect(messages(phone).last).to_contain_text(f"Вы сказали: {hostile}")
    await expect(phone.locator("#messages img")).to_have_count(0)
    assert "owned" not in await phone.title()


async def test_blocking_and_unblocking(phone: Page, bot: EchoBot) -> None:
    await arrive(phone, bot)
    await phone.get_by_role("button", name="Block", exact=True).tap()
    await expect(phone.get_by_role("button", name="Unblock")).to_be_visible()
    await expect(phone.locator("#dock")).to_be_hidden()
    await phone.get_by_role("button", name="Unblock").tap()
    await expect(phone.locator("#dock")).to_be_visible()


async def test_the_command_menu(phone: Page, bot: EchoBot) -> None:
    await arrive(phone, bot)
    await phone.get_by_role("button", name="Menu").tap()
    await phone.get_by_role("menuitem", name="Уйти").tap()
    await expect(messages(phone).last).to_contain_text("Вы сказали: /stop")


@pytest.mark.parametrize("elsewhere", ["typing", "#scroll", "#bot-name"])
async def test_the_menu_closes_when_something_else_is_done(phone: Page, bot: EchoBot, elsewhere: str) -> None:
    await arrive(phone, bot)
    await phone.get_by_role("button", name="Menu").tap()
    await expect(phone.locator("#commands")).to_be_visible()
    if elsewhere == "typing":
        await phone.locator("#text").focus()
        await phone.keyboard.type("ч")
    else:
        await phone.locator(elsewhere).dispatch_event(
            "pointerdown", {"bubbles": True}
        )  # no click comes of it
    await expect(phone.locator("#commands")).to_be_hidden()
    await expect(phone.get_by_role("button", name="Menu")).to_have_attribute("aria-expanded", "false")


async def test_who_arrives_on_the_russian_page_speaks_russian(phone: Page, bot: EchoBot) -> None:
    await phone.goto(bot.root)
    await phone.get_by_role("button", name="Русский").tap()
    await phone.get_by_role("button", name="Прийти").tap()
    await phone.get_by_role("button", name="Старт").tap()
    await expect(messages(phone).last).to_contain_text("Здравствуйте. /start channel-1")
    people = (await (await phone.request.get(f"{bot.root}/people")).json())["people"]
    assert [person["language_code"] for person in people if person["last"]] == ["ru"]


async def test_the_list_tells_the_day_when_it_is_not_today(laptop: Page, bot: EchoBot) -> None:
    await arrive(laptop, bot)
    when = laptop.locator(".person[aria-current=true] small")
    await expect(when).to_have_text(re.compile(r"\d\d:\d\d"))
    bot.due = await bot.now() + 30 * HOUR
    day = await laptop.evaluate(
        "new Intl.DateTimeFormat('en', {day: 'numeric', month: 'short'}).format(new Date())"
    )
    await laptop.get_by_role("button", name="+1 day").click()
    await expect(when).to_have_text(day)


@pytest.mark.parametrize("language", ["Русский", "English"])
async def test_the_date_leaves_room_for_the_keys(laptop: Page, bot: EchoBot, language: str) -> None:
    async def room() -> float:
        clock, key = laptop.locator("#clock"), laptop.locator(".travel button").first
        return float(
            await key.evaluate(
                "(key, clock) => key.getBoundingClientRect().left - clock.getBoundingClientRect().right",
                await clock.element_handle(),
            )
        )

    await laptop.goto(bot.root)
    await laptop.get_by_role("button", name=language).click()

    for width in (390, 1280, 720, 390, 360):
        await laptop.set_viewport_size({"width": width, "height": 844})
        await laptop.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert await room() >= 4, width


async def test_the_page_speaks_russian_and_remembers_it(phone: Page, bot: EchoBot) -> None:
    await phone.goto(bot.root)
    await phone.get_by_role("button", name="Русский").tap()
    await expect(phone.get_by_role("heading", name="Кем быть")).to_be_visible()
    await phone.reload()
    await expect(phone.get_by_role("heading", name="Кем быть")).to_be_visible()
    await phone.get_by_role("button", name="Анна").tap()
    await expect(phone.get_by_role("button", name="Старт")).to_be_visible()
    await phone.get_by_role("button", name="К списку").tap()
    await expect(phone.get_by_role("heading", name="Кем быть")).to_be_visible()


@pytest.mark.parametrize("screen", ["list", "chat"])
async def test_nothing_is_wider_than_the_phone(phone: Page, bot: EchoBot, screen: str) -> None:
    await phone.goto(bot.root)
    if screen == "chat":
        await arrive(phone, bot)
        await phone.get_by_role("textbox", name="Message").fill("ж" * 600)
        await phone.get_by_role("button", name="Send").tap()
        await expect(messages(phone).last).to_contain_text("Вы сказали: ж")
    await expect(phone.get_by_role("button", name="+1 day")).to_be_in_viewport(ratio=1)
    wide = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
    assert await phone.evaluate(f"{wide}.map(e => e.outerHTML.slice(0, 80))") == []


async def test_list_and_chat_side_by_side(laptop: Page, bot: EchoBot) -> None:
    await arrive(laptop, bot)
    await laptop.get_by_role("button", name="Daniel").click()
    await expect(laptop.get_by_role("button", name="Start", exact=True)).to_be_visible()
    await laptop.get_by_role("button", name="Start", exact=True).click()
    await expect(messages(laptop).last).to_contain_text("Здравствуйте.")
    await expect(laptop.get_by_role("button", name="Arrive", exact=True)).to_be_in_viewport()
    await expect(laptop.locator(".person")).to_have_count(7)
