"""What the desk is told: rows without chats, names or words. Times are Unix seconds, UTC."""

import json
from dataclasses import dataclass

from study.participant import Stage


@dataclass(frozen=True)
class TallyCount:
    step: str
    source: str
    site: str
    n: int


@dataclass(frozen=True)
class StageCount:
    stage: str
    source: str
    site: str
    blocked: int
    n: int


@dataclass(frozen=True)
class DeskParticipant:
    """Somebody who consented. `id` is the inner name that seals are bound to: never shown and never exported."""

    id: str
    code: str
    site: str
    source: str
    language: str
    stage: str
    blocked: int
    arrived_at: float
    enrolled_at: float | None
    withdrawn_at: float | None
    delivered: int
    answered: int
    heard_at: float | None
    arm: str = ""  # drawn for them, where the study has arms

    @property
    def withdrawn(self) -> bool:
        """They left, and have not agreed anew: also while they look again at what the study is."""
        return self.stage != Stage.ENROLLED


@dataclass(frozen=True)
class DeskConsent:
    version: str
    language: str
    text_sha256: str
    text: str
    scopes: str  # JSON list of ids
    mistakes: int
    voice: str  # record id
    given_at: float

    @property
    def scope_ids(self) -> tuple[str, ...]:
        return tuple(json.loads(self.scopes))


@dataclass(frozen=True)
class DeskPrompt:
    id: str
    code: str
    site: str
    wave: str
    questionnaire: str
    day: int
    beep: int
    state: str
    due_at: float
    expires_at: float
    delivered_at: float | None
    begun_at: float | None
    ended_at: float | None


@dataclass(frozen=True)
class PromptCount:
    state: str
    delivered: int
    n: int


@dataclass(frozen=True)
class DeskRecord:
    """A record as it lies there: sealed. With `vault` 1 its sound is in the vault under the same id."""

    id: str
    kind: str
    prompt: str
    at: float
    envelope: bytes
    vault: int


@dataclass(frozen=True)
class WordCount:
    haste: str
    n: int
