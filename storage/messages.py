"""The purge ledger: every message of a chat that can still be deleted there, both sides', and when that is due."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from storage.database import Database
from storage.engine import Step
from storage.rows import (
    BarredMessage,
    ClearedChat,
    DueMessage,
    MessagesDue,
    NewMessage,
    NewWord,
    SaidMessage,
)
from storage.sql import load, rows, value

MOST_AT_ONCE = 100  # Bot API, deleteMessages
RECEIPT = 2  # in `messages.ours`: the bot said it, and confirmed an agreement in it
KEPT = 7 * 86_400.0  # seconds for which it is told that messages could not be deleted

_MESSAGES, _COMMIT = load("messages"), load("commit")


def cleared(chats: Sequence[ClearedChat]) -> Iterator[Step]:
    """What can still be deleted in these chats is asked to be, and is not known any more."""
    if chats:
        yield _COMMIT.add_word, lambda connection: list(_words(connection, chats))
    yield from forgotten([one.participant for one in chats])


def forgotten(participants: Sequence[str]) -> Iterator[Step]:
    """Nothing is known of their chats any more."""
    yield _MESSAGES.forget_all, [{"participant": one} for one in participants]


def noted(
    theirs: Sequence[NewMessage], due: Sequence[MessagesDue], day_after: Sequence[tuple[str, float]]
) -> Iterator[Step]:
    """What they sent; then, of what is there, what is to be deleted sooner than was thought."""
    yield _MESSAGES.add, [vars(row) for row in theirs]
    yield _MESSAGES.make_due, [_those(row) for row in due]
    yield _MESSAGES.make_due_a_day_after, [{"participant": one, "at": at} for one, at in day_after]


def said(ours: Sequence[SaidMessage]) -> Iterator[Step]:
    """What the bot said; and what it was still saying to somebody who is forgotten is asked to be deleted. To be done
    while the outbox still has the words."""
    yield _MESSAGES.add_said, [_numbers(row) for row in ours]
    undone = [row for row in ours if row.undo is not None]
    if undone:
        yield _COMMIT.add_word, lambda connection: list(_undone(connection, undone))


def barred(those: Sequence[BarredMessage], at: float) -> Iterator[Step]:
    """They are due again, for when the bot may write there; where nobody is known any more they are missed."""
    if those:
        yield _MESSAGES.put_back, [vars(row) for row in those]
        yield _MESSAGES.count_missed, lambda connection: [{"n": "1"} for _ in _nobodys(connection, those)]
        yield (
            _MESSAGES.note_missed,
            lambda connection: [{"at": str(at)} for _ in _nobodys(connection, those)],
        )


def missed(count: int, at: float) -> Iterator[Step]:
    """So many could not be deleted any more."""
    yield _MESSAGES.count_missed, [{"n": str(count)}] if count else []
    yield _MESSAGES.note_missed, [{"at": str(at)}] if count else []


async def due(db: Database, now: float, limit: int) -> list[DueMessage]:
    """Those that are to be deleted at `now`, the longest due first: those of people who have not blocked the bot, and
    those that nobody can delete any more."""
    return await rows(db.reader, _MESSAGES.due, DueMessage, now=now, most=limit)


async def next_due(db: Database) -> float | None:
    """When the next is to be deleted."""
    return cast("float | None", await value(db.reader, _MESSAGES.next_due))


async def purge(
    db: Database, dealt_with: Sequence[DueMessage], words: Sequence[NewWord], too_late: int, now: float
) -> None:
    """`words` ask for the deletion of all of `dealt_with` but those for which it is too late."""
    steps: list[Step] = [
        (_COMMIT.add_word, [vars(word) for word in words]),
        (_MESSAGES.forget, [vars(row) for row in dealt_with]),
        *missed(too_late, now),
    ]
    await db.carry_out([(statement, each) for statement, each in steps if each])


async def missed_since(db: Database, since: float) -> int:
    """How many could not be deleted, if that happened last after `since`."""
    last = await value(db.reader, _MESSAGES.missed_at)
    if last is None or float(last) <= since:
        return 0
    return int(await value(db.reader, _MESSAGES.missed))


async def forget_old(db: Database, before: float, now: float) -> None:
    """Messages from before `before`, which nobody can delete any more, and old news of those that were missed."""
    async with db.transaction() as connection:
        await _MESSAGES.forget_old(connection, before=before)
        last = await value(connection, _MESSAGES.missed_at)
        if last is not None and float(last) <= now - KEPT:
            await _MESSAGES.forget_missed(connection)


def _words(connection: sqlite3.Connection, chats: Sequence[ClearedChat]) -> Iterator[Mapping[str, Any]]:
    for one in chats:
        since = {"participant": one.participant, "since": one.since}
        found = [DueMessage(**row) for row in connection.execute(_MESSAGES.since.sql, since)]
        known = {row.message for row in found}
        found += [row for row in one.also if row.message not in known]
        for start in range(0, len(found), MOST_AT_ONCE):
            yield vars(one.word(found[start : start + MOST_AT_ONCE]))


def _nobodys(connection: sqlite3.Connection, those: Sequence[BarredMessage]) -> Iterator[BarredMessage]:
    for row in those:
        if connection.execute(_MESSAGES.known_in.sql, {"lookup": row.lookup}).fetchone() is None:
            yield row


def _undone(connection: sqlite3.Connection, ours: Sequence[SaidMessage]) -> Iterator[Mapping[str, Any]]:
    for row in ours:
        if row.undo is not None and connection.execute(_MESSAGES.orphaned.sql, {"word": row.word}).fetchone():
            yield vars(row.undo())


def _those(row: MessagesDue) -> dict[str, Any]:
    also = RECEIPT if row.ours and not row.but_receipts else row.ours
    return {"participant": row.participant, "ours": int(row.ours), "also": int(also), "at": row.at}


def _numbers(row: SaidMessage) -> dict[str, Any]:
    return {"word": row.word, "message": row.message, "at": row.at, "clear_at": row.clear_at}
