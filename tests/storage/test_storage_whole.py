"""All of a Commit is on disk, or none of it."""

import sqlite3
from dataclasses import fields, replace
from typing import Any

import pytest
from storage_world import (
    ANI,
    CONSENT,
    LEVAN,
    NOW,
    PROMPT,
    commit,
    contact,
    everything,
    fetch,
    furnish,
    inbound,
    person,
    record,
    timer,
    word,
)

from storage.commit import Commit
from storage.database import Database
from storage.rows import (
    CancelledTimers,
    ClearedChat,
    DueMessage,
    EndedPrompts,
    HeardSound,
    InvitationRow,
    MessagesDue,
    MovedPrompt,
    NewEntry,
    NewMessage,
    ReceiptRow,
    RequestRow,
    ScopeChangeRow,
    StayRow,
    TakenBackPrompts,
    TallyStep,
    TryRow,
)

FULL: dict[str, list[Any]] = {
    "silenced": [ANI],
    "cancelled": [CancelledTimers(ANI)],
    "taken_back": [TakenBackPrompts(ANI, PROMPT.wave, NOW)],
    "discarded": ["1" * 30],
    "forgotten": [LEVAN],
    "unsaid": [LEVAN],
    "marked": [("left", ANI, NOW)],
    "undecided": [LEVAN],
    "blanked": [b"a lane"],
    "participants": [person(code="AM-09")],
    "contacts": [contact(lookup=b"new")],
    "receipts": [ReceiptRow(ANI, b"receipt")],
    "uninvited": [ANI],
    "invitations": [InvitationRow(ANI, b"words", NOW)],
    "tries": [TryRow(b"tries", NOW)],
    "numbers": [("AM", 9)],
    "prompts_planned": [replace(PROMPT, id="p9")],
    "prompts_moved": [MovedPrompt("p1", "begun", NOW)],
    "prompts_ended": [EndedPrompts(ANI, "withdrawn", NOW)],
    "timers": [timer("remind", "p9")],
    "records": [record("9" * 32, draft=True)],
    "confirmed": ["9" * 32],
    "consents": [replace(CONSENT, text_sha256="9f" * 32)],
    "stays": [StayRow(ANI, "KZ", "Asia/Almaty", NOW + 1)],
    "scopes_changed": [ScopeChangeRow(ANI, "letter", False, NOW)],
    "ledger": [NewEntry(ANI, {"kind": "withdrawal"}), NewEntry(ANI, {"kind": "together"}, other="AM-09")],
    "requests": [RequestRow(ANI, "file", NOW)],
    "cut": [ANI],
    "cleared": [
        ClearedChat(ANI, NOW - 9, (DueMessage(ANI, 4, NOW),), lambda found: word(f"clear {len(found)}"))
    ],
    "messages": [NewMessage(ANI, 5, NOW, None)],
    "messages_due": [MessagesDue(ANI, True, NOW)],
    "day_after": [(ANI, NOW)],
    "fetches": [fetch("9" * 28)],
    "heard": [HeardSound(b"heard", ANI)],
    "tallies": [TallyStep("withdrew", "a", "AM")],
    "told": [inbound("told:1", ANI, kind="told")],
    "words": [word("goodbye")],
    "owned": [(6, ANI)],
    "done": [1],
    "retried": [(6, "KeyError", 0.0)],
    "parked": [(3, "ValueError")],
}

KILLS = [
    *(
        ("INSERT", table)
        for table in ("participants", "prompts", "timers", "records", "texts", "consents", "fetches")
    ),
    *(
        ("INSERT", table)
        for table in ("tallies", "outbox", "leftovers", "leavings", "stays", "scope_changes")
    ),
    *(("UPDATE", table) for table in ("participants", "contacts", "numbers", "prompts", "records", "outbox")),
    *(("UPDATE OF participant", "inbox"), ("UPDATE OF tries", "inbox")),
    *(("DELETE", table) for table in ("timers", "records", "participants", "fetches", "inbox", "contacts")),
]


NOT_OF_PEOPLE = ("meta", "sqlite_sequence", "wordings", "plans")


def test_the_full_commit_has_every_list() -> None:
    assert list(FULL) == [field.name for field in fields(Commit)]
    assert all(FULL.values())


@pytest.mark.parametrize(("event", "table"), KILLS)
async def test_all_of_it_or_nothing(db: Database, event: str, table: str) -> None:
    """The transaction breaks at each table in turn; then, unbroken, all of it is there."""
    await furnish(db)
    before = everything(db)
    async with db.transaction() as connection:
        kill = f"CREATE TRIGGER kill BEFORE {event} ON {table} BEGIN SELECT RAISE(FAIL, 'killed'); END"
        await connection.execute(kill)
    with pytest.raises(sqlite3.IntegrityError, match=r"killed|FOREIGN KEY"):
        await commit(db, **FULL)
    assert everything(db) == before
    async with db.transaction() as connection:
        await connection.execute("DROP TRIGGER kill")
    await commit(db, **FULL)
    after = everything(db)
    assert all(after[table] != rows for table, rows in before.items() if table not in NOT_OF_PEOPLE)


BREACHES: dict[str, dict[str, Any]] = {
    "a code of somebody else": {"participants": [person(code="GE-01")]},
    "a chat of somebody else": {"contacts": [contact(lookup=b"lookup of Levan")]},
    "a record of somebody who is not there": {"records": [record(participant="nobody")]},
    "a record that is already there": {"records": [record("1" * 32)]},
    "a timer of somebody who is not there": {"timers": [timer(participant="nobody")]},
    "a prompt of somebody who is not there": {
        "prompts_planned": [replace(PROMPT, id="p9", participant="nobody")]
    },
    "a stay of somebody who is not there": {"stays": [StayRow("nobody", "AM", "", NOW)]},
}


@pytest.mark.parametrize("breach", BREACHES)
async def test_what_cannot_be_true_takes_the_rest_with_it(db: Database, breach: str) -> None:
    await furnish(db)
    before = everything(db)
    with pytest.raises(sqlite3.IntegrityError):
        await commit(
            db,
            **{"words": [word("never")], "tallies": [TallyStep("x", "", "")], "done": [1]} | BREACHES[breach],
        )
    assert everything(db) == before
