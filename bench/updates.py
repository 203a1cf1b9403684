"""Made-up updates, as Telegram would send them (Bot API, Update)."""

import time
from itertools import count
from typing import Any

FIRST_CHAT = 2_000_000_000
ME = {"id": 7, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}

Update = dict[str, Any]


class Maker:
    """Makes updates with ids that rise by one. They begin at the time of day in ms: a bot that knows the updates of
    another server must not take these for the same ones."""

    def __init__(self) -> None:
        self._ids = count(int(time.time() * 1000) % 1_000_000_000)

    def message(self, chat: int, text: str) -> Update:
        id = next(self._ids)
        message = {
            "message_id": id,
            "date": int(time.time()),
            "chat": _private(chat),
            "from": _person(chat),
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return {"update_id": id, "message": message}

    def tap(self, chat: int, data: str) -> Update:
        """A tap on a key of the bot's last message."""
        id = next(self._ids)
        under = {
            "message_id": 1,
            "date": int(time.time()),
            "chat": _private(chat),
            "from": ME,
            "text": "x",
        }
        query = {
            "id": str(id),
            "from": _person(chat),
            "message": under,
            "chat_instance": "1",
            "data": data,
        }
        return {"update_id": id, "callback_query": query}


def _private(chat: int) -> dict[str, Any]:
    return {"id": chat, "type": "private", "first_name": "P"}


def _person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "P", "language_code": "en"}
