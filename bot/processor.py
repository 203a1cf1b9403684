"""Inbox rows become outcomes, outcomes become one transaction.

A batch holds one row of each person, so what a person said first is answered first, an outcome never meets a
participant that another outcome of the same batch has changed, and one who writes a lot holds nobody up.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot import unopened
from bot.committing import Committer, Happened, merge
from bot.facts import Finder
from bot.housekeeping import Housekeeper
from bot.logs import note, warn
from bot.milestones import Milestone
from bot.office import Office
from bot.patience import pause
from bot.people import FROM_TELEGRAM, Case, People
from storage import commit as storage_commit
from storage import inbox, numbers
from storage.commit import Commit
from storage.errors import StorageError
from study.inbound import Event, Facts, Grouped, Inbound
from study.outcome import Outcome
from study.participant import Participant
from study.protocol import Protocol
from study.saying import Utterance

BATCH = 64
MOST_TRIES = 5

Respond = Callable[[Participant, Inbound, Protocol, Facts], Outcome]
Sorry = Callable[[Participant | None, Event, Protocol], Utterance]


@dataclass(frozen=True)
class House:
    """What the processor works with."""

    protocol: Protocol
    people: People
    committer: Committer
    respond: Respond
    understand: Callable[[Event], Event]  # marks texts that are keys of the bot
    sorry: Sorry  # to somebody whose message we could not deal with
    finder: Finder


class Processor:
    """Takes rows as they come, until it is stopped."""

    def __init__(self, house: House, office: Office, housekeeper: Housekeeper) -> None:
        self._house = house
        self._office = office
        self._housekeeper = housekeeper
        self.busy = False

    async def run(self) -> None:
        """Raises StopNeeded for a damaged database."""
        bells, troubles = self._office.bells, self._office.troubles
        while not bells.stop.is_set():
            bells.inbox.clear()
            self.busy = True
            try:
                worked = await self.turn()
            except (sqlite3.DatabaseError, StorageError, OSError) as fault:
                # Locked, or no room on the disk: nothing was committed, so nothing is lost by waiting.
                self.busy = False
                await bells.sleep(troubles.meet("processor", fault))
                continue
            troubles.over("processor")
            self.busy = False
            bells.moved.set()
            if not worked:
                await bells.wait(bells.inbox)

    async def turn(self) -> bool:
        """Processes one batch. False when nothing waited."""
        async with self._office.gate.shared():
            return await self._turned()

    async def _turned(self) -> bool:
        rows = await inbox.waiting(self._office.database, BATCH, self._office.clock.now().timestamp())
        if not rows:
            return False
        found = await self._house.people.sort(rows)
        batch = Commit(done=list(found.idle), parked=list(found.unreadable))
        for _, fault in found.unreadable:
            warn("parked", kind="unreadable", fault=fault)
        numbered = await self._next_numbers()
        for case in found.cases:
            facts = await self._house.finder.of(case, numbered)
            merge(batch, self._decided(case, numbered, facts))
            await asyncio.sleep(0)  # words of the batch before go out meanwhile
        try:
            await self._commit(batch)
        except (sqlite3.IntegrityError, sqlite3.DataError) as fault:
            warn("batch-broken", fault=type(fault).__name__, count=len(found.cases))
            await self._one_by_one(found.cases, Commit(done=list(found.idle), parked=list(found.unreadable)))
        return True

    async def _one_by_one(self, cases: list[Case], rest: Commit) -> None:
        """A row that breaks a constraint must not hold up the others; each is decided again on fresh facts."""
        await self._commit(rest)
        for case in cases:
            try:
                numbered = await self._next_numbers()
                facts = await self._house.finder.of(case, numbered)
                await self._commit(self._decided(case, numbered, facts))
            except (sqlite3.IntegrityError, sqlite3.DataError) as fault:
                await self._commit(self._failed(case, fault))

    def _decided(self, case: Case, numbered: dict[str, int], facts: Facts) -> Commit:
        """Everything one row makes true, or the note that it failed."""
        try:
            return self._part(case, numbered, facts, self._house.people.participant(case))
        except Exception as fault:
            return self._left(case, numbered, facts, fault) or self._failed(case, fault)

    def _left(self, case: Case, numbered: dict[str, int], facts: Facts, fault: Exception) -> Commit | None:
        """Whoever wants to leave can, whatever is wrong with what we hold of them. None for anything else, and where
        that fails too."""
        if case.stored is None or not unopened.leaves(self._house.understand(case.event)):
            return None
        try:
            part = self._part(case, numbered, facts, unopened.stand_in(case.stored))
        except Exception:
            return None
        part.undecided.append(case.stored.id)
        note("left-unopened", kind=type(case.event).__name__, fault=type(fault).__name__)
        return part

    def _part(self, case: Case, numbered: dict[str, int], facts: Facts, before: Participant) -> Commit:
        part = Commit(done=[case.row.id])
        self._house.committer.add(part, self._happened(case, facts, before), numbered)
        return part

    def _happened(self, case: Case, facts: Facts, before: Participant) -> Happened:
        house = self._house
        event = house.understand(case.event)
        self._office.passing(Milestone.DECIDING)
        inbound = Inbound(case.at, case.row.seed, event, case.suggested)
        outcome = house.respond(before, inbound, house.protocol, facts)
        if isinstance(event, Grouped):  # nothing is ever kept of a chat that is not one person's
            outcome = replace(outcome, participant=None, effects=())
        return Happened(
            at=case.at,
            before=before if case.stored else None,
            stored=case.stored,
            chat=case.chat,
            language=before.language,
            outcome=outcome,
            message=case.message,
            sent_at=case.sent_at,
        )

    async def _next_numbers(self) -> dict[str, int]:
        last = await numbers.last(self._office.database)
        return {site.id: last.get(site.id, 0) + 1 for site in self._house.protocol.sites}

    async def _commit(self, batch: Commit) -> None:
        await storage_commit.apply(self._office.database, batch)
        self._office.passing(Milestone.COMMITTED)
        if batch.words or batch.cleared:
            self._office.bells.outbox.set()
        if batch.fetches:
            self._office.bells.fetches.set()
        if batch.timers:
            self._office.bells.timers.set()
        if batch.cut:
            note("contacts-cut", count=len(batch.cut))
        if batch.forgotten or batch.marked:
            await self._housekeeper.remember(batch)
        if batch.discarded or batch.forgotten or batch.cut or batch.unsaid or batch.undecided:
            await self._housekeeper.clear()

    def _failed(self, case: Case, fault: Exception) -> Commit:
        """Tried again a little later; put aside after too many tries, and the person is told."""
        name = type(fault).__name__
        failed = Commit(owned=[(case.row.id, case.stored.id)] if case.stored else [])
        if case.stored is not None and case.message is not None:
            at = min(case.row.received_at, case.sent_at or case.row.received_at)
            failed.messages.append(self._house.committer.chats.of_failed(case.stored.id, case.message, at))
        if case.row.tries + 1 < MOST_TRIES:
            note("handler-failed", kind=type(case.event).__name__, fault=name)
            later = self._office.clock.now().timestamp() + pause(case.row.tries + 1)
            failed.retried.append((case.row.id, name, later))
            return failed
        warn("parked", kind=type(case.event).__name__, fault=name)
        failed.parked.append((case.row.id, name))
        if case.chat is not None and case.row.kind == FROM_TELEGRAM:
            words = self._house.sorry(self._opened(case), case.event, self._house.protocol)
            self._house.committer.say(failed, words, case.chat, self._house.people.language(case), case.at)
        return failed

    def _opened(self, case: Case) -> Participant | None:
        """None where what lies on disk of them cannot be opened: that may be what went wrong."""
        try:
            return self._house.people.participant(case)
        except Exception:
            return None
