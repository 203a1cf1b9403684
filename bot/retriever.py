"""Voices: fetched into memory, measured, sealed, and only then on disk.

The sound is sealed as it came, under the context (study, participant, media, kind), and lies in the vault. Beside it,
under the kind `<kind>.beside`, lies the payload of `bot.committing` with "seconds" (of the Ogg itself), "size" in bytes
and "sha256" of the sound.
"""

import asyncio
import hashlib
import io
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mutagen.oggopus import OggOpus

from bot.boxes import FETCH
from bot.committing import BESIDE, payload
from bot.faults import Refused, TelegramFault
from bot.logs import note, warn
from bot.milestones import Milestone
from bot.office import Office
from bot.patience import pause
from bot.recipients import Recipients
from sealing.seal import Context, seal
from storage import fetches
from storage.errors import StorageError
from storage.rows import FetchRow, NewInbound, SealedRecord
from storage.vault import Vault
from study.inbound import Fetched, NotFetched

LEAST = 50.0  # bytes that a second of Opus takes at least: silence with DTX (RFC 6716, 2.1.9)
AT_ONCE = 2  # sounds in memory at the same time: the smallest server has 256 MB
LOOK_AGAIN = 5.0  # seconds
LONGEST_WAIT = 600.0  # seconds between two tries
GONE_AFTER = 3  # refusals: Telegram says 400 also where a file is "temporarily unavailable"


class Damaged(Exception):
    """The bytes are no Ogg Opus."""


@dataclass(frozen=True)
class Wanted:
    """A fetch row, opened."""

    row: FetchRow
    file: str
    kind: str
    content: dict[str, Any]
    prompt: str
    site: str
    at: datetime


def measured(sound: bytes) -> float:
    """Seconds of an Ogg Opus, never more than so many bytes can hold. Raises Damaged."""
    try:
        length = float(OggOpus(io.BytesIO(sound)).info.length)  # type: ignore[no-untyped-call,attr-defined]
    except Exception as fault:  # whatever a forged file makes of its reader, it is no sound
        raise Damaged from fault
    return min(max(length, 0.0), len(sound) / LEAST)


class Retriever:
    """Fetches what is due until it is stopped."""

    def __init__(self, office: Office, recipients: Recipients, study: str, vault: Vault) -> None:
        self._office = office
        self._recipients = recipients
        self._study = study
        self._vault = vault
        self._taken: set[str] = set()  # voices that a worker has in hand

    async def run(self) -> None:
        """Raises StopNeeded for a damaged database."""
        await asyncio.gather(*(self._work() for _ in range(AT_ONCE)))

    async def _work(self) -> None:
        """One voice after the other; a slow one holds up nobody but its own worker."""
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
            except Exception as fault:  # a mistake of ours about one voice must not hold up the others
                warn("voice-trouble", fault=type(fault).__name__)
                if row is not None:
                    await self._again(row, LONGEST_WAIT)
            finally:
                if row is not None:
                    self._taken.discard(row.media)
            troubles.over("retriever")
            bells.moved.set()
            if row is None:
                await bells.wait(bells.fetches, LOOK_AGAIN)

    async def _next(self) -> FetchRow | None:
        """The voice that waited longest and that no other worker has."""
        now = self._office.clock.now().timestamp()
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
            sound = await self._office.bells.unless_stopped(self._office.telegram.download(wanted.file))
        except Refused as fault:
            if fault.why == "large":
                await self._failed(row, "large")
            elif row.tries + 1 >= GONE_AFTER:
                await self._failed(row, "gone")
            else:
                await self._later(row, fault)
        except TelegramFault as fault:
            await self._later(row, fault)
        else:
            if sound is not None:
                self._office.passing(Milestone.DOWNLOADED)
                await self._keep(wanted, sound)

    async def _again(self, row: FetchRow, wait: float) -> None:
        await fetches.retry(self._office.database, row.media, self._office.clock.now().timestamp() + wait)

    def _opened(self, row: FetchRow) -> Wanted:
        body = self._office.boxes.open(FETCH, row.body, row.media)
        at = datetime.fromisoformat(body.pop("at"))
        return Wanted(row=row, at=at, **body)

    async def _keep(self, wanted: Wanted, sound: bytes) -> None:
        row = wanted.row
        try:
            seconds = await asyncio.to_thread(measured, sound)
        except Damaged:
            await self._failed(row, "damaged")
            return
        record, sealed = await asyncio.to_thread(self._sealed, wanted, sound, seconds)
        await asyncio.to_thread(self._vault.write, row.media, sealed)
        self._office.passing(Milestone.IN_VAULT)
        event = Fetched(row.media, seconds, len(sound))
        if not await fetches.finish(self._office.database, row.media, record, self._inbound(row, event)):
            await asyncio.to_thread(self._vault.remove, row.media)  # the person left while it was fetched
        self._office.bells.inbox.set()

    def _sealed(self, wanted: Wanted, sound: bytes, seconds: float) -> tuple[SealedRecord, bytes]:
        row, recipients = wanted.row, self._recipients.of(wanted.site)
        beside = payload(
            wanted.kind,
            wanted.at,
            wanted.prompt,
            wanted.content,
            seconds=seconds,
            size=len(sound),
            sha256=hashlib.sha256(sound).hexdigest(),
        )
        record = SealedRecord(
            id=row.media,
            participant=row.participant,
            kind=wanted.kind,
            prompt=wanted.prompt or None,
            at=wanted.at.timestamp(),
            draft=True,
            envelope=seal(
                beside, Context(self._study, row.participant, row.media, wanted.kind + BESIDE), recipients
            ),
            vault=True,
        )
        return record, seal(sound, Context(self._study, row.participant, row.media, wanted.kind), recipients)

    async def _failed(self, row: FetchRow, reason: str) -> None:
        note("voice-not-fetched", kind=reason)
        await fetches.finish(
            self._office.database, row.media, None, self._inbound(row, NotFetched(row.media, reason))
        )
        self._office.bells.inbox.set()

    async def _later(self, row: FetchRow, fault: TelegramFault) -> None:
        wait = max(pause(row.tries + 1, LONGEST_WAIT), getattr(fault, "retry_after", 0.0))
        note("voice-later", fault=type(fault).__name__, code=fault.code, seconds=wait)
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
