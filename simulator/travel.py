"""Time travel: walking simulated time forward, stopping at every timer the bot has on the way.

The bot reports its clock about three times a second (POST /time). A leap over several timers at once would
make them all fall due at one moment, which never happens in real life; so the walk goes from timer to timer
and waits at each until the bot has caught up.
"""

import time
from dataclasses import dataclass

from simulator.exchange import Exchange
from simulator.refusal import bad

PAST_TIMER = 0.2  # seconds to go beyond a timer, so that it is surely due
PATIENCE = 5.0  # real seconds to wait at one stop; a dead bot must not hang the walk
MOST_STOPS = 400
FARTHEST = 10 * 366 * 24 * 3600.0  # seconds of one walk
NOBODY = 10 * 24 * 3600.0  # "next-message" goes no farther than this many seconds


@dataclass(frozen=True)
class Walked:
    """Where a walk led: unix times, the number of stops, and whether the bot kept up at each."""

    begun: float
    reached: float
    stops: int
    kept_up: bool


class Traveller:
    """One walk at a time."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def walk(self, by: float | None, to: str | None) -> Walked:
        """Go on by seconds, or to "next" (the next timer) or "next-message" (until the bot has spoken).

        Raises Refusal 400 when that makes no sense or another walk is under way.
        """
        exchange = self._exchange
        if by is not None and not 0 < by <= FARTHEST:
            raise bad("time goes forward here, ten years at most at once")
        if by is None and to not in {"next", "next-message"}:
            raise bad('give "by" in seconds, or "to": "next" or "next-message"')
        if exchange.walk is not None:
            raise bad("a journey through time is already under way")
        begun = exchange.clock.now()
        exchange.walk = {"begun": begun, "target": begun, "now": begun}
        try:
            if by is not None:
                stops, kept_up = await self._walk_to(begun + by)
            elif to == "next":
                stops, kept_up = await self._one_timer()
            else:
                stops, kept_up = await self._until_spoken(begun + NOBODY)
        finally:
            exchange.walk = None
            exchange.changes.bump()
        return Walked(begun, exchange.clock.now(), stops, kept_up)

    def _next_timer(self, before: float) -> float | None:
        report = self._exchange.clock.fresh_report()
        if report is None or report.next is None:
            return None
        return report.next if self._exchange.clock.now() < report.next < before else None

    async def _walk_to(self, target: float) -> tuple[int, bool]:
        stops, kept_up = 0, True
        self._tell(target)
        if self._exchange.clock.fresh_report() is not None:
            kept_up = await self._caught_up()  # its word on the next timer may be older than its last work
        while stops < MOST_STOPS:
            timer = self._next_timer(target)
            stop = target if timer is None else min(timer + PAST_TIMER, target)
            kept_up = await self._step(stop, target) and kept_up
            stops += 1
            if stop >= target:
                break
        return stops, kept_up

    async def _one_timer(self) -> tuple[int, bool]:
        await self._caught_up()
        timer = self._next_timer(float("inf"))
        if timer is None:
            return 0, True
        return 1, await self._step(timer + PAST_TIMER, timer + PAST_TIMER)

    async def _until_spoken(self, limit: float) -> tuple[int, bool]:
        exchange, stops, kept_up = self._exchange, 0, True
        await self._caught_up()
        said = exchange.said  # not before: what it was still saying is no word of a later time
        while exchange.said == said and stops < MOST_STOPS:
            timer = self._next_timer(limit)
            if timer is None:
                break
            kept_up = await self._step(timer + PAST_TIMER, timer + PAST_TIMER) and kept_up
            stops += 1
        return stops, kept_up

    async def _step(self, to: float, target: float) -> bool:
        exchange = self._exchange
        with exchange.store.transaction():
            exchange.shift_to(to)
        self._tell(target)
        return await self._caught_up()

    def _tell(self, target: float) -> None:
        walk = self._exchange.walk or {}
        self._exchange.walk = {**walk, "target": target, "now": self._exchange.clock.now()}
        self._exchange.changes.bump()

    async def _caught_up(self) -> bool:
        """Wait until the bot has said, after now, that it applies this shift and has nothing left to do."""
        exchange = self._exchange
        clock, reports = exchange.clock, exchange.reports
        asked, deadline = reports.version, time.monotonic() + PATIENCE
        if clock.fresh_report() is None:
            return True  # no bot that reports: nothing to wait for
        while (left := deadline - time.monotonic()) > 0 and not reports.closed:
            seen, report = reports.version, clock.report
            applied = report is not None and abs(report.shift - clock.shift) < 0.001
            if report is not None and seen > asked and applied and report.settled:
                return True
            await reports.beyond(seen, left)
        return False
