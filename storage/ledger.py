"""The consent ledger on disk: added to within the transaction that makes an agreement true."""

import asyncio
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from storage.database import Database
from storage.engine import Step
from storage.rows import NewEntry
from storage.sql import load, rows, value
from storage.vault import NAME
from study.ledger import FIRST, SALT, canonical, chained, commitment, named

BEGUN = "ledger"  # the line of `meta` that says that what is older was entered

_LEDGER = load("ledger")
_META = load("meta")


async def begin(db: Database, vault: Path) -> None:
    """Enters what was agreed to and taken back before there was a ledger, in the order of time: once. A row that turns
    up later without an entry is for an audit to find, and not to be entered."""
    if await db.setting(BEGUN) is not None:
        return
    older = [] if await value(db.reader, _LEDGER.last) is not None else await _older(db)
    unhashed = await rows(db.reader, _LEDGER.unhashed, lambda id: str(id))
    hashes = await asyncio.to_thread(lambda: {record: sealed_sha256(vault, record) for record in unhashed})
    known = [{"id": id, "sha256": bytes.fromhex(hash)} for id, hash in hashes.items() if hash]
    begun = [{"name": BEGUN, "value": "begun"}]
    await db.carry_out([(_LEDGER.keep_hash, known), *appended(older), (_META.set_setting, begun)])


def sealed_sha256(vault: Path, record: str) -> str:
    """SHA-256 of a sealed sound, in hexadecimal digits; empty where there is none."""
    with suppress(OSError):
        if NAME.fullmatch(record):
            with (vault / record).open("rb") as file:
                return file_digest(file, "sha256").hexdigest()
    return ""


def appended(entries: Sequence[NewEntry]) -> Iterator[Step]:
    """Adds entries at the end of the chain, in their order. Their records must be there already."""
    made: list[dict[str, Any]] = []

    def linked(connection: sqlite3.Connection) -> list[dict[str, Any]]:
        made[:] = _linked(connection, entries)
        return made

    yield _LEDGER.add_link, linked
    yield _LEDGER.add_entry, lambda _: made
    yield _LEDGER.add_other, lambda _: [one["other"] for one in made if one["other"]]


def _linked(connection: sqlite3.Connection, entries: Sequence[NewEntry]) -> Iterator[dict[str, Any]]:
    last = connection.execute(_LEDGER.last.sql).fetchone()
    n, previous = (last["n"], last["hash"]) if last else (0, FIRST)
    for entry in entries:
        n, salt, other = n + 1, os.urandom(SALT), os.urandom(SALT)
        body = canonical(_whole(connection, entry, other))
        committed = commitment(salt, body)
        hash = chained(n, previous, committed)
        yield {
            "n": n,
            "commitment": committed,
            "previous": previous,
            "hash": hash,
            "participant": entry.participant,
            "salt": salt,
            "body": body,
            "other": {"n": n, "code": entry.other, "salt": other} if entry.other else None,
        }
        previous = hash


def _whole(connection: sqlite3.Connection, entry: NewEntry, salt: bytes) -> Mapping[str, Any]:
    """The body, with the hash of what lies sealed under the record it names, or of whom it names."""
    if entry.other:
        return {**entry.body, "with": named(salt, entry.other)}
    if not entry.record:
        return entry.body
    found = connection.execute(_LEDGER.sealed.sql, {"record": entry.record}).fetchone()
    digest = None
    if found is not None:
        digest = found["sha256"] if found["vault"] else sha256(found["envelope"]).digest()
    return {**entry.body, "record": entry.record, "sealed_sha256": digest.hex() if digest else ""}


async def _older(db: Database) -> list[NewEntry]:
    """Agreements, changes and withdrawals as the other tables have them. Of withdrawals they know the last one only."""
    found = await rows(db.reader, _LEDGER.older_consents, _agreement)
    found += await rows(db.reader, _LEDGER.older_changes, _change)
    found += await rows(db.reader, _LEDGER.older_withdrawals, _withdrawal)
    return sorted(found, key=lambda entry: str(entry.body["at"]))


def _agreement(participant: str, code: str, scopes: str, voice: str, at: float, **terms: Any) -> NewEntry:
    body = _body("consent", participant, code, at) | terms | {"scopes": json.loads(scopes)}
    return NewEntry(participant, body, voice)


def _change(participant: str, code: str, scope: str, given: int, at: float) -> NewEntry:
    body = _body("scope", participant, code, at) | {"scope": scope, "given": bool(given)}
    return NewEntry(participant, body)


def _withdrawal(participant: str, code: str, at: float) -> NewEntry:
    return NewEntry(participant, _body("withdrawal", participant, code, at))


def _body(kind: str, participant: str, code: str, at: float) -> dict[str, Any]:
    """As `bot.entries` writes it, and that it is older."""
    moment = datetime.fromtimestamp(at, UTC).isoformat(timespec="microseconds")
    return {"kind": kind, "participant": participant, "code": code, "at": moment, "before_ledger": True}
