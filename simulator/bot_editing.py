"""The bot changes what it said: edits, deletions, answers to taps."""

from typing import Any

from simulator.bot_sending import checked_text, known_chat, open_chat
from simulator.exchange import Exchange
from simulator.keyboards import checked_markup, inline_only
from simulator.parameters import Parameters, as_integer
from simulator.refusal import Refusal, bad
from simulator.store import JSON
from simulator.updates import TAP

DELETABLE = 48 * 3600  # seconds; Bot API, deleteMessage
HIDDEN = "edit_hidden"  # Telegram's apps say "edited" of new words, not of new keys
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def _own(exchange: Exchange, parameters: Parameters) -> tuple[JSON, JSON]:
    chat = open_chat(exchange, parameters)
    if not parameters.integer("message_id"):
        raise bad("message identifier is not specified")
    found = exchange.store.message(chat["id"], parameters.integer("message_id"))
    if found is None:
        raise bad("message to edit not found")
    message, extra = found
    if not message["from"]["is_bot"] or extra.get("reply_keyboard"):
        raise bad("message can't be edited")
    return message, extra


def _replace(exchange: Exchange, old: JSON, new: JSON, extra: JSON) -> JSON:
    markup = new.pop("reply_markup", None)
    if markup and any(markup["inline_keyboard"]):
        new["reply_markup"] = markup
    if new == old:
        raise bad(SAME)
    new["edit_date"] = int(exchange.clock.now())
    exchange.change(new, extra)
    return new


def edit_message_text(exchange: Exchange, parameters: Parameters) -> Any:
    """editMessageText. Without reply_markup the inline keys go."""
    message, extra = _own(exchange, parameters)
    if "text" not in message:
        raise bad("there is no text in the message to edit")
    try:
        text, entities = checked_text(parameters)
    except Refusal as refusal:
        if refusal.description.endswith("message is too long"):
            raise bad("MESSAGE_TOO_LONG") from None
        raise
    markup = inline_only(checked_markup(parameters.structure("reply_markup")))
    kept = {key: value for key, value in message.items() if key not in {"text", "entities", "reply_markup"}}
    new = kept | {"text": text} | ({"entities": entities} if entities else {}) | {"reply_markup": markup}
    return _replace(exchange, message, new, extra | {HIDDEN: False})


def edit_message_reply_markup(exchange: Exchange, parameters: Parameters) -> Any:
    """editMessageReplyMarkup."""
    message, extra = _own(exchange, parameters)
    markup = inline_only(checked_markup(parameters.structure("reply_markup")))
    hidden = extra if "edit_date" in message and not extra.get(HIDDEN) else extra | {HIDDEN: True}
    return _replace(exchange, message, {**message, "reply_markup": markup}, hidden)


def _check_deletable(exchange: Exchange, chat: JSON, message: JSON) -> None:
    foreign = chat["type"] == "group" and not message["from"]["is_bot"]
    if foreign or exchange.clock.now() - message["date"] >= DELETABLE:
        raise bad("message can't be deleted")


def delete_message(exchange: Exchange, parameters: Parameters) -> Any:
    """deleteMessage: both sides', within 48 hours."""
    chat = known_chat(exchange, parameters)
    found = exchange.store.message(chat["id"], parameters.integer("message_id"))
    if found is None:
        raise bad("message to delete not found")
    _check_deletable(exchange, chat, found[0])
    exchange.delete(chat["id"], found[0]["message_id"])
    return True


def delete_messages(exchange: Exchange, parameters: Parameters) -> Any:
    """deleteMessages: 1 to 100 at once; what is not there is skipped, one too old refuses them all."""
    chat = known_chat(exchange, parameters)
    ids = parameters.structure("message_ids")
    if not isinstance(ids, list) or not ids:
        raise bad("message identifiers are not specified")
    if len(ids) > 100:
        raise bad("too many message identifiers specified")
    found = [
        message for number in ids if (message := exchange.store.message(chat["id"], as_integer(number) or 0))
    ]
    for old, _ in found:
        _check_deletable(exchange, chat, old)
    for number in {old["message_id"] for old, _ in found}:
        exchange.delete(chat["id"], number)
    return True


def answer_callback_query(exchange: Exchange, parameters: Parameters) -> Any:
    """answerCallbackQuery. Refused once the tap is older than 150 s of simulated time."""
    identity = parameters.text("callback_query_id")
    found = exchange.store.tap(identity)
    if found is None or exchange.clock.now() - found[0] > TAP:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    born, tap = found
    if len(parameters.text("text")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    exchange.store.save_tap(identity, born, {**tap, "answered": True})
    exchange.tapped.get((tap["chat"], tap["message"]), {}).pop(tap["key"], None)
    if parameters.text("text"):
        exchange.toast(tap["person"], parameters.text("text"), parameters.flag("show_alert"))
    else:
        exchange.changes.bump()
    return True
