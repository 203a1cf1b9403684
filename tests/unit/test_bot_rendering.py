"""What handlers want said, as Bot API calls."""

from typing import Any

import pytest

from bot.formatting import length
from bot.rendering import Renderer, UnsayableWords
from study.model import Localized
from study.saying import Acknowledge, Care, Haste, Key, Keys, Leave, Phrase, Say, SayVoice, Settle

CHAT = 7
TITLE = Localized({"en": "Road & <home>", "ru": "Дорога"})


class Echo:
    """Says a phrase as its name, number and arguments."""

    def say(self, language: str, name: str, n: int | None = None, **arguments: Any) -> str:
        parts = [
            language,
            name,
            *([str(n)] if n is not None else []),
            *(str(one) for one in arguments.values()),
        ]
        return " ".join(parts)


renderer = Renderer(Echo())


def plain(text: str) -> Localized:
    return Localized({"en": text})


def test_words_are_joined_and_nothing_in_them_is_markup() -> None:
    said = Say((Phrase("hello", {"title": TITLE, "who": Phrase("you")}, n=2), TITLE, plain(" ")))
    [request] = renderer.render(said, CHAT, "en")
    assert request.method == "sendMessage"
    assert request.params == {
        "chat_id": CHAT,
        "text": "en hello 2 Road & <home> en you\n\nRoad & <home>",
        "link_preview_options": {"is_disabled": True},
        "protect_content": True,
    }


def test_a_message_may_be_in_another_language_than_the_participants() -> None:
    [request] = renderer.render(Say((TITLE,), language="ru"), CHAT, "en")
    assert request.params["text"] == "Дорога"
    [request] = renderer.render(Say((Phrase("hello", language="ru"),)), CHAT, "en")
    assert request.params["text"] == "ru hello"


def test_care_and_haste_go_with_the_words() -> None:
    [request] = renderer.render(Say((TITLE,), care=Care.ONCE, haste=Haste.PROMPT), CHAT, "en")
    assert (request.care, request.haste) == (Care.ONCE, Haste.PROMPT)


def test_reply_keys() -> None:
    keys = ((Key(Phrase("key.yes")), Key(plain("No"))), (), (Key(plain("Skip")),))
    [request] = renderer.render(Say((TITLE,), keys), CHAT, "en")
    assert request.params["reply_markup"] == {
        "keyboard": [[{"text": "en key.yes"}, {"text": "No"}], [{"text": "Skip"}]],
        "resize_keyboard": True,
        "is_persistent": False,
    }


def test_inline_keys() -> None:
    [request] = renderer.render(
        Say((TITLE,), ((Key(plain("0"), "t:0"), Key(plain("1"), "t:1")),)), CHAT, "en"
    )
    board = [[{"text": "0", "callback_data": "t:0"}, {"text": "1", "callback_data": "t:1"}]]
    assert request.params["reply_markup"] == {"inline_keyboard": board}


@pytest.mark.parametrize(
    "keys",
    [((Key(TITLE, "t:0"), Key(TITLE)),), ((Key(TITLE, "я" * 33),),)],
    ids=["mixed", "more than 64 bytes"],
)
def test_keys_that_telegram_cannot_carry(keys: Any) -> None:
    with pytest.raises(UnsayableWords):
        renderer.render(Say((TITLE,), keys), CHAT, "en")


def test_the_reply_keyboard_is_left_or_removed() -> None:
    [left] = renderer.render(Say((TITLE,)), CHAT, "en")
    [removed] = renderer.render(Say((TITLE,), otherwise=Keys.REMOVE), CHAT, "en")
    assert "reply_markup" not in left.params
    assert removed.params["reply_markup"] == {"remove_keyboard": True}


def test_a_long_text_becomes_several_with_the_keys_on_the_last() -> None:
    paragraphs = [plain(letter * 3000) for letter in "ab"]
    requests = renderer.render(Say(tuple(paragraphs), ((Key(TITLE),),)), CHAT, "en")
    assert [request.params["text"][0] for request in requests] == ["a", "b"]
    assert ["reply_markup" in request.params for request in requests] == [False, True]


def test_half_a_character_becomes_a_question_mark() -> None:
    [request] = renderer.render(Say((plain("a\ud83d"),)), CHAT, "en")
    assert request.params["text"] == "a?"


def test_a_voice_with_a_caption() -> None:
    [request] = renderer.render(SayVoice("file", words=(TITLE,)), CHAT, "en")
    assert request.method == "sendVoice"
    assert request.care is Care.ONCE
    assert request.params["caption"] == "Road & <home>"


def test_a_caption_too_long_is_said_after_the_voice_with_the_keys() -> None:
    voice = SayVoice("file", ((Key(TITLE),),), (plain("x" * 1025),))
    first, second = renderer.render(voice, CHAT, "en")
    assert "caption" not in first.params
    assert "reply_markup" not in first.params
    assert second.params["text"] == "x" * 1025
    assert "reply_markup" in second.params


def test_a_settled_question_loses_its_keys() -> None:
    [request] = renderer.render(Settle(5, (TITLE,)), CHAT, "en")
    assert request.method == "editMessageText"
    assert request.params["message_id"] == 5
    assert "reply_markup" not in request.params


def test_a_tap_is_acknowledged_with_or_without_words() -> None:
    [quiet] = renderer.render(Acknowledge("t1"), CHAT, "en")
    [told] = renderer.render(Acknowledge("t1", plain("y" * 300)), CHAT, "en")
    assert quiet.params == {"callback_query_id": "t1"}
    assert length(told.params["text"]) == 200


def test_a_group_is_left_after_a_line() -> None:
    line, leave = renderer.render(Leave(-70, (TITLE,)), -70, "en")
    assert (line.method, line.params["chat_id"]) == ("sendMessage", -70)
    assert (leave.method, leave.params, leave.chat) == ("leaveChat", {"chat_id": -70}, -70)
