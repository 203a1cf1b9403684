"""reply_markup: what the Bot API takes, what it refuses, and what a person then sees."""

from typing import Any

from simulator.refusal import bad
from simulator.store import JSON

CALLBACK_BYTES = 64
ACTIONS = {
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "copy_text", "pay", "callback_game",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat",
}  # fmt: skip


def checked_markup(markup: Any) -> JSON | None:
    """The markup, tidied, or None. Raises Refusal 400 as Telegram words it."""
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"], "inline keyboard")
        return {"inline_keyboard": [[_inline(key) for key in row] for row in rows if row]}
    if "keyboard" in markup:
        rows = _rows(markup["keyboard"], "keyboard")
        keys = [[_reply(key) for key in row] for row in rows if row]
        if not keys:
            raise bad("reply keyboard must be non-empty")
        return {**markup, "keyboard": keys}
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return markup
    raise bad("can't parse reply keyboard markup JSON object")


def _rows(value: Any, name: str) -> list[list[Any]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad(f'can\'t parse {name}: field "{name.replace(" ", "_")}" must be of type Array of Arrays')
    if sum(len(row) for row in value) > 300 or (name == "inline keyboard" and sum(map(len, value)) > 100):
        raise bad("reply markup is too long")
    return value


def _inline(key: Any) -> JSON:
    if not isinstance(key, dict) or not str(key.get("text", "")).strip():
        raise bad('can\'t parse inline keyboard button: field "text" must be non-empty')
    if not ACTIONS & key.keys():
        raise bad("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
    data = key.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= CALLBACK_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    url = key.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://", "t.me/")):
        raise bad(f"inline keyboard button URL '{url}' is invalid: wrong HTTP URL")
    return dict(key)


def _reply(key: Any) -> JSON:
    if isinstance(key, str):
        key = {"text": key}
    if not isinstance(key, dict) or not str(key.get("text", "")).strip():
        raise bad('can\'t parse keyboard button: field "text" must be non-empty')
    return dict(key)


def inline_only(markup: JSON | None) -> JSON | None:
    """What of a markup an edit takes. Raises Refusal 400 for a reply keyboard."""
    if markup is not None and "inline_keyboard" not in markup:
        raise bad("inline keyboard expected")
    return markup


def next_keyboard(current: JSON | None, markup: JSON | None) -> JSON | None:
    """The reply keyboard a person has after a message with this markup."""
    if markup is None or "inline_keyboard" in markup:
        return current
    if markup.get("remove_keyboard"):
        return None
    return markup
