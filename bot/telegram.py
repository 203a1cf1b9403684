"""Telegram as this service sees it: raw updates in, raw method calls out, files into memory.

Updates stay the dicts Telegram sent: one that no library can read must be journaled like any other. What is called a
thousand times a minute goes as plain JSON; what is rare goes through python-telegram-bot's `Bot`, over the same
connections.
"""

from typing import Any

from pydantic import SecretStr
from telegram import Bot

from bot.faults import Refused, Unclear
from bot.request import MOST_BYTES, Request

KINDS_OF_UPDATE = ("message", "edited_message", "callback_query", "my_chat_member")


class Telegram:
    """A bot at a Bot API server. Everything here raises `bot.faults.TelegramFault` and nothing else."""

    def __init__(self, token: SecretStr, root: str, connections: int = 20) -> None:
        root = root.rstrip("/")
        self._methods = f"{root}/bot{token.get_secret_value()}/"
        self._calls = Request(root, connections)
        self._polls = Request(root, connections=2)
        self._bot = Bot(
            token.get_secret_value(),
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=self._calls,
            get_updates_request=self._polls,
        )

    def __repr__(self) -> str:
        return "Telegram()"

    async def open(self) -> None:
        await self._calls.initialize()
        await self._polls.initialize()

    async def close(self) -> None:
        await self._calls.shutdown()
        await self._polls.shutdown()

    async def call(self, method: str, params: dict[str, Any]) -> Any:
        """The `result` of one Bot API method, as JSON data."""
        return await self._calls.ask(self._methods + method, params)

    async def updates(self, offset: int | None, wait: int) -> list[Any]:
        """getUpdates: waits up to `wait` seconds; `offset` confirms everything below it."""
        params = {"timeout": wait, "allowed_updates": KINDS_OF_UPDATE}
        if offset is not None:
            params["offset"] = offset
        batch = await self._polls.ask(f"{self._methods}getUpdates", params, read_timeout=wait + 10.0)
        if not isinstance(batch, list):
            raise Unclear
        return batch

    async def username(self) -> str:
        """The bot's @name without the @ (getMe), lower case."""
        try:
            me = await self._bot.get_me()
        except (TypeError, KeyError, ValueError):  # an answer that is no User
            raise Unclear from None
        return (me.username or "").lower()

    async def download(self, file: str) -> bytes:
        """The bytes of a file by its `file_id`, into memory only. Raises Refused(413, "large") above 20 MB."""
        try:
            found = await self._bot.get_file(file)
        except (TypeError, KeyError, ValueError):
            raise Unclear from None
        if found.file_size is not None and found.file_size > MOST_BYTES:
            raise Refused(413, "large")
        if not found.file_path:
            raise Refused(404)
        return bytes(await found.download_as_bytearray())
