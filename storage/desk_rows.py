"""What the desk is told: rows without chats, names or words. Times are Unix seconds, UTC."""

import json
from dataclasses import dataclass

from study.participant import RENEWING, Stage


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


def has_left(stage: str) -> bool:
    """Whether somebody who has a code left, and has not agreed anew."""
    return stage not in (Stage.ENROLLED, Stage.FINISHED, RENEWING)


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
    heard_at: float | None
    arm: str = ""  # drawn for them, where the study has arms
    touch: str = "open"  # open | paused | silent | blocked | gone
    touch_since: float | None = None  # None: ever since they came

    @property
    def withdrawn(self) -> bool:
        """They left, and have not agreed anew: also while they look again at what the study is."""
        return has_left(self.stage)


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
    way: str = "voice"  # voice | typed

    @property
    def scope_ids(self) -> tuple[str, ...]:
        return tuple(json.loads(self.scopes))


@dataclass(frozen=True)
class DeskScopeChange:
    """A scope given, or taken back, after the agreement."""

    scope: str
    given: int
    at: float


@dataclass(frozen=True)
class DeskStay:
    """From `since` on, until the next. An empty `zone` is the site's own."""

    site: str
    zone: str
    since: float


@dataclass(frozen=True)
class DeskRequest:
    """What somebody asks of the team: a "file" of all that is held of them, or "contact", somebody to talk to. Why is
    nowhere. `done_at` is when the team said that it is done; `stage` is that of whoever asks."""

    id: int
    code: str
    site: str
    kind: str
    at: float
    done_at: float | None = None
    stage: str = Stage.ENROLLED

    @property
    def left(self) -> bool:
        """Who has left is not written to, also not of this."""
        return has_left(self.stage)


@dataclass(frozen=True)
class DeskPrompt:
    """`site` and `zone` (IANA; empty: the site's own) are those that they had when it was due. Its `beep` is 0 where
    the participant began it."""

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
    sent_at: float | None  # when Telegram first had it
    begun_at: float | None
    ended_at: float | None
    late: int = 0
    asked: int | None = None
    given: int | None = None
    zone: str = ""


@dataclass(frozen=True)
class PromptCount:
    """`n` prompts of `code` that are alike."""

    code: str
    wave: str
    state: str
    sent: int
    begun: int
    late: int
    initiated: int
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
