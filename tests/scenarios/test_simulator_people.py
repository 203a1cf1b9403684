"""What people do, and how the bot hears of it: each update is one python-telegram-bot understands."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from simulator_bench import HOUR, NOON, Stage, stage
from telegram import Message, MessageOriginHiddenUser, MessageOriginUser, Update

from simulator.person import Person, Refused
from simulator.samples import sample

YES = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}, {"text": "More", "url": "https://x.org"}]]}


@pytest.fixture
async def on() -> AsyncIterator[Stage]:
    async with stage() as on:
        yield on


async def heard(on: Stage) -> Update:
    """The one update that is waiting, as the library reads it."""
    [raw] = await on.bot.hears()
    update = Update.de_json(raw, None)
    assert update is not None
    assert json.loads(update.to_json()).keys() == raw.keys()
    return update


Check = Callable[[Message], bool]
KINDS: list[tuple[str, Callable[[Person], Awaitable[Any]], Check]] = [
    ("text", lambda anna: anna.says("Привет /stop"), lambda m: m.text == "Привет /stop" and len(m.entities) == 1),
    ("start", lambda anna: anna.start("channel-1"), lambda m: m.text == "/start channel-1"),
    ("voice", lambda anna: anna.speaks("diary-ru.ogg"), lambda m: m.voice.duration.real == 8),
    ("a voice that claims", lambda anna: anna.speaks("diary-ru.ogg", duration=0), lambda m: m.voice.duration == 0),
    ("photo", lambda anna: anna.sends_photo(caption="home"), lambda m: len(m.photo) == 2 and m.caption == "home"),
    ("document", lambda anna: anna.sends_document(b"x" * 7, name="a.pdf"),
     lambda m: (m.document.file_name, m.document.file_size) == ("a.pdf", 7)),
    ("sticker", lambda anna: anna.sends_sticker(), lambda m: m.sticker.emoji == "\N{WAVING HAND SIGN}"),
    ("video note", lambda anna: anna.sends_video_note(duration=5), lambda m: m.video_note.length == 240),
    ("location", lambda anna: anna.sends_place(40.18, 44.51), lambda m: m.location.latitude == 40.18),
    ("an invented place", lambda anna: anna.sends_place(), lambda m: 41 < m.location.latitude < 42),
    ("a live place", lambda anna: anna.sends_place(40.18, 44.51, live_period=900),
     lambda m: m.location.live_period.real == 900),
    ("venue", lambda anna: anna.sends_venue(40.18, 44.51, "Café", "12 Long Street"),
     lambda m: (m.venue.title, m.venue.location.longitude, m.location.longitude) == ("Café", 44.51, 44.51)),
    ("one of an album", lambda anna: anna.sends_photo(album="a1"), lambda m: m.media_group_id == "a1"),
    ("contact", lambda anna: anna.sends_contact(), lambda m: m.contact.user_id == m.from_user.id),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:.*timedelta")
@pytest.mark.parametrize(("act", "fits"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS])
async def test_every_kind_of_message(on: Stage, act: Callable[[Person], Awaitable[Any]], fits: Check) -> None:
    anna = await on.anna(username="anna_1")
    sent = await act(anna)
    message = (await heard(on)).message
    assert message is not None
    assert fits(message)
    assert message.message_id == sent["message_id"]
    assert (message.date.timestamp(), message.chat.type) == (NOON, "private")
    assert (message.from_user.id, message.chat.id) == (anna.id, anna.id)
    assert (message.from_user.language_code, message.from_user.username) == ("ru", "anna_1")
    assert message.forward_origin is None


@pytest.mark.parametrize("name", [True, "Timur"])
async def test_something_forwarded_from_somebody(on: Stage, name: bool | str) -> None:
    anna = await on.anna()
    await anna.says("not mine", forwarded=name)
    origin = (await heard(on)).message.forward_origin
    assert isinstance(origin, MessageOriginHiddenUser)
    assert origin.sender_user_name == ("Somebody" if name is True else name)
    assert origin.date.timestamp() < NOON
    await anna.forwards_voice("diary-en.ogg")
    message = (await heard(on)).message
    assert message.voice
    assert message.forward_origin


async def test_a_message_forwarded_from_this_chat(on: Stage) -> None:
    anna = await on.anna()
    mine = await anna.speaks("diary-en.ogg")
    await on.bot.hears()
    on.wall.goes_on(HOUR)
    await anna.forwards_voice(mine["message_id"])
    message = (await heard(on)).message
    origin = message.forward_origin
    assert isinstance(origin, MessageOriginUser)
    assert (origin.sender_user.id, origin.date.timestamp()) == (anna.id, NOON)
    assert message.voice.file_unique_id == mine["voice"]["file_unique_id"]
    assert message.voice.file_id != mine["voice"]["file_id"]
    sent = await on.bot("sendMessage", chat_id=anna.id, text="Only for you", protect_content=True)
    for message_id, why in ((sent["message_id"], "protected"), (99_999, "no such message")):
        with pytest.raises(Refused, match=why):
            await anna.forwards_voice(message_id)


async def test_an_edited_message(on: Stage) -> None:
    anna = await on.anna()
    sent = await anna.says("tea /help")
    await on.bot.hears()
    on.wall.goes_on(60)
    await anna.edits(sent, "coffee")
    edited = (await heard(on)).edited_message
    assert (edited.text, edited.entities, edited.message_id) == ("coffee", (), sent["message_id"])
    assert (edited.edit_date.timestamp(), edited.date.timestamp()) == (NOON + 60, NOON)
    bots = await on.bot("sendMessage", chat_id=anna.id, text="mine")
    voice = await anna.speaks("diary-en.ogg")
    for message in (bots, voice, 99_999):
        with pytest.raises(Refused, match="no such text message to edit"):
            await anna.edits(message, "x")
    for text in (" ", "x" * 4097):
        with pytest.raises(Refused, match="1 to 4096 characters"):
            await anna.edits(sent, text)


async def test_a_tap(on: Stage) -> None:
    anna = await on.anna()
    sent = await on.bot("sendMessage", chat_id=anna.id, text="Well?", reply_markup=YES)
    assert (await anna.taps("More"))["url"] == "https://x.org"
    assert await on.bot.hears() == []
    await anna.taps(0)
    query = (await heard(on)).callback_query
    assert (query.data, query.message.message_id, query.message.text) == ("y", sent["message_id"], "Well?")
    with pytest.raises(Refused, match="no such key"):
        await on.world.do(f"/people/{anna.id}/tap", message_id=sent["message_id"], key=2)


async def test_forged_and_stale_taps(on: Stage) -> None:
    anna = await on.anna()
    sent = await on.bot("sendMessage", chat_id=anna.id, text="Well?", reply_markup=YES)
    await anna.taps(data="forged")
    assert (await heard(on)).callback_query.data == "forged"
    await on.bot("deleteMessage", chat_id=anna.id, message_id=sent["message_id"])
    await anna.taps(data="stale", message=sent["message_id"])
    query = (await heard(on)).callback_query
    assert (query.data, query.message.is_accessible) == ("stale", False)


async def test_reply_keys_are_pressed_only_while_they_are_there(on: Stage) -> None:
    anna = await on.anna()
    keys = {"keyboard": [["Да", "Нет"]]}
    await on.bot("sendMessage", chat_id=anna.id, text="Ну?", reply_markup=keys)
    await anna.presses("Да")
    assert (await heard(on)).message.text == "Да"
    await on.bot("sendMessage", chat_id=anna.id, text="Всё", reply_markup={"remove_keyboard": True})
    with pytest.raises(Refused, match="no key 'Да' on the reply keyboard now"):
        await on.world.do(f"/people/{anna.id}/press", label="Да")


async def test_a_key_that_asks_where_somebody_is_sends_their_place(on: Stage) -> None:
    anna = await on.anna()
    here = {"keyboard": [[{"text": "Я здесь", "request_location": True}], ["Пропустить"]]}
    await on.bot("sendMessage", chat_id=anna.id, text="Где вы?", reply_markup=here)
    assert (await anna.view()).raw["keyboard"]["places"] == ["Я здесь"]
    await anna.presses("Я здесь")
    first = (await heard(on)).message
    assert first.text is None
    await anna.presses("Я здесь")
    assert (await heard(on)).message.location == first.location
    await anna.presses("Пропустить")
    assert (await heard(on)).message.text == "Пропустить"


async def test_a_live_place_comes_once_and_then_as_edits(on: Stage) -> None:
    anna = await on.anna()
    sent = await anna.sends_place(40.18, 44.51, live_period=900)
    assert (await heard(on)).message.location.latitude == 40.18
    await anna.moves(sent, 40.19, 44.52)
    edited = (await heard(on)).edited_message
    assert (edited.message_id, edited.location.latitude) == (sent["message_id"], 40.19)
    still = await anna.sends_place(40.18, 44.51)
    await heard(on)
    with pytest.raises(Refused, match="no such live location"):
        await anna.moves(still, 1, 1)


async def test_a_place_that_is_passed_on(on: Stage) -> None:
    anna = await on.anna()
    await anna.sends_place(40.18, 44.51, forwarded="Timur")
    assert (await heard(on)).message.forward_origin.sender_user_name == "Timur"


async def test_blocking_and_coming_back(on: Stage) -> None:
    anna = await on.anna()
    await anna.blocks()
    await anna.blocks()
    change = (await heard(on)).my_chat_member
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    with pytest.raises(Refused, match="blocked the bot"):
        await anna.says("Hello?")
    await anna.start("again")
    back, start = (Update.de_json(raw, None) for raw in await on.bot.hears())
    assert back.my_chat_member.new_chat_member.status == "member"
    assert start.message.text == "/start again"


async def test_a_group_tells_a_bot_little(on: Stage) -> None:
    anna = await on.anna()
    group = await anna.adds_bot_to_group("Neighbours")
    added, joined = (Update.de_json(raw, None) for raw in await on.bot.hears())
    assert (added.my_chat_member.chat.id, added.my_chat_member.new_chat_member.status) == (group, "member")
    assert (joined.message.new_chat_members[0].is_bot, joined.message.chat.title) == (True, "Neighbours")
    await anna.says("between us", group=group)
    assert await on.bot.hears() == []
    for text in ("/start", "hey @poste_restante_bot"):
        await anna.says(text, group=group)
        message = (await heard(on)).message
        assert (message.text, message.chat.id, message.from_user.id) == (text, group, anna.id)
    await anna.kicks_bot(group)
    assert (await heard(on)).my_chat_member.new_chat_member.status == "left"
    await anna.says("/start", group=group)
    assert await on.bot.hears() == []
    for act in (anna.kicks_bot(group), anna.kicks_bot(5), anna.says("x", group=-5)):
        with pytest.raises(Refused, match=r"not in this group|no such group"):
            await act


async def test_a_message_has_at_most_4096_characters(on: Stage) -> None:
    anna = await on.anna()
    await anna.says("\N{GRINNING FACE}" * 4096)
    for text in ("x" * 4097, "", " \n"):
        with pytest.raises(Refused, match="1 to 4096 characters"):
            await anna.says(text)


async def test_six_people_are_there_to_begin_with(on: Stage) -> None:
    people = await on.world.people()
    assert [person["first_name"] for person in people] == [
        "Анна",
        "Daniel",
        "Тимур",
        "Leyla",
        "Мария",
        "Oleg",
    ]
    assert {person["language_code"] for person in people} == {"ru", "en"}


async def test_a_message_is_ticked_off_when_the_bot_has_it(on: Stage) -> None:
    anna = await on.anna()
    await anna.says("Hello")
    await on.bot.hears()
    sent = await anna.view()
    assert [message["taken"] for message in sent.raw["messages"]] == [True, False]
    await on.bot.hears()  # which confirms
    seen = await anna.view(sent.version, timeout=5)
    assert seen.version > sent.version
    assert [message["taken"] for message in seen.raw["messages"]] == [True, True]


async def test_the_list_shows_who_has_not_read_what(on: Stage) -> None:
    anna = await on.anna()

    async def row() -> dict[str, Any]:
        return next(person for person in await on.world.people() if person["id"] == anna.id)

    await on.bot("sendMessage", chat_id=anna.id, text="one")
    await on.bot("sendMessage", chat_id=anna.id, text="two")
    assert ((await row())["unread"], (await row())["last"]["text"]) == (2, "two")
    await on.world.do(f"/people/{anna.id}/read")
    assert (await row())["unread"] == 0


async def test_whoever_waits_for_what_never_comes_is_told_what_is_there(on: Stage) -> None:
    anna = await on.anna()
    await on.bot("sendMessage", chat_id=anna.id, text="Something else", reply_markup=YES)
    for waiting in (
        anna.hears("Hello", timeout=0),
        anna.taps("No", timeout=0),
        anna.presses("No", timeout=0),
    ):
        with pytest.raises(AssertionError, match=r"(?s)Anna waited 0 s for .*bot \| Something else"):
            await waiting


async def test_samples_have_names(on: Stage) -> None:
    anna = await on.anna()
    with pytest.raises(Refused, match=r"no sample of that name; there are consent-ru\.ogg"):
        await on.world.do(f"/people/{anna.id}/voice", sample="../people.py")
    assert sample("too-short.ogg").startswith(b"OggS")
