"""One number that grows with everything a person can see, and waiting for it to grow."""

import asyncio


class Changes:
    """The event version. Long polls and the page's live updates wait on it instead of sleeping."""

    def __init__(self, version: int = 0) -> None:
        self.version = version
        self.closed = False
        self._waiting: set[asyncio.Future[None]] = set()

    def bump(self) -> int:
        """Something changed: the new version. Waiters wake once the present transaction is done."""
        self.version += 1
        self._wake()
        return self.version

    def close(self) -> None:
        """Let every waiter go, now and from now on: the server is stopping."""
        self.closed = True
        self._wake()

    async def beyond(self, since: int, seconds: float) -> bool:
        """Wait until the version is greater than `since`, at most `seconds`. False if it is not."""
        if self.version <= since and not self.closed and seconds > 0:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(waiter)
            try:
                await asyncio.wait_for(waiter, seconds)
            except TimeoutError:
                pass
            finally:
                self._waiting.discard(waiter)
        return self.version > since

    def _wake(self) -> None:
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
