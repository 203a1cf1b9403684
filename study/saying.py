"""What the bot says: words before they are in a language, keys, and everything that can be done to a chat."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from study.model import Text


@dataclass(frozen=True)
class Phrase:
    """The bot's own words, by their name in `locales/`. An argument may be words itself and is said in the same
    language, and a day as its month. `n` picks the plural form and is an argument too. `language` where it is not the
    participant's."""

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)
    n: int | None = None
    language: str = ""


@dataclass(frozen=True)
class Filled:
    """A text of the study with its {names} filled in: with words (said in the same language), texts or numbers, or a
    tuple of those, which is said as a list. `n` is the number that bends a `Counted`."""

    text: Text
    values: dict[str, Any] = field(default_factory=dict)
    n: int | float | None = None


Words = Phrase | Text | Filled


@dataclass(frozen=True)
class Key:
    """One key under a message. With `data` it is an inline key; without, a reply key that sends its label, or, with
    `place`, where the person is (Bot API, KeyboardButton.request_location)."""

    label: Words
    data: str = ""
    place: bool = False


class Keys(StrEnum):
    """What happens to the reply keyboard where a message brings no keys of its own."""

    LEAVE = "leave"
    REMOVE = "remove"
    BARE = "bare"  # it goes, and the study's own buttons do not come instead
    HOME = (
        "home"  # the study's own buttons come, where it has some and nothing else stands there; else as LEAVE
    )


class Care(StrEnum):
    """How a message may be repeated when it is not clear whether Telegram had it."""

    HARMLESS = "harmless"  # may come twice
    ONCE = "once"  # consent, booking, sensitive words: never sent again blindly


class Haste(StrEnum):
    REPLY = "reply"
    PROMPT = "prompt"
    ANNOUNCEMENT = "announcement"


@dataclass(frozen=True)
class Say:
    """One message. `words` are joined by blank lines; `keys` are rows of keys, all inline or all reply keys, which stay
    on the screen with `standing`. A message that puts `prompt` for the first time marks it as sent once Telegram has
    it. One that could not go out by `not_after` is dropped. One that is `silent` comes without a sound."""

    words: tuple[Words, ...]
    keys: tuple[tuple[Key, ...], ...] = ()
    otherwise: Keys = Keys.LEAVE
    care: Care = Care.HARMLESS
    haste: Haste = Haste.REPLY
    language: str = ""  # the participant's, unless named
    standing: bool = False
    prompt: str = ""
    not_after: datetime | None = None
    silent: bool = False


@dataclass(frozen=True)
class SayVoice:
    """A voice sent back by its `file` (a file_id), so that the participant hears what they said."""

    file: str
    keys: tuple[tuple[Key, ...], ...] = ()
    words: tuple[Words, ...] = ()  # the caption
    instead: tuple[Words, ...] = ()  # said where Telegram refuses to play a voice there (a privacy setting)
    care: Care = Care.ONCE


@dataclass(frozen=True)
class Settle:
    """A tapped question shows what was chosen and loses its keys: `words` replace the text of `message`."""

    message: int
    words: tuple[Words, ...]


@dataclass(frozen=True)
class Rekey:
    """The inline keys under `message` are drawn anew (`editMessageReplyMarkup`): what was marked shows."""

    message: int
    keys: tuple[tuple[Key, ...], ...]


@dataclass(frozen=True)
class Acknowledge:
    """The answer to a tap (`answerCallbackQuery`), with a short line over the chat if there is one."""

    tap: str
    words: Words | None = None


@dataclass(frozen=True)
class Leave:
    """Leave a group chat, after a line."""

    chat: int
    words: tuple[Words, ...]


@dataclass(frozen=True)
class Menu:
    """The commands that this chat offers: the study's own, or `plain` ones that say nothing of it."""

    plain: bool


Utterance = Say | SayVoice | Settle | Rekey | Acknowledge | Leave | Menu
