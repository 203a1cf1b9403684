"""The queue of updates: long poll, confirmation, one poller, what is kept for how long."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from simulator_bench import HOUR, BotRefused, Stage, stage

YES = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@pytest.fixture
async def on() -> AsyncIterator[Stage]:
    async with stage() as on:
        yield on


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_a_long_poll_returns_when_somebody_writes(on: Stage) -> None:
    anna = await on.anna()
    poll = asyncio.create_task(on.bot.hears(wait=50))
    await on.until_polled()
    assert not poll.done()
    await anna.says("Hello")
    assert texts(await poll) == ["Hello"]


async def test_a_long_poll_that_hears_nothing_ends_empty(on: Stage) -> None:
    assert await on.bot("getUpdates", timeout=0.01) == []
    assert await on.bot("getUpdates", timeout=0) == []
    assert await on.bot("getUpdates", timeout=-5) == []


async def test_stopping_lets_a_long_poll_go() -> None:
    async with stage() as on:
        poll = asyncio.create_task(on.bot.hears(wait=50))
        await on.until_polled()
        on.exchange.close()
        assert await poll == []


async def test_updates_are_sent_again_until_a_higher_offset_confirms_them(on: Stage) -> None:
    anna = await on.anna()
    for word in ("one", "two", "three"):
        await anna.says(word)
    first, second, third = await on.bot("getUpdates")
    assert [update["update_id"] - first["update_id"] for update in (second, third)] == [1, 2]
    assert await on.bot("getUpdates") == [first, second, third]
    assert await on.bot("getUpdates", limit=2) == [first, second]
    assert await on.bot("getUpdates", offset=second["update_id"]) == [second, third]
    assert await on.bot("getUpdates") == [second, third]
    assert await on.bot("getUpdates", offset=third["update_id"] + 1) == []
    assert await on.world.pending() == []


async def test_a_negative_offset_keeps_the_last_ones_only(on: Stage) -> None:
    anna = await on.anna()
    for word in ("one", "two", "three"):
        await anna.says(word)
    assert texts(await on.bot("getUpdates", offset=-2)) == ["two", "three"]
    assert texts(await on.bot("getUpdates")) == ["two", "three"]
    assert texts(await on.bot("getUpdates", offset=-100)) == ["two", "three"]


async def test_at_most_a_hundred_at_once(on: Stage) -> None:
    for number in range(103):
        on.exchange.updates.push_raw({"message": number})
    assert len(await on.bot("getUpdates")) == 100
    assert len(await on.bot("getUpdates", limit=1000)) == 100
    assert len(await on.bot.hears()) == 100
    assert len(await on.bot.hears()) == 3


async def test_of_two_pollers_the_earlier_is_refused(on: Stage) -> None:
    anna = await on.anna()
    earlier = asyncio.create_task(on.bot("getUpdates", timeout=50))
    await on.until_polled()
    later = asyncio.create_task(on.bot("getUpdates", timeout=50))
    with pytest.raises(BotRefused) as caught:
        await earlier
    assert (caught.value.code, caught.value.description) == (409, CONFLICT)
    await on.until_polled()
    await anna.says("Hello")
    assert texts(await later)[-1] == "Hello"


async def test_a_poll_that_waits_for_nothing_ends_one_that_waits(on: Stage) -> None:
    earlier = asyncio.create_task(on.bot("getUpdates", timeout=50))
    await on.until_polled()
    assert await on.bot("getUpdates") == []
    with pytest.raises(BotRefused) as caught:
        await earlier
    assert caught.value.code == 409


async def test_an_update_is_kept_for_24_hours(on: Stage) -> None:
    anna = await on.anna()
    await anna.says("old")
    on.wall.goes_on(HOUR)
    await anna.says("younger")
    on.wall.goes_on(23 * HOUR - 1)
    assert texts(await on.bot("getUpdates")) == ["old", "younger"]
    on.wall.goes_on(1)
    assert texts(await on.bot("getUpdates")) == ["younger"]
    await on.world.travel(by=HOUR)
    assert await on.bot("getUpdates") == []


async def test_a_tap_waits_for_a_bot_150_seconds(on: Stage) -> None:
    anna = await on.anna()
    await on.bot("sendMessage", chat_id=anna.id, text="Well?", reply_markup=YES)
    await anna.taps("Yes")
    on.wall.goes_on(149)
    [update] = await on.bot("getUpdates")
    assert update["callback_query"]["data"] == "y"
    on.wall.goes_on(1)
    assert await on.bot("getUpdates") == []


async def test_a_tap_can_be_answered_for_150_seconds(on: Stage) -> None:
    anna = await on.anna()
    await on.bot("sendMessage", chat_id=anna.id, text="Well?", reply_markup=YES)
    await anna.taps("Yes")
    tapped = (await on.bot.hears_one("callback_query"))["id"]
    on.wall.goes_on(150)
    assert await on.bot("answerCallbackQuery", callback_query_id=tapped) is True
    on.wall.goes_on(1)
    for identity in (tapped, "no-such-tap", ""):
        with pytest.raises(BotRefused, match="query is too old and response timeout expired"):
            await on.bot("answerCallbackQuery", callback_query_id=identity)


async def test_a_tap_again_is_another_query(on: Stage) -> None:
    anna = await on.anna()
    await on.bot("sendMessage", chat_id=anna.id, text="Well?", reply_markup=YES)
    await anna.taps("Yes")
    await anna.taps("Yes")
    first, second = await on.bot.hears()
    assert first["update_id"] < second["update_id"]
    assert first["callback_query"]["id"] != second["callback_query"]["id"]
    assert first["callback_query"]["data"] == second["callback_query"]["data"]


async def test_the_bot_hears_only_what_it_asked_for_and_that_is_remembered(on: Stage) -> None:
    anna = await on.anna()
    await on.bot("getUpdates", allowed_updates=["my_chat_member"])
    await anna.says("unheard")
    await anna.blocks()
    await on.bot("getUpdates")
    assert [set(update) for update in await on.bot.hears()] == [{"update_id", "my_chat_member"}]
    await on.bot("getUpdates", allowed_updates=[], offset=on.bot.offset)
    await anna.start()
    assert [list(update)[1] for update in await on.bot.hears()] == ["my_chat_member", "message"]
    with pytest.raises(BotRefused, match="can't parse allowed updates list"):
        await on.bot("getUpdates", allowed_updates={"no": "list"})


async def test_update_ids_may_jump_and_anything_may_be_injected(on: Stage) -> None:
    assert await on.world.jump(to=700) == 700
    assert await on.world.inject({"message": {"no": ["library", "could", "read", "this"]}}) == 700
    assert await on.world.inject({"update_id": 900}) == 900
    assert await on.world.jump(by=50) == 951
    assert await on.world.inject({}) == 951
    assert [update["update_id"] for update in await on.bot.hears()] == [700, 900, 951]
