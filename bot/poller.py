"""The door in. An update is on disk before Telegram is told that we have it.

The offset of the next getUpdates is what tells Telegram, so it is raised only after the journal has committed. It is
kept in memory alone: after a restart Telegram sends again whatever it was not told about, and `once` knows it.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from bot.boxes import INBOX, Boxes
from bot.clock import Clock
from bot.faults import Conflict, Flood, StopNeeded, TelegramFault, Unauthorized
from bot.logs import note, warn
from bot.milestones import Milestone, Passing, on
from bot.patience import pause
from bot.telegram import Telegram
from bot.waiting import Bells
from storage import inbox
from storage.database import Database
from storage.rows import NewInbound

# After a quiet week Telegram's next update id is random and may be lower (Bot API, Update). Without an offset it
# sends whatever it still has, so a bot that heard nothing for days asks without one.
QUIET = timedelta(days=3)

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

    def __init__(
        self,
        database: Database,
        boxes: Boxes,
        telegram: Telegram,
        clock: Clock,
        bells: Bells,
        wait: int = 25,
        passing: Passing = on,
    ) -> None:
        self._database = database
        self._boxes = boxes
        self._telegram = telegram
        self._clock = clock
        self._bells = bells
        self._wait = wait
        self._passing = passing
        self._offset: int | None = None
        self._last_batch: datetime | None = None
        self.heard_at: float | None = None  # real Unix time is the health file's matter; this is monotonic

    async def name(self) -> str:
        """The bot's @name, asked for until Telegram answers. Raises StopNeeded for a token that is none."""
        tries = 0
        while not self._bells.stop.is_set():
            try:
                name = await self._bells.unless_stopped(self._telegram.username())
            except TelegramFault as fault:
                tries += 1
                await self._bear(fault, tries)
            else:
                self.heard_at = self._clock.monotonic()
                return name or ""
        return ""

    async def run(self) -> None:
        """Raises StopNeeded when another poller has the updates, or the token is no longer valid."""
        tries = 0
        while not self._bells.stop.is_set():
            try:
                batch = await self._bells.unless_stopped(self._telegram.updates(self._next(), self._wait))
            except TelegramFault as fault:
                tries += 1
                await self._bear(fault, tries)
                continue
            tries = 0
            self.heard_at = self._clock.monotonic()
            if batch and not await self.journal(batch):
                await self._bells.sleep(1.0)  # a batch without a single update id must not spin

    def _next(self) -> int | None:
        quiet = self._last_batch is not None and self._clock.now() - self._last_batch > QUIET
        return None if quiet else self._offset

    async def journal(self, batch: list[Any]) -> int:
        """Puts a batch on disk, then raises the offset. Returns how many of it had an update id."""
        now = self._clock.now()
        rows, ids = [], []
        for update in batch:
            id = update.get("update_id") if isinstance(update, dict) else None
            if not isinstance(id, int):
                warn("update-without-id")
                continue
            ids.append(id)
            rows.append(self._row(id, update, now))
        tries = 0
        if rows:
            self._passing(Milestone.FETCHED)
        while rows:
            try:
                await inbox.journal(self._database, rows)
                break
            except Exception as fault:  # a full disk passes; Telegram keeps what it was not told about
                tries += 1
                warn("journal-failed", fault=type(fault).__name__)
                await self._bells.sleep(pause(tries))
                if self._bells.stop.is_set():
                    return 0
        if ids:
            self._passing(Milestone.JOURNALED)
            self._offset, self._last_batch = max(ids) + 1, now
            self._bells.inbox.set()
        return len(ids)

    def _row(self, id: int, update: dict[str, Any], now: datetime) -> NewInbound:
        once = f"update:{id}"
        return NewInbound(
            once=once,
            kind="update",
            participant=None,
            body=self._boxes.data(INBOX, update, once),
            seed=secrets.randbits(63),
            received_at=now.timestamp(),
        )

    async def _bear(self, fault: TelegramFault, tries: int) -> None:
        match fault:
            case Conflict():
                raise StopNeeded(WEBHOOK if fault.webhook else ANOTHER_BOT, 1)
            case Unauthorized():
                raise StopNeeded(BAD_TOKEN, 2)
            case Flood():
                wait = fault.retry_after
            case _:
                wait = pause(tries)
        note("poll-failed", fault=type(fault).__name__, code=fault.code, seconds=wait)
        await self._bells.sleep(wait)
