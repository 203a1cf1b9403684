"""What must be true of the disk between any two things that happen: whoever left has nothing open, everything that lies
there lies within an agreement, and nothing is lost that nobody wished away."""

import asyncio
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from storage.auditing import evidence
from study.auditing import audit
from study.ledger import Head
from study.participant import Bond, Participant, Stage
from study.protocol import Protocol

OPEN = ("due", "delivered", "begun")
FOR_WHO_LEFT = frozenset({"cut", "forget"})
EDGE = 0.001  # seconds


@dataclass(frozen=True)
class Kept:
    """A record that counts."""

    id: str
    participant: str
    kind: str
    at: float
    sound: bool


class Disk:
    """One look at it."""

    def __init__(self, path: Path, vault: Path) -> None:
        rows = sqlite3.connect(path)
        try:
            found = rows.execute("SELECT id, participant, kind, at, draft, vault FROM records").fetchall()
            self.kept = {row[0]: Kept(*row[:4], bool(row[5])) for row in found if not row[4]}
            self.drafts = {(row[1], row[0]) for row in found if row[4]}
            self.sounds = {row[0] for row in found if row[5]}
            self.agreements = set(rows.execute("SELECT participant, voice FROM consents"))
            self.people = dict(rows.execute("SELECT id, withdrawn_at FROM participants"))
            self.timers = set(rows.execute("SELECT participant, kind FROM timers"))
            self.prompts = set(rows.execute("SELECT participant, wave, state FROM prompts"))
            self.fetches = {row[0] for row in rows.execute("SELECT participant FROM fetches")}
            [self.unsaid] = rows.execute("SELECT COUNT(*) FROM outbox WHERE state = 'pending'").fetchone()
            [self.leftovers] = rows.execute("SELECT COUNT(*) FROM leftovers").fetchone()
            self.failed = rows.execute(
                "SELECT kind, state, fault FROM inbox WHERE state = 'waiting' "
                "OR (tries > 0 AND fault <> 'UnreadableUpdate')"
            ).fetchall()
        finally:
            rows.close()
        self.vault = {one.name for one in vault.iterdir()}


class Fit:
    """Raises AssertionError."""

    def __init__(self, disk: Disk, everybody: Collection[Participant], protocol: Protocol) -> None:
        self.disk, self.everybody, self.protocol = disk, everybody, protocol

    def check(self) -> None:
        disk = self.disk
        assert not disk.failed, disk.failed
        assert not disk.unsaid, "words that wait for nothing"
        assert not disk.leftovers
        assert disk.vault == disk.sounds, "sounds that no record knows, or that are lost"
        assert {one.participant for one in disk.kept.values()} <= disk.people.keys()
        for person in self.everybody:
            agreed = {record for whose, record in disk.agreements if whose == person.id}
            assert bool(agreed) == bool(person.code), "a code is given with an agreement"
            if person.stage is Stage.ENROLLED:
                assert any(record in disk.kept for record in agreed), "agreed, and nothing is there of it"
            else:
                self._not_asked(person)
            if person.stage is Stage.WITHDRAWN:
                self._left(person)
            self._together(person)
            if "home" not in person.scopes or person.renewing is not None:
                self._no_prompts(person, {"home"})

    def _together(self, person: Participant) -> None:
        """Both say so, or neither."""
        joint = person.together
        if joint is not None and joint.bond is Bond.AGREED:
            other = next((one for one in self.everybody if one.id == joint.id), None)
            assert other is not None, "together with somebody who is not here"
            theirs = other.together
            assert theirs is not None, "together with somebody who is not"
            assert (theirs.id, theirs.bond) == (person.id, Bond.AGREED)

    def _not_asked(self, person: Participant) -> None:
        """Nothing of the study comes to somebody who is not taking part now."""
        self._no_prompts(person, {wave.id for wave in self.protocol.schedule.waves})

    def _left(self, person: Participant) -> None:
        disk, left_at = self.disk, self.disk.people[person.id]
        assert left_at is not None
        theirs = {kind for whose, kind in disk.timers if whose == person.id}
        assert theirs <= FOR_WHO_LEFT, f"timers of somebody who left: {theirs}"
        assert person.id not in disk.fetches, "a voice is still fetched of somebody who left"
        assert person.id not in {whose for whose, _ in disk.drafts}, (
            "something undecided of somebody who left"
        )
        later = [
            one for one in disk.kept.values() if one.participant == person.id and one.at > left_at + EDGE
        ]
        assert not later, f"kept after they left: {later}"

    def _no_prompts(self, person: Participant, waves: Collection[str]) -> None:
        theirs = {(wave, state) for whose, wave, state in self.disk.prompts if whose == person.id}
        coming = [one for one in theirs if one[0] in waves and one[1] in OPEN]
        assert not coming, f"{person.stands} and {coming}"
        timed = {kind for whose, kind in self.disk.timers if whose == person.id}
        assert len(waves) == 1 or not timed & {"prompt", "again", "remind"}, f"{person.stands} and {timed}"


async def audited(path: Path, vault: Path, protocol: Protocol, seen: Head | None) -> Head:
    """The audit of consent holds, and the ledger goes on from where it was `seen`."""
    found = audit(await evidence(path, vault, protocol.id), protocol, seen)
    faults = [fault.sentence for check in found.checks for fault in check.faults]
    assert not faults, faults
    return found.head


def audited_now(path: Path, vault: Path, protocol: Protocol) -> Head:
    """Of a folder in which nothing runs."""
    return asyncio.run(audited(path, vault, protocol, None))
