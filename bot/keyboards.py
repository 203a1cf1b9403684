"""Keys under a message, as the `reply_markup` of the Bot API."""

from collections.abc import Callable
from typing import Any

from study.saying import Key, Words

DATA_BYTES = 64  # Bot API, InlineKeyboardButton.callback_data

Params = dict[str, Any]
Rows = tuple[tuple[Key, ...], ...]


class UnsayableWords(Exception):
    """A handler asks for what Telegram cannot carry (mixed keys, more than 64 bytes in a key)."""


def markup(rows: Rows, label: Callable[[Words], str], *, standing: bool = False) -> Params:
    """The parameter `reply_markup`, or nothing where there are no keys; reply keys that are `standing` stay in sight
    also where somebody writes. Raises UnsayableWords."""
    rows = tuple(row for row in rows if row)
    if not rows:
        return {}
    inline = {bool(key.data) for row in rows for key in row}
    if len(inline) > 1:
        raise UnsayableWords
    board = [[_key(key, label(key.label)) for key in row] for row in rows]
    if inline == {True}:
        return {"reply_markup": {"inline_keyboard": board}}
    return {"reply_markup": {"keyboard": board, "resize_keyboard": True, "is_persistent": standing}}


def _key(key: Key, label: str) -> Params:
    if len(key.data.encode()) > DATA_BYTES or (key.data and key.place):
        raise UnsayableWords
    if key.place:
        return {"text": label, "request_location": True}
    return {"text": label, "callback_data": key.data} if key.data else {"text": label}
