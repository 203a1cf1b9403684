"""What a handler wants said, as Bot API methods with their parameters.

Texts are plain for now: everything is escaped and sent as HTML, so no answer, title or name can become markup.
"""

import html
from dataclasses import dataclass
from typing import Any, Protocol

from bot.splitting import CAPTION, MESSAGE, TOAST, clip, length, split
from study.outcome import (
    Acknowledge,
    Care,
    Haste,
    Key,
    Keys,
    Leave,
    Phrase,
    Say,
    SayVoice,
    Settle,
    Utterance,
    Words,
)
from study.protocol import Localized

DATA_BYTES = 64  # Bot API, InlineKeyboardButton.callback_data

Params = dict[str, Any]


class Speaker(Protocol):
    """The bot's own words (`locales.Catalogue`)."""

    def say(self, language: str, name: str, n: int | None = None, **arguments: Any) -> str: ...


class UnsayableWords(Exception):
    """A handler asks for what Telegram cannot carry (mixed keys, more than 64 bytes in a key)."""


@dataclass(frozen=True)
class Request:
    """One call of the Bot API. `lane` is the chat it goes to, whatever the method calls it."""

    method: str
    params: Params
    chat: int
    care: Care = Care.HARMLESS
    haste: Haste = Haste.REPLY
    instead: Params | None = None  # parameters of a sendMessage, should Telegram refuse this


class Renderer:
    """Says things in a language."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker

    def words(self, words: Words, language: str) -> str:
        """One piece of text, plain."""
        if isinstance(words, Localized):
            return words.say(language)
        language = words.language or language
        arguments = {
            name: self.words(argument, language) if isinstance(argument, Phrase | Localized) else argument
            for name, argument in words.arguments.items()
        }
        return self._speaker.say(language, words.name, n=words.n, **arguments)

    def render(self, utterance: Utterance, chat: int, language: str) -> list[Request]:
        """The requests that say `utterance` to `chat`, in order."""
        match utterance:
            case Say():
                return self._say(utterance, chat, utterance.language or language)
            case SayVoice():
                return self._voice(utterance, chat, language)
            case Settle():
                return self._settle(utterance, chat, language)
            case Acknowledge():
                toast = utterance.words and clip(self.words(utterance.words, language), TOAST)
                params = {"callback_query_id": utterance.tap, **({"text": toast} if toast else {})}
                return [Request("answerCallbackQuery", params, chat)]
            case Leave():
                said = self._texts(utterance.words, language, {}, utterance.chat)
                return [*said, Request("leaveChat", {"chat_id": utterance.chat}, utterance.chat)]

    def _joined(self, words: tuple[Words, ...], language: str) -> str:
        return "\n\n".join(text for one in words if (text := self.words(one, language)).strip())

    def _say(self, say: Say, chat: int, language: str) -> list[Request]:
        markup = self._keys(say.keys, language)
        if not markup and say.otherwise is Keys.REMOVE:
            markup = {"reply_markup": {"remove_keyboard": True}}
        return self._texts(say.words, language, markup, chat, say.care, say.haste)

    def _texts(
        self,
        words: tuple[Words, ...],
        language: str,
        markup: Params,
        chat: int,
        care: Care = Care.HARMLESS,
        haste: Haste = Haste.REPLY,
    ) -> list[Request]:
        parts = split(self._joined(words, language), MESSAGE)
        return [
            Request(
                "sendMessage",
                {"chat_id": chat, **_text(part), "protect_content": True, **(markup if last else {})},
                chat,
                care,
                haste,
            )
            for part, last in ((part, index == len(parts) - 1) for index, part in enumerate(parts))
        ]

    def _voice(self, voice: SayVoice, chat: int, language: str) -> list[Request]:
        caption, markup = self._joined(voice.words, language), self._keys(voice.keys, language)
        params: Params = {"chat_id": chat, "voice": voice.file, "protect_content": True}
        if length(caption) > CAPTION:  # what does not fit under the voice is said after it, with the keys
            said = self._texts(voice.words, language, markup, chat, voice.care)
            return [Request("sendVoice", params, chat, voice.care), *said]
        if caption:
            params |= {"caption": _html(caption), "parse_mode": "HTML"}
        [instead] = self._texts(voice.instead, language, markup, chat) if voice.instead else [None]
        told = instead.params if instead else None
        return [Request("sendVoice", {**params, **markup}, chat, voice.care, instead=told)]

    def _settle(self, settle: Settle, chat: int, language: str) -> list[Request]:
        text = clip(self._joined(settle.words, language), MESSAGE)
        if not text:
            return []
        return [
            Request("editMessageText", {"chat_id": chat, "message_id": settle.message, **_text(text)}, chat)
        ]

    def _keys(self, keys: tuple[tuple[Key, ...], ...], language: str) -> Params:
        rows = [row for row in keys if row]
        if not rows:
            return {}
        inline = {bool(key.data) for row in rows for key in row}
        if len(inline) > 1:
            raise UnsayableWords
        board = [[_key(key, self.words(key.label, language)) for key in row] for row in rows]
        if inline == {True}:
            return {"reply_markup": {"inline_keyboard": board}}
        return {"reply_markup": {"keyboard": board, "resize_keyboard": True, "is_persistent": False}}


def _key(key: Key, label: str) -> Params:
    if len(key.data.encode()) > DATA_BYTES:
        raise UnsayableWords
    return {"text": label, "callback_data": key.data} if key.data else {"text": label}


def _html(text: str) -> str:
    """Escaped; half a character, which JSON can carry and a request cannot, becomes a question mark."""
    return html.escape(text.encode("utf-8", "replace").decode(), quote=False)


def _text(text: str) -> Params:
    return {
        "text": _html(text),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
