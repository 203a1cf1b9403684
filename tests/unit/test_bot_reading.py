"""Raw updates and what they mean."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.reading import Reading, UnreadableUpdate, read
from study.inbound import (
    Blocked,
    Command,
    Edited,
    Filmed,
    Grouped,
    Located,
    Sent,
    Showed,
    Spoke,
    Tapped,
    Unblocked,
    Wrote,
)

ME = "road_bot"
BEGUN = datetime(2024, 3, 14, 9, tzinfo=UTC)
PRIVATE = {"id": 7, "type": "private"}
GROUP = {"id": -70, "type": "supergroup"}
ANNA = {"id": 7, "is_bot": False, "language_code": "en-GB"}


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"update_id": 1, "message": {"message_id": 3, "chat": chat, "from": ANNA, **content}}


def member(status: str, chat: dict[str, Any] = PRIVATE) -> dict[str, Any]:
    return {"my_chat_member": {"chat": chat, "from": ANNA, "new_chat_member": {"status": status}}}


def tap(**query: Any) -> dict[str, Any]:
    return {
        "callback_query": {"id": "t1", "from": ANNA, "message": {"message_id": 5, "chat": PRIVATE}, **query}
    }


def edited(**content: Any) -> dict[str, Any]:
    return {"edited_message": message(**content)["message"]}


SMALL = {"file_id": "small", "width": 90, "height": 60, "file_size": 950}
LARGE = {"file_id": "large", "width": 1280, "height": 853, "file_size": 900}
YEREVAN = {"latitude": 40.18, "longitude": 44.51}

EVENTS = [
    (message(text="Hello"), Wrote("Hello", 3)),
    (message(text="  spaces stay \n"), Wrote("  spaces stay \n", 3)),
    (message(text="\u202eright to left"), Wrote("\u202eright to left", 3)),
    (message(text="Hello", forward_origin={"type": "user"}), Wrote("Hello", 3, forwarded=True)),
    (message(text="/stop"), Command("stop")),
    (message(text="/Start channel-1"), Command("start", "channel-1")),
    (message(text="/start\nchannel-1"), Command("start", "channel-1")),
    (message(text="/start@Road_Bot channel-1"), Command("start", "channel-1")),
    (message(text="/start " + "x" * 65), Command("start", "x" * 65)),
    (message(text="/start@other_bot channel-1"), None),
    (message(text="Hello", forward_from={"id": 5}), Wrote("Hello", 3, forwarded=True)),
    (
        message(voice={"file_id": "f", "duration": 4}, via_bot={"id": 5}),
        Spoke("f", 3, 4, None, forwarded=True),
    ),
    (message(text="/stop", forward_date=1), Wrote("/stop", 3, forwarded=True)),
    (message(text="/ not a command"), Wrote("/ not a command", 3)),
    (message(text="/дневник"), Wrote("/дневник", 3)),
    (message(text="/"), Wrote("/", 3)),
    (message(voice={"file_id": "f", "duration": 4, "file_size": 900}), Spoke("f", 3, 4, 900)),
    (message(voice={"file_id": "f"}), Spoke("f", 3, 0, None)),
    (message(voice={"file_id": "f", "duration": 4}, caption="кричу"), Spoke("f", 3, 4, None, "кричу")),
    (message(voice={"file_id": "f"}, caption=["no text"]), Spoke("f", 3, 0, None)),
    (message(voice={"file_id": "f", "duration": 4}, forward_date=1), Spoke("f", 3, 4, None, forwarded=True)),
    (message(voice={"file_id": "f", "file_unique_id": "u"}), Spoke("f", 3, 0, unique="u")),
    (message(voice={"file_id": "f", "file_unique_id": ["u"]}), Spoke("f", 3, 0)),
    (message(voice={"file_id": "f", "file_unique_id": "u" * 65}), Spoke("f", 3, 0)),
    (message(voice={"file_id": "f"}, date=1710406800), Spoke("f", 3, 0, sent_at=BEGUN)),
    (message(voice={"file_id": "f"}, date=0), Spoke("f", 3, 0, sent_at=datetime(1970, 1, 1, tzinfo=UTC))),
    *(
        (message(voice={"file_id": "f"}, date=date), Spoke("f", 3, 0))
        for date in (-1, 2**60, True, "1710406800", None)
    ),
    (message(video_note={"file_id": "f"}), Filmed("f", 3, 0)),
    (
        message(video_note={"file_id": "f", "duration": 9, "file_size": 70}, via_bot={}),
        Filmed("f", 3, 9, 70, True),
    ),
    (message(animation={}, document={}), Sent("animation", 3)),
    (message(document={}, caption="кричу"), Sent("document", 3, "кричу")),
    (message(video={}, caption=["no text"]), Sent("video", 3)),
    (message(audio={}, caption="song", forward_origin={}), Sent("audio", 3, "song", forwarded=True)),
    (message(photo=[SMALL, LARGE]), Showed("large", 3, 900)),
    (message(photo=[LARGE, SMALL], caption="view"), Showed("large", 3, 900, "view")),
    (message(photo=[LARGE], forward_origin={"type": "user"}), Showed("large", 3, 900, forwarded=True)),
    (message(photo=[LARGE], media_group_id="1"), Showed("large", 3, 900, album="1")),  # one of an album
    (message(photo=[{"file_id": "f"}], caption=5), Showed("f", 3)),
    (message(photo=[LARGE], live_photo={"file_id": "moving"}), Showed("large", 3, 900)),
    (message(location=YEREVAN), Located(40.18, 44.51, 3)),
    (message(location={"latitude": -90, "longitude": 180}), Located(-90.0, 180.0, 3)),
    (message(location=YEREVAN, forward_date=1), Located(40.18, 44.51, 3, forwarded=True)),
    (message(location=YEREVAN | {"live_period": 900}), Located(40.18, 44.51, 3)),
    (edited(location=YEREVAN | {"live_period": 900}), None),  # every few seconds
    (message(venue={"location": YEREVAN, "title": "Café"}, location=YEREVAN), Located(40.18, 44.51, 3)),
    (message(sticker={}), Sent("sticker", 3)),
    (message(pinned_message={}), None),
    (message(something_of_next_year={}), None),
    (
        {"edited_message": {"message_id": 3, "chat": PRIVATE, "from": ANNA, "text": "Hallo"}},
        Edited(3, "Hallo"),
    ),
    (
        {"edited_message": {"message_id": 3, "chat": PRIVATE, "photo": [LARGE], "caption": "yard"}},
        Edited(3, "yard"),
    ),
    ({"edited_message": {"message_id": 3, "chat": PRIVATE, "photo": [LARGE], "caption": 5}}, Edited(3)),
    (tap(data="a:1"), Tapped("a:1", "t1", 5)),
    (tap(), Tapped("", "t1", 5)),
    (tap(message=None, data="a:1"), Tapped("a:1", "t1", None)),
    (tap(message={"chat": PRIVATE}, data="a:1"), Tapped("a:1", "t1", None)),
    (tap(message={"message_id": 5, "chat": GROUP}, data="a:1"), None),
    (member("kicked"), Blocked()),
    (member("member"), Unblocked()),
    (member("left"), None),
    (member("member", GROUP), Grouped(-70)),
    (member("administrator", {"id": -71, "type": "channel"}), Grouped(-71)),
    (member("left", GROUP), None),
    (member("kicked", GROUP), None),
    (message(GROUP, text="/start"), Grouped(-70)),
    (message(GROUP, new_chat_members=[]), None),
    (message(GROUP, left_chat_member={}), None),
    ({"edited_message": {"message_id": 3, "chat": GROUP, "from": ANNA}}, None),
    ({"update_id": 1}, None),
    ({"update_id": 1, "poll_answer": {}}, None),
]


@pytest.mark.parametrize(("update", "event"), EVENTS)
def test_an_update_is_read(update: dict[str, Any], event: object) -> None:
    reading = read(update, ME)
    assert (reading.event if reading else None) == event


def test_whose_it_is() -> None:
    assert read(message(text="Hi"), ME) == Reading(7, True, "en-GB", Wrote("Hi", 3))
    assert read(member("member", GROUP), ME) == Reading(-70, False, "en-GB", Grouped(-70))


@pytest.mark.parametrize("code", [None, 5, "x" * 40])
def test_a_language_code_that_is_none(code: Any) -> None:
    update = message(text="Hi")
    update["message"]["from"] = {"id": 7, "language_code": code}
    assert read(update, ME) == Reading(7, True, "", Wrote("Hi", 3))


@pytest.mark.parametrize(
    "update",
    [
        None,
        [],
        "update",
        {"message": None},
        {"message": {}},
        {"message": {"message_id": 3, "chat": {"type": "private"}, "text": "x"}},
        {"message": {"message_id": "3", "chat": PRIVATE, "text": "x"}},
        {"message": {"message_id": True, "chat": PRIVATE, "text": "x"}},
        message(text={"not": "text"}),
        message(voice={"duration": 3}),
        message(voice="f"),
        message(photo=[]),
        message(photo="f"),
        message(photo=[{"width": 5}, "f"]),
        message(location={"latitude": 91, "longitude": 0}),
        message(location={"latitude": 0, "longitude": float("nan")}),
        message(location={"latitude": True, "longitude": 0}),
        message(location={"latitude": "0", "longitude": 0}),
        message(venue={}, location=YEREVAN),
        {"callback_query": {"id": 5, "from": ANNA}},
        {"callback_query": {"id": "t", "from": None}},
        {"my_chat_member": {"chat": PRIVATE}},
    ],
)
def test_what_no_library_could_read_is_refused(update: Any) -> None:
    with pytest.raises(UnreadableUpdate):
        read(update, ME)
