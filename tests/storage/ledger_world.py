"""A data folder with a consent ledger, made as a commit makes it, and the audit of it."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from storage_world import ANI, DAY, LEVAN, NOW, commit, person, record

from storage.auditing import evidence
from storage.database import Database
from storage.rows import ConsentRow, NewEntry, SealedRecord
from storage.vault import Vault
from study.audited import Audit
from study.auditing import audit
from study.consent import exact_text, text_sha256
from study.ledger import Head
from study.model import Localized
from study.protocol import Consent, Protocol, Scope, Site, Team

SAID = Localized({"en": "Yes"})
PROTOCOL = Protocol(
    id="crossing",
    title=SAID,
    languages=("en",),
    team=Team(name=SAID, contact="us"),
    sites=(Site(id="AM", name=SAID, timezone="Asia/Yerevan"),),
    consent=Consent(
        version="1.0",
        information=Localized({"en": "Who we are."}),
        statement=Localized({"en": "I take part."}),
        scopes=(
            Scope(id="diary", ask=Localized({"en": "Keep a diary"}), required=True),
            Scope(id="quotes", ask=Localized({"en": "Quote me"})),
        ),
    ),
    folder=Path(),
)
TEXT = exact_text(PROTOCOL, "en", notice="Telegram sees this.")
CODES = {ANI: "AM-01", LEVAN: "AM-02"}
VOICE, SECOND, ENTRY = "c0" * 16, "c1" * 16, "e0" * 16
SOUND = b"a voice, sealed"


def agreement(day: float = 0, voice: str = VOICE, **changes: Any) -> ConsentRow:
    row = ConsentRow(
        ANI, "1.0", "en", TEXT, text_sha256(TEXT), ("diary", "quotes"), 0, voice, NOW + day * DAY
    )
    return replace(row, **changes)


def entered(row: ConsentRow) -> NewEntry:
    """As `bot.entries` writes it."""
    names = ("version", "language", "text_sha256", "mistakes", "way")
    body = {name: getattr(row, name) for name in names} | {"scopes": list(row.scopes)}
    return NewEntry(row.participant, body | about("consent", row.given_at, row.participant), row.voice)


def about(kind: str, at: float, who: str = ANI) -> dict[str, Any]:
    when = datetime.fromtimestamp(at, UTC).isoformat()
    return {"kind": kind, "participant": who, "code": CODES[who], "at": when}


async def agrees(db: Database, vault: Vault, row: ConsentRow, sound: bytes = SOUND) -> None:
    """As a commit does it: the record, the row and the entry in one transaction."""
    who = row.participant
    vault.write(row.voice, sound)
    sealed = SealedRecord(
        row.voice, who, "consent", None, row.given_at - 60, False, b"beside", True, sha256(sound).digest()
    )
    taking_part = person(who, code=CODES[who], site="AM", stage="enrolled")
    await commit(db, participants=[taking_part], records=[sealed], consents=[row], ledger=[entered(row)])


async def leaves(db: Database, day: float) -> None:
    left = person(code="AM-01", site="AM", stage="withdrawn", withdrawn_at=NOW + day * DAY)
    await commit(db, participants=[left], ledger=[NewEntry(ANI, about("withdrawal", NOW + day * DAY))])


def said(day: float, id: str = ENTRY, **changes: Any) -> SealedRecord:
    return record(id, at=NOW + day * DAY, kind="entry", prompt=None, **changes)


async def audited(db: Database, seen: Head | None = None) -> Audit:
    await db.checkpoint()
    return audit(await evidence(db.path, db.path.parent / "vault", "crossing"), PROTOCOL, seen)


def told(made: Audit) -> dict[str, str]:
    return {
        check.name: "\n".join(fault.sentence for fault in check.faults)
        for check in made.checks
        if not check.holds
    }


def plain(db: Database, *statements: str) -> None:
    """Behind the service's back."""
    rows = sqlite3.connect(db.path, isolation_level=None)
    for statement in statements:
        rows.executescript(statement)
    rows.close()
