"""Participants as they are on disk."""

from collections.abc import Collection
from typing import Any

from storage.database import Database
from storage.rows import StoredParticipant
from storage.sql import among, load, rows

_PARTICIPANTS = load("participants")


async def by_ids(db: Database, ids: Collection[str]) -> dict[str, StoredParticipant]:
    """Those of `ids` who are there."""
    found = await among(db.reader, _PARTICIPANTS.by_ids, _stored, ids)
    return {row.id: row for row in found}


async def by_lookups(db: Database, lookups: Collection[bytes]) -> dict[bytes, StoredParticipant]:
    """Those behind the keyed hashes of chats, for those that are known."""
    return dict(await among(db.reader, _PARTICIPANTS.by_lookups, _reached, lookups))


async def sites(db: Database) -> set[str]:
    """Every site at which somebody lives, those included who have not agreed yet."""
    return set(await rows(db.reader, _PARTICIPANTS.sites, _site))


async def enrolled(db: Database) -> list[str]:
    """The inner ids of everybody who takes part and is not asked to agree anew."""
    return await rows(db.reader, _PARTICIPANTS.enrolled, _id)


async def versions_agreed_to(db: Database) -> set[str]:
    """Every version of the consent text that somebody who is here has agreed to."""
    return set(await rows(db.reader, _PARTICIPANTS.versions, _version))


def _id(id: str) -> str:
    return id


def _version(version: str) -> str:
    return version


def _site(site: str) -> str:
    return site


def _reached(lookup: bytes, **columns: Any) -> tuple[bytes, StoredParticipant]:
    return lookup, _stored(**columns)


def _stored(blocked: int, **columns: Any) -> StoredParticipant:
    return StoredParticipant(blocked=bool(blocked), **columns)
