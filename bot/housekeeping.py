"""What is swept, forgotten and looked over while the service runs."""

import asyncio
import math
import secrets
import sqlite3
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from bot.clearing import WITHIN
from bot.faults import StopNeeded
from bot.logs import note, warn
from bot.milestones import Milestone
from bot.office import Office
from bot.troubles import Trouble, damaged
from storage import inbox, invitations, messages, outbox, receipts, tombstones
from storage.commit import Commit
from storage.erasing import take_away
from storage.integrity import is_whole
from storage.rows import NewInbound
from storage.tombstones import Marks, mark, marks_of, moment
from storage.vault import Vault
from study.inbound import Departed

KEPT = timedelta(days=7)  # how long the marks of updates and of sent words stay
PARKED = timedelta(days=30)  # how long what we could not understand is kept
LONGEST_LOG = 30  # seconds after which the log is cut although something is under way
REST = 20  # times as long as a rewriting took, nothing is rewritten: people come first, however many leave
DAY = 86_400.0


class Housekeeper:
    def __init__(self, office: Office, vault: Vault, data: Path) -> None:
        self._office = office
        self._vault = vault
        self._data = data
        self._waited = 0
        self._rests_until = -math.inf

    async def clear(self) -> None:
        """What commits have dropped is overwritten; the copies that the database leaves of it go soon, see `settle`."""
        office = self._office
        try:
            scrapped = await self._vault.scrap(office.database)
            office.passing(Milestone.SCRAPPED)
            await self._vault.forget(office.database, scrapped)
        except OSError as fault:  # tried again after the next removal, at the next start, and once a day
            warn("not-cleared", fault=type(fault).__name__)

    async def _leave_no_copies(self) -> None:
        """The file is written anew where something was erased, and once a day; the log, where copies are, is cut."""
        database, clock = self._office.database, self._office.clock
        began, now = clock.monotonic(), clock.now().timestamp()
        is_due = (
            abs(now - await database.rewritten_at(now)) >= DAY
        )  # so it is where a clock was put back, too
        if began < self._rests_until or not (is_due or await database.owes_rewriting()):
            await database.checkpoint()
            return
        try:
            whole = await database.rewrite(now)
        except sqlite3.OperationalError as fault:  # what is owed is on disk
            wait = self._office.troubles.meet("rewriting", fault, full=Trouble.NO_ROOM)
            self._rests_until = clock.monotonic() + wait
            return
        self._office.troubles.over("rewriting")
        if whole:
            self._rests_until = clock.monotonic() + REST * (clock.monotonic() - began)

    async def remember(self, done: Commit) -> None:
        """Who was erased, or left, the file beside the database knows too: another database may be put in this one's
        place."""
        await self._write_marks(marks_from(done))

    async def _write_marks(self, marks: Marks) -> None:
        try:
            await asyncio.to_thread(tombstones.add_to_file, self._data / tombstones.FILE, marks)
        except OSError as fault:  # at the next start, what the database knows is added
            warn("mark-not-written", fault=type(fault).__name__)

    async def leave_out(self) -> None:
        """At the start: whoever was erased, or left, and came back with an older database, goes again before anything
        is done. Raises StopNeeded where that cannot be known, sqlite3.Error."""
        database, place = self._office.database, self._data / tombstones.FILE
        try:
            marks = await asyncio.to_thread(tombstones.read_file, place)
        except OSError as fault:
            raise StopNeeded(
                f"{place} cannot be read ({fault.strerror}). It tells who was erased and must not come back. Make it "
                "readable for this account."
            ) from fault
        back = await take_away(database, marks)
        if back.anybody:
            note("taken-away-again", count=back.erased + back.said + len(back.left))
            await inbox.journal(database, [self._departed(one, at) for one, at in back.left])
            await self.clear()
        await self._write_marks(await marks_of(database.reader))

    def _departed(self, participant: str, at: float) -> NewInbound:
        """As if it had come when it did."""
        once = f"departed:{participant}:{at:.6f}"
        return NewInbound(
            once=once,
            kind="team",
            participant=participant,
            body=self._office.boxes.event(Departed(), once),
            seed=secrets.randbits(63),
            received_at=at,
            lane=participant.encode(),
        )

    async def settle(self, idle: bool) -> None:
        """Leaves no copies of what was deleted when nothing is under way, and now and then when something always is.
        Called each second; where somebody reads, the next second comes."""
        self._waited += 1
        database = self._office.database
        if (idle or self._waited >= LONGEST_LOG) and (database.log_owed or await database.owes_rewriting()):
            self._waited = 0
            await self._leave_no_copies()

    async def tidy(self) -> None:
        """Once a day, and at the start."""
        office = self._office
        now = office.clock.now()
        await inbox.forget_old(office.database, (now - KEPT).timestamp())
        await inbox.forget_parked(office.database, (now - PARKED).timestamp())
        await outbox.forget_old(office.database, (now - KEPT).timestamp())
        await receipts.forget_tries(office.database, now.timestamp())
        await invitations.forget_old(office.database, now.timestamp())
        await messages.forget_old(office.database, now.timestamp() - WITHIN, now.timestamp())
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


def marks_from(done: Commit) -> Marks:
    """What a commit is to be remembered by."""
    said = {moment(one, at) for kind, one, at in done.marked if kind == "said"}
    left = {moment(one, at) for kind, one, at in done.marked if kind == "left"}
    return Marks({mark(one) for one in done.forgotten}, said, left)
