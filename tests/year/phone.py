"""What lies in people's hands: a chat with the bot as it is on their screen, and what they do in it, written down."""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from locales.catalogue import Catalogue
from simulator import keys, people, people_files
from simulator.exchange import Exchange
from simulator.parameters import Exact

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
QUESTION = re.compile(r"\[([a-z]+) (\d)\]")
VOICE = people_files.file("voice", "audio/ogg", "consent-en.ogg")


@cache
def words(language: str, name: str) -> str:
    """The bot's phrase, up to where it names something."""
    return Catalogue.load().say(language, name).partition("{")[0].strip()


@dataclass(frozen=True)
class Heard:
    """One message of the bot. `order` is its place among everything that was said and done; `at` Unix time. `wave` and
    `number` where it asks a question of the study; `lead` is the phrase that it begins with."""

    order: int
    at: float
    who: int
    message: int
    text: str
    labels: tuple[str, ...]
    wave: str = ""
    number: int = 0
    lead: str = ""

    @property
    def by_words(self) -> bool:
        """Whether the question is answered by writing."""
        return (self.wave, self.number) == ("week", 2)


@dataclass(frozen=True)
class Did:
    """One thing that somebody did. `message` is the one that was answered, `wave` and `number` the question in it."""

    order: int
    at: float
    who: int
    what: str
    value: Any = None
    message: int = 0
    wave: str = ""
    number: int = 0


@dataclass
class Diary:
    """Everything that was said and done in the year, in its order; `stood` are the spans in which the service was not
    there, `kills` the moments of its sudden deaths, `jumps` those at which the clock was set."""

    heard: list[Heard] = field(default_factory=list)
    did: list[Did] = field(default_factory=list)
    stood: list[tuple[float, float]] = field(default_factory=list)
    kills: list[float] = field(default_factory=list)
    jumps: list[tuple[float, float]] = field(default_factory=list)
    order: int = 0

    def back(self, at: float) -> float:
        """`at`, or when the service was there again."""
        return next((back for gone, back in self.stood if gone <= at < back), at)

    def next(self) -> int:
        self.order += 1
        return self.order


BUTTON = {"ru": "Граница позади", "en": "I crossed a border"}
LEADS = ("prompt.begin", "prompt.begin-one", "prompt.remind", "prompt.again")


class Phone:
    """Somebody's chat. What they do there reaches the bot as Telegram would tell it."""

    def __init__(self, exchange: Exchange, diary: Diary, name: str, language: str) -> None:
        self._exchange = exchange
        self._diary = diary
        self.language = language
        with exchange.store.transaction():
            self._person = people.create_person(exchange, name, language)
        self.id: int = self._person["id"]
        self.question: Heard | None = None  # the newest that was asked
        self._answered: set[int] = set()

    def shows(self, message: dict[str, Any]) -> Heard:
        """A new message of the bot."""
        text = message.get("text") or message.get("caption") or ""
        asked = QUESTION.search(text)
        heard = Heard(
            order=self._diary.next(),
            at=self.now,
            who=self.id,
            message=message["message_id"],
            text=text,
            labels=tuple(key["text"] for key in keys.flat_keys(message)),
            wave=asked[1] if asked else "",
            number=int(asked[2]) if asked else 0,
            lead=next((name for name in LEADS if text.startswith(words(self.language, name))), ""),
        )
        self._diary.heard.append(heard)
        if asked:
            self.question = heard
        return heard

    @property
    def now(self) -> float:
        return self._exchange.clock.now()

    def answered(self, heard: Heard) -> bool:
        """Whether they have done something about it."""
        return heard.message in self._answered

    @property
    def keyboard(self) -> tuple[str, ...]:
        board = self._exchange.private_chat(self.id).get("keyboard")
        return tuple(key["text"] for key in keys.reply_keys(board))

    def says(self, text: str, what: str = "says", value: Any = None, about: Heard | None = None) -> None:
        self._writes(what, value, about)
        with self._exchange.store.transaction():
            people.say(self._exchange, self._person, text)

    def starts(self) -> None:
        self._writes("starts")
        with self._exchange.store.transaction():
            people.start(self._exchange, self._person, "")

    def speaks(self, what: str = "speaks", about: Heard | None = None) -> None:
        self._writes(what, None, about)
        with self._exchange.store.transaction():
            VOICE(self._exchange, self._person, Exact({}))

    def taps(self, heard: Heard, label: str, what: str = "taps", value: Any = None) -> bool:
        """A key under a message; False where it is not there any more."""
        found = self._exchange.store.message(self.id, heard.message)
        labels = [key["text"] for key in keys.flat_keys(found[0])] if found else []
        if label not in labels:
            return False
        self._writes(what, value if value is not None else label, heard)
        with self._exchange.store.transaction():
            keys.tap(self._exchange, self._person, heard.message, labels.index(label), None)
        return True

    def presses(self, name: str, what: str = "presses") -> bool:
        """A reply key by the name of its phrase; False where it is not there."""
        label = words(self.language, name)
        if label not in self.keyboard:
            return False
        self._writes(what, name)
        with self._exchange.store.transaction():
            keys.press(self._exchange, self._person, label)
        return True

    def crosses(self) -> bool:
        """The study's own button; False where it is not there."""
        label = BUTTON[self.language]
        if label not in self.keyboard:
            return False
        self._writes("crosses")
        with self._exchange.store.transaction():
            keys.press(self._exchange, self._person, label)
        return True

    def blocks(self, blocked: bool) -> None:
        self._writes("blocks" if blocked else "unblocks")
        with self._exchange.store.transaction():
            people.set_blocked(self._exchange, self._person, blocked)

    def notes(self, what: str, value: Any = None) -> None:
        """What they know of themselves."""
        self._writes(what, value)

    def _writes(self, what: str, value: Any = None, about: Heard | None = None) -> None:
        place = (about.message, about.wave, about.number) if about else (0, "", 0)
        self._answered.add(place[0])
        self._diary.did.append(Did(self._diary.next(), self.now, self.id, what, value, *place))
