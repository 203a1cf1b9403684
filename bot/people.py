"""Whose inbox row it is: rows are opened, and each finds its person, or turns out to need no answer."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.boxes import INBOX, Boxes
from bot.reading import UnreadableUpdate, read
from storage import contacts, participants
from storage.database import Database
from storage.rows import InboxRow, StoredParticipant
from study.inbound import Blocked, Event, Grouped, Unblocked
from study.participant import Participant
from study.protocol import Protocol

FROM_TELEGRAM = "update"


@dataclass(frozen=True)
class Case:
    """One row that a handler must see. `stored` is None for somebody seen for the first time."""

    row: InboxRow
    event: Event
    chat: int | None
    suggested: str = ""
    lane: bytes = b""
    stored: StoredParticipant | None = None
    message: int | None = None  # what they sent, by its number in the chat
    sent_at: float | None = None

    @property
    def person(self) -> str:
        """What is the same in two rows of one person."""
        return self.stored.id if self.stored else self.lane.hex()

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.row.received_at, UTC)


@dataclass
class Sorted:
    """What became of a batch of rows: cases for handlers, ids that need nothing, rows that cannot be read."""

    cases: list[Case] = field(default_factory=list)
    idle: list[int] = field(default_factory=list)
    unreadable: list[tuple[int, str]] = field(default_factory=list)


class People:
    """Finds people by the keyed hash of their chat, or by the id a timer carries."""

    def __init__(self, database: Database, boxes: Boxes, protocol: Protocol, username: str) -> None:
        self._database = database
        self._boxes = boxes
        self._protocol = protocol
        self._username = username

    async def sort(self, rows: Sequence[InboxRow]) -> Sorted:
        """Opens `rows` and keeps the first of each person: what comes after it waits for its outcome."""
        found = Sorted()
        opened = []
        for row in rows:
            try:
                case = self._opened(row)
            except Exception as fault:  # reading is deterministic: what cannot be read now never can
                found.unreadable.append((row.id, type(fault).__name__))
                continue
            if case is None:
                found.idle.append(row.id)
            else:
                opened.append(case)
        met: set[str] = set()
        for case in await self._recognised(opened):
            if case.person in met:
                continue
            met.add(case.person)
            if _concerns_nobody(case):
                found.idle.append(case.row.id)
            else:
                found.cases.append(case)
        return found

    def _opened(self, row: InboxRow) -> Case | None:
        if row.kind != FROM_TELEGRAM:
            return Case(row, self._boxes.open_event(row.body, row.once), chat=None)
        if row.body is None:
            raise UnreadableUpdate
        reading = read(self._boxes.open(INBOX, row.body, row.once), self._username)
        if reading is None:
            return None
        lane, sent = self._boxes.lane(reading.chat), (reading.message, reading.sent_at)
        return Case(row, reading.event, reading.chat, reading.language, lane, None, *sent)

    async def _recognised(self, cases: list[Case]) -> list[Case]:
        lanes = [case.lane for case in cases if case.lane]
        by_lane = await participants.by_lookups(self._database, lanes) if lanes else {}
        named = [case.row.participant for case in cases if case.row.participant and not case.lane]
        by_id = await participants.by_ids(self._database, named) if named else {}
        chats = await contacts.of(self._database, named) if named else {}
        known = []
        for case in cases:
            if case.lane:
                known.append(replace(case, stored=by_lane.get(case.lane)))
                continue
            id = case.row.participant or ""
            chat = self._boxes.open_chat(chats[id], id) if id in chats else case.chat
            # A row of ours whose person is gone keeps a name of its own, so that it holds nobody up.
            lane = f"gone:{case.row.id}".encode()
            known.append(replace(case, stored=by_id.get(id), chat=chat, lane=lane))
        return known

    def participant(self, case: Case) -> Participant:
        """The person as they are on disk, or a new one."""
        if case.stored is not None:
            return self._boxes.open_state(case.stored.state, case.stored.id)
        return Participant.new(_new_id(case.row.seed), self._language(case.suggested), case.at)

    def language(self, case: Case) -> str:
        """Theirs, as it lies beside their state: that may be what cannot be opened."""
        return case.stored.language if case.stored else self._language(case.suggested)

    def _language(self, suggested: str) -> str:
        wanted = suggested.lower()
        languages = self._protocol.languages
        short = wanted.split("-")[0]
        return next((one for one in languages if one.lower() in (wanted, short)), languages[0])


def _concerns_nobody(case: Case) -> bool:
    """Timers and media of people who are gone, and strangers who block a bot they never spoke to."""
    if case.stored is not None or isinstance(case.event, Grouped):
        return False
    return case.row.kind != FROM_TELEGRAM or isinstance(case.event, Blocked | Unblocked)


def _new_id(seed: int) -> str:
    """Random, and the same when the row is processed again."""
    return hashlib.sha256(f"participant:{seed}".encode()).hexdigest()[:32]
