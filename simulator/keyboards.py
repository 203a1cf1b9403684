"""reply_markup: what the Bot API takes, what it refuses, and what a person then sees."""

from typing import Any

from simulator.refusal import bad
from simulator.store import JSON

CALLBACK_BYTES = 64
ACTIONS = {
    "callback_data": str,
    "url": str,
    "web_app": dict,
    "login_url": dict,
    "switch_inline_query": str,
    "switch_inline_query_current_chat": str,
    "switch_inline_query_chosen_chat": dict,
    "copy_text": dict,
    "callback_game": dict,
    "pay": bool,
}
LOOKS: dict[str, type] = {"style": str, "icon_custom_emoji_id": str}  # fmt: skip
REPLY_KEY = {
    "request_users": dict, "request_chat": dict, "request_contact": bool, "request_location": bool,
    "request_poll": dict, "web_app": dict, "request_managed_bot": dict,
}  # fmt: skip
REPLY_KEYBOARD = {
    "is_persistent": bool, "resize_keyboard": bool, "one_time_keyboard": bool, "input_field_placeholder": str,
    "selective": bool, "force_reply": bool, "remove_keyboard": bool,
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
        return {**_known(markup, REPLY_KEYBOARD), "keyboard": keys}
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return _known(markup, REPLY_KEYBOARD)
    raise bad("can't parse reply keyboard markup JSON object")


def _rows(value: Any, name: str) -> list[list[Any]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad(f'can\'t parse {name}: field "{name.replace(" ", "_")}" must be of type Array of Arrays')
    if sum(len(row) for row in value) > 300 or (name == "inline keyboard" and sum(map(len, value)) > 100):
        raise bad("reply markup is too long")
    return value


def _known(raw: JSON, fields: dict[str, type]) -> JSON:
    """What the Bot API knows of `raw`: Telegram drops other fields. Raises Refusal 400 for a wrong type."""
    for name, kind in fields.items():
        if raw.get(name) is not None and not isinstance(raw[name], kind):
            raise bad(f'can\'t parse reply markup: field "{name}" must be of another type')
    return {name: raw[name] for name in fields if raw.get(name) is not None}


def _label(key: Any, what: str) -> JSON:
    if not isinstance(key, dict) or not isinstance(key.get("text"), str) or not key["text"].strip():
        raise bad(f'can\'t parse {what}: field "text" must be non-empty')
    return {"text": key["text"]} | _known(key, LOOKS)


def _inline(key: Any) -> JSON:
    label, does = _label(key, "inline keyboard button"), _known(key, ACTIONS)
    if not does:
        raise bad("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
    data, url = does.get("callback_data"), does.get("url")
    if data is not None and not 1 <= len(data.encode()) <= CALLBACK_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if url is not None and not url.startswith(("http://", "https://", "tg://", "t.me/")):
        raise bad(f"inline keyboard button URL '{url}' is invalid: wrong HTTP URL")
    return label | does


def _reply(key: Any) -> JSON:
    if isinstance(key, str):
        key = {"text": key}
    label, does = _label(key, "keyboard button"), _known(key, REPLY_KEY)
    if len(does) > 1:
        raise bad("can't parse keyboard button: at most one of its optional fields must be used")
    return label | does


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
