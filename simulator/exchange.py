"""The exchange: everything Telegram knows and both sides share. Bot methods and people act through it."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.changes import Changes
from simulator.clock import Clock
from simulator.faults import Faults
from simulator.store import JSON, Store
from simulator.updates import Updates

BOT_ID = 7_000_000_001
TYPING = 5.0  # real seconds a chat action is shown


@dataclass(frozen=True)
class Source:
    """A recruitment source: its arrival link is t.me/BOT?start=`id`."""

    id: str
    label: str
    kind: str = ""


@dataclass(frozen=True)
class Call:
    """One call of the bot, for tests to look at. Kept in memory only."""

    method: str
    parameters: JSON
    status: int


class Exchange:
    """State and the few acts that both sides need. Nothing here waits."""

    def __init__(
        self,
        data: Path | None,
        *,
        token: str,
        bot_username: str,
        sources: Sequence[Source] = (),
        now: Callable[[], float] = time.time,
        strict_limits: bool = False,
    ) -> None:
        self.store = Store(data)
        self.clock = Clock(now, float(self.store.setting("shift", 0.0)))
        self.changes = Changes(self.store.top_version() + 1000)
        self.reports = Changes()  # grows with every report of the bot's clock
        self.updates = Updates(self.store, self.clock, self.changes.bump)
        self.faults = Faults()
        self.token = token
        self.sources = tuple(sources)
        self.strict_limits = strict_limits
        self.sent_at: deque[float] = deque(maxlen=30)
        self.calls: deque[Call] = deque(maxlen=2000)
        self.typing: dict[int, tuple[str, float]] = {}
        self.toasts: dict[int, list[JSON]] = {}
        self.tapped: dict[
            tuple[int, int], dict[int, str]
        ] = {}  # (chat, message) -> key -> tap not answered yet
        self.said = 0  # messages the bot has sent since this start
        self.walk: JSON | None = None  # a journey through time under way
        self.username = bot_username

    def bot_user(self) -> JSON:
        """The bot as a User."""
        name = self.store.setting("name|", self.username)
        return {"id": BOT_ID, "is_bot": True, "first_name": name, "username": self.username}

    def user(self, person: JSON) -> JSON:
        """A person as a User."""
        kept = {key: person[key] for key in ("username", "language_code") if person.get(key)}
        return {"id": person["id"], "is_bot": False, "first_name": person["first_name"], **kept}

    def chat(self, chat: JSON) -> JSON:
        """A chat's state as a Chat."""
        if chat["type"] == "group":
            return {"id": chat["id"], "type": "group", "title": chat["title"]}
        person = self.store.person(chat["id"]) or {"first_name": ""}
        name = {"username": person["username"]} if person.get("username") else {}
        return {"id": chat["id"], "type": "private", "first_name": person["first_name"], **name}

    def private_chat(self, person: int) -> JSON:
        """A person's chat with the bot, as it is or as it begins."""
        fresh = {
            "id": person,
            "type": "private",
            "started": False,
            "blocked": False,
            "keyboard": None,
            "read": 0,
        }
        return self.store.chat(person) or fresh

    def post(self, chat: JSON, sender: JSON, content: JSON, extra: JSON | None = None) -> JSON:
        """A new message; returns it as the Bot API shows it. Ids grow over all chats of the bot."""
        number = int(self.store.setting("last_message", 0)) + 1
        self.store.set_setting("last_message", number)
        message = {
            "message_id": number,
            "from": sender,
            "chat": self.chat(chat),
            "date": int(self.clock.now()),
            **content,
        }
        self.store.save_message(message, extra or {}, self.changes.bump())
        if sender["is_bot"]:
            self.typing.pop(chat["id"], None)
            self.said += 1
        return message

    def change(self, message: JSON, extra: JSON) -> None:
        """Keep a changed message."""
        self.store.save_message(message, extra, self.changes.bump())

    def delete(self, chat: int, message: int) -> None:
        """Delete a message on both sides; reply keys go with the message that brought them."""
        self.store.delete_message(chat, message)
        state = self.store.chat(chat)
        if state is not None and state.get("keyboard") and state.get("keyboard_by") == message:
            self.store.save_chat(state | {"keyboard": None})
        self.changes.bump()

    def act(self, chat: int, action: str) -> None:
        """Show a chat action for a few real seconds."""
        self.typing[chat] = (action, time.monotonic() + TYPING)
        self.changes.bump()

    def acting(self, chat: int) -> str | None:
        """The chat action to show now."""
        action, until = self.typing.get(chat, ("", 0.0))
        return action if until > time.monotonic() else None

    def toast(self, person: int, text: str, alert: bool) -> None:
        """Show a person the answer to a tap."""
        toast = {"version": self.changes.bump(), "text": text, "alert": alert}
        self.toasts[person] = [*self.toasts.get(person, [])[-9:], toast]

    def member_changed(self, chat: JSON, by: JSON, old: str, new: str) -> None:
        """my_chat_member: what the bot is in a chat has changed."""

        def member(status: str) -> JSON:
            return {
                "user": self.bot_user(),
                "status": status,
                **({"until_date": 0} if status == "kicked" else {}),
            }

        body: dict[str, Any] = {"chat": self.chat(chat), "from": by, "date": int(self.clock.now())}
        self.updates.push(
            "my_chat_member", body | {"old_chat_member": member(old), "new_chat_member": member(new)}
        )

    def shift_to(self, to: float) -> None:
        """Move simulated time on to the unix time `to`, and remember it."""
        self.store.set_setting("shift", self.clock.forward(to))
        self.changes.bump()

    def close(self) -> None:
        """Let every waiter go: the server is stopping."""
        self.changes.close()
        self.reports.close()
        self.updates.release()
        self.faults.close()
