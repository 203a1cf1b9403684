"""When a message is to be deleted from a chat, on both sides: what a study says at `chat: clear`. Pure."""

import math

from study.chat import Clear
from study.participant import Participant, Stage

DAY = 86_400.0
STEP = 300.0
"""What is to go a day later goes in steps of so many seconds: together, where much was said."""

WITHIN = 48 * 3600.0
"""For so long Telegram lets a bot delete messages of a private chat (Bot API, deleteMessage)."""

AGREED = frozenset({Stage.ENROLLED, Stage.FINISHED, Stage.WITHDRAWN})
"""Before that, what people are told stays where they can read it."""


def a_day_after(at: float) -> float:
    return (math.floor((at + DAY) / STEP) + 1) * STEP


def of_theirs(clear: Clear, at: float, person: Participant) -> float | None:
    """When what `person` sent at `at` is to go: at once where it is sealed, but not while Telegram still has to give
    the sound of it."""
    if clear is Clear.NEVER:
        return None
    return at if clear is Clear.AT_ONCE and not is_awaited(person) else a_day_after(at)


def of_ours(clear: Clear, at: float) -> float | None:
    """When what the bot said at `at`, to somebody who has agreed, is to go if nothing makes it go sooner."""
    return None if clear is Clear.NEVER else a_day_after(at)


def is_awaited(person: Participant) -> bool:
    """Whether a voice or a picture of theirs is still to be fetched, or to be heard again."""
    sittings = (person.sitting, person.aside)
    fetched = any(one is not None and one.media for one in sittings)
    drafted = person.draft is not None and bool(person.draft.fetching)
    return fetched or drafted or bool(person.late) or bool(person.voice)


def is_open(person: Participant) -> bool:
    """Whether something on the screen still waits for them, or is there to be read first."""
    if person.stage not in AGREED:
        return True
    sitting = person.sitting is not None or person.aside is not None
    return sitting or person.draft is not None or person.talk is not None
