"""A study and a data folder as they are after months: everybody enrolled, a questionnaire open on each screen."""

import asyncio
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.api import FIRST_CHAT
from bot.boxes import Boxes
from bot.opening import DATABASE, operator_key
from sealing.secret import Work, create_key_pair
from storage import commit
from storage.commit import Commit
from storage.database import Database
from storage.rows import Contact, StoredParticipant, TimerRow
from study.participant import Asking, Participant, Sitting, Stage
from study.protocol import Protocol
from study.reading import read_protocol

QUESTIONS = 100
CHUNK = 1000
PASSPHRASE = "for measuring only"

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


def lay_out(folder: Path) -> Protocol:
    """The study file and its keys; the secret halves lie in `folder`/laptop."""
    server, laptop = folder / "server", folder / "laptop"
    server.mkdir(parents=True)
    laptop.mkdir()
    for name in ("core", "escrow"):
        public, secret = create_key_pair(name, PASSPHRASE, Work(memory=64, passes=1, lanes=1))
        (server / f"{name}.pub").write_text(public)
        (laptop / f"{name}.key").write_text(secret)
    asked = "\n".join(
        f"    - {{id: q{n}, ask: How was your day? ({n}), type: scale, from: 0, to: 10}}"
        for n in range(QUESTIONS)
    )
    study = server / "study.yaml"
    study.write_text(STUDY.format(questions=asked))
    return read_protocol(study)


async def people(protocol: Protocol, data: Path, number: int, timers: int = 0) -> None:
    """`number` enrolled participants, their first question asked, and `timers` timers a month from now."""
    data.mkdir(parents=True, exist_ok=True)
    boxes = Boxes(operator_key(protocol.folder / "operator.key", data))
    database = await Database.open(data / DATABASE)
    try:
        await database.belongs_to(protocol.id)
        for start in range(0, number, CHUNK):
            batch = Commit()
            for n in range(start, min(start + CHUNK, number)):
                _add(batch, boxes, n)
            batch.numbers.append(("AM", min(start + CHUNK, number)))
            await commit.apply(database, batch)
        await _add_timers(database, number, timers)
    finally:
        await database.close()


def person_id(n: int) -> str:
    return f"{n:032x}"


def _add(batch: Commit, boxes: Boxes, n: int) -> None:
    now, chat = datetime.now(UTC), FIRST_CHAT + n
    asking = Asking(token=secrets.token_hex(4), question="q0", asked_at=now)
    sitting = Sitting(
        "evening", now, asking, prompt=f"{n:031x}p", wave="daily", expires_at=now + timedelta(days=1)
    )
    participant = Participant(
        id=person_id(n),
        stage=Stage.ENROLLED,
        language="en",
        arrived_at=now,
        source="",
        site="AM",
        code=f"AM-{n + 1:02}",
        anchors={"consent": now, "enrolled": now},
        consent_version="1.0",
        scopes=frozenset({"diary"}),
        sitting=sitting,
    )
    at = now.timestamp()
    batch.participants.append(
        StoredParticipant(
            participant.id,
            participant.code,
            "AM",
            None,
            "en",
            "enrolled",
            False,
            at,
            at,
            None,
            boxes.state(participant),
        )
    )
    batch.contacts.append(Contact(participant.id, boxes.lane(chat), boxes.chat(chat, participant.id)))


async def _add_timers(database: Database, people: int, timers: int) -> None:
    due = datetime.now(UTC).timestamp() + 30 * 86_400
    for start in range(0, timers, 20 * CHUNK):
        rows = [
            TimerRow(
                f"{person_id(n % people)}:prompt:{n}", person_id(n % people), "prompt", str(n), due + n, "{}"
            )
            for n in range(start, min(start + 20 * CHUNK, timers))
        ]
        await commit.apply(database, Commit(timers=rows))


def prepare(folder: Path, number: int, timers: int = 0) -> Protocol:
    """All of it. Returns the protocol; the data lie in `folder`/server/data."""
    protocol = lay_out(folder)
    asyncio.run(people(protocol, folder / "server" / "data", number, timers))
    return protocol
