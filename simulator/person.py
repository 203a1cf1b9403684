# ruff: noqa: ASYNC109
# (`timeout` is the word every test expects; how it is kept is nobody's business but this file's.)
"""People for tests: an async client that writes, taps, speaks, and waits for what the bot says.

    async with World(root) as world:
        anna = await world.person(name="Anna", language_code="ru")
        await anna.start("channel-1")
        await anna.hears("Hello")
        await anna.taps("Yes")

Nothing here sleeps: `hears`, `taps` and `presses` wait on the simulator's event version.
"""

import time
from collections.abc import Callable
from typing import Any, overload

from simulator.seen import JSON, Chat, Message, NotHeard, Refused, What, fits, read_chat
from simulator.sends import Sends
from simulator.world import Outside

PATIENCE = 10.0  # seconds to wait for the bot

__all__ = ["Chat", "Message", "NotHeard", "Person", "Refused", "World"]


class World(Outside):
    """The simulator with its people."""

    async def person(self, name: str = "", language_code: str = "en", username: str = "") -> "Person":
        """Someone new."""
        raw = await self.do("/people", name=name, language_code=language_code, username=username)
        return Person(self, raw["id"], raw["first_name"])


class Person(Sends):
    """One person in a World. Acts return the message sent; `heard` is the version up to which they listened."""

    async def start(self, payload: str = "") -> JSON:
        """Open t.me/BOT?start=PAYLOAD and press START. Any payload goes, forged ones too."""
        sent: JSON = await self._does("start", {"payload": payload})
        return sent

    async def says(self, text: str, *, forwarded: bool | str = False, group: int | None = None) -> JSON:
        """Write a text, perhaps forwarded from somebody, perhaps in a group."""
        sent: JSON = await self._does("text", {"text": text, "forwarded": forwarded, "group": group})
        return sent

    async def edits(self, message: JSON | int, text: str) -> JSON:
        """Change an own message."""
        identity = message if isinstance(message, int) else message["message_id"]
        sent: JSON = await self._does("edit", {"message_id": identity, "text": text})
        return sent

    async def taps(
        self, key: str | int | None = None, *, message: int | None = None, data: str | None = None,
        timeout: float = PATIENCE,
    ) -> JSON:  # fmt: skip
        """Tap an inline key by label or by index under the newest message that has keys (or under `message`).

        `data` forges callback data; then `message` may be any id, stale or invented. Waits for the key to be there.
        """
        if data is not None:
            newest = (await self.chat())[-1].id if message is None else message
            tapped: JSON = await self._does("tap", {"message_id": newest, "data": data})
            return tapped

        def found(chat: Chat) -> tuple[int, int] | None:
            for candidate in reversed(chat.messages):
                labels = candidate.labels
                if not labels or message not in {None, candidate.id}:
                    continue
                if isinstance(key, int):
                    return (candidate.id, key) if key < len(labels) else None
                if key in labels:
                    return candidate.id, labels.index(key)
            return None

        where, index = await self._until(found, timeout, f"an inline key {key!r}")
        answer: JSON = await self._does("tap", {"message_id": where, "key": index})
        return answer

    async def presses(self, label: str, *, timeout: float = PATIENCE) -> JSON:
        """Press a key of the reply keyboard. Waits for it to be there."""
        there = lambda chat: True if any(label in row for row in chat.keyboard) else None  # noqa: E731
        await self._until(there, timeout, f"a reply key {label!r}")
        sent: JSON = await self._does("press", {"label": label})
        return sent

    async def blocks(self) -> None:
        """Block the bot."""
        await self._does("block", {})

    async def unblocks(self) -> None:
        """Let the bot write again."""
        await self._does("unblock", {})

    async def disappears(self) -> None:
        """Delete the account: the bot is refused with "user is deactivated"."""
        await self._does("deactivate", {})

    async def adds_bot_to_group(self, title: str = "A group") -> int:
        """Put the bot in a new group; returns its chat id."""
        return int((await self._does("group", {"title": title}))["id"])

    async def kicks_bot(self, group: int) -> None:
        """Put the bot out of a group."""
        await self._does("kick", {"group": group})

    async def view(self, since: int = -1, timeout: float = 0) -> Chat:
        """The whole chat now; with `since` and `timeout` waits for something newer than that version."""
        raw = await self.world.ask("GET", f"/people/{self.id}/chat?since={since}&timeout={timeout:.2f}")
        return read_chat(raw)

    async def chat(self) -> list[Message]:
        """Every message, oldest first."""
        return (await self.view()).messages

    async def keyboard(self) -> tuple[tuple[str, ...], ...]:
        """The reply keyboard's labels, row by row."""
        return (await self.view()).keyboard

    async def toasts(self) -> list[JSON]:
        """Answers to taps that were shown: text, alert."""
        toasts: list[JSON] = (await self.view()).raw["toasts"]
        return toasts

    @overload
    async def hears(self, what: int, timeout: float = ...) -> list[Message]: ...
    @overload
    async def hears(self, what: What = ..., timeout: float = ...) -> Message: ...

    async def hears(self, what: int | What = "", timeout: float = PATIENCE) -> Message | list[Message]:
        """Wait for the bot to say, or to edit, something that fits, since the last act or the last thing heard.

        `what`: a part of the text, a compiled pattern, a predicate of Message; or a number of messages.
        Raises NotHeard with the end of the chat.
        """

        def fresh(chat: Chat) -> list[Message]:
            news = [m for m in chat.messages if m.by_bot and m.version > self.heard]
            return sorted(news, key=lambda message: message.version)

        if isinstance(what, int):
            count = what
            several = lambda chat: fresh(chat)[:count] if len(fresh(chat)) >= count else None  # noqa: E731
            messages: list[Message] = await self._until(several, timeout, f"{count} messages")
            self.heard = messages[-1].version
            return messages
        fitting = lambda chat: next((m for m in fresh(chat) if fits(what, m)), None)  # noqa: E731
        message: Message = await self._until(fitting, timeout, f"to hear {what!r}")
        self.heard = message.version
        return message

    async def sees(self, what: What, timeout: float = PATIENCE) -> Message:
        """Wait until anything the bot ever said here fits; the newest that does."""
        fitting = lambda chat: next((m for m in reversed(chat.messages) if m.by_bot and fits(what, m)), None)  # noqa: E731
        seen: Message = await self._until(fitting, timeout, f"to see {what!r}")
        return seen

    async def until(self, fitting: Callable[[Chat], bool], timeout: float = PATIENCE) -> Chat:
        """Wait until the chat as a whole fits."""
        whole: Chat = await self._until(
            lambda chat: chat if fitting(chat) else None, timeout, "the chat to fit"
        )
        return whole

    async def _until(self, find: Callable[[Chat], Any], timeout: float, wanted: str) -> Any:
        deadline, chat = time.monotonic() + timeout, await self.view()
        while (found := find(chat)) is None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise NotHeard(
                    f"{self.name} waited {timeout:g} s for {wanted}; the chat:\n{chat.transcript()}"
                )
            chat = await self.view(chat.version, min(left, 25))
        return found
