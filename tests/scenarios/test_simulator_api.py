"""The simulator held against the Bot API: the methods it has, the updates it sends, the messages it gives back."""

from collections.abc import AsyncIterator
from typing import Any

import bot_api
import pytest
from simulator_bench import NOON, Stage, stage

from simulator.bot_methods import METHODS
from simulator.files import PREFIXES
from simulator.keyboards import ACTIONS, LOOKS, REPLY_KEY, REPLY_KEYBOARD
from simulator.marking import FOUND_ANYWAY, STYLES
from simulator.samples import sample

BOARD = {
    "inline_keyboard": [
        [{"text": "✓ A visa", "callback_data": "v"}],
        [{"text": "Read", "url": "https://x.org"}],
    ]
}
HERE = {"keyboard": [[{"text": "Here", "request_location": True}], ["Skip"]], "resize_keyboard": True}


@pytest.fixture
async def on() -> AsyncIterator[Stage]:
    bot_api.api()
    async with stage() as on:
        yield on


def names(kind: str) -> set[str]:
    return {field["name"] for field in bot_api.api()["types"][kind]["fields"]}


def test_the_methods_are_telegrams() -> None:
    bot_api.api()
    for name in METHODS:
        bot_api.method(name)


def test_keys_can_do_what_telegrams_can() -> None:
    assert {"text"} | LOOKS.keys() | ACTIONS.keys() == names("InlineKeyboardButton")
    assert {"text"} | LOOKS.keys() | REPLY_KEY.keys() == names("KeyboardButton")
    known = names("ReplyKeyboardMarkup") | names("ForceReply") | names("ReplyKeyboardRemove")
    assert {"keyboard"} | REPLY_KEYBOARD.keys() == known


def test_entities_are_of_telegrams_kinds() -> None:
    fields = {field["name"]: field for field in bot_api.api()["types"]["MessageEntity"]["fields"]}
    assert set(fields["type"]["description"].split('"')[1::2]) == STYLES | FOUND_ANYWAY
    assert PREFIXES.keys() <= names("Message")


async def test_what_people_do_comes_as_telegram_would_tell_it(on: Stage) -> None:
    anna = await on.world.person(name="Anna", language_code="ru", username="anna_1")
    await anna.start("channel-1")
    said = await anna.says("Look: https://x.org /stop @somebody")
    await anna.edits(said, "Look")
    await anna.says("Not mine", forwarded="Timur")
    voice = await anna.speaks("diary-en.ogg")
    await anna.forwards_voice(voice["message_id"])
    for number in range(2):
        await anna.sends_photo(caption="view" if number else "", album="a1")
    await anna.sends_document(b"x", name="a.pdf")
    await anna.sends_sticker()
    await anna.sends_video_note()
    live = await anna.sends_place(40.18, 44.51, live_period=900)
    await anna.moves(live, 40.19, 44.52)
    await anna.sends_venue(40.18, 44.51, "Café", "12 Long Street")
    await anna.sends_contact()
    asked = await on.bot("sendMessage", chat_id=anna.id, text="Which?", reply_markup=BOARD)
    await anna.taps("✓ A visa")
    await on.bot("sendMessage", chat_id=anna.id, text="Where?", reply_markup=HERE)
    await anna.presses("Here")
    await on.bot("deleteMessage", chat_id=anna.id, message_id=asked["message_id"])
    await anna.taps(data="stale", message=asked["message_id"])
    group = await anna.adds_bot_to_group("Neighbours")
    await anna.says("/start", group=group)
    await anna.kicks_bot(group)
    await anna.blocks()
    await anna.unblocks()
    updates = await on.bot.hears()
    assert len(updates) == 24
    wrong = [fault for update in updates for fault in bot_api.faults(update, ["Update"], "update")]
    assert wrong == []


async def test_what_the_bot_is_given_back_is_what_telegram_gives(on: Stage) -> None:
    anna, bot = await on.anna(), on.bot
    entities = [{"type": "text_link", "offset": 0, "length": 4, "url": "https://x.org"}]
    question: dict[str, Any] = {
        "chat_id": anna.id,
        "text": "Well?",
        "entities": entities,
        "reply_markup": BOARD,
    }
    told = await bot("sendMessage", **question)
    where = {"chat_id": anna.id, "message_id": told["message_id"]}
    drawn = {"inline_keyboard": [[{"text": "A visa", "callback_data": "v"}]]}
    given = [
        told,
        await bot("editMessageReplyMarkup", **where, reply_markup=drawn),
        await bot("editMessageText", **where, text="Well!", entities=entities),
        await bot("sendMessage", chat_id=anna.id, text="Where?", reply_markup=HERE),
        await bot(
            "sendMessage", chat_id=anna.id, text="?", reply_parameters={"message_id": told["message_id"]}
        ),
        await bot.upload("sendVoice", "voice", sample("too-short.ogg"), chat_id=anna.id, caption="c"),
        await bot.upload("sendPhoto", "photo", sample("sample-photo.jpg"), chat_id=anna.id),
        await bot.upload("sendDocument", "document", b"x", chat_id=anna.id, name="a.pdf"),
    ]
    assert [fault for one in given for fault in bot_api.faults(one, ["Message"], "message")] == []
    assert bot_api.faults(await bot("getMe"), ["User"], "me") == []
    file = await bot("getFile", file_id=given[-1]["document"]["file_id"])
    assert bot_api.faults(file, ["File"], "file") == []


async def test_a_wrong_field_would_be_seen(on: Stage) -> None:
    """The yardstick itself."""
    message = {
        "message_id": "5",
        "date": int(NOON),
        "chat": {"id": 1, "type": "private"},
        "photo": [{"file_id": "f"}],
    }
    told = bot_api.faults(message | {"mood": 3}, ["Message"], "message")
    assert "message.message_id: no Integer" in told
    assert "message.mood: not in the Bot API" in told
    assert "message.photo[0].width: missing" in told
