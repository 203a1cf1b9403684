"""Telegram as the service meets it, over real HTTP against the simulator."""

import json
import logging
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.faults import Conflict, Flood, Refused, TelegramFault, Unauthorized, Unclear, Unreached
from bot.telegram import Telegram
from simulator.app import create_app, serve
from simulator.person import Person, World

pytestmark = pytest.mark.filterwarnings("ignore:Please use .Bot")  # we want raw answers, see bot.telegram
TOKEN = "110201543:for-tests-only"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with (
        await serve(create_app(None, token=TOKEN), "127.0.0.1", 0) as serving,
        World(serving.root) as world,
    ):
        yield world


@pytest.fixture
async def telegram(world: World) -> AsyncIterator[Telegram]:
    telegram = Telegram(SecretStr(TOKEN), world.root)
    await telegram.open()
    yield telegram
    await telegram.close()


async def anna_who_started(world: World, telegram: Telegram) -> Person:
    anna = await world.person(name="Anna")
    await anna.start()
    return anna


async def test_updates_come_as_they_are_and_are_confirmed_by_the_offset(
    world: World, telegram: Telegram
) -> None:
    await world.inject({"update_id": 500, "message": "no library could read this"})
    [update] = await telegram.updates(None, 0)
    assert update == {"update_id": 500, "message": "no library could read this"}
    assert len(await telegram.updates(500, 0)) == 1
    assert await telegram.updates(501, 0) == []
    assert await world.pending() == []


async def test_a_message_goes_out(world: World, telegram: Telegram) -> None:
    anna = await anna_who_started(world, telegram)
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    sent = await telegram.call(
        "sendMessage",
        {"chat_id": anna.id, "text": "a &lt; b", "parse_mode": "HTML", "reply_markup": markup},
    )
    assert isinstance(sent["message_id"], int)
    assert (await anna.hears("a < b")).labels == ("Go",) or (await anna.sees("a < b")).labels == ["Go"]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"status": 400}, Refused),
        ({"status": 403}, Refused),
        ({"status": 429, "retry_after": 7}, Flood),
        ({"status": 409}, Conflict),
        ({"status": 401}, Unauthorized),
        ({"status": 404}, Unauthorized),
        ({"status": 500}, Unclear),
        ({"status": 502}, Unclear),
        ({"drop_reply_after_accept": True}, Unclear),
        ({"drop_before_accept": True}, Unclear),
    ],
)
async def test_each_fault_has_its_name_and_keeps_the_token_to_itself(
    world: World, telegram: Telegram, fault: dict[str, object], expected: type[TelegramFault]
) -> None:
    await world.fault("getMe", **fault)
    with pytest.raises(expected) as caught:
        await telegram.username()
    assert TOKEN not in repr(caught.value) + str(caught.value) + str(caught.value.__cause__)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


async def test_retry_after_is_heard(world: World, telegram: Telegram) -> None:
    await world.fault("getMe", retry_after=7)
    with pytest.raises(Flood) as caught:
        await telegram.username()
    assert caught.value.retry_after == 7


@pytest.mark.parametrize(
    ("description", "why"),
    [
        ("Bad Request: message is not modified: specified new message content …", "unchanged"),
        ("Bad Request: query is too old and response timeout expired or query ID is invalid", "stale"),
        ("Bad Request: file is too big", "large"),
        ("Bad Request: chat not found", ""),
    ],
)
async def test_some_refusals_have_a_reason_in_our_own_words(
    world: World, telegram: Telegram, description: str, why: str
) -> None:
    await world.fault("getMe", status=400, description=description)
    with pytest.raises(Refused) as caught:
        await telegram.username()
    assert (caught.value.code, caught.value.why) == (400, why)


async def test_nobody_there() -> None:
    telegram = Telegram(SecretStr(TOKEN), "http://127.0.0.1:1")
    await telegram.open()
    with pytest.raises(Unreached):
        await telegram.username()
    await telegram.close()


async def test_a_token_that_is_none(world: World) -> None:
    telegram = Telegram(SecretStr("110201543:another"), world.root)
    await telegram.open()
    with pytest.raises(Unauthorized):
        await telegram.username()
    await telegram.close()


async def test_a_voice_is_downloaded_whole(world: World, telegram: Telegram) -> None:
    anna = await anna_who_started(world, telegram)
    sent = await anna.speaks("diary-en.ogg")
    sound = await telegram.download(sent["voice"]["file_id"])
    assert sound.startswith(b"OggS")
    await world.lose_file(sent["voice"]["file_id"])
    with pytest.raises(Refused):
        await telegram.download(sent["voice"]["file_id"])


async def test_a_file_too_large(world: World, telegram: Telegram) -> None:
    anna = await anna_who_started(world, telegram)
    sent = await anna.speaks("diary-en.ogg", file_size=25 * 1024 * 1024)
    with pytest.raises(Refused) as caught:
        await telegram.download(sent["voice"]["file_id"])
    assert caught.value.why == "large"


async def test_logs_keep_to_themselves_what_libraries_say(
    world: World, telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    anna = await anna_who_started(world, telegram)
    await telegram.call("sendMessage", {"chat_id": anna.id, "text": "a secret"})
    await world.fault("getMe", status=500)
    with pytest.raises(Unclear):
        await telegram.username()
    logged = json.dumps(
        [record.getMessage() for record in caplog.records if record.name.startswith("telegram")]
    )
    assert "secret" not in logged
    assert TOKEN not in logged
