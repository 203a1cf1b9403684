"""Whether the service is well, in a file that a container's health check can read without opening the database."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.troubles import SENTENCES, Trouble
from storage.backup import FOLDER
from storage.older_backups import older_than_an_erasing

FILE = "health.json"
EVERY = 15.0  # seconds between two reports
LENGTH = 512  # bytes of the report
STALE = 120.0  # seconds without an answer from Telegram: a long poll and a few failed ones fit in


@dataclass(frozen=True)
class Health:
    """`polled_at` is when Telegram last answered, in real Unix time; None before it ever did."""

    polled_at: float | None
    version: str
    parked: int
    waiting: int
    trouble: str = ""  # a bot.troubles.Trouble, if the data folder makes any
    missed_purges: int = 0  # messages that were to be deleted and could not be, in the last week

    def write(self, data: Path) -> None:
        """One write of a constant length into the same block, so that it works on a full disk too."""
        descriptor = os.open(data / FILE, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(json.dumps(asdict(self)).encode().ljust(LENGTH))


def diagnosis(data: Path, now: float) -> tuple[bool, str]:
    """Whether the service that writes to `data` is well at the Unix time `now`, and a sentence about it."""
    try:
        health = Health(**json.loads((data / FILE).read_text()))
    except (OSError, ValueError, TypeError):
        return (
            False,
            f"No service has reported in {data}. Start one with `restante run study.yaml --data {data}`.",
        )
    if health.trouble:
        return False, SENTENCES[Trouble(health.trouble)]
    if health.polled_at is None:
        return False, "The service runs, but Telegram has not answered it yet. Look at its log."
    silence = now - health.polled_at
    if silence > STALE:
        return False, (
            f"Telegram last answered {int(silence)} seconds ago. The service has stopped, or cannot reach Telegram: "
            "look at its log."
        )
    parked = f" {health.parked} parked; see the log." if health.parked else ""
    return True, f"Well. {health.waiting} waiting.{parked}{_missed(health.missed_purges)}{_older(data)}"


def _missed(count: int) -> str:
    """An alarm that no new start would end: the service is as well as before, and people must be told."""
    if not count:
        return ""
    one = count == 1
    return (
        f" WARNING: {count} message{'' if one else 's'} that should be gone from a phone {'is' if one else 'are'} "
        "still there: Telegram lets a bot delete for 48 hours, and the service stood still or was refused. Tell "
        "people how to delete the chat by hand (/more says it)."
    )


def _older(data: Path) -> str:
    """Nobody but the team can delete a backup, and an erasing from the chat tells the team nothing."""
    try:
        names = older_than_an_erasing(data)
    except OSError:
        return ""
    if not names:
        return ""
    one = len(names) == 1
    which = f"1 backup, {names[-1]}, is" if one else f"{len(names)} backups, the latest {names[-1]}, are"
    return (
        f" WARNING: in {data / FOLDER} {which} older than an erasing, and may hold whoever was erased since. Make a "
        f"new one, then delete {'it' if one else 'them'}, and copies elsewhere."
    )
