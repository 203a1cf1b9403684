"""Voices and photos: fetched into memory, checked, sealed, and only then on disk. See `bot.media`."""

import asyncio
import secrets
import sqlite3
from datetime import datetime

from bot import media
from bot.boxes import FETCH
from bot.faults import Damaged, Refused, TelegramFault
from bot.logs import note, warn
from bot.media import Wanted
from bot.milestones import Milestone
from bot.office import Office
from bot.patience import pause
from bot.recipients import Recipients
from storage import fetches
from storage.errors import StorageError
from storage.rows import FetchRow, NewInbound
from storage.vault import Vault
from study.inbound import Fetched, NotFetched

AT_ONCE = 2  # files in memory at the same time: the smallest server has 256 MB
LOOK_AGAIN = 5.0  # seconds
LONGEST_WAIT = 600.0  # seconds between two tries
GONE_AFTER = 3  # refusals: Telegram says 400 also where a file is "temporarily unavailable"


class Retriever:
    """Fetches what is due until it is stopped."""

    def __init__(self, office: Office, recipients: Recipients, study: str, vault: Vault) -> None:
        self._office = office
        self._recipients = recipients
        self._study = study
        self._vault = vault
        self._taken: set[str] = set()  # what a worker has in hand
        self._choosing = asyncio.Lock()

    async def run(self) -> None:
        """Raises StopNeeded for a damaged database."""
        await asyncio.gather(*(self._work() for _ in range(AT_ONCE)))

    async def _work(self) -> None:
        """One file after the other; a slow one holds up nobody but its own worker."""
        bells, troubles = self._office.bells, self._office.troubles
        while not bells.stop.is_set():
            bells.fetches.clear()
            row = None
            try:
                row = await self._next()
                if row is not None:
                    await self._one(row)
            except (
                sqlite3.Error,
                StorageError,
                OSError,
            ) as fault:  # no room on the disk: the row is still there
                await bells.sleep(troubles.meet("retriever", fault))
                continue
            except Exception as fault:  # a mistake of ours about one file must not hold up the others
                warn("fetch-trouble", fault=type(fault).__name__)
                if row is not None:
                    await self._again(row, LONGEST_WAIT)
            finally:
                if row is not None:
                    async with self._choosing:  # not while another chooses among rows of which this was one
                        self._taken.discard(row.media)
            troubles.over("retriever")
            bells.moved.set()
            if row is None:
                await bells.wait(bells.fetches, LOOK_AGAIN)

    async def _next(self) -> FetchRow | None:
        """What waited longest and that no other worker has."""
        now = self._office.clock.now().timestamp()
        async with self._choosing:
            rows = await fetches.ready(self._office.database, now, AT_ONCE)
            row = next((row for row in rows if row.media not in self._taken), None)
            if row is not None:
                self._taken.add(row.media)
        return row

    async def _one(self, row: FetchRow) -> None:
        try:
            wanted = self._opened(row)
        except Exception as fault:  # the others must not wait for a row that cannot be opened
            warn("fetch-unreadable", fault=type(fault).__name__)
            await self._again(row, LONGEST_WAIT)
            return
        try:
            came = await self._office.bells.unless_stopped(self._office.telegram.download(wanted.file))
        except Refused as fault:
            if fault.why == "large":
                await self._failed(wanted, "large")
            elif row.tries + 1 >= GONE_AFTER:
                await self._failed(wanted, "gone")
            else:
                await self._later(row, fault)
        except TelegramFault as fault:
            await self._later(row, fault)
        else:
            if came is not None:
                self._office.passing(Milestone.DOWNLOADED)
                await self._keep(wanted, came)

    async def _again(self, row: FetchRow, wait: float) -> None:
        await fetches.retry(self._office.database, row.media, self._office.clock.now().timestamp() + wait)

    def _opened(self, row: FetchRow) -> Wanted:
        body = self._office.boxes.open(FETCH, row.body, row.media)
        at = datetime.fromisoformat(body.pop("at"))
        return Wanted(row=row, at=at, **body)

    async def _keep(self, wanted: Wanted, came: bytes) -> None:
        row = wanted.row
        try:
            kept = await asyncio.to_thread(media.checked, wanted, came)
        except Damaged:
            await self._failed(wanted, "damaged")
            return
        recipients = self._recipients.of(wanted.site, wanted.kind)
        record, sealed = await asyncio.to_thread(media.sealed, wanted, kept, self._study, recipients)
        await asyncio.to_thread(self._vault.write, row.media, sealed)
        self._office.passing(Milestone.IN_VAULT)
        length, size, written = kept.seconds or 0.0, len(kept.content), bool(wanted.caption)
        event = Fetched(row.media, length, size, wanted.photo, written, wanted.film, kept.silent)
        if not await fetches.finish(self._office.database, row.media, record, self._inbound(row, event)):
            await asyncio.to_thread(self._vault.remove, row.media)  # the person left while it was fetched
        self._office.bells.inbox.set()

    async def _failed(self, wanted: Wanted, reason: str) -> None:
        note("not-fetched", kind=reason)
        row, record = wanted.row, None
        if wanted.caption:
            recipients = self._recipients.of(wanted.site, wanted.kind)
            record = await asyncio.to_thread(media.sealed_caption, wanted, self._study, recipients)
        event = NotFetched(row.media, reason, wanted.photo, record is not None, wanted.film)
        await fetches.finish(self._office.database, row.media, record, self._inbound(row, event))
        self._office.bells.inbox.set()

    async def _later(self, row: FetchRow, fault: TelegramFault) -> None:
        wait = max(pause(row.tries + 1, LONGEST_WAIT), getattr(fault, "retry_after", 0.0))
        note("fetch-later", fault=type(fault).__name__, code=fault.code, seconds=wait)
        await self._again(row, wait)

    def _inbound(self, row: FetchRow, event: Fetched | NotFetched) -> NewInbound:
        once = f"media:{row.media}"
        return NewInbound(
            once=once,
            kind="media",
            participant=row.participant,
            lane=row.participant.encode(),
            body=self._office.boxes.event(event, once),
            seed=secrets.randbits(63),
            received_at=self._office.clock.now().timestamp(),
        )
