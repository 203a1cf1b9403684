"""What becomes of a voice or a photo when it is here: checked, and sealed before any of it is near a disk.

The sound, or the picture without what was written beside it, is sealed under the context (study, participant, media,
kind) and lies in the vault. Beside it, under the kind `<kind>.beside`, lies the payload of `bot.committing` with "size"
in bytes and "sha256" of what is in the vault, and for a voice "seconds" (of the Ogg itself).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.committing import BESIDE, payload
from bot.photos import cleaned
from bot.sounds import measured
from sealing.keys import PublicKey
from sealing.seal import Context, seal
from storage.rows import FetchRow, SealedRecord

PHOTO = "photo"  # study.instrument.AnswerType; everything else that is fetched is a voice


@dataclass(frozen=True)
class Wanted:
    """A fetch row, opened."""

    row: FetchRow
    file: str
    kind: str
    content: dict[str, Any]
    prompt: str
    site: str
    at: datetime

    @property
    def photo(self) -> bool:
        return self.content.get("type") == PHOTO


@dataclass(frozen=True)
class Checked:
    """What is kept of the bytes that came, and for a voice how long it is."""

    content: bytes
    seconds: float | None = None


def checked(wanted: Wanted, came: bytes) -> Checked:
    """Raises `bot.faults.Damaged`."""
    return Checked(cleaned(came)) if wanted.photo else Checked(came, measured(came))


def sealed(
    wanted: Wanted, kept: Checked, study: str, recipients: list[PublicKey]
) -> tuple[SealedRecord, bytes]:
    """The draft record, and what goes into the vault."""
    row = wanted.row
    length = {} if kept.seconds is None else {"seconds": kept.seconds}
    beside = payload(
        wanted.kind,
        wanted.at,
        wanted.prompt,
        wanted.content,
        **length,
        size=len(kept.content),
        sha256=hashlib.sha256(kept.content).hexdigest(),
    )
    record = SealedRecord(
        id=row.media,
        participant=row.participant,
        kind=wanted.kind,
        prompt=wanted.prompt or None,
        at=wanted.at.timestamp(),
        draft=True,
        envelope=seal(beside, Context(study, row.participant, row.media, wanted.kind + BESIDE), recipients),
        vault=True,
    )
    return record, seal(kept.content, Context(study, row.participant, row.media, wanted.kind), recipients)
