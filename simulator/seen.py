"""A chat as a test sees it: messages, keys, and what to look for in them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """One message as a person sees it. `keys` are labels of inline keys, row by row; `raw` is all there is."""

    id: int
    by_bot: bool
    text: str
    kind: str
    keys: tuple[tuple[str, ...], ...]
    version: int
    raw: JSON = field(repr=False)

    @property
    def labels(self) -> list[str]:
        """The labels of all inline keys, in order."""
        return [label for row in self.keys for label in row]


@dataclass(frozen=True)
class Chat:
    """A person's chat: messages, labels of the reply keyboard row by row (empty: none), and all there is."""

    messages: list[Message]
    keyboard: tuple[tuple[str, ...], ...]
    version: int
    raw: JSON = field(repr=False)

    def transcript(self) -> str:
        """The last of it, for an assertion's message."""
        lines = [
            f"{'bot' if m.by_bot else 'me '} | {m.text or m.kind} {m.labels or ''}"
            for m in self.messages[-12:]
        ]
        return "\n".join([*lines, f"reply keyboard: {self.keyboard}"])


What = str | re.Pattern[str] | Callable[[Message], bool]


class NotHeard(AssertionError):
    """The bot did not do in time what was waited for."""


class Refused(AssertionError):
    """The simulator would not do what a person or a test asked."""


def read_message(raw: JSON) -> Message:
    """A message from the JSON of a chat."""
    keys = tuple(tuple(key["text"] for key in row) for row in raw["keys"])
    text = raw.get("text") or raw.get("caption") or ""
    return Message(raw["id"], raw["by_bot"], text, raw["kind"], keys, raw["version"], raw)


def read_chat(raw: JSON) -> Chat:
    """A chat from the JSON of GET /people/ID/chat."""
    keyboard = tuple(tuple(row) for row in (raw["keyboard"] or {}).get("rows", []))
    return Chat([read_message(message) for message in raw["messages"]], keyboard, raw["version"], raw)


def fits(what: What, message: Message) -> bool:
    """Is this the message that was waited for?"""
    if isinstance(what, str):
        return what in message.text
    if isinstance(what, re.Pattern):
        return what.search(message.text) is not None
    return what(message)
