"""What people see of the bot before they write: the command menu, the description, the short description."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from bot.faults import TelegramFault
from bot.logs import note, warn
from bot.rendering import Speaker
from bot.splitting import clip
from bot.telegram import Telegram
from storage.database import Database
from study.protocol import Protocol
from study.wishes import any_granted

COMMANDS = (
    "back", "diary", "status", "pause", "times", "moved", "language", "consent", "receipt", "together", "mydata",
    "hide", "quiet", "help", "stop",
)  # fmt: skip
DESCRIPTION, SHORT, COMMAND = (
    512,
    120,
    256,
)  # characters (Bot API, setMyDescription, setMyShortDescription, BotCommand)
META = "menu"


def calls(protocol: Protocol, speaker: Speaker) -> Iterator[tuple[str, dict[str, Any]]]:
    """The methods that set all of it: for everybody in the study's first language, then for each language."""
    for code, language in [("", protocol.languages[0]), *((each, each) for each in protocol.languages)]:
        if len(code) > 2:  # Telegram keeps these texts by two-letter codes only (ISO 639-1)
            continue
        whom = {"language_code": code} if code else {}
        title, team = protocol.title.say(language), protocol.team.name.say(language)
        commands = [
            {"command": name, "description": clip(speaker.say(language, f"menu.{name}"), COMMAND)}
            for name in COMMANDS
            if does_something(name, protocol)
        ]
        # A quiet face says nothing of the study, and the profile is a tap away from it.
        hello = speaker.say(language, "face.hello") if protocol.chat.face else ""
        long = hello or speaker.say(language, "profile.description", title=title, team=team)
        short = hello or speaker.say(language, "profile.short", title=title, team=team)
        yield "setMyCommands", {"commands": commands, **whom}
        yield "setMyDescription", {"description": clip(long, DESCRIPTION), **whom}
        yield "setMyShortDescription", {"short_description": clip(short, SHORT), **whom}


def does_something(name: str, protocol: Protocol) -> bool:
    """Whether a command is of use in this study."""
    match name:
        case "times":
            return any_granted(protocol.schedule)
        case "together":
            return protocol.consent.joint
        case "quiet":
            return protocol.chat.face
    return True


async def set_menu(database: Database, telegram: Telegram, protocol: Protocol, speaker: Speaker) -> None:
    """Sets what has changed since the last start. A failure is logged and tried again at the next start."""
    wanted = list(calls(protocol, speaker))
    mark = hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()
    try:
        if await database.setting(META) == mark:
            return
        for method, params in wanted:
            await telegram.call(method, params)
        await database.set_setting(META, mark)
        note("menu-set", count=len(wanted))
    except TelegramFault as fault:
        warn("menu-not-set", fault=type(fault).__name__, code=fault.code)
