"""Telegram as this service sees it: raw updates in, raw method calls out, files into memory.

Updates stay the dicts Telegram sent. One that no library can read must be journaled like any other.
"""

import warnings
from typing import Any
from urllib.parse import quote

from pydantic import SecretStr
from telegram import Bot
from telegram.warnings import PTBUserWarning

from bot.faults import Refused, Unclear
from bot.request import MOST_BYTES, Request

KINDS_OF_UPDATE = ("message", "edited_message", "callback_query", "my_chat_member")

# Its `do_api_request` is meant for new methods and says so at each call of a known one. We want raw JSON.
warnings.filterwarnings("ignore", message="Please use 'Bot", category=PTBUserWarning)


class Telegram:
    """A bot at a Bot API server. Everything here raises `bot.faults.TelegramFault` and nothing else."""

    def __init__(self, token: SecretStr, root: str) -> None:
        root = root.rstrip("/")
        self._files = f"{root}/file/bot{token.get_secret_value()}"
        self._calls = Request(root)
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

    async def call(self, method: str, params: dict[str, Any], **timeouts: float) -> Any:
        """The `result` of one Bot API method, as JSON data."""
        return await self._bot.do_api_request(method, api_kwargs=params, **timeouts)  # type: ignore[arg-type]

    async def username(self) -> str:
        """The bot's @name without the @ (getMe), lower case."""
        me = await self.call("getMe", {})
        return str(me.get("username", "")).lower() if isinstance(me, dict) else ""

    async def updates(self, offset: int | None, wait: int) -> list[Any]:
        """getUpdates: waits up to `wait` seconds; `offset` confirms everything below it."""
        params = {"timeout": wait, "allowed_updates": list(KINDS_OF_UPDATE)}
        if offset is not None:
            params["offset"] = offset
        batch = await self.call("getUpdates", params, read_timeout=wait + 10.0)
        if not isinstance(batch, list):
            raise Unclear
        return batch

    async def download(self, file: str) -> bytes:
        """The bytes of a file by its `file_id`, into memory only. Raises Refused(413, "large") above 20 MB."""
        found = await self.call("getFile", {"file_id": file})
        path = found.get("file_path") if isinstance(found, dict) else None
        size = found.get("file_size") if isinstance(found, dict) else None
        if isinstance(size, int) and size > MOST_BYTES:
            raise Refused(413, "large")
        if not isinstance(path, str):
            raise Refused(404)
        return bytes(await self._calls.retrieve(f"{self._files}/{quote(path)}"))
