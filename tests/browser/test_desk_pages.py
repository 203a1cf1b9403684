"""The desk in a browser: on a phone, with a keyboard, with the ears, and on paper."""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, Page

sys.path.append(str(Path(__file__).parents[1] / "scenarios"))

import desk_world

PAGES = [
    "/",
    "/participants",
    "/participants/AM-05",
    "/participants/GE-01",
    "/prompts",
    "/compliance",
    "/sources",
    "/consent",
    "/requests",
    "/nowhere",
]


@dataclass
class Desk:
    address: str
    world: desk_world.World


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """A desk with a key over HTTP, on a free port of loopback."""
    world = desk_world.build(tmp_path_factory.mktemp("desk"))
    config = uvicorn.Config(world.desk("core"), host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    listener = config.bind_socket()
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve([listener]))
    yield Desk(f"http://127.0.0.1:{listener.getsockname()[1]}", world)
    server.should_exit = True
    await running


async def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window. A phone's `innerWidth` would grow with the page."""
    assert page.viewport_size is not None
    wide: int = await page.evaluate("document.documentElement.scrollWidth")
    return wide - page.viewport_size["width"]


@pytest.mark.parametrize("path", PAGES)
async def test_a_phone_needs_no_sideways_scrolling(phone: Page, desk: Desk, path: str) -> None:
    for query in ("", "?lang=en"):
        await phone.goto(desk.address + path + query)
        assert await overflow(phone) <= 0
        for name in ("h1", "main", "nav.places"):
            box = await phone.locator(name).first.bounding_box()
            assert box is not None
            assert box["x"] >= 0, name
            assert box["x"] + box["width"] <= 390, name


@pytest.mark.parametrize("width", [320, 390])
async def test_nothing_of_a_phone_is_cut_off(phone: Page, desk: Desk, width: int) -> None:
    """The page that is open is in sight among the others, and every column of numbers."""
    await phone.set_viewport_size({"width": width, "height": 844})
    for path in ("/", "/consent", "/requests"):
        await phone.goto(desk.address + path)
        hidden = await phone.evaluate(
            """() => [...document.querySelectorAll("nav.places, .beside .scroll")]
                .filter(one => one.scrollWidth > one.clientWidth).map(one => one.getAttribute("aria-label"))"""
        )
        assert hidden == []
        box = await phone.locator("nav.places a[aria-current]").bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= width, path


async def test_since_when_stands_below_what(phone: Page, desk: Desk) -> None:
    """In a card on a phone: not under the name of the cell. A code is never broken."""
    await phone.goto(f"{desk.address}/participants?site=GE")
    cell = phone.locator('td[data-name="Stage"]').first
    stage = await cell.locator(".stage").bounding_box()
    since = await cell.locator("small").bounding_box()
    assert stage is not None
    assert since is not None
    assert since["x"] == stage["x"]
    assert since["y"] > stage["y"]
    for path in ("/participants", "/participants/AM-05"):
        await phone.goto(desk.address + path)
        code = phone.locator(".code").first
        assert await code.evaluate("node => getComputedStyle(node).whiteSpace") == "nowrap"


@pytest.mark.parametrize("width", [320, 760, 761, 1280])
async def test_other_widths_neither(laptop: Page, desk: Desk, width: int) -> None:
    await laptop.set_viewport_size({"width": width, "height": 700})
    for path in PAGES:
        await laptop.goto(desk.address + path)
        assert await overflow(laptop) <= 0, path


async def test_a_voice_plays(phone: Page, desk: Desk) -> None:
    await phone.goto(f"{desk.address}/participants/AM-05")
    players = phone.locator("audio")
    assert await players.count() == 3
    for number in range(3):
        player = players.nth(number)
        label = await player.get_attribute("aria-label")
        assert label is not None
        assert label.startswith("The spoken agreement" if number == 0 else "Voice, ")
        heard = await player.evaluate(
            """player => new Promise((resolve, reject) => {
                player.muted = true
                player.addEventListener("timeupdate", () => player.currentTime > 0.1 && resolve(player.duration))
                player.addEventListener("error", () => reject(new Error(player.error.message)))
                player.play().catch(reject)
            })"""
        )
        assert 1 < heard < 60


async def test_a_voice_can_be_wound_forward(phone: Page, desk: Desk) -> None:
    await phone.goto(f"{desk.address}/participants/AM-05")
    place = await phone.locator("audio").first.evaluate(
        """player => new Promise((resolve, reject) => {
            player.addEventListener("loadedmetadata", () => { player.currentTime = player.duration - 0.5 })
            player.addEventListener("seeked", () => resolve(player.duration - player.currentTime))
            player.addEventListener("error", () => reject(new Error(player.error.message)))
            player.preload = "auto"
            player.load()
        })"""
    )
    assert place == pytest.approx(0.5, abs=0.2)


async def test_the_language_switch_keeps_the_place(phone: Page, desk: Desk) -> None:
    await phone.goto(f"{desk.address}/participants?site=AM")
    switch = phone.get_by_role("navigation", name="Language of the study's own words")
    assert await switch.get_by_role("link", name="Русский").get_attribute("aria-current") == "true"
    await switch.get_by_role("link", name="English").tap()
    await phone.wait_for_url("**/participants?site=AM&lang=en")
    assert await phone.locator("tbody tr").count() == 2
    await phone.get_by_role("link", name="AM-05").tap()
    await phone.wait_for_url("**/participants/AM-05?lang=en")
    assert await phone.get_by_text("Are you 18 or older?").is_visible()


async def test_nothing_said_can_run(phone: Page, desk: Desk) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    alerts: list[str] = []
    phone.on("dialog", lambda dialog: alerts.append(dialog.message))
    await phone.goto(f"{desk.address}/participants/AM-05")
    assert await phone.get_by_text("<script>alert('x')</script>").is_visible()
    assert await phone.locator("script").count() == 0
    assert alerts == []
    assert all(url.startswith(desk.address) for url in asked)
    # Words that turn round do not turn round what stands after them.
    after = phone.locator(".written", has_text="alert").locator(
        "xpath=ancestor::article/following-sibling::article"
    )
    assert await after.first.locator("h3").evaluate("e => getComputedStyle(e).direction") == "ltr"


async def test_the_keyboard_reaches_everything_and_is_seen(laptop: Page, desk: Desk) -> None:
    await laptop.goto(f"{desk.address}/participants")
    reached: list[tuple[str, str, float, float]] = []
    while len(reached) < 20 and (not reached or reached[-1][0] != "GE-01"):
        await laptop.keyboard.press("Tab")
        reached.append(
            await laptop.evaluate(
                """() => { const style = getComputedStyle(document.activeElement)
                return [document.activeElement.textContent.trim().split("\\n")[0], style.outlineStyle,
                        parseFloat(style.outlineWidth), document.activeElement.getBoundingClientRect().width] }"""
            )
        )
    names = [name for name, *_ in reached]
    for name in (
        "Skip to the page",
        "Дорога и дом",
        "English",
        "Overview",
        "Sources",
        "All sites",
        "AM-05",
        "GE-01",
    ):
        assert name in names
    for name, outline, thickness, width in reached:
        assert (outline, thickness >= 2, width > 1) == ("solid", True, True), name


async def test_the_skip_link_leads_to_the_page(laptop: Page, desk: Desk) -> None:
    await laptop.goto(desk.address)
    await laptop.keyboard.press("Tab")
    assert await laptop.get_by_role("link", name="Skip to the page").is_visible()
    await laptop.keyboard.press("Enter")
    assert laptop.url.endswith("#main")


@pytest.mark.parametrize("path", PAGES)
async def test_everything_has_a_name(laptop: Page, desk: Desk, path: str) -> None:
    await laptop.goto(desk.address + path)
    assert await laptop.title() != ""
    assert await laptop.locator("h1").count() == 1
    nameless = await laptop.evaluate(
        """() => [...document.querySelectorAll("svg[role=img], nav, audio, [role=region], table")].filter(one =>
            !(one.getAttribute("aria-label") || one.querySelector(":scope > caption")?.textContent.trim()))
            .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert nameless == []
    unnamed = await laptop.evaluate(
        """() => [...document.querySelectorAll("section")].filter(one =>
            !document.getElementById(one.getAttribute("aria-labelledby"))?.textContent.trim())
            .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert unnamed == []
    repeated = await laptop.evaluate(
        "() => { const ids = [...document.querySelectorAll('[id]')].map(one => one.id);"
        " return ids.filter((id, at) => ids.indexOf(id) !== at) }"
    )
    assert repeated == []


async def test_charts_are_drawn_to_their_numbers(laptop: Page, desk: Desk) -> None:
    await laptop.goto(f"{desk.address}/?lang=en")
    widths = await laptop.locator(".chart .step").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().width)"
    )
    assert [round(width / widths[0] * 19) for width in widths] == [19, 12, 3, 2]
    box = await laptop.locator("figure").first.bounding_box()
    table = await laptop.locator("table").first.bounding_box()
    assert box is not None
    assert table is not None
    assert box["x"] + box["width"] < table["x"]  # beside each other
    for words in await laptop.locator(".chart text").all():
        inside = await words.evaluate(
            """one => { const own = one.getBoundingClientRect(), all = one.closest("figure").getBoundingClientRect()
            return own.left >= all.left - 1 && own.right <= all.right + 1 }"""
        )
        assert inside, await words.text_content()


async def test_shares_are_told_apart_without_colours(laptop: Page, desk: Desk) -> None:
    await laptop.goto(f"{desk.address}/compliance?lang=en")
    widths = (
        await laptop.locator("figure")
        .first.locator("rect:not(.track)")
        .evaluate_all("all => all.map(one => [one.getAttribute('class'), one.getBoundingClientRect().width])")
    )
    whole = dict(widths)["missing"]
    assert dict(widths)["answered"] / whole == pytest.approx(9 / 15, abs=0.01)
    greys = await laptop.evaluate(
        """() => ["answered", "late", "part", "missing"].map(name => {
            const [r, g, b] = getComputedStyle(document.querySelector(`.chart .${name}`)).fill.match(/[0-9]+/g)
            return 0.2126 * r + 0.7152 * g + 0.0722 * b })"""
    )
    assert greys == sorted(greys)
    assert min(after - before for before, after in pairwise(greys)) > 25


async def test_a_page_prints_on_white_without_what_cannot_be_pressed(chromium: Browser, desk: Desk) -> None:
    context = await chromium.new_context(viewport={"width": 718, "height": 1000}, color_scheme="dark")
    page = await context.new_page()
    await page.emulate_media(media="print", color_scheme="dark")
    await page.goto(f"{desk.address}/participants/AM-05")
    assert (
        await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    red, green, blue = await page.evaluate(
        "getComputedStyle(document.querySelector('.written')).color.match(/[0-9]+/g).map(Number)"
    )
    assert max(red, green, blue) < 90
    for hidden in ("nav.places", "nav.languages", "audio"):
        assert not await page.locator(hidden).first.is_visible()
    assert await page.get_by_text("Voice, 10 Mar 2024, 19:11").is_visible()
    head = await page.locator("table.list thead").bounding_box()
    assert head is not None
    assert head["width"] > 600  # a table, not a phone's cards
    assert await overflow(page) <= 0
    assert (await page.pdf(format="A4")).startswith(b"%PDF")
    await context.close()
