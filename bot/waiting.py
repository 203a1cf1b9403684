"""Who wakes whom. Workers sleep until somebody rings; nobody looks at the database to see whether it is time."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

Result = TypeVar("Result")


class Bells:
    """One bell per door. `stop` rings once, for everybody; `moved` rings after every step that was taken."""

    def __init__(self, stop: asyncio.Event | None = None) -> None:
        self.inbox = asyncio.Event()
        self.outbox = asyncio.Event()
        self.fetches = asyncio.Event()
        self.timers = asyncio.Event()
        self.moved = asyncio.Event()
        self.stop = stop or asyncio.Event()
        self._rung = {self.inbox, self.outbox, self.fetches, self.timers, self.moved}
        self._watch: asyncio.Task[None] | None = None

    async def wait(self, bell: asyncio.Event, at_most: float | None = None) -> None:
        """Returns when `bell` or `stop` rings, or after `at_most` real seconds. The caller clears the bell."""
        self._stopping()
        if self.stop.is_set():
            return
        self._rung.add(bell)  # whoever's it is: a stop rings it too
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most):
                await bell.wait()

    async def sleep(self, seconds: float) -> None:
        """Waits, but not past a stop."""
        await self.wait(self.stop, seconds)

    async def unless_stopped(self, work: Awaitable[Result]) -> Result | None:
        """The result of `work`, or None when the service is stopping: then `work` is cancelled."""
        task = asyncio.ensure_future(work)
        try:
            await asyncio.wait({task, self._stopping()}, return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    def _stopping(self) -> "asyncio.Task[None]":
        """One watch over `stop` for all who wait: a task for each would cost as much as what they wait for."""
        if self._watch is None:
            self._watch = asyncio.ensure_future(self._ring_all())
        return self._watch

    async def _ring_all(self) -> None:
        await self.stop.wait()
        for bell in self._rung:
            bell.set()
