"""Rows to try the storage with, and a plain look at what is on disk."""

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

from storage import commit as committing
from storage import inbox, outbox, wordings
from storage.commit import Commit
from storage.database import Database
from storage.outbox import Ends
from storage.rows import (
    Boxed,
    ConsentRow,
    Contact,
    FetchRow,
    NewFetch,
    NewInbound,
    NewWord,
    PlannedPrompt,
    ScopeChangeRow,
    SealedRecord,
    StayRow,
    StoredParticipant,
    TallyStep,
    TimerRow,
)
from study.wordings import Plan, Wording

ANI, LEVAN = "a1" * 16, "b2" * 16
RECORD, SOUND = "c3" * 16, "d4" * 16
NOW = 1_710_000_000.0
DAY = 86_400.0

PROMPT = PlannedPrompt("p1", ANI, "first-week", "evening", 3, 1, NOW, NOW + 3 * 3600, "AM")
CONSENT = ConsentRow(ANI, "1.0", "ru", "the text", "5f" * 32, ("diary", "quotes"), 1, SOUND, NOW)


def person(id: str = ANI, **changes: Any) -> StoredParticipant:
    return replace(
        StoredParticipant(
            id, None, None, "yerevan-chat", "ru", "screening", False, NOW, None, None, Boxed(b"state")
        ),
        **changes,
    )


def contact(participant: str = ANI, lookup: bytes = b"lookup of Ani") -> Contact:
    return Contact(participant, lookup, Boxed(b"chat of " + participant.encode()))


def inbound(once: str = "update:1", participant: str | None = None, **changes: Any) -> NewInbound:
    return replace(
        NewInbound(once, "update", participant, Boxed(b"said " + once.encode()), 7, NOW), **changes
    )


def timer(kind: str = "prompt", prompt: str = "p1", due_at: float = NOW, participant: str = ANI) -> TimerRow:
    return TimerRow(f"{participant}:{kind}:{prompt}", participant, kind, prompt, due_at, '{"wave": "w"}', "w")


def record(id: str = RECORD, participant: str = ANI, **changes: Any) -> SealedRecord:
    return replace(SealedRecord(id, participant, "answer", "p1", NOW, False, b"sealed", False), **changes)


def fetch(media: str = SOUND, participant: str = ANI, next_try_at: float = NOW) -> NewFetch:
    return NewFetch(media, participant, Boxed(b"file of " + media.encode()), next_try_at)


def fetched(media: str = SOUND, participant: str = ANI, tries: int = 0) -> FetchRow:
    return FetchRow(media, participant, Boxed(b"file of " + media.encode()), tries)


def word(body: str = "hello", lane: str = "Ani", participant: str | None = ANI, **changes: Any) -> NewWord:
    plain = NewWord(participant, lane.encode(), "reply", "harmless", Boxed(body.encode()), NOW)
    return replace(plain, **changes)


async def commit(db: Database, **lists: Any) -> None:
    """One transaction of these lists."""
    await committing.apply(db, Commit(**lists))


def look(db: Database | Path, question: str, *values: Any) -> list[Any]:
    """What is committed, seen from outside; a single column comes as plain values."""
    path = db if isinstance(db, Path) else db.path
    connection = sqlite3.connect(path)
    try:
        found = connection.execute(question, values).fetchall()
    finally:
        connection.close()
    return [row[0] if len(row) == 1 else row for row in found]


def everything(db: Database | Path) -> dict[str, list[Any]]:
    """Every row of every table."""
    tables = look(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {table: look(db, f"SELECT * FROM {table}") for table in tables}


async def furnish(db: Database) -> None:
    """Ani and Levan with a row in every table."""
    await commit(
        db,
        participants=[person(code="AM-01", site="AM"), person(LEVAN, code="GE-01", site="GE")],
        contacts=[contact(), contact(LEVAN, b"lookup of Levan")],
        numbers=[("AM", 1), ("GE", 1)],
        tallies=[TallyStep("arrived", "a", "")],
    )
    for who, mark in ((ANI, "1"), (LEVAN, "2")):
        await inbox.journal(
            db,
            [
                inbound(f"timer:{who}", who, kind="timer"),
                inbound(f"media:{mark}", who, kind="media"),
                inbound(f"update:{mark}"),
            ],
        )
        await commit(
            db,
            prompts_planned=[replace(PROMPT, id=f"p{mark}", participant=who)],
            timers=[timer(participant=who)],
            records=[record(mark * 32, who), record(mark * 30, who, vault=True)],
            consents=[replace(CONSENT, participant=who)],
            stays=[StayRow(who, "AM", "Asia/Yerevan", NOW)],
            scopes_changed=[ScopeChangeRow(who, "letter", True, NOW)],
            fetches=[fetch(mark * 28, who)],
            words=[word(f"{part} {mark}", who, who, care="once") for part in ("sent", "flying", "waiting")],
        )
    await wordings.keep(db, [Wording("evening", "mood", "{}", 1)], [Plan("first-week", "{}", 1)])
    parked = [(2, "ValueError"), (5, "ValueError"), (3, "KeyError")]
    await commit(db, parked=parked, owned=[(3, ANI)])
    sent = await outbox.turn(db, Ends(), 9, NOW)
    await outbox.turn(db, Ends(sent=[row.id for row in sent]), 0, NOW)
    await outbox.turn(db, Ends(), 9, NOW)
