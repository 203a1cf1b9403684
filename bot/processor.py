"""Inbox rows become outcomes, outcomes become one transaction.

A batch holds one row of each person, so what a person said first is answered first, an outcome never meets a
participant that another outcome of the same batch has changed, and one who writes a lot holds nobody up.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.committing import Committer, Happened, merge
from bot.housekeeping import Housekeeper
from bot.logs import note, warn
from bot.milestones import Milestone
from bot.office import Office
from bot.patience import pause
from bot.people import FROM_TELEGRAM, Case, People
from storage import commit as storage_commit
from storage import holding as storage_holding
from storage import inbox, numbers
from storage.commit import Commit
from storage.errors import StorageError
from study.inbound import Command, Event, Facts, Grouped, Holding, Inbound
from study.outcome import Outcome, Utterance
from study.participant import Participant
from study.protocol import Protocol

BATCH = 64
MOST_TRIES = 5

Respond = Callable[[Participant, Inbound, Protocol, Facts], Outcome]


@dataclass(frozen=True)
class House:
    """What the processor works with."""

    protocol: Protocol
    people: People
    committer: Committer
    respond: Respond
    understand: Callable[[Event], Event]  # marks texts that are keys of the bot
    sorry: Utterance  # to somebody whose message we could not deal with
    notice: dict[str, str]  # what Telegram can see, by language: part of the consent text


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
        rows = await inbox.waiting(self._office.database, BATCH, self._office.clock.now().timestamp())
        if not rows:
            return False
        found = await self._house.people.sort(rows)
        batch = Commit(done=list(found.idle), parked=list(found.unreadable))
        for _, fault in found.unreadable:
            warn("parked", kind="unreadable", fault=fault)
        numbered = await self._next_numbers()
        for case in found.cases:
            merge(batch, self._decided(case, numbered, await self._holding(case)))
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
                numbered, holding = await self._next_numbers(), await self._holding(case)
                await self._commit(self._decided(case, numbered, holding))
            except (sqlite3.IntegrityError, sqlite3.DataError) as fault:
                await self._commit(self._failed(case, fault))

    def _decided(self, case: Case, numbered: dict[str, int], holding: Holding | None) -> Commit:
        """Everything one row makes true, or the note that it failed."""
        part = Commit(done=[case.row.id])
        try:
            happened = self._happened(case, numbered, holding)
            self._house.committer.add(part, happened, numbered)
        except Exception as fault:
            return self._failed(case, fault)
        return part

    def _happened(self, case: Case, numbered: dict[str, int], holding: Holding | None) -> Happened:
        house = self._house
        before = house.people.participant(case)
        event = house.understand(case.event)
        self._office.passing(Milestone.DECIDING)
        inbound = Inbound(case.at, case.row.seed, event, case.suggested)
        facts = Facts(dict(numbered), house.notice, holding)
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
        )

    async def _holding(self, case: Case) -> Holding | None:
        """What is held of them, where they ask for it."""
        asked = isinstance(case.event, Command) and case.event.name == "status"
        if case.stored is None or not asked:
            return None
        return await storage_holding.of(self._office.database, case.stored.id)

    async def _next_numbers(self) -> dict[str, int]:
        last = await numbers.last(self._office.database)
        return {site.id: last.get(site.id, 0) + 1 for site in self._house.protocol.sites}

    async def _commit(self, batch: Commit) -> None:
        await storage_commit.apply(self._office.database, batch)
        self._office.passing(Milestone.COMMITTED)
        if batch.words:
            self._office.bells.outbox.set()
        if batch.fetches:
            self._office.bells.fetches.set()
        if batch.timers:
            self._office.bells.timers.set()
        if batch.discarded or batch.forgotten or batch.cut:
            await self._housekeeper.clear()

    def _failed(self, case: Case, fault: Exception) -> Commit:
        """Tried again a little later; put aside after too many tries, and the person is told."""
        name = type(fault).__name__
        failed = Commit(owned=[(case.row.id, case.stored.id)] if case.stored else [])
        if case.row.tries + 1 < MOST_TRIES:
            note("handler-failed", kind=type(case.event).__name__, fault=name)
            later = self._office.clock.now().timestamp() + pause(case.row.tries + 1)
            failed.retried.append((case.row.id, name, later))
            return failed
        warn("parked", kind=type(case.event).__name__, fault=name)
        failed.parked.append((case.row.id, name))
        if case.chat is not None and case.row.kind == FROM_TELEGRAM:
            self._house.committer.say(
                failed, self._house.sorry, case.chat, self._house.people.language(case), case.at
            )
        return failed
