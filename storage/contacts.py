"""Contacts: the only place where a person and a chat meet. Apart from everything else, under the operator key."""

from collections.abc import Collection

from storage.database import Database
from storage.rows import Boxed
from storage.sql import among, load

_CONTACTS = load("contacts")


async def of(db: Database, participants: Collection[str]) -> dict[str, Boxed]:
    """The chats of `participants`, for those whose contact is there."""
    return dict(await among(db.reader, _CONTACTS.of_participants, _reached, participants))


def _reached(participant: str, chat: bytes) -> tuple[str, Boxed]:
    return participant, Boxed(chat)
