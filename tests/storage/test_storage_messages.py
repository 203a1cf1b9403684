"""The purge ledger on disk: what is noted, when it is due, and what goes with a person."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from storage_world import ANI, CONSENT, DAY, LEVAN, NOW, commit, contact, look, person, word

from bot.clearing import WITHIN
from storage import messages, outbox
from storage.database import Database
from storage.outbox import Ends
from storage.rows import (
    BarredMessage,
    Boxed,
    ClearedChat,
    DueMessage,
    MessagesDue,
    NewMessage,
    NewWord,
    SaidMessage,
)


def theirs(number: int, at: float = NOW, clear_at: float | None = None, of: str = ANI) -> NewMessage:
    return NewMessage(of, number, at, clear_at)


def ledger(db: Database) -> list[tuple[object, ...]]:
    return look(db, "SELECT participant, message, ours, clear_at FROM messages ORDER BY participant, message")


def asks(found: Sequence[DueMessage]) -> NewWord:
    body = Boxed(json.dumps([row.message for row in found]).encode())
    return NewWord(None, b"lane", "announcement", "harmless", body, NOW)


def clearing(since: float = NOW - WITHIN, also: tuple[int, ...] = (), of: str = ANI) -> ClearedChat:
    return ClearedChat(of, since, tuple(DueMessage(of, number, NOW) for number in also), asks)


def asked(db: Database) -> list[int]:
    found = look(db, "SELECT body_boxed FROM outbox WHERE participant IS NULL ORDER BY id")
    return [number for body in found for number in json.loads(body)]


async def test_a_message_is_noted_once(home: Database) -> None:
    await commit(home, messages=[theirs(5, clear_at=NOW + 9)])
    await commit(home, messages=[theirs(5, clear_at=NOW + 99), theirs(6)])
    assert ledger(home) == [(ANI, 5, 0, NOW + 9), (ANI, 6, 0, None)]


@pytest.mark.parametrize(
    ("stage", "due"),
    [
        ("statement", None),
        ("renewing", None),
        ("enrolled", NOW + 9),
        ("finished", NOW + 9),
        ("withdrawn", NOW + 9),
    ],
)
async def test_what_was_said_is_noted_with_its_end(home: Database, stage: str, due: float | None) -> None:
    """Before they agree, what they are told stays where they can read it."""
    await commit(home, participants=[person(stage=stage)], words=[word()])
    (row,) = await outbox.turn(home, Ends(), 1, NOW)
    said = SaidMessage(row.id, 77, NOW, NOW + 9)
    await outbox.turn(home, Ends(sent=[row.id], messages=[said]), 0, NOW)
    assert ledger(home) == [(ANI, 77, 1, due)]
    assert look(home, "SELECT state FROM outbox") == ["sent"]


@pytest.mark.parametrize(
    ("care", "agreed_at", "stays"), [("once", NOW, True), ("harmless", NOW, False), ("once", NOW - 60, False)]
)
async def test_a_receipt_stays_its_day_though_all_else_goes_at_once(
    home: Database, care: str, agreed_at: float, stays: bool
) -> None:
    """Only what was said carefully, and with the agreement. What is to go in any case goes."""
    agreed = replace(CONSENT, given_at=agreed_at)
    await commit(home, participants=[person(stage="enrolled")], consents=[agreed], words=[word(care=care)])
    (row,) = await outbox.turn(home, Ends(), 1, NOW)
    said = SaidMessage(row.id, 77, NOW, NOW + DAY)
    await outbox.turn(home, Ends(sent=[row.id], messages=[said]), 0, NOW)
    await commit(home, messages_due=[MessagesDue(ANI, True, NOW + 5, but_receipts=True)])
    assert [row[3] for row in ledger(home)] == [NOW + DAY if stays else NOW + 5]
    await commit(home, messages_due=[MessagesDue(ANI, True, NOW + 5)])
    assert [row[3] for row in ledger(home)] == [NOW + 5]


async def test_what_was_silenced_on_its_way_is_due_at_once(home: Database) -> None:
    await commit(home, words=[word()])
    (row,) = await outbox.turn(home, Ends(), 1, NOW)
    await commit(home, silenced=[ANI])
    said = SaidMessage(row.id, 77, NOW, NOW + DAY)
    await outbox.turn(home, Ends(sent=[row.id], messages=[said]), 0, NOW)
    assert ledger(home) == [(ANI, 77, 1, NOW)]


async def test_of_who_was_forgotten_meanwhile_nothing_is_noted(home: Database) -> None:
    await commit(home, words=[word()])
    (row,) = await outbox.turn(home, Ends(), 1, NOW)
    await commit(home, forgotten=[ANI])
    said = SaidMessage(row.id, 77, NOW, NOW + DAY)
    await outbox.turn(home, Ends(sent=[row.id], messages=[said]), 0, NOW)
    assert ledger(home) == []


async def test_what_is_due_sooner(home: Database) -> None:
    await commit(home, participants=[person(LEVAN)])
    early, late = theirs(1, clear_at=NOW - 5), theirs(2, clear_at=NOW + DAY)
    other = theirs(4, clear_at=NOW + DAY, of=LEVAN)
    await commit(home, messages=[early, late, theirs(3), other], messages_due=[MessagesDue(ANI, False, NOW)])
    await commit(home, messages_due=[MessagesDue(ANI, True, NOW - 50)])
    rows = [(ANI, 1, 0, NOW - 5), (ANI, 2, 0, NOW), (ANI, 3, 0, NOW), (LEVAN, 4, 0, NOW + DAY)]
    assert ledger(home) == rows
    assert await messages.next_due(home) == NOW - 5
    assert [row.message for row in await messages.due(home, NOW, 9)] == [1, 2, 3]
    assert [row.message for row in await messages.due(home, NOW, 2)] == [1, 2]


async def test_where_the_bot_is_blocked_nothing_is_due_until_they_are_back_or_it_is_too_late(
    home: Database,
) -> None:
    await commit(home, participants=[person(blocked=True)])
    await commit(home, messages=[theirs(1, clear_at=NOW), theirs(2, at=NOW + 60, clear_at=NOW + 60)])
    late = NOW + WITHIN
    assert (await messages.due(home, NOW + DAY, 9), await messages.next_due(home)) == ([], late)
    assert [row.message for row in await messages.due(home, late, 9)] == [1]
    await commit(home, participants=[person()])
    assert [row.message for row in await messages.due(home, NOW + DAY, 9)] == [1, 2]


async def test_what_had_no_end_goes_a_day_after_it_was_said_in_steps(home: Database) -> None:
    await commit(
        home, messages=[theirs(1), theirs(2, at=NOW + 61), theirs(3, clear_at=NOW)], day_after=[(ANI, NOW)]
    )
    (_, _, _, first), (_, _, _, second), (_, _, _, third) = ledger(home)
    assert first == second
    assert isinstance(first, float)
    assert (first % 300, third) == (0, NOW)
    assert NOW + DAY < first <= NOW + DAY + 300


async def test_what_was_read_more_than_two_days_before_the_agreement_is_not_missed(home: Database) -> None:
    old = NOW - WITHIN - 1
    await commit(home, messages=[theirs(1, at=old), theirs(2)], day_after=[(ANI, NOW)])
    assert [(row[1], row[3] is None) for row in ledger(home)] == [(1, True), (2, False)]
    await commit(home, messages_due=[MessagesDue(ANI, False, NOW)])
    assert [(row[1], row[3]) for row in ledger(home)] == [(1, None), (2, NOW)]


async def test_a_chat_is_cleared_in_the_transaction_that_forgets_the_person(home: Database) -> None:
    await commit(home, contacts=[contact()], participants=[person(LEVAN)])
    old = theirs(1, at=NOW - WITHIN - 1)
    await commit(home, messages=[old, *(theirs(n) for n in range(2, 250)), theirs(900, of=LEVAN)])
    await commit(home, cleared=[clearing(also=(300, 249))], forgotten=[ANI])
    assert asked(home) == [*range(2, 250), 300], "those that can still be deleted, and the one just sent"
    bodies = look(home, "SELECT body_boxed FROM outbox WHERE participant IS NULL")
    assert [len(json.loads(body)) for body in bodies] == [100, 100, 49]
    assert ledger(home) == [(LEVAN, 900, 0, None)]


async def test_a_deletion_survives_leaving_and_a_block(home: Database) -> None:
    await commit(home, messages=[theirs(1)])
    await commit(home, cleared=[clearing()])
    await commit(home, silenced=[ANI])
    await outbox.refuse_all(home, ANI, NOW + 1)
    assert look(home, "SELECT state FROM outbox") == ["pending"]


async def test_nothing_to_clear_asks_nothing(home: Database) -> None:
    await commit(home, cleared=[clearing()])
    assert look(home, "SELECT COUNT(*) FROM outbox") == [0]


async def test_a_cut_contact_leaves_no_messages(home: Database) -> None:
    await commit(home, contacts=[contact()], messages=[theirs(1)])
    await commit(home, cut=[ANI])
    assert ledger(home) == []


async def test_a_purge_is_all_or_nothing_and_missed_ones_are_told_for_a_week(home: Database) -> None:
    await commit(home, messages=[theirs(1, clear_at=NOW), theirs(2, at=NOW - 3 * DAY, clear_at=NOW)])
    found = await messages.due(home, NOW, 9)
    assert found[0] == DueMessage(ANI, 1, NOW)
    await messages.purge(home, found, [asks(found[:1])], 1, NOW)
    assert (ledger(home), asked(home)) == ([], [1])
    await outbox.turn(home, Ends(missed=2), 0, NOW + 5)
    assert await messages.missed_since(home, NOW - DAY) == 3
    assert await messages.missed_since(home, NOW + 5) == 0
    await messages.forget_old(home, NOW, NOW + 6 * DAY)
    assert await messages.missed_since(home, NOW - DAY) == 3
    await messages.forget_old(home, NOW, NOW + 8 * DAY)
    assert await messages.missed_since(home, NOW - DAY) == 0


async def test_each_that_is_asked_to_be_deleted_is_told_with_its_age(home: Database) -> None:
    await commit(home, messages=[theirs(1, at=NOW - 60), theirs(2, at=NOW - 30)])
    told: list[DueMessage] = []

    def word(found: Sequence[DueMessage]) -> NewWord:
        told.extend(found)
        return asks(found)

    also = (DueMessage(ANI, 2, NOW), DueMessage(ANI, 3, NOW))
    await commit(home, cleared=[ClearedChat(ANI, NOW - WITHIN, also, word)])
    assert told == [DueMessage(ANI, 1, NOW - 60), DueMessage(ANI, 2, NOW - 30), DueMessage(ANI, 3, NOW)]


async def test_what_could_not_be_deleted_in_a_blocked_chat_is_due_again_as_old_as_it_was(
    home: Database,
) -> None:
    await commit(home, contacts=[contact()])
    here, old = contact().lookup, NOW - DAY
    barred = [BarredMessage(here, number, old, NOW + 9) for number in (1, 2)]
    await outbox.turn(home, Ends(barred=barred), 0, NOW)
    assert [row[:2] + row[3:] for row in ledger(home)] == [(ANI, 1, NOW + 9), (ANI, 2, NOW + 9)]
    assert await messages.due(home, NOW + 9, 9) == [DueMessage(ANI, 1, old), DueMessage(ANI, 2, old)]
    assert await messages.missed_since(home, NOW - DAY) == 0


async def test_what_could_not_be_deleted_in_the_blocked_chat_of_nobody_is_missed(home: Database) -> None:
    await commit(home, contacts=[contact()])
    here = contact().lookup
    await commit(home, forgotten=[ANI])
    barred = [BarredMessage(here, number, NOW, NOW) for number in (1, 2)]
    await outbox.turn(home, Ends(missed=1, barred=barred), 0, NOW)
    assert ledger(home) == []
    assert await messages.missed_since(home, NOW - DAY) == 3


async def test_what_nobody_can_delete_any_more_is_forgotten(home: Database) -> None:
    old = NOW - 3 * DAY
    await commit(home, messages=[theirs(1, at=old), theirs(2, at=old, clear_at=NOW), theirs(3)])
    await messages.forget_old(home, NOW - WITHIN, NOW)
    assert [row[1] for row in ledger(home)] == [2, 3], "one that is due is counted as missed first"
