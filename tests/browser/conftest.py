"""One Chromium for all browser tests, and pages of it.

Every test in this folder runs in the session's event loop, so that they share one browser. An async fixture of
your own must say so too: `@pytest_asyncio.fixture(loop_scope="session")`.
"""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox", "--headless=new", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",  # a microphone that beeps
)  # fmt: skip
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The session's loop for all of this folder."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium, headless, with a fake microphone."""
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        pytest.skip(f"no Chromium on this machine (looked for {', '.join(NAMES)}): apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        yield browser
        await browser.close()


async def _page(chromium: Browser, **context: Any) -> AsyncIterator[Page]:
    """A page of its own context. What goes wrong in its scripts fails the test."""
    own = await chromium.new_context(
        locale="en-GB", timezone_id="Asia/Yerevan", permissions=["microphone"], **context
    )
    own.set_default_timeout(10_000)
    wrong: list[str] = []
    own.on("weberror", lambda error: wrong.append(str(error.error)))
    yield await own.new_page()
    await own.close()
    assert wrong == []


@pytest_asyncio.fixture(loop_scope="session")
async def phone(chromium: Browser) -> AsyncIterator[Page]:
    """A page as large as a phone's, 390 by 844, with a finger."""
    async for page in _page(chromium, viewport=PHONE, has_touch=True, is_mobile=True):
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def laptop(chromium: Browser) -> AsyncIterator[Page]:
    """A page as large as a laptop's, 1280 by 800."""
    async for page in _page(chromium, viewport=LAPTOP):
        yield page
