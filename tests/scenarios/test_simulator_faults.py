"""Faults on request: calls that fail, come late, or lose their reply."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from simulator_bench import BotRefused, Stage, stage

LOST = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)


@pytest.fixture
async def on() -> AsyncIterator[Stage]:
    async with stage() as on:
        yield on


@pytest.mark.parametrize(
    ("fault", "code", "description", "parameters"),
    [
        ({"status": 400}, 400, "Bad Request", {}),
        ({"status": 403}, 403, "Forbidden: bot was blocked by the user", {}),
        ({"status": 401}, 401, "Unauthorized", {}),
        ({"status": 500}, 500, "Internal Server Error", {}),
        ({"status": 502}, 502, "Bad Gateway", {}),
        ({"status": 418}, 418, "Error", {}),
        ({"status": 400, "description": "Bad Request: odd"}, 400, "Bad Request: odd", {}),
        ({"status": 429}, 429, "Too Many Requests: retry after 1", {"retry_after": 1}),
        ({"retry_after": 7}, 429, "Too Many Requests: retry after 7", {"retry_after": 7}),
        ({"retry_after": 7, "description": "slowly"}, 429, "slowly", {"retry_after": 7}),
    ],
)
async def test_a_status(
    on: Stage, fault: dict[str, Any], code: int, description: str, parameters: dict[str, Any]
) -> None:
    anna = await on.anna()
    await on.world.fault("sendMessage", **fault)
    with pytest.raises(BotRefused) as caught:
        await on.bot("sendMessage", chat_id=anna.id, text="x")
    assert (caught.value.code, caught.value.description) == (code, description)
    assert caught.value.parameters == parameters
    assert len(await anna.chat()) == 1
    assert await on.bot("sendMessage", chat_id=anna.id, text="x")


async def test_a_connection_cut_before_the_call_counts(on: Stage) -> None:
    anna = await on.anna()
    await on.world.fault("sendMessage", drop_before_accept=True)
    with pytest.raises(LOST):
        await on.bot("sendMessage", chat_id=anna.id, text="never")
    assert [message.text for message in await anna.chat()] == ["/start"]


async def test_a_connection_cut_after_the_call_has_counted(on: Stage) -> None:
    anna = await on.anna()
    await on.world.fault("sendMessage", drop_reply_after_accept=True)
    with pytest.raises(LOST):
        await on.bot("sendMessage", chat_id=anna.id, text="arrived")
    assert [message.text for message in await anna.chat()] == ["/start", "arrived"]


async def test_a_lost_reply_to_a_poll_loses_nothing(on: Stage) -> None:
    anna = await on.anna()
    await anna.says("Hello")
    await on.world.fault("getUpdates", drop_reply_after_accept=True)
    with pytest.raises(LOST):
        await on.bot.hears()
    assert (await on.bot.hears_one())["text"] == "Hello"


async def test_a_late_answer(on: Stage) -> None:
    anna = await on.anna()
    await on.world.fault("sendMessage", delay=60)
    with pytest.raises(TimeoutError):
        await on.bot.answers(
            "sendMessage",
            json={"chat_id": anna.id, "text": "late"},
            timeout=aiohttp.ClientTimeout(total=0.05),
        )
    assert len(await anna.chat()) == 1
    await on.world.fault("getMe", delay=0.001)
    assert await on.bot("getMe")


async def test_faults_are_for_a_chat_a_method_and_so_many_times(on: Stage) -> None:
    anna, daniel = await on.anna(), await on.anna()
    await on.world.fault("sendMessage", status=500, times=2, chat=anna.id)
    assert await on.bot("sendMessage", chat_id=daniel.id, text="x")
    assert await on.bot("getMe")
    for _ in range(2):
        with pytest.raises(BotRefused):
            await on.bot("SendMessage", chat_id=anna.id, text="x")
    assert await on.bot("sendMessage", chat_id=anna.id, text="x")


async def test_any_method_and_no_more(on: Stage) -> None:
    await on.world.fault(status=500, times=100)
    for method in ("getMe", "getUpdates"):
        with pytest.raises(BotRefused):
            await on.bot(method)
    assert (await on.world.ask("GET", "/faults"))["result"][0]["times"] == 98
    await on.world.clear_faults()
    assert await on.bot("getMe")


async def test_a_download_goes_wrong(on: Stage) -> None:
    anna = await on.anna()
    file_id = (await anna.speaks("diary-en.ogg"))["voice"]["file_id"]
    path = (await on.bot("getFile", file_id=file_id))["file_path"]
    await on.world.fault("file", status=502)
    assert (await on.bot.fetch(path))[0] == 502
    await on.world.fault("file", drop_reply_after_accept=True, times=2)  # aiohttp tries a GET twice
    with pytest.raises(LOST):
        await on.bot.fetch(path)
    assert (await on.bot.fetch(path))[0] == 200


async def test_what_the_bot_called_can_be_looked_at(on: Stage) -> None:
    anna = await on.anna()
    await on.bot("sendMessage", chat_id=anna.id, text="x")
    await on.world.fault("sendMessage", status=403)
    with pytest.raises(BotRefused):
        await on.bot("sendMessage", chat_id=anna.id, text="y")
    calls = await on.world.calls("sendmessage")
    assert [(call["parameters"]["text"], call["status"]) for call in calls] == [("x", 200), ("y", 403)]
