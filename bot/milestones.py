"""Named places that the work passes. In earnest nothing happens there; the crash campaign hands in what kills the
process, to see that a death at any of them loses nothing."""

from collections.abc import Callable
from enum import StrEnum


class Milestone(StrEnum):
    FETCHED = "fetched"  # updates are here, and not on disk
    JOURNALED = "journaled"  # they are on disk, and Telegram has not been told
    DECIDING = "deciding"  # inside a handler
    COMMITTED = "committed"  # an outcome is on disk, and the dispatcher has not seen it
    SENT = "sent"  # Telegram has a message, and that is not noted
    DOWNLOADED = "downloaded"  # a voice or a photo is in memory, and nothing of it on disk
    IN_VAULT = "in-vault"  # it is sealed in the vault, and the database does not know
    FALLING = "falling"  # timers are due, and not in the inbox
    SCRAPPED = "scrapped"  # files are gone from the vault, and their names are still to be forgotten


Passing = Callable[[Milestone], None]


def on(milestone: Milestone) -> None:
    """Passes it by."""
