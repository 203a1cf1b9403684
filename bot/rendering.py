"""What a handler wants said, as Bot API methods with their parameters.

Texts are sent as they are, with `entities` beside them and no parse mode: no answer, title or name can become markup.
"""

from dataclasses import dataclass

from bot.formatting import Formatter, Speaker, entities, length
from bot.keyboards import Params, Rows, UnsayableWords, markup
from bot.splitting import CAPTION, MESSAGE, TOAST, clip, split
from study.outcome import (
    Acknowledge,
    Care,
    Haste,
    Keys,
    Leave,
    Rekey,
    Say,
    SayVoice,
    Settle,
    Utterance,
    Words,
)
from study.styled import Styled

__all__ = ["Renderer", "Request", "Speaker", "UnsayableWords"]


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
        self._format = Formatter(speaker)

    def words(self, words: Words, language: str) -> str:
        """One piece of text as it stands on a key."""
        return self._format.plain(words, language)

    def render(self, utterance: Utterance, chat: int, language: str) -> list[Request]:
        """The requests that say `utterance` to `chat`, in order."""
        match utterance:
            case Say():
                return self._say(utterance, chat, utterance.language or language)
            case SayVoice():
                return self._voice(utterance, chat, language)
            case Settle():
                return self._settle(utterance, chat, language)
            case Rekey():
                drawn = self._keys(utterance.keys, language)
                edited = {"chat_id": chat, "message_id": utterance.message, **drawn}
                return [Request("editMessageReplyMarkup", edited, chat)]
            case Acknowledge():
                toast = utterance.words and clip(self.words(utterance.words, language), TOAST)
                params = {"callback_query_id": utterance.tap, **({"text": toast} if toast else {})}
                return [Request("answerCallbackQuery", params, chat)]
            case Leave():
                said = self._texts(utterance.words, language, {}, utterance.chat)
                return [*said, Request("leaveChat", {"chat_id": utterance.chat}, utterance.chat)]

    def _say(self, say: Say, chat: int, language: str) -> list[Request]:
        keys = markup(say.keys, lambda label: self.words(label, language), standing=say.standing)
        if not keys and say.otherwise is Keys.REMOVE:
            keys = {"reply_markup": {"remove_keyboard": True}}
        return self._texts(say.words, language, keys, chat, say.care, say.haste)

    def _texts(
        self,
        words: tuple[Words, ...],
        language: str,
        markup: Params,
        chat: int,
        care: Care = Care.HARMLESS,
        haste: Haste = Haste.REPLY,
    ) -> list[Request]:
        parts = split(self._format.message(words, language), MESSAGE)
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
        caption, markup = self._format.message(voice.words, language), self._keys(voice.keys, language)
        params: Params = {"chat_id": chat, "voice": voice.file, "protect_content": True}
        if (
            length(caption.text) > CAPTION
        ):  # what does not fit under the voice is said after it, with the keys
            said = self._texts(voice.words, language, markup, chat, voice.care)
            return [Request("sendVoice", params, chat, voice.care), *said]
        if caption.text:
            params |= {"caption": caption.text, **_entities(caption, "caption_entities")}
        [instead] = self._texts(voice.instead, language, markup, chat) if voice.instead else [None]
        told = instead.params if instead else None
        return [Request("sendVoice", {**params, **markup}, chat, voice.care, instead=told)]

    def _settle(self, settle: Settle, chat: int, language: str) -> list[Request]:
        """Of a text in several messages, the last had the keys."""
        parts = split(self._format.message(settle.words, language), MESSAGE)[-1:]
        return [
            Request("editMessageText", {"chat_id": chat, "message_id": settle.message, **_text(part)}, chat)
            for part in parts
        ]

    def _keys(self, keys: Rows, language: str) -> Params:
        return markup(keys, lambda label: self.words(label, language))


def _text(said: Styled) -> Params:
    return {
        "text": said.text,
        **_entities(said, "entities"),
        "link_preview_options": {"is_disabled": True},
    }


def _entities(said: Styled, name: str) -> Params:
    found = entities(said)
    return {name: found} if found else {}
