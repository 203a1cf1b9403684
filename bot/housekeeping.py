"""What is swept, forgotten and looked over while the service runs."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from bot.faults import StopNeeded
from bot.logs import warn
from bot.milestones import Milestone
from bot.office import Office
from bot.troubles import damaged
from storage import inbox, outbox
from storage.integrity import is_whole
from storage.vault import Vault

KEPT = timedelta(days=7)  # how long the marks of updates and of sent words stay
PARKED = timedelta(days=30)  # how long what we could not understand is kept
LONGEST_LOG = 30  # seconds after which the log is cut although something is under way
DAY = 86_400.0


class Housekeeper:
    def __init__(self, office: Office, vault: Vault, data: Path) -> None:
        self._office = office
        self._vault = vault
        self._data = data
        self._waited = 0

    async def clear(self) -> None:
        """What commits have dropped is overwritten; the log, where copies are, is cut as soon as nobody reads it."""
        office = self._office
        try:
            scrapped = await self._vault.scrap(office.database)
            office.passing(Milestone.SCRAPPED)
            await self._vault.forget(office.database, scrapped)
        except OSError as fault:  # tried again after the next removal, at the next start, and once a day
            warn("not-cleared", fault=type(fault).__name__)

    async def settle(self, idle: bool) -> None:
        """Cuts the log when nothing is under way, and now and then when something always is. Called each second; where
        somebody reads, the next second comes."""
        self._waited += 1
        if self._office.database.log_owed and (idle or self._waited >= LONGEST_LOG):
            self._waited = 0
            await self._office.database.checkpoint()

    async def tidy(self) -> None:
        """Once a day, and at the start."""
        office = self._office
        now = office.clock.now()
        await inbox.forget_old(office.database, (now - KEPT).timestamp())
        await inbox.forget_parked(office.database, (now - PARKED).timestamp())
        await outbox.forget_old(office.database, (now - KEPT).timestamp())
        with suppress(OSError):
            await self._vault.sweep(office.database)
        await self.clear()

    async def guard(self) -> None:
        """Looks the whole database over, at the start and once a day. Raises StopNeeded where it is damaged."""
        bells = self._office.bells
        while not bells.stop.is_set():
            whole = await bells.unless_stopped(is_whole(self._office.database.path))
            if whole is False:
                raise StopNeeded(damaged(self._data))
            await bells.sleep(DAY)
