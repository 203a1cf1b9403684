"""One story: what is told of it from step to step, and what must be true after each."""

import asyncio
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from everything import Everything, named, people
from fitting import Disk, Fit, Kept, audited
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from servant import Dice
from town import Copy, Line, Someone, Town

from study.ledger import Head
from study.participant import Participant, Stage

ANI, LEVAN, NINO = CHATS = (4_711, 4_712, 4_713)
WHO = st.sampled_from((ANI, ANI, ANI, LEVAN, LEVAN, NINO))
GIVES = st.tuples(st.booleans(), st.booleans())
PASSING = st.one_of(
    st.integers(1, 90).map(lambda n: timedelta(minutes=n)),
    st.integers(2, 30).map(lambda n: timedelta(hours=n)),
    st.sampled_from([timedelta(days=n) for n in (2, 4, 31)]),
)
FRESH = timedelta(hours=47)  # messages that can still be deleted for a while


@dataclass(frozen=True)
class Begun:
    """Ani and Levan have agreed and told something, a backup was made, and the service has been closed. All of it is
    copied for each story."""

    folder: Path
    at: datetime
    updates: int
    phones: dict[int, Someone]
    copies: tuple[Copy, ...]


class Story(RuleBasedStateMachine):
    begun: Begun
    dice: dict[str, Dice]
    line: Line

    def room(self) -> Path:
        """A new folder."""
        raise NotImplementedError

    @initialize(chance=st.integers(0, 3), clear=st.sampled_from(("at-once", "1d", "never")))
    def begin(self, chance: int, clear: str) -> None:
        like, self.folder = self.begun, self.room()
        shutil.copytree(like.folder, self.folder, dirs_exist_ok=True)
        for name, one in self.dice.items():
            one.seed(f"{chance} {name}")
        self.runner, self.told = asyncio.Runner(), 0
        self.town = town = Town(self.folder / "study.yaml", self.folder / "data", like.at, self.line, CHATS)
        town.clear, town.updates = clear, like.updates
        for chat, phone in like.phones.items():
            town.phones[chat].takes_after(phone)
        self.everything = Everything(town.path, town.vault)
        self.here: dict[str, str] = {}  # who was there after the last step, by inner id
        self.in_chat: dict[int, str] = {}  # and in which chat
        self.codes: dict[str, str] = {}  # by inner id
        self.kept: dict[str, Kept] = {}  # records
        self.erased: set[str] = set()  # inner ids
        self.left: set[str] = set()
        self.strangers: set[int] = set()  # chats of whom nothing is known, with what waits to be understood
        self.copies = [*like.copies]
        self.head: Head | None = None
        self.cuts = self.changes = 0
        self._nothing_yet()
        self.run(town.open())
        self.heard = {chat: len(phone.heard) for chat, phone in town.phones.items()}

    def _nothing_yet(self) -> None:
        """What this step may do besides: who acts may be answered; somebody may go, and what they said."""
        self.acted: set[int] = set()
        self.going: set[str] = set()
        self.losing: set[str] = set()
        self.restored = False

    # what the rules are made of

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    def does(self, chat: int, update: dict[str, Any]) -> None:
        self.acted.add(chat)
        self.run(self.town.does(update))

    def writes(self, chat: int, text: str) -> None:
        self.does(chat, self.town.phones[chat].writes(text))

    def tells(self, chat: int) -> str:
        self.told += 1
        return self.town.phones[chat].tells(self.told)

    def person(self, chat: int) -> Participant | None:
        found: Participant | None = self.run(self.town.person_in(chat))
        return found

    def may_be_forgotten(self, chat: int) -> None:
        """Whoever has not agreed yet is, at once."""
        person = self.person(chat)
        if person is not None and not person.code:
            self.going.add(person.id)

    def erases(self, whose: str, only_said: bool = False) -> None:
        """In this step."""
        self.losing.add(whose)
        if only_said:
            self.everything.erased_said(whose)
        else:
            self.going.add(whose)
            self.erased.add(whose)

    def takes_part(self, person: Participant) -> bool:
        return person.stage in (Stage.ENROLLED, Stage.FINISHED) or person.renewing is not None

    def fresh(self, chat: int) -> set[int]:
        """Messages in the chat that can be deleted, and that the bot knows of."""
        phone = self.town.phones[chat]
        recent = {id for id, at in phone.stands.items() if self.town.now - at < FRESH}
        return {id for id in recent if phone.known_since is not None and id > phone.known_since}

    # what must be true

    @invariant()
    def all_fits(self) -> None:
        if not hasattr(self, "heard"):
            return
        town = self.town
        disk, everybody = Disk(town.path, town.vault), self.run(town.everybody())
        Fit(disk, everybody, town.protocol).check()
        seen = None if self.restored else self.head
        self.head = self.run(audited(town.path, town.vault, town.protocol, seen))
        self._nobody_is_lost(disk)
        self._who_left_has_left(everybody)
        self.nobody_is_written_to()
        self.everything.look([town.boxes.lane(chat) for chat in self.strangers])
        self._nobody_comes_back(everybody)
        self._on(disk, everybody)

    def _on(self, disk: Disk, everybody: list[Participant]) -> None:
        """To the next step."""
        self.kept = disk.kept
        self.codes |= {one.id: one.code for one in everybody if one.code}
        self.here = people(self.town.path)
        for chat, phone in self.town.phones.items():
            now = found.id if (found := self.person(chat)) is not None else ""
            if now != self.in_chat.get(chat, ""):
                phone.known_since = phone.last_seen if now and not self.restored else None
            elif self.restored:
                phone.known_since = None
            self.in_chat[chat] = now
            phone.last_seen = max(phone.stands, default=0)
        self._nothing_yet()

    def _nobody_is_lost(self, disk: Disk) -> None:
        """And nothing that was kept."""
        now = people(self.town.path)
        gone = {one for one in self.here if one not in now}
        if not self.restored:
            agreed = {one for one in gone if one in self.codes}
            assert agreed <= self.going, "somebody is gone who took part"
            lost = [one for id, one in self.kept.items() if id not in disk.kept]
            old = self.town.now.timestamp() - timedelta(days=25).total_seconds()
            assert all(one.participant in self.losing or (one.sound and one.at <= old) for one in lost), (
                "lost"
            )
            self.erased |= gone
        assert not self.erased & now.keys(), "somebody is here who was erased"
        for one in gone & self.erased:
            self.everything.erased(one)

    def _who_left_has_left(self, everybody: list[Participant]) -> None:
        """Whatever copy is brought back."""
        back = {one.id for one in everybody if self.takes_part(one)}
        assert not self.restored or not back & self.left, "takes part again, and had left"
        left = {one.id for one in everybody if one.stage is Stage.WITHDRAWN}
        self.left = (self.left if self.restored else self.left - back) | left

    def nobody_is_written_to(self) -> None:
        """Whoever is not taking part hears nothing unless they have just done something."""
        for chat, phone in self.town.phones.items():
            person, new = self.person(chat), phone.heard[self.heard[chat] :]
            self.heard[chat] = len(phone.heard)
            if person is None or person.stage is Stage.WITHDRAWN:
                assert not new or chat in self.acted, f"written to, and not here: {new}"
                assert not any(one.call for one in new), f"called, and not here: {new}"

    def _nobody_comes_back(self, everybody: list[Participant]) -> None:
        """Of who was erased there is nothing: in no table, in no file, in nobody's conversation."""
        known = " ".join(map(repr, everybody))
        assert not any(one in known for one in self.erased), "somebody who was erased is known to another"
        assert not list(named(self.town.path, self.erased))
        if self.going or self.losing or self.restored:
            assert not list(self.everything.still_in(self.town.data))
            self._no_code_is_left(everybody)

    def _no_code_is_left(self, everybody: list[Participant]) -> None:
        """Of who was erased. (With a count that was restored, it may be somebody else's.)"""
        codes = {self.codes[one] for one in self.erased if one in self.codes}
        codes -= {one.code for one in everybody}
        for path in self.town.data.rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            assert not [code for code in codes if code.encode() in content], (
                f"{path.name} names who was erased"
            )

    def _nothing_in_the_clear(self) -> None:
        said = [one for phone in self.town.phones.values() for one in phone.said]
        for path in self.folder.rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            assert not any(one in content for one in said), path.name

    def teardown(self) -> None:
        if hasattr(self, "heard"):
            self.run(self.town.close())
            self._nothing_in_the_clear()
            self.runner.close()
            shutil.rmtree(self.folder)
