"""Participants as they are on disk."""

from collections.abc import Collection
from typing import Any

from storage.database import Database
from storage.rows import StoredParticipant
from storage.sql import among, load

_PARTICIPANTS = load("participants")


async def by_ids(db: Database, ids: Collection[str]) -> dict[str, StoredParticipant]:
    """Those of `ids` who are there."""
    found = await among(db.reader, _PARTICIPANTS.by_ids, _stored, ids)
    return {row.id: row for row in found}


def _stored(blocked: int, **columns: Any) -> StoredParticipant:
    return StoredParticipant(blocked=bool(blocked), **columns)
