"""A study and a data folder in which people take part already: everybody enrolled, with a contact and a prompt,
and what a measurement needs besides: questions open on the screen, timers far away or about to fall due,
answers."""

import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.updates import FIRST_CHAT
from bot.boxes import Boxes
from bot.consent_versions import META, mark_of
from bot.opening import DATABASE, operator_key
from bot.sealed_rows import payload
from sealing.keys import load_public_key
from sealing.operator import OperatorKey
from sealing.seal import Context, seal
from sealing.secret import Work, create_key_pair
from storage import commit
from storage.commit import Commit
from storage.database import Database
from storage.rows import Contact, PlannedPrompt, SealedRecord, StoredParticipant, TimerRow
from study.participant import Asking, Participant, Sitting, Stage
from study.protocol import Protocol
from study.reading import read_protocol

QUESTIONS = 100
PASSPHRASE = "for measuring only"
KEYS = ("core", "escrow")
PEOPLE_AT_ONCE, TIMERS_AT_ONCE = 1_000, 50_000  # rows in a transaction
SCATTER = 7_919  # a prime
FAR = 30 * 86_400  # seconds until timers that only wait

STUDY = """\
study: bench
title: Road and home
languages: en
team: {{name: Research group, contact: fieldwork@example.org}}
approvals: [{{body: Ethics commission, reference: "1", granted: 2023-01-01}}]
keys: {{core: core.pub, escrow: escrow.pub}}
sites:
  AM: {{name: Armenia, timezone: Asia/Yerevan}}
consent: {{version: "1.0", information: About., statement: I agree.}}
questionnaires:
  evening:
{questions}
schedule:
  waves:
    - {{id: daily, ask: evening, every: 1d, at: "19:00", times: 300, expires: 12h}}
"""


@dataclass(frozen=True)
class Seed:
    """A data folder being filled."""

    protocol: Protocol
    database: Database
    boxes: Boxes

    async def people(self, number: int, asked: bool = True) -> None:
        """Enrolled participants, their chats from FIRST_CHAT on; with `asked`, the first question of a hundred is open
        on the screen of each."""
        for batch in _in_batches(number, PEOPLE_AT_ONCE):
            rows = Commit(numbers=[("AM", batch.stop)])
            for n in batch:
                self._add(rows, n, asked)
            await commit.apply(self.database, rows)

    def _add(self, rows: Commit, n: int, asked: bool) -> None:
        now, chat = datetime.now(UTC), FIRST_CHAT + n
        at, tomorrow = now.timestamp(), now + timedelta(days=1)
        asking = Asking(secrets.token_hex(4), "q0", now)
        person = Participant(
            id=person_id(n),
            stage=Stage.ENROLLED,
            language="en",
            arrived_at=now,
            site="AM",
            code=f"AM-{n + 1:02}",
            anchors={"consent": now, "enrolled": now},
            consent_version="1.0",
            scopes=frozenset({"diary"}),
            sitting=Sitting("evening", now, asking, prompt_id(n), "daily", tomorrow) if asked else None,
        )
        state = self.boxes.state(person)
        rows.participants.append(
            StoredParticipant(
                person.id, person.code, "AM", None, "en", "enrolled", False, at, at, None, state
            )
        )
        rows.contacts.append(Contact(person.id, self.boxes.lane(chat), self.boxes.chat(chat, person.id)))
        rows.prompts_planned.append(
            PlannedPrompt(prompt_id(n), person.id, "daily", "evening", 0, 1, at, tomorrow.timestamp())
        )

    async def pending(self, timers: int, people: int) -> None:
        """Timers of the first `people`, as many of each, scattered over the seconds from a month on."""
        month = datetime.now(UTC).timestamp() + FAR
        for batch in _in_batches(timers, TIMERS_AT_ONCE):
            at = [month + n * SCATTER % timers for n in batch]
            rows = [
                _timer(n * people // timers, f"{n:032x}", due, due + 3600)
                for n, due in zip(batch, at, strict=True)
            ]
            await commit.apply(self.database, Commit(timers=rows))

    async def due(self, people: int, first: int, each_second: int) -> None:
        """The prompts of the first `people` fall due from the Unix time `first` on, some `each_second`. They lie on
        whole seconds, as all prompts that `study.schedule` plans."""
        rows = [_timer(n, prompt_id(n), first + n // each_second, first + 43_200) for n in range(people)]
        await commit.apply(self.database, Commit(timers=rows))

    async def answers(self, people: int, each: int) -> None:
        """Sealed answers: so many of `each` of the first `people`."""
        recipients = [load_public_key(self.protocol.folder / f"{name}.pub") for name in KEYS]
        now = datetime.now(UTC)
        for n in range(people):
            rows = Commit()
            for number in range(each):
                said = {"question": f"q{number}", "questionnaire": "evening", "wave": "daily"}
                plain = payload("answer", now, prompt_id(n), {**said, "type": "scale", "value": number % 11})
                record, person = os.urandom(16).hex(), person_id(n)
                envelope = seal(plain, Context(self.protocol.id, person, record, "answer"), recipients)
                rows.records.append(
                    SealedRecord(
                        record, person, "answer", prompt_id(n), now.timestamp(), False, envelope, False
                    )
                )
            await commit.apply(self.database, rows)


def person_id(n: int) -> str:
    return f"{n:032x}"


def prompt_id(n: int) -> str:
    return f"{n:031x}p"


def _timer(person: int, prompt: str, due: float, expires: float) -> TimerRow:
    ends = datetime.fromtimestamp(expires, UTC).isoformat()
    body = f'{{"wave": "daily", "questionnaire": "evening", "expires_at": "{ends}"}}'
    return TimerRow(f"{person_id(person)}:prompt:{prompt}", person_id(person), "prompt", prompt, due, body)


def _in_batches(number: int, size: int) -> Iterator[range]:
    for start in range(0, number, size):
        yield range(start, min(start + size, number))


def lay_out(folder: Path) -> None:
    """The study file and its keys in `folder`/server; the secret halves lie in `folder`/laptop."""
    server, laptop = folder / "server", folder / "laptop"
    (server / "data").mkdir(parents=True)
    laptop.mkdir()
    for name in KEYS:
        public, secret = create_key_pair(name, PASSPHRASE, Work(memory=64, passes=1, lanes=1))
        (server / f"{name}.pub").write_text(public)
        (laptop / f"{name}.key").write_text(secret)
    OperatorKey.create(server / "operator.key")
    asked = "\n".join(
        f"    - {{id: q{n}, ask: How was your day? ({n}), type: scale, from: 0, to: 10}}"
        for n in range(QUESTIONS)
    )
    (server / "study.yaml").write_text(STUDY.format(questions=asked))


@asynccontextmanager
async def seeding(folder: Path) -> AsyncIterator[Seed]:
    """Fills `folder`/server/data, where `lay_out` has been."""
    protocol, data = read_protocol(folder / "server" / "study.yaml"), folder / "server" / "data"
    boxes = Boxes(operator_key(protocol.folder / "operator.key", data))
    database = await Database.open(data / DATABASE)
    try:
        await database.belongs_to(protocol.id)
        await database.set_setting(META, mark_of(protocol))  # everybody has been told of the consent long ago
        yield Seed(protocol, database, boxes)
    finally:
        await database.close()
