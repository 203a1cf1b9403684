"""Keys as Telegram takes them: drawn anew under a message, or asking where somebody is."""

from typing import Any

import pytest

from bot.keyboards import markup
from bot.rendering import Renderer, Request, UnsayableWords
from locales.catalogue import Catalogue
from study.model import Localized
from study.saying import Key, Keys, Rekey, Say

HERE = Localized({"en": "Here I am", "ru": "Я здесь"})
VISA, PERMIT = Localized({"en": "✓ A visa"}), Localized({"en": "A permit"})


def rendered(utterance: Any) -> list[Request]:
    return Renderer(Catalogue.load()).render(utterance, 7, "en")


def test_marked_keys_are_drawn_anew_and_nothing_else_of_the_message() -> None:
    keys = ((Key(VISA, "q:t:0:off"),), (Key(PERMIT, "q:t:1:on"),))
    board = [
        [{"text": "✓ A visa", "callback_data": "q:t:0:off"}],
        [{"text": "A permit", "callback_data": "q:t:1:on"}],
    ]
    [request] = rendered(Rekey(5, keys))
    assert request.method == "editMessageReplyMarkup"
    assert request.params == {"chat_id": 7, "message_id": 5, "reply_markup": {"inline_keyboard": board}}


def test_without_keys_the_message_loses_them() -> None:
    [request] = rendered(Rekey(5, ()))
    assert request.params == {"chat_id": 7, "message_id": 5}


def test_a_key_that_sends_the_place_is_a_reply_key() -> None:
    [request] = rendered(Say((HERE,), ((Key(HERE, place=True),), (Key(PERMIT),))))
    assert request.params["reply_markup"]["keyboard"] == [
        [{"text": "Here I am", "request_location": True}],
        [{"text": "A permit"}],
    ]


@pytest.mark.parametrize(
    "keys",
    [
        ((Key(HERE, "data", place=True),),),  # Telegram takes a place only from reply keys
        ((Key(HERE, place=True), Key(VISA, "data")),),
        ((Key(VISA, "x" * 65),),),
        ((Key(VISA, "ж" * 33),),),
    ],
)
def test_keys_that_telegram_cannot_carry(keys: tuple[tuple[Key, ...], ...]) -> None:
    with pytest.raises(UnsayableWords):
        markup(keys, lambda label: "label")


@pytest.mark.parametrize("standing", [True, False])
def test_keys_that_stand_say_so(standing: bool) -> None:
    [request] = rendered(Say((HERE,), ((Key(PERMIT),),), standing=standing))
    assert request.params["reply_markup"]["is_persistent"] is standing
    assert request.params["reply_markup"]["resize_keyboard"] is True


def test_where_there_are_no_buttons_nothing_is_said_of_keys() -> None:
    [request] = rendered(Say((HERE,), otherwise=Keys.HOME))
    assert "reply_markup" not in request.params
