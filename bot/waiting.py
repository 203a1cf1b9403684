"""Who wakes whom. Workers sleep until somebody rings; nobody looks at the database to see whether it is time."""

import asyncio
from collections.abc import Awaitable
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

    async def wait(self, bell: asyncio.Event, at_most: float | None = None) -> None:
        """Returns when `bell` or `stop` rings, or after `at_most` real seconds. The caller clears the bell."""
        await self.unless_stopped(_rung(bell, at_most))

    async def sleep(self, seconds: float) -> None:
        """Waits, but not past a stop."""
        await self.wait(self.stop, seconds)

    async def unless_stopped(self, work: Awaitable[Result]) -> Result | None:
        """The result of `work`, or None when the service is stopping: then `work` is cancelled."""
        task = asyncio.ensure_future(work)
        stopped = asyncio.ensure_future(self.stop.wait())
        try:
            await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            for each in (task, stopped):
                if not each.done():
                    each.cancel()
            await asyncio.gather(task, stopped, return_exceptions=True)


async def _rung(bell: asyncio.Event, at_most: float | None) -> None:
    try:
        await asyncio.wait_for(bell.wait(), at_most)
    except TimeoutError:
        return
