"""The one clock of the service. It is injected; nothing else in `bot` asks for the time."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import aiohttp

from bot.logs import warn
from bot.patience import pause

BEAT = 0.3  # real seconds between two looks at the simulator's time …
BRISK = 0.05  # … and while something is under way: a journey through time waits for its end


class Clock(Protocol):
    """`now` is the time of the study; `monotonic` counts real seconds, for waits and paces."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...


class SystemClock:
    """The time as this computer has it, aware, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class FollowingClock(SystemClock):
    """The computer's time plus a shift that a simulator sets ("+1 day"). For demonstrations only."""

    def __init__(self, root: str) -> None:
        self._address = f"{root.rstrip('/')}/time"
        self.shift = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.shift

    async def begin(self) -> None:
        """Takes over the simulator's shift before anything is timed; waits until the simulator is there."""
        tries = 0
        async with aiohttp.ClientSession() as session:
            while not await self._meet(session, None, False):
                tries += 1
                await asyncio.sleep(pause(tries, 2.0))

    async def follow(
        self,
        state: Callable[[], Awaitable[tuple[float | None, bool]]],
        shifted: Callable[[], Awaitable[None]],
    ) -> None:
        """Tells the simulator about three times a second what the service is at, and takes over its shift.

        `state` gives the Unix time of the next timer and whether nothing is under way; `shifted` is awaited when
        the time has moved. Runs until cancelled.
        """
        heard = True
        async with aiohttp.ClientSession() as session:
            while True:
                before = self.shift
                due, idle = await state()
                reached = await self._meet(session, due, idle)
                if heard and not reached:
                    warn("clock-not-reached")
                heard = reached
                if self.shift != before:
                    await shifted()
                else:
                    await asyncio.sleep(BEAT if idle else BRISK)

    async def _meet(self, session: aiohttp.ClientSession, due: float | None, idle: bool) -> bool:
        report = {
            "at": self.now().timestamp(),
            "shift": self.shift.total_seconds(),
            "next": due,
            "idle": idle,
        }
        try:
            timeout = aiohttp.ClientTimeout(total=5)
            async with session.post(self._address, json=report, timeout=timeout) as response:
                answer = await response.json()
            self.shift = timedelta(seconds=float(answer["shift"]))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, TypeError, KeyError):
            return False
        return True
