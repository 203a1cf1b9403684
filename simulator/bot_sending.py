"""The bot sends: sendMessage, sendVoice, sendPhoto, sendDocument, sendChatAction."""

from typing import Any

from simulator.entities import formatted
from simulator.exchange import Exchange
from simulator.files import keep_file, known_file, media_content
from simulator.keyboards import checked_markup, next_keyboard
from simulator.parameters import Parameters, as_integer
from simulator.refusal import bad, forbidden, too_many
from simulator.store import JSON

# Characters after entities parsing. Telegram counts code points here (MTProto, constructor config:
# message_length_max), though the offsets of entities count UTF-16 units: 4096 emoji go.
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
PER_SECOND = 30  # messages overall, under strict limits; Bot API FAQ
NOT_IN = "bot is not a member of the group chat"
CHAT_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def known_chat(exchange: Exchange, parameters: Parameters) -> JSON:
    """The chat a call is about. Raises Refusal 400 when the bot has never met it."""
    if not parameters.text("chat_id"):
        raise bad("chat_id is empty")
    number = as_integer(parameters.values["chat_id"])
    chat = None if number is None else exchange.store.chat(number)
    if chat is None or (chat["type"] == "private" and not chat["started"]):
        raise bad("chat not found")
    return chat


def open_chat(exchange: Exchange, parameters: Parameters) -> JSON:
    """The chat a message may go to. Raises Refusal 403 when the person or the group has shut the bot out."""
    chat = known_chat(exchange, parameters)
    if chat["type"] == "group" and not chat["bot_in"]:
        raise forbidden(chat.get("shut", NOT_IN))
    if chat.get("deactivated"):
        raise forbidden("user is deactivated")
    if chat.get("blocked"):
        raise forbidden("bot was blocked by the user")
    return chat


def checked_text(parameters: Parameters, name: str = "text") -> tuple[str, list[JSON]]:
    """The text and its entities within the limit. Raises Refusal 400."""
    caption = name == "caption"
    given = parameters.structure("caption_entities" if caption else "entities")
    text, entities = formatted(parameters.text(name), parameters.text("parse_mode"), given)
    if not text and not caption:
        raise bad("message text is empty")
    if len(text) > (CAPTION_LIMIT if caption else TEXT_LIMIT):
        raise bad("message caption is too long" if caption else "message is too long")
    return text, entities


def _deliver(exchange: Exchange, chat: JSON, content: JSON, parameters: Parameters) -> JSON:
    markup = checked_markup(parameters.structure("reply_markup"))
    if exchange.strict_limits:
        _hold_to_limits(exchange)
    if parameters.flag("protect_content"):
        content["has_protected_content"] = True
    content |= _reply(exchange, chat, parameters)
    if markup is not None and "inline_keyboard" in markup:
        content["reply_markup"] = markup
    extra = {"silent": parameters.flag("disable_notification"), "reply_keyboard": bool(markup) and (
        "reply_markup" not in content)}  # fmt: skip
    message = exchange.post(chat, exchange.bot_user(), content, extra)
    chat["keyboard"] = next_keyboard(chat.get("keyboard"), markup)
    if extra["reply_keyboard"]:
        chat["keyboard_by"] = message["message_id"]
    exchange.store.save_chat(chat)
    return message


def _reply(exchange: Exchange, chat: JSON, parameters: Parameters) -> JSON:
    reply = parameters.structure("reply_parameters")
    if not isinstance(reply, dict):
        return {}
    found = exchange.store.message(chat["id"], as_integer(reply.get("message_id")) or 0)
    if found is None and not reply.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return {} if found is None else {"reply_to_message": found[0]}


def _hold_to_limits(exchange: Exchange) -> None:
    now = exchange.clock.wall()
    sent = exchange.sent_at
    if len(sent) == PER_SECOND and now - sent[0] < 1.0:
        raise too_many(1)
    sent.append(now)


def send_message(exchange: Exchange, parameters: Parameters) -> Any:
    """sendMessage."""
    text, entities = checked_text(parameters)
    chat = open_chat(exchange, parameters)
    content: JSON = {"text": text, **({"entities": entities} if entities else {})}
    return _deliver(exchange, chat, content, parameters)


def _send_file(exchange: Exchange, parameters: Parameters, kind: str, mime: str) -> Any:
    chat = open_chat(exchange, parameters)
    upload = parameters.upload(kind)
    if upload is not None:
        if not upload.content:
            raise bad("file must be non-empty")
        mime = upload.mime if kind == "document" else mime
        duration = parameters.integer("duration")
        file = keep_file(exchange, kind, upload.content, mime=mime, name=upload.name, duration=duration)
    else:
        if not parameters.text(kind):
            raise bad(f"there is no {kind} in the request")
        file = known_file(exchange, parameters.text(kind), kind)
    caption, entities = checked_text(parameters, "caption")
    content = media_content(file) | ({"caption": caption} if caption else {})
    return _deliver(
        exchange, chat, content | ({"caption_entities": entities} if entities else {}), parameters
    )


def send_voice(exchange: Exchange, parameters: Parameters) -> Any:
    """sendVoice, by upload or file id."""
    return _send_file(exchange, parameters, "voice", "audio/ogg")


def send_photo(exchange: Exchange, parameters: Parameters) -> Any:
    """sendPhoto, by upload or file id."""
    return _send_file(exchange, parameters, "photo", "image/jpeg")


def send_document(exchange: Exchange, parameters: Parameters) -> Any:
    """sendDocument, by upload or file id."""
    return _send_file(exchange, parameters, "document", "application/octet-stream")


def send_chat_action(exchange: Exchange, parameters: Parameters) -> Any:
    """sendChatAction."""
    chat = open_chat(exchange, parameters)
    if parameters.text("action") not in CHAT_ACTIONS:
        raise bad("wrong parameter action in request")
    exchange.act(chat["id"], parameters.text("action"))
    return True
