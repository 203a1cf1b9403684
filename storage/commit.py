"""Everything that one batch of outcomes makes true, in one transaction: all of it is on disk, or none of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import aiosqlite

from storage import messages, unsaid
from storage.database import Database, owing
from storage.engine import Step
from storage.ledger import appended
from storage.rows import (
    CancelledTimers,
    ClearedChat,
    ConsentRow,
    Contact,
    EndedPrompts,
    HeardSound,
    InvitationRow,
    MessagesDue,
    MovedPrompt,
    NewEntry,
    NewFetch,
    NewInbound,
    NewMessage,
    NewWord,
    PlannedPrompt,
    ReceiptRow,
    RequestRow,
    ScopeChangeRow,
    SealedRecord,
    StayRow,
    StoredParticipant,
    TakenBackPrompts,
    TallyStep,
    TimerRow,
    TryRow,
)
from storage.sql import load
from storage.tombstones import NOTE, PUT, leavings_of, rows_of

_COMMIT = load("commit")


@dataclass
class Commit:
    """What becomes true, in the order in which it does. At most one inbox row of a participant is in one Commit."""

    silenced: list[str] = field(default_factory=list)  # participants whose waiting words are dropped
    cancelled: list[CancelledTimers] = field(default_factory=list)
    taken_back: list[TakenBackPrompts] = field(default_factory=list)
    discarded: list[str] = field(default_factory=list)  # records, with their sound
    forgotten: list[str] = field(default_factory=list)  # participants of whom nothing stays but a mark
    unsaid: list[str] = field(default_factory=list)  # participants of whom nothing that they said stays
    marked: list[tuple[str, str, float]] = field(default_factory=list)  # "left" or "said", participant, when
    undecided: list[str] = field(default_factory=list)  # participants of whom no draft stays
    blanked: list[bytes] = field(default_factory=list)  # lanes of which nothing that was put aside stays
    participants: list[StoredParticipant] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    receipts: list[ReceiptRow] = field(default_factory=list)
    uninvited: list[str] = field(default_factory=list)  # participants whose words no longer count
    invitations: list[InvitationRow] = field(default_factory=list)
    tries: list[TryRow] = field(default_factory=list)
    numbers: list[tuple[str, int]] = field(default_factory=list)  # site, last number given
    prompts_planned: list[PlannedPrompt] = field(default_factory=list)
    prompts_moved: list[MovedPrompt] = field(default_factory=list)
    prompts_ended: list[EndedPrompts] = field(default_factory=list)
    timers: list[TimerRow] = field(default_factory=list)
    records: list[SealedRecord] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)  # records that are no longer drafts
    consents: list[ConsentRow] = field(default_factory=list)
    stays: list[StayRow] = field(default_factory=list)
    scopes_changed: list[ScopeChangeRow] = field(default_factory=list)
    ledger: list[NewEntry] = field(default_factory=list)
    requests: list[RequestRow] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)  # participants whose contact goes
    cleared: list[ClearedChat] = field(default_factory=list)
    messages: list[NewMessage] = field(default_factory=list)
    messages_due: list[MessagesDue] = field(default_factory=list)
    day_after: list[tuple[str, float]] = field(
        default_factory=list
    )  # of these, what had no end until now is deleted a day after it was said
    fetches: list[NewFetch] = field(default_factory=list)
    heard: list[HeardSound] = field(default_factory=list)
    tallies: list[TallyStep] = field(default_factory=list)
    told: list[NewInbound] = field(default_factory=list)  # what happens to others for it
    words: list[NewWord] = field(default_factory=list)
    owned: list[tuple[int, str]] = field(
        default_factory=list
    )  # inbox row, the participant it turned out to be of
    done: list[int] = field(default_factory=list)  # inbox rows that have had their effect
    retried: list[tuple[int, str, float]] = field(
        default_factory=list
    )  # inbox row, error's class, not before
    parked: list[tuple[int, str]] = field(default_factory=list)  # inbox row, class of the error


async def apply(db: Database, commit: Commit) -> None:
    """Makes all of `commit` true, or nothing. Raises sqlite3.IntegrityError when something in it cannot be."""
    erases = bool(commit.forgotten or commit.unsaid or commit.cut)
    steps = (*_endings(commit), *_people(commit), *_said(commit), *_inbox(commit), owing(erases))
    await db.carry_out([(statement, rows) for statement, rows in steps if rows])


def _endings(commit: Commit) -> Iterator[Step]:
    silenced = [{"participant": one} for one in commit.silenced]
    discarded = [{"record": one} for one in commit.discarded]
    forgotten = [{"participant": one} for one in commit.forgotten]
    yield from messages.cleared(commit.cleared)
    yield _COMMIT.silence, silenced
    yield _COMMIT.cancel_timers, [vars(row) for row in commit.cancelled]
    taken_back = [vars(row) for row in commit.taken_back]
    yield _COMMIT.take_back_timers, taken_back
    yield _COMMIT.take_back_prompts, taken_back
    yield _COMMIT.note_discarded_sound, discarded
    yield _COMMIT.discard_fetch, discarded
    yield _COMMIT.discard_record, discarded
    yield from unsaid.all_of(commit.unsaid)
    undecided = [{"participant": one} for one in commit.undecided]
    yield _COMMIT.note_draft_sounds, undecided
    yield _COMMIT.erase_fetches, undecided
    yield _COMMIT.erase_drafts, undecided
    yield PUT, rows_of(commit.forgotten)
    yield _COMMIT.note_forgotten_sounds, forgotten
    yield _COMMIT.forget_inbox, forgotten
    yield _COMMIT.blank_inbox, forgotten
    yield _COMMIT.blank_parked, [{"lane": lane} for lane in commit.blanked]
    yield _COMMIT.forget_words, forgotten
    yield _COMMIT.forget_put_words, forgotten
    yield _COMMIT.forget_naming, forgotten
    yield _COMMIT.forget_participant, forgotten


def _people(commit: Commit) -> Iterator[Step]:
    yield _COMMIT.put_participant, [{**vars(row), "blocked": int(row.blocked)} for row in commit.participants]
    yield NOTE, leavings_of(commit.marked)
    yield _COMMIT.put_contact, [vars(row) for row in commit.contacts]
    yield _COMMIT.put_receipt, [vars(row) for row in commit.receipts]
    yield _COMMIT.end_invitation, [{"participant": one} for one in commit.uninvited]
    yield _COMMIT.put_invitation, [vars(row) for row in commit.invitations]
    yield _COMMIT.count_try, [vars(row) for row in commit.tries]
    yield _COMMIT.put_number, [{"site": site, "last": last} for site, last in commit.numbers]
    yield _COMMIT.plan_prompt, [vars(row) for row in commit.prompts_planned]
    yield _COMMIT.move_prompt, [{**vars(row), "late": int(row.late)} for row in commit.prompts_moved]
    yield _COMMIT.hush_prompt, [vars(row) for row in commit.prompts_moved]
    yield _COMMIT.end_prompts, [vars(row) for row in commit.prompts_ended]
    yield _COMMIT.put_timer, [vars(row) for row in commit.timers]
    yield _COMMIT.add_stay, [vars(row) for row in commit.stays]
    cut = [{"participant": one} for one in commit.cut]
    yield _COMMIT.cut_contact, cut
    yield _COMMIT.blank_updates, cut
    yield _COMMIT.let_words_go, cut
    yield from messages.forgotten(commit.cut)
    yield _COMMIT.forget_sounds, cut
    yield from messages.noted(commit.messages, commit.messages_due, commit.day_after)


def _said(commit: Commit) -> Iterator[Step]:
    consents = [{**vars(row), "scopes": json.dumps(row.scopes)} for row in commit.consents]
    yield _COMMIT.add_record, [_record(row) for row in commit.records]
    yield _COMMIT.confirm_record, [{"record": one} for one in commit.confirmed]
    yield _COMMIT.keep_text, consents
    yield _COMMIT.add_consent, consents
    yield _COMMIT.change_scope, [{**vars(row), "given": int(row.given)} for row in commit.scopes_changed]
    if commit.ledger:
        yield from appended(commit.ledger)
    yield _COMMIT.add_request, [vars(row) for row in commit.requests]
    yield _COMMIT.add_fetch, [vars(row) for row in commit.fetches]
    yield _COMMIT.agree_by_sound, [vars(row) for row in commit.heard if row.agrees]
    yield _COMMIT.hear_sound, [vars(row) for row in commit.heard if not row.agrees]
    yield _COMMIT.count_step, [vars(row) for row in commit.tallies]
    yield _COMMIT.add_word, [vars(row) for row in commit.words]


def _inbox(commit: Commit) -> Iterator[Step]:
    yield _COMMIT.own_inbound, [{"id": id, "participant": participant} for id, participant in commit.owned]
    yield _COMMIT.end_inbound, [{"id": id} for id in commit.done]
    yield (
        _COMMIT.retry_inbound,
        [{"id": id, "fault": fault, "not_before": at} for id, fault, at in commit.retried],
    )
    yield _COMMIT.tell, [vars(row) for row in commit.told]
    yield _COMMIT.park_inbound, [{"id": id, "fault": fault} for id, fault in commit.parked]


async def add_record(connection: aiosqlite.Connection, record: SealedRecord) -> None:
    """One record, as part of another transaction."""
    await _COMMIT.add_record(connection, [_record(record)])


def _record(record: SealedRecord) -> dict[str, Any]:
    return {**vars(record), "draft": int(record.draft), "vault": int(record.vault)}
