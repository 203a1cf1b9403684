"""Where many may be at work at a time, or one alone: while the look-ups change, nobody looks anything up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Gate:
    """Not to be entered twice by one task: it would wait for itself."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()
        self._empty = asyncio.Event()
        self._empty.set()
        self._within = 0

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[None]:
        """With others."""
        while not self._open.is_set():
            await self._open.wait()
        self._within += 1
        self._empty.clear()
        try:
            yield
        finally:
            self._within -= 1
            if not self._within:
                self._empty.set()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Once everybody has left. Whoever comes meanwhile waits. One at a time."""
        self._open.clear()
        try:
            await self._empty.wait()
            yield
        finally:
            self._open.set()
