"""What the Bot API refuses, in its own words. A row: a method, its parameters, and a piece of the words."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from simulator_bench import TOKEN, BotRefused, Stage, stage

from simulator.person import Person

FACE = "\N{GRINNING FACE}"  # two UTF-16 units, one character


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def on() -> AsyncIterator[Stage]:
    async with stage() as on:
        yield on


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def anna(on: Stage) -> Person:
    return await on.anna()


def inline(**key: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Key", **key}]]}


FITS = [
    {"text": "x" * 4096},
    {"text": FACE * 4096},
    {"text": f"<b>{'&amp;' * 4096}</b>", "parse_mode": "HTML"},
    {"text": " " * 9000 + "x"},
    {"text": "x", "reply_markup": inline(callback_data="ж" * 32)},
    {"text": "x", "reply_markup": '{"inline_keyboard": [[{"text": "Key", "url": "https://example.org"}]]}'},
    {"text": "x", "reply_markup": {"keyboard": [["plain"], [{"text": "object", "request_contact": True}]]}},
    {"text": "x", "reply_markup": {}},
]

REFUSED = [
    ("sendMessage", {"text": "x" * 4097}, "message is too long"),
    ("sendMessage", {"text": FACE * 4097}, "message is too long"),
    ("sendMessage", {"text": f"<b>{'&amp;' * 4097}</b>", "parse_mode": "HTML"}, "message is too long"),
    ("sendMessage", {"text": ""}, "message text is empty"),
    ("sendMessage", {"text": " \n "}, "message text is empty"),
    ("sendMessage", {"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
    ("sendMessage", {}, "message text is empty"),
    ("sendMessage", {"text": "x", "parse_mode": "Poetry"}, "unsupported parse_mode"),
    ("sendMessage", {"text": "x", "reply_markup": inline(callback_data="ж" * 33)}, "BUTTON_DATA_INVALID"),
    ("sendMessage", {"text": "x", "reply_markup": inline(callback_data="")}, "BUTTON_DATA_INVALID"),
    ("sendMessage", {"text": "x", "reply_markup": inline(callback_data=5)}, "callback_data"),
    ("sendMessage", {"text": "x", "reply_markup": inline()}, "text buttons are unallowed"),
    ("sendMessage", {"text": "x", "reply_markup": inline(url="javascript:1")}, "wrong HTTP URL"),
    ("sendMessage", {"text": "x", "reply_markup": inline(text=" ", callback_data="x")}, "must be non-empty"),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [{"text": "x"}]}}, "Array of Arrays"),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 101]}},
     "reply markup is too long"),
    ("sendMessage", {"text": "x", "reply_markup": {"keyboard": []}}, "must be non-empty"),
    ("sendMessage", {"text": "x", "reply_markup": {"keyboard": [[{"text": ""}]]}}, "must be non-empty"),
    ("sendMessage", {"text": "x", "reply_markup": {"keyboard": [["x"]], "is_persistent": "very"}}, "is_persistent"),
    ("sendMessage", {"text": "x", "reply_markup": {"unknown": True}}, "reply keyboard markup"),
    ("sendMessage", {"text": "x", "reply_markup": "[not json"}, "can't parse reply markup JSON object"),
    ("sendMessage", {"text": "x", "reply_markup": [1]}, "object expected as reply markup"),
    ("sendMessage", {"text": "x", "reply_markup": '"\\ud800"'}, "strings must be encoded in UTF-8"),
    ("sendMessage", {"text": "x", "entities": {"no": "list"}}, "can't parse entities"),
    ("sendMessage", {"text": "x", "entities": [7]}, "can't parse MessageEntity"),
    ("sendMessage", {"text": "x", "entities": [{"type": "bold"}]}, "can't parse MessageEntity"),
    ("sendMessage", {"text": "x", "reply_parameters": {"message_id": {}}}, "message to be replied not found"),
    ("sendVoice", {}, "there is no voice in the request"),
    ("sendVoice", {"voice": "attach://nothing"}, "wrong remote file identifier"),
    ("sendChatAction", {}, "wrong parameter action"),
    ("editMessageText", {"text": "x"}, "message identifier is not specified"),
    ("deleteMessages", {"message_ids": []}, "message identifiers are not specified"),
    ("deleteMessages", {"message_ids": list(range(101))}, "too many message identifiers"),
    ("deleteMessage", {"message_id": 2**70}, "message to delete not found"),
    ("setMyCommands", {"commands": {}}, "array expected"),
    ("setMyCommands", {"commands": [3]}, "can't parse BotCommand"),
    ("setMyCommands", {"commands": [{"command": "Ё", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    ("setMyCommands", {"commands": [], "language_code": "rus"}, "invalid language code"),
    ("getMyCommands", {"scope": {"type": "everybody"}}, "can't parse BotCommandScope"),
    ("setMyName", {"name": "x" * 65}, "bot name is too long"),
    ("setMyDescription", {"description": "x" * 513}, "bot description is too long"),
    ("setMyShortDescription", {"short_description": "x" * 121}, "bot short description is too long"),
    ("getFile", {"file_id": "unknown"}, "invalid file_id"),
    ("getFile", {}, "invalid file_id"),
    ("getChat", {"chat_id": ""}, "chat_id is empty"),
    ("getChat", {"chat_id": 12}, "chat not found"),
    ("getChat", {"chat_id": 2**64}, "chat not found"),
    ("getChat", {"chat_id": "@somebody"}, "chat not found"),
    ("getChat", {"chat_id": "--5"}, "chat not found"),
    ("getChat", {"chat_id": "²"}, "chat not found"),
    ("getChat", {"chat_id": [1]}, "chat not found"),
]  # fmt: skip


@pytest.mark.parametrize("parameters", FITS, ids=range(len(FITS)))
async def test_what_just_fits(on: Stage, anna: Person, parameters: dict[str, Any]) -> None:
    sent = await on.bot("sendMessage", chat_id=anna.id, **parameters)
    assert sent["text"] == (await anna.chat())[-1].text


@pytest.mark.parametrize(("method", "parameters", "why"), REFUSED, ids=range(len(REFUSED)))
async def test_what_is_refused_changes_nothing(
    on: Stage, anna: Person, method: str, parameters: dict[str, Any], why: str
) -> None:
    before = (await anna.view()).raw
    with pytest.raises(BotRefused) as caught:
        await on.bot(method, **{"chat_id": anna.id, **parameters})
    assert caught.value.code == 400
    assert caught.value.description.startswith("Bad Request: ")
    assert why in caught.value.description
    assert (await anna.view()).raw == before


async def test_a_caption_has_1024_characters(on: Stage) -> None:
    anna = await on.anna()
    sent = await on.bot.upload("sendDocument", "document", b"x", chat_id=anna.id, caption=FACE * 1024)
    assert sent["caption"] == FACE * 1024
    with pytest.raises(BotRefused, match="message caption is too long"):
        await on.bot.upload("sendDocument", "document", b"x", chat_id=anna.id, caption="x" * 1025)


async def test_fields_that_telegram_does_not_know_are_dropped(on: Stage) -> None:
    anna = await on.anna()
    key = {"text": "Key", "callback_data": "k", "colour": "red"}
    entity = {"type": "bold", "offset": 0, "length": 1, "loud": True}
    sent = await on.bot(
        "sendMessage", chat_id=anna.id, text="x", entities=[entity],
        reply_markup={"inline_keyboard": [[key]], "size": "large"},
    )  # fmt: skip
    assert sent["reply_markup"] == {"inline_keyboard": [[{"text": "Key", "callback_data": "k"}]]}
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 1}]


@pytest.mark.parametrize("shape", ["query", "form", "multipart", "json"])
async def test_parameters_come_in_every_shape(on: Stage, shape: str) -> None:
    anna = await on.anna()
    values = {"chat_id": str(anna.id), "text": "Привет", "reply_markup": '{"keyboard": [["Да"]]}'}
    request: dict[str, dict[str, Any]] = {
        "query": {"params": values},
        "form": {"data": values},
        "multipart": {"data": _parts(values)},
        "json": {"json": values},
    }
    status, body = await on.bot.answers("sendMessage", **request[shape])
    assert (status, body["result"]["text"]) == (200, "Привет")
    assert await anna.keyboard() == (("Да",),)


def _parts(values: dict[str, str]) -> Any:
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in values.items():
        form.add_field(name, value)
    return form


@pytest.mark.parametrize(
    ("method", "status", "description"),
    [("sendPigeon", 404, "Not Found"), ("SENDMESSAGE", 400, "Bad Request: message text is empty")],
)
async def test_method_names(on: Stage, method: str, status: int, description: str) -> None:
    assert await on.bot.answers(method) == (
        status,
        {"ok": False, "error_code": status, "description": description},
    )


async def test_another_token(on: Stage) -> None:
    for address in (f"/bot{TOKEN}x/getMe", f"/bot{TOKEN[:-1]}/getMe", f"/file/bot{TOKEN}x/voice/file_1.oga"):
        async with on.bot.session.get(on.world.root + address) as response:
            body = await response.json()
            assert (response.status, body["ok"], body["description"]) == (401, False, "Unauthorized")


@pytest.mark.parametrize(
    "request_", [{"data": b"{", "headers": {"Content-Type": "application/json"}},
                 {"data": b'{"text": "\xff"}', "headers": {"Content-Type": "application/json"}},
                 {"data": b"[" * 100_000, "headers": {"Content-Type": "application/json"}},
                 {"data": b"[1]", "headers": {"Content-Type": "application/json"}},
                 {"data": b'{"x": NaN}', "headers": {"Content-Type": "application/json"}},
                 {"data": b'{"x": "\\udc00"}', "headers": {"Content-Type": "application/json"}},
                 {"data": b"x", "headers": {"Content-Type": "multipart/form-data"}},
                 {"data": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=b"}}],
    ids=range(8),
)  # fmt: skip
async def test_bodies_that_cannot_be_read(on: Stage, request_: dict[str, Any]) -> None:
    status, body = await on.bot.answers("sendMessage", **request_)
    assert (status, body["ok"], body["error_code"]) == (400, False, 400)
    assert body["description"].startswith("Bad Request: ")
