"""Writes the health report, regularly and whenever a trouble comes or goes."""

import asyncio
import time
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.health import EVERY, Health
from bot.office import Office
from bot.poller import Poller
from storage import inbox, messages

VERSION = "poste-restante"


class Reporter:
    def __init__(self, office: Office, poller: Poller, data: Path) -> None:
        self._office = office
        self._poller = poller
        self._data = data

    async def run(self) -> None:
        office = self._office
        while not office.bells.stop.is_set():
            office.troubles.changed.clear()
            with suppress(OSError):
                (await self._health()).write(self._data)
            await office.bells.wait(office.troubles.changed, EVERY)

    async def _health(self) -> Health:
        office, heard = self._office, self._poller.heard_at
        ago = office.clock.monotonic() - heard if heard is not None else None
        trouble = office.troubles.now
        parked = waiting = missed = 0
        with suppress(Exception):  # a report about a broken disk must come out all the same
            async with asyncio.timeout(1):
                parked = await inbox.parked_count(office.database)
                waiting = await inbox.pending_count(office.database)
                since = office.clock.now().timestamp() - messages.KEPT
                missed = await messages.missed_since(office.database, since)
        return Health(
            polled_at=time.time() - ago if ago is not None else None,
            version=_version(),
            parked=parked,
            waiting=waiting,
            trouble=trouble.value if trouble else "",
            missed_purges=missed,
        )


def _version() -> str:
    try:
        return version(VERSION)
    except PackageNotFoundError:
        return "0"
