"""The bench's server before a real bot: python-telegram-bot finds in it the Bot API it knows."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import RetryAfter

from bench.api import Api, listening, port
from bench.limits import MOST
from bench.updates import FIRST_CHAT

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="q:1:yes")]])


@pytest.fixture(params=[(0, False), (0.001, False), (0, True)], ids=["at once", "late", "limited"])
async def api(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Api, Bot]]:
    made = Api(*request.param)
    server = await listening(made)
    async with server, Bot("7:bench", base_url=f"http://127.0.0.1:{port(server)}/bot") as bot:
        yield made, bot


async def test_a_bot_answers_a_backlog_and_a_tap(api: tuple[Api, Bot]) -> None:
    server, bot = api
    assert (await bot.get_me()).username == "bench_bot"
    assert not await bot.get_updates(timeout=0)

    await server.steer("begin", {"n": "3", "people": "2"})
    updates = await bot.get_updates(timeout=10)
    assert len({update.update_id for update in updates}) == 3
    assert {update.effective_chat.id for update in updates} == {FIRST_CHAT, FIRST_CHAT + 1}
    for update in updates:
        assert not server.load.done.is_set()
        await update.message.reply_text("And your day?", reply_markup=KEYS)
    assert server.load.done.is_set()
    assert len(server.load.delays) == 3
    assert server.load.ended >= server.load.began > 0

    asked = asyncio.create_task(
        server.steer("ask", {"chat": str(FIRST_CHAT), "text": "/start", "within": "10"})
    )
    [start] = await bot.get_updates(timeout=10)
    assert start.message.entities[0].type == "bot_command"
    await start.message.reply_text("Again?", reply_markup=KEYS)
    await asked
    tapping = asyncio.create_task(server.steer("ask", {"chat": str(FIRST_CHAT), "within": "10"}))
    [tap] = await bot.get_updates(timeout=10)
    assert tap.callback_query.data == "q:1:yes"
    assert not server.load.delays
    await tap.callback_query.answer()
    await tapping
    assert len(server.load.delays) == 1


@pytest.mark.parametrize("api", [(0, True)], indirect=True)
async def test_a_message_beyond_the_limit_is_refused_and_counted(api: tuple[Api, Bot]) -> None:
    server, bot = api
    assert server.limit is not None
    await bot.send_message(FIRST_CHAT, "How was your day? due 1700000000")
    for _ in range(MOST):
        server.limit.allows(time.monotonic() + 60)
    refused = server.limit.refused
    with pytest.raises(RetryAfter):
        await bot.send_message(FIRST_CHAT + 1, "One more")
    assert server.limit.refused == refused + 1
    assert [(chat, due) for chat, _, due in server.messages] == [(FIRST_CHAT, 1_700_000_000)]
