"""Every method the simulator knows, called by python-telegram-bot's own Bot, which must understand each answer."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from simulator_bench import DAY, HOUR, NOON, TOKEN, Stage, stage
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from simulator.samples import PHOTO, sample

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])


@pytest.fixture
async def on() -> AsyncIterator[Stage]:
    async with stage() as on:
        yield on


@pytest.fixture
async def bot(on: Stage) -> AsyncIterator[Bot]:
    root = on.world.root
    async with Bot(TOKEN, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot") as bot:
        yield bot


async def test_the_bot_knows_itself(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.is_bot, me.username, me.first_name) == (True, "poste_restante_bot", "poste_restante_bot")
    assert not me.can_read_all_group_messages


async def test_another_token_is_no_bot(on: Stage) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("110201543:another", base_url=f"{on.world.root}/bot"):
            pass


async def test_there_is_no_webhook(on: Stage, bot: Bot) -> None:
    anna = await on.world.person()
    await anna.start()
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("", 1)
    assert await bot.delete_webhook()
    assert len(await on.world.pending()) == 1
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await on.world.pending() == []


async def test_a_message_arrives_as_it_was_meant(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    sent = await bot.send_message(
        anna.id, "  <b>a &lt; \N{GRINNING FACE}</b> b /stop ", parse_mode=ParseMode.HTML, reply_markup=YES,
        protect_content=True, disable_notification=True,
    )  # fmt: skip
    assert sent.text == "a < \N{GRINNING FACE} b /stop"
    assert sent.parse_entities() == dict(zip(sent.entities, ["a < \N{GRINNING FACE}", "/stop"], strict=True))
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("bold", 0, 6), ("bot_command", 9, 5)]
    assert sent.reply_markup == YES
    assert sent.has_protected_content
    assert (sent.date.timestamp(), sent.chat.id, sent.from_user.is_bot) == (NOON, anna.id, True)
    seen = await anna.hears("a <")
    assert (seen.id, seen.labels, seen.raw["silent"]) == (sent.message_id, ["Yes"], True)


async def test_a_reply_names_what_it_answers(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    question = await anna.says("What is this?")
    answer = await bot.send_message(
        anna.id, "A study.", reply_parameters=ReplyParameters(question["message_id"])
    )
    assert answer.reply_to_message.text == "What is this?"
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(anna.id, "x", reply_parameters=ReplyParameters(99_999))
    lost = ReplyParameters(99_999, allow_sending_without_reply=True)
    assert (await bot.send_message(anna.id, "x", reply_parameters=lost)).reply_to_message is None


async def test_reply_keyboards_stay_until_something_takes_them_away(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    keys = ReplyKeyboardMarkup(
        [["Yes", "No"], ["Skip"]], is_persistent=True, input_field_placeholder="Or write"
    )
    await bot.send_message(anna.id, "Well?", reply_markup=keys)
    assert await anna.keyboard() == (("Yes", "No"), ("Skip",))
    shown = (await anna.view()).raw["keyboard"]
    assert (shown["persistent"], shown["placeholder"], shown["hidden"]) == (True, "Or write", False)
    await bot.send_message(anna.id, "No keys of its own", reply_markup=YES)
    await bot.send_message(anna.id, "Nor this")
    assert (await anna.presses("Skip"))["text"] == "Skip"
    assert await anna.keyboard() == (("Yes", "No"), ("Skip",))
    await bot.send_message(anna.id, "Gone", reply_markup=ReplyKeyboardRemove())
    assert (await anna.view()).raw["keyboard"] is None


async def test_a_one_time_keyboard_hides_when_it_was_used(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    once = ReplyKeyboardMarkup([["Yes"]], one_time_keyboard=True)
    await bot.send_message(anna.id, "Well?", reply_markup=once)
    assert (await anna.view()).raw["keyboard"]["hidden"] is False
    await anna.presses("Yes")
    assert (await anna.view()).raw["keyboard"]["hidden"] is True
    await bot.send_message(anna.id, "And again?", reply_markup=once)
    assert (await anna.view()).raw["keyboard"]["hidden"] is False


async def test_a_forced_reply_is_over_with_the_reply(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    await bot.send_message(anna.id, "Your word?", reply_markup=ForceReply(input_field_placeholder="One word"))
    shown = (await anna.view()).raw["keyboard"]
    assert (shown["force_reply"], shown["placeholder"], shown["rows"]) == (True, "One word", [])
    await anna.says("word")
    assert (await anna.view()).raw["keyboard"] is None


async def test_an_edit_takes_the_keys_unless_it_brings_some(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    sent = await bot.send_message(anna.id, "Well?", reply_markup=YES)
    edited = await bot.edit_message_text("<i>Well!</i>", anna.id, sent.message_id, parse_mode="HTML")
    assert (edited.text, edited.reply_markup, edited.entities[0].type) == ("Well!", None, "italic")
    assert edited.edit_date.timestamp() == NOON
    marked = await bot.edit_message_reply_markup(anna.id, sent.message_id, reply_markup=YES)
    assert (marked.text, marked.reply_markup) == ("Well!", YES)
    assert (await anna.sees("Well!")).labels == ["Yes"]
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(anna.id, sent.message_id, reply_markup=YES)
    bare = await bot.edit_message_reply_markup(anna.id, sent.message_id)
    assert bare.reply_markup is None


async def test_new_words_are_marked_as_edited_and_new_keys_are_not(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    sent = await bot.send_message(anna.id, "Well?", reply_markup=YES)

    async def marked() -> bool:
        return "edit_date" in (await anna.view()).raw["messages"][-1]

    drawn = await bot.edit_message_reply_markup(anna.id, sent.message_id)
    assert drawn.edit_date is not None  # the bot is told all the same
    assert not await marked()
    await bot.edit_message_text("Well!", anna.id, sent.message_id)
    assert await marked()
    await bot.edit_message_reply_markup(anna.id, sent.message_id, reply_markup=YES)
    assert await marked()


async def test_what_cannot_be_edited(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    hers = await anna.says("mine")
    keyed = await bot.send_message(anna.id, "keys", reply_markup=ReplyKeyboardMarkup([["a"]]))
    voice = await bot.send_voice(anna.id, sample("diary-en.ogg"))
    plain = await bot.send_message(anna.id, "plain")
    for message, why in (
        (hers["message_id"], "Message can't be edited"),
        (keyed.message_id, "Message can't be edited"),
        (voice.message_id, "There is no text in the message to edit"),
        (99_999, "Message to edit not found"),
        (0, "Message identifier is not specified"),
    ):
        with pytest.raises(BadRequest, match=why):
            await bot.edit_message_text("other", anna.id, message)
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.edit_message_text("x" * 4097, anna.id, plain.message_id)
    with pytest.raises(BadRequest, match="Inline keyboard expected"):
        await bot.edit_message_text("x", anna.id, plain.message_id, reply_markup=ForceReply())


async def test_a_message_is_deleted_on_both_sides_within_48_hours(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    old_hers = await anna.says("old, mine")
    old = await bot.send_message(anna.id, "old")
    on.wall.goes_on(DAY)
    young = await bot.send_message(anna.id, "young")
    on.wall.goes_on(DAY - 1)
    assert await bot.delete_message(anna.id, old_hers["message_id"])
    on.wall.goes_on(1)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(anna.id, old.message_id)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_messages(anna.id, [young.message_id, old.message_id])
    assert await bot.delete_messages(anna.id, [young.message_id, 99_999])
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(anna.id, young.message_id)
    assert [message.text for message in await anna.chat()] == ["/start", "old"]


async def test_reply_keys_go_with_the_message_that_brought_them(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    keys = ReplyKeyboardMarkup([["Yes"]])
    first = await bot.send_message(anna.id, "Will you?", reply_markup=keys)
    again = await bot.send_message(anna.id, "Will you, then?", reply_markup=keys)
    await bot.send_message(anna.id, "No keys")
    assert await bot.delete_messages(anna.id, [first.message_id, first.message_id])
    assert await anna.keyboard() == (("Yes",),)
    assert await bot.delete_messages(anna.id, [again.message_id])
    assert await anna.keyboard() == ()


async def test_a_hundred_messages_are_deleted_at_once(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    sent = [await bot.send_message(anna.id, "hm") for _ in range(3)]
    assert await bot.delete_messages(anna.id, [one.message_id for one in sent] + [99_000] * 97)
    assert [message.text for message in await anna.chat()] == ["/start"]


async def test_time_travel_ages_messages_too(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    sent = await bot.send_message(anna.id, "old")
    await on.world.travel(by=48 * HOUR)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(anna.id, sent.message_id)


async def test_a_tap_is_answered(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    sent = await bot.send_message(anna.id, "Well?", reply_markup=YES)
    await anna.taps("Yes")
    assert (await anna.view()).raw["messages"][-1]["keys"][0][0]["waiting"]
    query = (await bot.get_updates())[0].callback_query
    assert (query.data, query.from_user.id, query.message) == ("y", anna.id, sent)
    assert await query.answer("Noted", show_alert=True)
    assert [(toast["text"], toast["alert"]) for toast in await anna.toasts()] == [("Noted", True)]
    assert not (await anna.view()).raw["messages"][-1]["keys"][0][0]["waiting"]
    with pytest.raises(BadRequest, match="Message_too_long"):
        await query.answer("x" * 201)


@pytest.mark.parametrize(
    ("send", "kind", "mime"),
    [("send_voice", "voice", "audio/ogg"), ("send_document", "document", "audio/ogg")],
)
async def test_a_file_is_sent_and_sent_again(on: Stage, bot: Bot, send: str, kind: str, mime: str) -> None:
    anna = await on.anna()
    sound = sample("diary-en.ogg")
    first = getattr(await getattr(bot, send)(anna.id, sound, filename="v.ogg", caption="<b>listen</b>",
                                             parse_mode="HTML"), kind)  # fmt: skip
    assert (first.file_size, first.mime_type) == (len(sound), mime)
    assert (await anna.hears("listen")).raw["caption_entities"] == [
        {"type": "bold", "offset": 0, "length": 6}
    ]
    again = getattr(await getattr(bot, send)(anna.id, first.file_id), kind)
    assert again.file_unique_id == first.file_unique_id
    assert bytes(await (await bot.get_file(again.file_id)).download_as_bytearray()) == sound


async def test_a_photo_comes_in_sizes(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    sent = await bot.send_photo(anna.id, sample(PHOTO), caption="here")
    small, large = sent.photo
    assert small.width < large.width
    assert small.file_unique_id != large.file_unique_id
    assert bytes(await (await large.get_file()).download_as_bytearray()) == sample(PHOTO)
    assert (await bot.get_file(small.file_id)).file_size
    again = await bot.send_photo(anna.id, large.file_id)
    assert again.photo[-1].file_unique_id == large.file_unique_id


async def test_a_file_of_one_kind_is_not_sent_as_another(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    voice = (await bot.send_voice(anna.id, sample("diary-en.ogg"))).voice
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type Voice as Photo"):
        await bot.send_photo(anna.id, voice.file_id)
    with pytest.raises(BadRequest, match="Wrong remote file identifier"):
        await bot.send_voice(anna.id, "no-such-file")
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_voice(anna.id, b"")


async def test_the_bot_is_seen_typing_until_it_speaks(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    assert await bot.send_chat_action(anna.id, ChatAction.TYPING)
    assert (await anna.view()).raw["action"] == "typing"
    await bot.send_message(anna.id, "Hello")
    assert (await anna.view()).raw["action"] is None
    with pytest.raises(BadRequest, match="Wrong parameter action"):
        await bot.send_chat_action(anna.id, "dancing")


async def test_commands_are_kept_for_each_language_and_scope(on: Stage, bot: Bot) -> None:
    anna, daniel, leyla = await on.anna(), await on.anna(language_code="en-GB"), await on.anna()
    await bot.set_my_commands([BotCommand("stop", "Leave")])
    await bot.set_my_commands([("stop", "Уйти")], language_code="ru", scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([("help", "Только вам")], scope=BotCommandScopeChat(leyla.id))

    async def menu(person: object) -> list[str]:
        return [command["description"] for command in (await person.view()).raw["commands"]]

    assert [await menu(person) for person in (anna, daniel, leyla)] == [["Уйти"], ["Leave"], ["Только вам"]]
    assert await bot.get_my_commands() == (BotCommand("stop", "Leave"),)
    assert await bot.get_my_commands(language_code="ru") == ()
    assert await bot.delete_my_commands(scope=BotCommandScopeAllPrivateChats(), language_code="ru")
    assert await menu(anna) == ["Leave"]


async def test_names_and_descriptions_are_kept_for_each_language(on: Stage, bot: Bot) -> None:
    anna, daniel = await on.anna(), await on.anna(language_code="en")
    for code, name in (("", "Road and home"), ("ru", "Дорога и дом")):
        await bot.set_my_name(name, code)
        await bot.set_my_description(f"{name}!", code)
        await bot.set_my_short_description(f"{name}?", code)
    assert (await bot.get_my_name("ru")).name == "Дорога и дом"
    assert (await bot.get_my_description("ka")).description == "Road and home!"
    assert (await bot.get_my_short_description()).short_description == "Road and home?"
    shown = (await anna.view()).raw["bot"]
    assert (shown["name"], shown["description"]) == ("Дорога и дом", "Дорога и дом!")
    assert (await daniel.view()).raw["bot"]["name"] == "Road and home"
    assert (await bot.get_me()).first_name == "Road and home"
    await bot.set_my_name("", "ru")
    assert (await bot.get_my_name("ru")).name == "Road and home"


async def test_a_chat_is_known_once_its_person_has_started(on: Stage, bot: Bot) -> None:
    stranger = await on.world.person(name="Stranger", username="stranger_1")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.get_chat(stranger.id)
    await stranger.start()
    chat = await bot.get_chat(stranger.id)
    assert (chat.type, chat.first_name, chat.username) == ("private", "Stranger", "stranger_1")


async def test_the_bot_leaves_a_group(on: Stage, bot: Bot) -> None:
    anna = await on.anna()
    group = await anna.adds_bot_to_group("Neighbours")
    assert (await bot.get_chat(group)).title == "Neighbours"
    await bot.send_message(group, "I only talk one to one.")
    assert await bot.leave_chat(group)
    assert (await on.world.group_chat(group))["bot_in"] is False
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(group, "?")
    with pytest.raises(BadRequest):
        await bot.leave_chat(anna.id)


async def test_who_shut_the_bot_out(on: Stage, bot: Bot) -> None:
    anna, timur, leyla = await on.anna(), await on.anna(), await on.anna()
    group = await leyla.adds_bot_to_group()
    await anna.blocks()
    await timur.disappears()
    await leyla.kicks_bot(group)
    for chat, why in (
        (anna.id, "bot was blocked by the user"),
        (timur.id, "user is deactivated"),
        (group, "bot was kicked from the group chat"),
    ):
        with pytest.raises(Forbidden, match=why):
            await bot.send_message(chat, "Hello?")
    await anna.unblocks()
    assert await bot.send_message(anna.id, "Hello again")


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_more_than_thirty_messages_a_second_are_too_many() -> None:
    async with stage(strict_limits=True) as on:
        anna, root = await on.anna(), on.world.root
        async with Bot(TOKEN, base_url=f"{root}/bot") as bot:
            for number in range(30):
                await bot.send_message(anna.id, str(number))
            with pytest.raises(RetryAfter) as caught:
                await bot.send_message(anna.id, "30")
            assert caught.value._retry_after == timedelta(seconds=1)
            on.wall.goes_on(1)
            assert await bot.send_message(anna.id, "30")
        assert [message.text for message in await anna.chat()][1:] == [str(number) for number in range(31)]
