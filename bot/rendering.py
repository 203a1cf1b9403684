"""What a handler wants said, as Bot API methods with their parameters.

Texts are sent as they are, with `entities` beside them and no parse mode: no answer, title or name can become markup.
"""

from dataclasses import dataclass

from bot.formatting import Formatter, Speaker, entities, length
from bot.keyboards import Params, Rows, UnsayableWords, markup
from bot.splitting import CAPTION, MESSAGE, TOAST, clip, split
from study.saying import (
    Acknowledge,
    Care,
    Haste,
    Keys,
    Leave,
    Menu,
    Phrase,
    Rekey,
    Say,
    SayVoice,
    Settle,
    Utterance,
    Words,
)
from study.styled import Span, Style, Styled

PLAIN = "start"
"""The one command that a chat with a quiet face offers. Every bot has it."""

NEUTRAL = Phrase("neutral.line")

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
    """Says things in a language. With `neutral`, what comes unasked begins with words that say nothing, and the rest is
    hidden until it is tapped: neither a lock screen nor the list of chats shows it."""

    def __init__(self, speaker: Speaker, *, neutral: bool = False) -> None:
        self._format = Formatter(speaker)
        self._neutral = neutral

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
            case Menu(plain=plain):
                return [self._menu(chat, language, plain=plain)]
            case Leave():
                said = self._texts(utterance.words, language, {}, utterance.chat)
                return [*said, Request("leaveChat", {"chat_id": utterance.chat}, utterance.chat)]

    def _say(self, say: Say, chat: int, language: str) -> list[Request]:
        keys = markup(say.keys, lambda label: self.words(label, language), standing=say.standing)
        if not keys and say.otherwise in (Keys.REMOVE, Keys.BARE):
            keys = {"reply_markup": {"remove_keyboard": True}}
        if self._neutral and say.haste is not Haste.REPLY:
            said = neutral(self._format.message(say.words, language), self.words(NEUTRAL, language))
        else:
            said = split(self._format.message(say.words, language), MESSAGE)
        quiet = {"disable_notification": True} if say.silent else {}
        return _messages(said, {**keys, **quiet}, chat, say.care, say.haste)

    def _texts(
        self,
        words: tuple[Words, ...],
        language: str,
        markup: Params,
        chat: int,
        care: Care = Care.HARMLESS,
    ) -> list[Request]:
        said = split(self._format.message(words, language), MESSAGE)
        return _messages(said, markup, chat, care)

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

    def _menu(self, chat: int, language: str, *, plain: bool) -> Request:
        """Commands of this chat alone (Bot API, BotCommandScopeChat), or again those of all chats."""
        whose: Params = {"scope": {"type": "chat", "chat_id": chat}}
        if not plain:
            return Request("deleteMyCommands", whose, chat)
        commands = [{"command": PLAIN, "description": self.words(Phrase("menu.plain"), language)}]
        return Request("setMyCommands", {"commands": commands, **whose}, chat)

    def _keys(self, keys: Rows, language: str) -> Params:
        return markup(keys, lambda label: self.words(label, language))


def neutral(said: Styled, line: str) -> list[Styled]:
    """`said` in messages that each begin with `line`, all else under one spoiler. Code would show through it: nothing
    can stand around code (Bot API, "Formatting options")."""
    if said.text == line:
        return [said]
    begun = f"{line}\n\n"
    kept = Styled(said.text, tuple(span for span in said.spans if span.style is not Style.CODE))
    return [_hidden(part, begun) for part in split(kept, MESSAGE - length(begun))]


def _hidden(part: Styled, begun: str) -> Styled:
    inner = (span.moved(len(begun)) for span in part.spans if span.style is not Style.SPOILER)
    whole = begun + part.text
    return Styled(whole, (Span(Style.SPOILER, len(begun), len(whole)), *inner))


def _messages(
    said: list[Styled], more: Params, chat: int, care: Care, haste: Haste = Haste.REPLY
) -> list[Request]:
    """One request for each, with `more` in the last."""
    return [
        Request(
            "sendMessage",
            {"chat_id": chat, **_text(part), "protect_content": True, **(more if last else {})},
            chat,
            care,
            haste,
        )
        for part, last in ((part, index == len(said) - 1) for index, part in enumerate(said))
    ]


def _text(said: Styled) -> Params:
    return {
        "text": said.text,
        **_entities(said, "entities"),
        "link_preview_options": {"is_disabled": True},
    }


def _entities(said: Styled, name: str) -> Params:
    found = entities(said)
    return {name: found} if found else {}
