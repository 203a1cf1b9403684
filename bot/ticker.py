"""Timers that fell due move into the inbox. APScheduler only ticks: the timers are rows, and outlive every process."""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.boxes import Boxes
from bot.clock import Clock
from bot.logs import warn
from bot.milestones import Milestone, Passing, on
from bot.waiting import Bells
from storage import timers
from storage.database import Database
from storage.rows import NewInbound, TimerRow
from study.inbound import Fell

BATCH = 200
DAY = timedelta(days=1)


class Ticker:
    """Ticks each second until it is stopped; `tidy` is awaited once a day."""

    def __init__(
        self,
        database: Database,
        boxes: Boxes,
        clock: Clock,
        bells: Bells,
        tidy: Callable[[], Awaitable[None]],
        passing: Passing = on,
    ) -> None:
        self._passing = passing
        self._database = database
        self._boxes = boxes
        self._clock = clock
        self._bells = bells
        self._tidy = tidy
        self._tidied: datetime | None = None
        self._one_at_a_time = asyncio.Lock()

    async def run(self) -> None:
        scheduler = AsyncIOScheduler(timezone=UTC)
        scheduler.add_job(
            self._tick_quietly, "interval", seconds=1, max_instances=1, coalesce=True, misfire_grace_time=None
        )
        scheduler.start()
        try:
            await self._tick_quietly()
            await self._bells.stop.wait()
        finally:
            scheduler.shutdown(wait=False)
        async with self._one_at_a_time:  # the tick in hand
            return

    async def _tick_quietly(self) -> None:
        if self._one_at_a_time.locked():
            return
        try:
            await self.tick()
        except Exception as fault:  # the rows are still there, and the next second comes
            warn("tick-failed", fault=type(fault).__name__)

    async def tick(self) -> int:
        """Moves everything due; returns how many timers fell."""
        fallen = 0
        async with self._one_at_a_time:
            now = self._clock.now()
            while rows := await timers.due(self._database, now.timestamp(), BATCH):
                self._passing(Milestone.FALLING)
                await timers.fire(self._database, [(row, self._inbound(row, now)) for row in rows])
                fallen += len(rows)
            if fallen:
                self._bells.inbox.set()
            if self._tidied is None or now - self._tidied >= DAY:
                await self._tidy()
                self._tidied = now
        return fallen

    def _inbound(self, row: TimerRow, now: datetime) -> NewInbound:
        once = f"timer:{row.id}:{row.due_at}"
        return NewInbound(
            once=once,
            kind="timer",
            participant=row.participant,
            body=self._boxes.event(fell(row), once),
            seed=secrets.randbits(63),
            received_at=now.timestamp(),
        )


def fell(row: TimerRow) -> Fell:
    """The event a timer becomes."""
    body = json.loads(row.body)
    expires = body.get("expires_at")
    return Fell(
        kind=row.kind,
        due_at=datetime.fromtimestamp(row.due_at, UTC),
        prompt=row.prompt,
        wave=body.get("wave", ""),
        questionnaire=body.get("questionnaire", ""),
        expires_at=datetime.fromisoformat(expires) if expires else None,
    )
