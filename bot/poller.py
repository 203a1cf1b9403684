"""The door in. An update is on disk before Telegram is told that we have it.

The offset of the next getUpdates is what tells Telegram, so it is raised only after the journal has committed. It is
kept in memory alone: after a restart Telegram sends again whatever it was not told about, and `once` knows it.
"""

import asyncio
import secrets
from datetime import datetime, timedelta
from typing import Any

from bot.boxes import INBOX
from bot.faults import Conflict, Flood, StopNeeded, TelegramFault, Unauthorized
from bot.logs import note, warn
from bot.milestones import Milestone
from bot.office import Office
from bot.patience import pause
from bot.reading import chat_of
from storage import inbox
from storage.rows import NewInbound

# After a quiet week Telegram's next update id is random and may be lower (Bot API, Update). Without an offset it
# sends whatever it still has, so a bot that heard nothing for days asks without one.
QUIET = timedelta(days=3)

MOST_CONFLICTS = 10  # in a row, before the one that was here first gives way too

ANOTHER_BOT = (
    "Another bot is running with this token: Telegram gives updates to one at a time. Stop the other one, then start "
    "this one again."
)
WEBHOOK = (
    "This token has a webhook: Telegram pushes its updates to a web address and gives none to this service. Remove "
    "it with the Bot API method deleteWebhook, then start again."
)
BAD_TOKEN = (
    "Telegram does not know this token. Copy it again from @BotFather into RESTANTE_TOKEN (and look at "
    "RESTANTE_API_URL if you set it)."
)


class Poller:
    """Asks for updates and journals them, until it is stopped. `heard_at` is when Telegram last answered."""

    def __init__(self, office: Office, wait: int = 25) -> None:
        self._office = office
        self._wait = wait
        self._offset: int | None = None
        self._last_batch: datetime | None = None
        self._conflicts = 0  # in a row
        self._established = False
        self.heard_at: float | None = None  # real Unix time is the health file's matter; this is monotonic

    async def name(self) -> str:
        """The bot's @name, asked for until Telegram answers. Raises StopNeeded for a token that is none."""
        tries = 0
        while not self._office.bells.stop.is_set():
            try:
                name = await self._office.bells.unless_stopped(self._office.telegram.username())
            except TelegramFault as fault:
                tries += 1
                await self._bear(fault, tries)
            else:
                self.heard_at = self._office.clock.monotonic()
                return name or ""
        return ""

    async def run(self) -> None:
        """Raises StopNeeded when another poller has the updates, or the token is no longer valid."""
        tries = 0
        while not self._office.bells.stop.is_set():
            try:
                batch = await self._office.bells.unless_stopped(
                    self._office.telegram.updates(self._next(), self._wait)
                )
            except TelegramFault as fault:
                tries += 1
                await self._bear(fault, tries)
                continue
            tries = self._conflicts = 0
            self._established = True
            self.heard_at = self._office.clock.monotonic()
            if batch and not await self.journal(batch):
                await self._office.bells.sleep(1.0)  # a batch without a single update id must not spin

    def _next(self) -> int | None:
        quiet = self._last_batch is not None and self._office.clock.now() - self._last_batch > QUIET
        return None if quiet else self._offset

    async def journal(self, batch: list[Any]) -> int:
        """Puts a batch on disk, then raises the offset. Returns how many of it had an update id."""
        async with self._office.gate.shared():
            return await self._journaled(batch)

    async def _journaled(self, batch: list[Any]) -> int:
        now = self._office.clock.now()
        rows, ids = [], []
        for update in batch:
            id = update.get("update_id") if isinstance(update, dict) else None
            if not isinstance(id, int):
                warn("update-without-id")
                continue
            ids.append(id)
            rows.append(self._row(id, update, now))
        if rows:
            self._office.passing(Milestone.FETCHED)
        while rows:
            try:
                await inbox.journal(self._office.database, rows)
            except Exception as fault:  # a full disk passes; Telegram keeps what it was not told about
                await self._office.bells.sleep(self._office.troubles.meet("poller", fault))
                if self._office.bells.stop.is_set():
                    return 0
            else:
                self._office.troubles.over("poller")
                break
        if ids:
            self._office.passing(Milestone.JOURNALED)
            self._offset, self._last_batch = max(ids) + 1, now
            self._office.bells.inbox.set()
            await asyncio.sleep(0)  # what came is worked on before more is asked for
        return len(ids)

    def _row(self, id: int, update: dict[str, Any], now: datetime) -> NewInbound:
        once = f"update:{id}"
        return NewInbound(
            once=once,
            kind="update",
            participant=None,
            body=self._office.boxes.data(INBOX, update, once),
            seed=secrets.randbits(63),
            received_at=now.timestamp(),
            lane=self._lane(update),
        )

    def _lane(self, update: dict[str, Any]) -> bytes | None:
        """Whose turn it is. What has no chat that we know of stands for itself."""
        chat = chat_of(update)
        return None if chat is None else self._office.boxes.lane(chat)

    async def _bear(self, fault: TelegramFault, tries: int) -> None:
        match fault:
            case Conflict(webhook=True):
                raise StopNeeded(WEBHOOK, 1)
            case Conflict():
                self._conflicts += 1
                if not self._established or self._conflicts > MOST_CONFLICTS:
                    raise StopNeeded(ANOTHER_BOT, 1)
                wait = 0.0  # who was here first asks again at once, and so the newcomer is refused
            case Unauthorized():
                raise StopNeeded(BAD_TOKEN, 2)
            case Flood():
                wait = fault.retry_after
            case _:
                wait = pause(tries)
        note("poll-failed", fault=type(fault).__name__, code=fault.code, seconds=wait)
        await self._office.bells.sleep(wait)
