"""Opens sealed records in memory. Nothing opened here is ever written to disk by the desk's pages.

What opens: JSON {"kind", "at" (ISO 8601, UTC), "prompt", "content"} under the record's context. For a
voice, a photo or a film that JSON lies beside it (its kind ends in ".beside") and tells "size" and "sha256" too, and of
a voice or a film "seconds"; the sound or the picture itself is an envelope in the vault."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from sealing.seal import Context
from sealing.unseal import NotForThisKey, SecretKey, UnsealError, unseal
from storage.desk_rows import DeskRecord
from study.instrument import AnswerType
from study.touch import Takes

_YEARS = range(2000, 2200)  # of Telegram, and then some: times that every time zone can show
_LONGEST = 86_400  # seconds


class Why(StrEnum):
    """Why a record stays closed."""

    OTHERS = "sealed to other keys"
    BROKEN = "the seal is broken"


@dataclass(frozen=True)
class Opened:
    """What one record says. `content` is as `study.effects.Keep` describes it; `prompt` is the sealed one, so
    that nobody who writes to the database can put an answer under another question's day."""

    record: DeskRecord
    at: datetime
    prompt: str
    content: dict[str, Any]
    seconds: float = 0.0
    sha256: str = ""

    @property
    def photo(self) -> bool:
        """What lies in the vault is a picture, or a film; else it is a voice."""
        return bool(self.record.vault) and self.content.get("type") == AnswerType.PHOTO

    @property
    def film(self) -> bool:
        return bool(self.record.vault) and self.content.get("type") == Takes.VIDEO_NOTE


@dataclass(frozen=True)
class Closed:
    record: DeskRecord
    why: Why


class CannotOpen(Exception):
    """A voice that cannot be played, or a photo that cannot be shown; `why` says for which reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(frozen=True)
class Opener:
    """One secret key, and what it opens in one study. Lives in memory as long as the desk does."""

    study: str
    key: SecretKey
    vault: Path

    def open(self, participant: str, record: DeskRecord) -> Opened | Closed:
        """Opens a record of `participant` (the inner id that the seal is bound to)."""
        kind = f"{record.kind}.beside" if record.vault else record.kind
        try:
            return _told(record, self._unsealed(record.envelope, participant, record.id, kind))
        except CannotOpen as closed:
            return Closed(record, closed.why)
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return Closed(record, Why.BROKEN)

    def media(self, participant: str, record: DeskRecord, digest: str = "") -> bytes:
        """The sound of a record, Ogg Opus, its photo, JPEG, or its film, MP4; with `digest`, only if it has that
        SHA-256. Raises CannotOpen."""
        if not re.fullmatch(r"[0-9a-f]+", record.id):
            raise CannotOpen(Why.BROKEN)
        try:
            envelope = (self.vault / record.id).read_bytes()
        except OSError as fault:
            raise CannotOpen(Why.BROKEN) from fault
        sound = self._unsealed(envelope, participant, record.id, record.kind)
        if digest and sha256(sound).hexdigest() != digest:
            raise CannotOpen(Why.BROKEN)
        return sound

    def _unsealed(self, envelope: bytes, participant: str, record: str, kind: str) -> bytes:
        try:
            return unseal(envelope, Context(self.study, participant, record, kind), self.key)
        except NotForThisKey as fault:
            raise CannotOpen(Why.OTHERS) from fault
        except UnsealError as fault:
            raise CannotOpen(Why.BROKEN) from fault


def _told(record: DeskRecord, payload: bytes) -> Opened:
    """Raises whatever data raise that no bot wrote: a seal does not say who sealed."""
    told = _parsed(payload)
    at, seconds = datetime.fromisoformat(told["at"]).astimezone(UTC), float(told.get("seconds", 0))
    if not (at.year in _YEARS and 0 <= seconds < _LONGEST):
        raise ValueError("no bot was there then, or spoke so long")
    prompt, digest = str(told.get("prompt") or ""), str(told.get("sha256", ""))
    return Opened(record, at, prompt, dict(told["content"]), seconds, digest)


def _parsed(payload: bytes) -> Any:
    """The JSON in it. Only where halves of characters can be, raw or spelt out as \\ud83d, are they looked for: that
    takes as long as the half of opening a seal."""
    try:
        text = payload.decode()
    except UnicodeDecodeError:
        return _whole(json.loads(payload.decode("utf-8", "surrogatepass")))
    told = json.loads(text)
    return _whole(told) if "\\u" in text else told


def _whole(value: Any) -> Any:
    """`value` with halves of characters replaced: Telegram's JSON can carry them, UTF-8 cannot."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_whole(key): _whole(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return value
