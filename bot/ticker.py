"""Timers that fell due move into the inbox. APScheduler only ticks: the timers are rows, and outlive every process."""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.faults import StopNeeded
from bot.milestones import Milestone
from bot.office import Office
from storage import timers
from storage.rows import NewInbound, TimerRow
from study.inbound import Fell

BATCH = 200
DAY = timedelta(days=1)


class Ticker:
    """Ticks each second until it is stopped; `tidy` is awaited once a day."""

    def __init__(
        self, office: Office, tidy: Callable[[], Awaitable[None]], each_second: Callable[[], Awaitable[None]]
    ) -> None:
        self._office = office
        self._tidy = tidy
        self._each_second = each_second
        self._tidied: datetime | None = None
        self._damage: asyncio.Future[Any]
        self._one_at_a_time = asyncio.Lock()

    async def run(self) -> None:
        """Raises StopNeeded for a damaged database."""
        self._damage = asyncio.get_running_loop().create_future()
        scheduler = AsyncIOScheduler(timezone=UTC)
        second = {
            "seconds": 1,
            "start_date": datetime.now(UTC).replace(microsecond=5_000),
        }  # timers fall on whole seconds
        scheduler.add_job(
            self._tick_quietly, "interval", **second, max_instances=1, coalesce=True, misfire_grace_time=None
        )
        scheduler.start()
        try:
            await self._tick_quietly()
            stopped: asyncio.Future[Any] = asyncio.ensure_future(self._office.bells.stop.wait())
            await asyncio.wait({stopped, self._damage}, return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
        finally:
            scheduler.shutdown(wait=False)
        async with self._one_at_a_time:  # the tick in hand
            if self._damage.done():
                self._damage.result()

    async def _tick_quietly(self) -> None:
        if self._one_at_a_time.locked():
            return
        try:
            await self.tick()
            await self._each_second()
        except Exception as fault:  # the rows are still there, and the next second comes
            self._meet(fault)
        else:
            self._office.troubles.over("ticker")

    def _meet(self, fault: Exception) -> None:
        try:
            self._office.troubles.meet("ticker", fault)
        except StopNeeded as damage:
            if not self._damage.done():
                self._damage.set_exception(damage)

    async def tick(self) -> int:
        """Moves everything due; returns how many timers fell."""
        fallen, newer = 0, set[tuple[str, str]]()
        async with self._one_at_a_time:
            now = self._office.clock.now()
            while not self._office.bells.stop.is_set() and (
                rows := await timers.due(self._office.database, now.timestamp(), BATCH)
            ):
                self._office.passing(Milestone.FALLING)
                found = [(row, self._inbound(row, now, is_overtaken(row, newer))) for row in rows]
                await timers.fire(self._office.database, found)
                fallen += len(rows)
            if fallen:
                self._office.bells.inbox.set()
            if self._tidied is None or now - self._tidied >= DAY:
                await self._tidy()
                self._tidied = now
        return fallen

    def _inbound(self, row: TimerRow, now: datetime, overtaken: bool) -> NewInbound:
        once = f"timer:{row.id}:{row.due_at}"
        return NewInbound(
            once=once,
            kind="timer",
            participant=row.participant,
            lane=row.participant.encode(),
            body=self._office.boxes.event(fell(row, overtaken), once),
            seed=secrets.randbits(63),
            received_at=now.timestamp(),
        )


def is_overtaken(row: TimerRow, newer: set[tuple[str, str]]) -> bool:
    """Whether a prompt of its wave, which is newer, falls in the same tick: of prompts the newest come first (see
    `storage.timers.due`). `newer` are people and waves; a prompt is added to them."""
    if row.kind not in ("prompt", "again") or not row.wave:
        return False
    wave = (row.participant, row.wave)
    found = wave in newer
    if row.kind == "prompt":
        newer.add(wave)
    return found


def fell(row: TimerRow, overtaken: bool = False) -> Fell:
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
        overtaken=overtaken,
    )
