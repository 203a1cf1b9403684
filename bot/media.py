"""What becomes of a voice, a photo or a film when it is here: checked, and sealed before any of it is near a disk.

The sound, or the picture without what was written beside it, is sealed under the context (study, participant, media,
kind) and lies in the vault. Beside it, under the kind `<kind>.beside`, lies the payload of `bot.sealed_rows` with
"size" in bytes and "sha256" of what is in the vault, and for a voice or a film "seconds" (of the Ogg itself, or as the
MP4 says). Of what could not be had, what was written under it is kept as a text.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import films, photos
from bot.sealed_rows import BESIDE, payload
from bot.sounds import measured
from sealing.keys import PublicKey
from sealing.seal import Context, seal
from storage.rows import FetchRow, SealedRecord

PHOTO, TEXT = "photo", "text"  # study.instrument.AnswerType
FILM = "video-note"  # study.touch.Takes; everything else that is fetched is a voice


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

    @property
    def film(self) -> bool:
        return self.content.get("type") == FILM

    @property
    def caption(self) -> str:
        """What was written under it: theirs, whatever becomes of the rest."""
        return str(self.content.get("caption", ""))


@dataclass(frozen=True)
class Checked:
    """What is kept of the bytes that came, and for a voice or a film how long it is; `silent` if no voice is in it."""

    content: bytes
    seconds: float | None = None
    silent: bool = False


def checked(wanted: Wanted, came: bytes) -> Checked:
    """Raises `bot.faults.Damaged`."""
    if wanted.photo:
        return Checked(photos.cleaned(came))
    if wanted.film:
        film = films.cleaned(came)
        return Checked(film.content, film.seconds)
    sound = measured(came)
    return Checked(came, sound.seconds, sound.silent)


def sealed(
    wanted: Wanted, kept: Checked, study: str, recipients: list[PublicKey]
) -> tuple[SealedRecord, bytes]:
    """The draft record, and what goes into the vault."""
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
    envelope = seal(beside, _context(wanted, study, BESIDE), recipients)
    content = seal(kept.content, _context(wanted, study), recipients)
    return _record(wanted, envelope, hashlib.sha256(content).digest()), content


def sealed_caption(wanted: Wanted, study: str, recipients: list[PublicKey]) -> SealedRecord:
    """Of what could not be had, the draft record of what was written under it: a text that answers the same."""
    about = {name: said for name, said in wanted.content.items() if name != "caption"}
    text = about | {"type": TEXT, "value": wanted.caption}
    said = payload(wanted.kind, wanted.at, wanted.prompt, text)
    return _record(wanted, seal(said, _context(wanted, study), recipients))


def _context(wanted: Wanted, study: str, beside: str = "") -> Context:
    return Context(study, wanted.row.participant, wanted.row.media, wanted.kind + beside)


def _record(wanted: Wanted, envelope: bytes, sha256: bytes | None = None) -> SealedRecord:
    """With `sha256` of what lies in the vault, if anything does."""
    return SealedRecord(
        id=wanted.row.media,
        participant=wanted.row.participant,
        kind=wanted.kind,
        prompt=wanted.prompt or None,
        at=wanted.at.timestamp(),
        draft=True,
        envelope=envelope,
        vault=sha256 is not None,
        sha256=sha256,
    )
