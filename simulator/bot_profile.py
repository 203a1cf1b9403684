"""The bot about itself and its chats: names, descriptions, commands, getMe, getChat, leaveChat, getFile."""

import json
import re
from typing import Any

from simulator.bot_sending import NOT_IN, known_chat
from simulator.exchange import Exchange
from simulator.files import file_info
from simulator.parameters import Parameters
from simulator.refusal import bad, forbidden
from simulator.store import JSON

LIMITS = {"name": 64, "description": 512, "short_description": 120}  # characters
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat",
          "chat_administrators", "chat_member")  # fmt: skip
DEFAULT: JSON = {"type": "default"}


def _language(parameters: Parameters) -> str:
    code = parameters.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad("invalid language code specified")
    return code


def get_me(exchange: Exchange, parameters: Parameters) -> Any:
    """getMe."""
    rights = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**exchange.bot_user(), **rights, "can_connect_to_business": False, "has_main_web_app": False}


def _set(exchange: Exchange, parameters: Parameters, what: str) -> Any:
    text, code = parameters.text(what), _language(parameters)
    if len(text) > LIMITS[what]:
        raise bad(f"bot {what.replace('_', ' ')} is too long")
    exchange.store.set_setting(f"{what}|{code}", text or None)
    exchange.changes.bump()
    return True


def profile_text(exchange: Exchange, what: str, code: str) -> str:
    """What the bot says of itself to people of this language."""
    fallback = exchange.username if what == "name" else ""
    general = exchange.store.setting(f"{what}|", fallback)
    return str(exchange.store.setting(f"{what}|{code}", general) if code else general)


def set_my_name(exchange: Exchange, parameters: Parameters) -> Any:
    """setMyName."""
    return _set(exchange, parameters, "name")


def get_my_name(exchange: Exchange, parameters: Parameters) -> Any:
    """getMyName."""
    return {"name": profile_text(exchange, "name", _language(parameters))}


def set_my_description(exchange: Exchange, parameters: Parameters) -> Any:
    """setMyDescription: what an empty chat shows."""
    return _set(exchange, parameters, "description")


def get_my_description(exchange: Exchange, parameters: Parameters) -> Any:
    """getMyDescription."""
    return {"description": profile_text(exchange, "description", _language(parameters))}


def set_my_short_description(exchange: Exchange, parameters: Parameters) -> Any:
    """setMyShortDescription: what the profile shows."""
    return _set(exchange, parameters, "short_description")


def get_my_short_description(exchange: Exchange, parameters: Parameters) -> Any:
    """getMyShortDescription."""
    return {"short_description": profile_text(exchange, "short_description", _language(parameters))}


def _scope(parameters: Parameters) -> Any:
    scope = parameters.structure("scope")
    if scope is not None and (not isinstance(scope, dict) or scope.get("type") not in SCOPES):
        raise bad("can't parse BotCommandScope: unsupported type specified")
    return scope


def _commands_name(scope: Any, code: str) -> str:
    return f"commands|{json.dumps(scope or DEFAULT, sort_keys=True)}|{code}"


def set_my_commands(exchange: Exchange, parameters: Parameters) -> Any:
    """setMyCommands, per scope and language."""
    commands = parameters.structure("commands")
    if not isinstance(commands, list):
        raise bad("can't parse commands: array expected")
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not isinstance(command, dict):
            raise bad("can't parse BotCommand: expected an Object")
        if not COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    kept = [
        {"command": str(c["command"]).removeprefix("/"), "description": str(c["description"])}
        for c in commands
    ]
    exchange.store.set_setting(_commands_name(_scope(parameters), _language(parameters)), kept or None)
    exchange.changes.bump()
    return True


def get_my_commands(exchange: Exchange, parameters: Parameters) -> Any:
    """getMyCommands, for exactly this scope and language."""
    return exchange.store.setting(_commands_name(_scope(parameters), _language(parameters)), [])


def delete_my_commands(exchange: Exchange, parameters: Parameters) -> Any:
    """deleteMyCommands."""
    exchange.store.set_setting(_commands_name(_scope(parameters), _language(parameters)), None)
    exchange.changes.bump()
    return True


def commands_for(exchange: Exchange, person: int, code: str) -> list[JSON]:
    """What the menu shows this person: the narrowest scope first, their language before none (Bot API)."""
    for scope in ({"type": "chat", "chat_id": person}, {"type": "all_private_chats"}, DEFAULT):
        for language in (code[:2], ""):
            found: list[JSON] = exchange.store.setting(_commands_name(scope, language), [])
            if found:
                return found
    return []


def get_chat(exchange: Exchange, parameters: Parameters) -> Any:
    """getChat."""
    chat = known_chat(exchange, parameters)
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
        False,
    )
    return {
        **exchange.chat(chat),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


def leave_chat(exchange: Exchange, parameters: Parameters) -> Any:
    """leaveChat."""
    chat = known_chat(exchange, parameters)
    if chat["type"] != "group":
        raise bad("chat member status can't be changed in private chats")
    if not chat["bot_in"]:
        raise forbidden(chat.get("shut", NOT_IN))
    chat["bot_in"] = False
    exchange.store.save_chat(chat)
    exchange.post(chat, exchange.bot_user(), {"left_chat_member": exchange.bot_user()})
    exchange.member_changed(chat, exchange.bot_user(), "member", "left")
    return True


def get_file(exchange: Exchange, parameters: Parameters) -> Any:
    """getFile."""
    return file_info(exchange, parameters.text("file_id"))
