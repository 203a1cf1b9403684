"""What an audit of consent looks at (`study.evidence`), read from a data folder or a copy of one, without any key.

Whoever writes to the file can put anything into it, so each column is made what it should be, and nothing is raised."""

import asyncio
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from storage.desk import Reading, reading
from storage.desk_rows import DeskRecord
from storage.ledger import sealed_sha256
from storage.sql import load
from storage.wordings import plans
from study.agreements import Terms
from study.evidence import ConsentKept, Evidence, OtherKept, Person, RecordKept, ScopeKept
from study.ledger import Entry, Link
from study.wordings import Plan

_AUDITING = load("auditing")
_LEDGER = load("ledger")

Row = TypeVar("Row")


async def evidence(database: Path, vault: Path, study: str) -> Evidence:
    """Everything, as one moment had it. Raises `storage.desk.DeskClosed`, also where it is of another study.

    Sounds are hashed once the database is let go, so that no checkpoint waits for them. One that is gone by then may
    have been erased meanwhile: then all of it is read once more."""
    for _ in range(2):
        async with reading(database) as look:
            await look.must_be_of(study, database.parent)
            found, agreements = await _read(look.connection)
        sealed = await asyncio.to_thread(_hashed, agreements, vault)
        if all(sealed.values()):
            break
    return replace(found, sealed=sealed)


async def entries_of(look: Reading, participant: str) -> list[Entry]:
    """What the ledger says of one person, in its order."""
    return await _made(look.connection, _LEDGER.entries_of, _entry, participant=participant)


async def agreement_of(look: Reading, participant: str, record: str) -> DeskRecord | None:
    """The record that an agreement names, as it lies there."""
    values = {"participant": participant, "record": record}
    found = await _made(look.connection, _AUDITING.agreement, DeskRecord, **values)
    return found[0] if found else None


async def _read(connection: aiosqlite.Connection) -> tuple[Evidence, list[tuple[str, bytes | None]]]:
    """The evidence without hashes; and of each agreement its record with what is sealed in it, None for a sound."""
    found = Evidence(
        links=await _made(connection, _LEDGER.links, _link),
        entries=await _made(connection, _LEDGER.entries, _entry),
        others=await _made(connection, _LEDGER.others, _other),
        people=await _made(connection, _AUDITING.people, _person),
        consents=await _made(connection, _AUDITING.consents, _consent),
        changes=await _made(connection, _AUDITING.scope_changes, _change),
        texts=dict(await _made(connection, _AUDITING.texts, lambda name, body: (str(name), str(body)))),
        records=await _made(connection, _AUDITING.records, _record),
        numbers=dict(await _made(connection, _AUDITING.numbers, lambda site, last: (str(site), int(last)))),
        scope_of=_scopes(await plans(connection)),
    )
    return found, await _made(connection, _AUDITING.agreements, _agreement)


async def _made(
    connection: aiosqlite.Connection, query: Any, make: Callable[..., Row], **values: Any
) -> list[Row]:
    return [make(*row) for row in await connection.execute_fetchall(query.sql, values)]


def _hashed(agreements: Iterable[tuple[str, bytes | None]], vault: Path) -> dict[str, str]:
    return {
        record: sealed_sha256(vault, record) if envelope is None else sha256(envelope).hexdigest()
        for record, envelope in agreements
    }


def _scopes(kept: Iterable[Plan]) -> Callable[[str, float], str]:
    """Which scope a wave asked for at a time: as the version of its plan said that was the latest then."""
    versions: dict[str, list[Plan]] = defaultdict(list)
    for plan in sorted(kept, key=lambda plan: plan.since):
        versions[plan.wave].append(plan)

    def scope_of(wave: str, due_at: float) -> str:
        known = versions.get(wave, [])
        place = bisect_right(known, due_at, key=lambda plan: plan.since)
        return str(known[place - 1].data.get("scope", "")) if place else ""

    return scope_of


def _link(n: Any, commitment: Any, previous: Any, hash: Any) -> Link:
    return Link(int(n), _bytes(commitment), _bytes(previous), _bytes(hash))


def _entry(n: Any, participant: Any, salt: Any, body: Any) -> Entry:
    return Entry(int(n), str(participant), _bytes(salt), str(body))


def _other(n: Any, participant: Any, salt: Any) -> OtherKept:
    return OtherKept(int(n), str(participant), None if salt is None else _bytes(salt))


def _person(id: Any, code: Any, site: Any, withdrawn_at: Any, stage: Any) -> Person:
    left = None if withdrawn_at is None else _number(withdrawn_at)
    return Person(str(id), str(code), str(site), left, str(stage))


def _consent(
    participant: Any,
    version: Any,
    language: Any,
    text_sha256: Any,
    scopes: Any,
    mistakes: Any,
    way: Any,
    voice: Any,
    at: Any,
) -> ConsentKept:
    terms = Terms(
        version=str(version),
        language=str(language),
        text_sha256=str(text_sha256),
        scopes=_names(scopes),
        mistakes=int(_number(mistakes)),
        way=str(way),
        record=str(voice),
    )
    return ConsentKept(str(participant), _number(at), terms)


def _change(participant: Any, scope: Any, given: Any, at: Any) -> ScopeKept:
    return ScopeKept(str(participant), _number(at), str(scope), bool(given))


def _record(id: Any, participant: Any, kind: Any, at: Any, wave: Any, due_at: Any) -> RecordKept:
    return RecordKept(str(id), str(participant), str(kind), _number(at), str(wave), _number(due_at))


def _agreement(id: Any, vault: Any, envelope: Any) -> tuple[str, bytes | None]:
    return str(id), None if vault else _bytes(envelope)


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else b""


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _names(value: Any) -> tuple[str, ...]:
    """A JSON list of ids; what is none stands for itself, and is like no other."""
    try:
        return tuple(map(str, json.loads(value)))
    except (ValueError, TypeError, RecursionError):
        return (str(value),)
