"""One person's phone, and the Telegram between it and the service: what is said is on its screen, what is done with it
comes as updates. The line can be down, and the person can block the bot."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from bot.faults import Refused, Unreached
from locales.catalogue import Catalogue

CHAT = 4_711
DELETABLE = timedelta(hours=48)
VOICE = Path(__file__).parents[2] / "simulator" / "static" / "voices" / "consent-en.ogg"
SAY = Catalogue.load().say
CALLS = {name: SAY("en", f"prompt.{name}") for name in ("begin", "begin-one", "again", "remind")}
STILL_THERE = SAY("en", "silence.ask")
QUESTION = re.compile(r"\[(\w+) (\d)\]")


@dataclass(frozen=True)
class Heard:
    """A message as it came: the `wave` and `number` of the question in it, and how it calls to it, if it does."""

    at: datetime
    text: str
    wave: str = ""
    number: int = 0
    call: str = ""  # begin | again | remind | silence


@dataclass
class Bubble:
    text: str
    keys: list[str]  # what its inline keys carry


@dataclass
class Phone:
    """What is on the screen of somebody in `chat`."""

    now: Any  # () -> datetime
    chat: int = CHAT
    down: bool = False
    blocked: bool = False
    bubbles: dict[int, Bubble] = field(default_factory=dict)
    keyboard: list[str] = field(default_factory=list)
    ever: list[tuple[int, str]] = field(default_factory=list)  # every inline key that was ever shown
    heard: list[Heard] = field(default_factory=list)
    ids: Any = field(default_factory=lambda: count(1))
    stands: dict[int, datetime] = field(
        default_factory=dict
    )  # messages that are in the chat, both sides', since when

    # As `bot.telegram.Telegram`

    async def call(self, method: str, params: dict[str, Any]) -> Any:
        if self.down:
            raise Unreached
        if self.blocked:
            raise Refused(403)
        markup = params.get("reply_markup", {})
        if method in ("sendMessage", "sendVoice"):
            return {"message_id": self._comes(params, markup)}
        if method == "deleteMessages":
            self._go(params["message_ids"])
        elif method in ("editMessageText", "editMessageReplyMarkup"):
            self._edited(params, markup)
        return {}

    async def download(self, file: str) -> bytes:
        return VOICE.read_bytes()

    def _comes(self, params: dict[str, Any], markup: dict[str, Any]) -> int:
        id, text = self._next(), params.get("text", params.get("caption", ""))
        self.heard.append(heard(self.now(), text))
        self.bubbles[id] = Bubble(text, _carried(markup))
        self.ever += [(id, data) for data in self.bubbles[id].keys]
        if "keyboard" in markup:
            self.keyboard = [key["text"] for row in markup["keyboard"] for key in row]
        elif "remove_keyboard" in markup:
            self.keyboard = []
        return id

    def _go(self, messages: list[int]) -> None:
        """(Bot API, deleteMessages: 100 at most, for 48 hours; what is not there is passed over.)"""
        assert len(messages) <= 100
        if any(self.now() - self.stands.get(id, self.now()) > DELETABLE for id in messages):
            raise Refused(400)
        for id in messages:
            self.stands.pop(id, None)
            self.bubbles.pop(id, None)

    def _next(self) -> int:
        id: int = next(self.ids)
        self.stands[id] = self.now()
        return id

    def _edited(self, params: dict[str, Any], markup: dict[str, Any]) -> None:
        if params["message_id"] not in self.bubbles:
            raise Refused(400)
        bubble = self.bubbles[params["message_id"]]
        bubble.text, bubble.keys = params.get("text", bubble.text), _carried(markup)
        self.ever += [(params["message_id"], data) for data in bubble.keys]

    # What is seen

    def question(self) -> tuple[int, list[str]]:
        """The newest message with a question that still has its keys, and what they carry; 0 where there is none."""
        for id, bubble in reversed(self.bubbles.items()):
            if keys := [data for data in bubble.keys if data.startswith("q:")]:
                return id, keys
        return 0, []

    def newest(self, data: str) -> tuple[int, str]:
        """The newest key that carries, or ends with, `data`."""
        return next((id, found) for id, found in reversed(self.ever) if found.endswith(data))

    # What is done

    def writes(self, text: str) -> dict[str, Any]:
        command = {"entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]}
        return self._message(text=text, **(command if text.startswith("/") else {}))

    def taps(self, message: int, data: str) -> dict[str, Any]:
        seen = {"message_id": message, "chat": self._in(), "date": 0}
        return self._update("callback_query", id=f"tap{next(self.ids)}", data=data, message=seen)

    def speaks(self) -> dict[str, Any]:
        return self._message(voice={"file_id": f"voice{next(self.ids)}", "duration": 4, "file_size": 9_000})

    def membership(self, status: str) -> dict[str, Any]:
        return self._update("my_chat_member", chat=self._in(), new_chat_member={"status": status}, date=0)

    def _message(self, **content: Any) -> dict[str, Any]:
        date = int(self.now().timestamp())
        return self._update("message", message_id=self._next(), chat=self._in(), date=date, **content)

    def _in(self) -> dict[str, Any]:
        return {"id": self.chat, "type": "private"}

    def _update(self, kind: str, **content: Any) -> dict[str, Any]:
        sender = {"id": self.chat, "is_bot": False, "first_name": "A", "language_code": "en"}
        return {kind: {"from": sender, **content}}


def heard(at: datetime, text: str) -> Heard:
    found = QUESTION.search(text)
    call = next((name for name, words in CALLS.items() if text.startswith(words)), "")
    call = "silence" if text.startswith(STILL_THERE) else call.removesuffix("-one")
    return Heard(at, text, found[1] if found else "", int(found[2]) if found else 0, call)


def _carried(markup: dict[str, Any]) -> list[str]:
    rows = markup.get("inline_keyboard", [])
    return [key["callback_data"] for row in rows for key in row]
