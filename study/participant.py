"""A participant as every room sees them: what is known, where in the conversation, what is open.

Nothing here is what somebody said: words, voices and pictures are sealed the moment they come. What was
chosen in the questionnaire under way is here (branching needs it) and lies on disk under the operator key.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

Value = bool | int | float | str | tuple[str, ...]
"""A chosen answer: yes/no, a number or a point on a scale, an option's id or several, a date ("2024-02-24") or a time
("09:30"). What is written, spoken or shown never appears here."""


class Stage(StrEnum):
    NEW = "new"
    LANGUAGE = "language"
    SITE = "site"
    SCREENING = "screening"
    INFORMATION = "information"
    CHECK = "check"
    SCOPES = "scopes"
    STATEMENT = "statement"  # the voice is awaited
    HEARING = "hearing"  # the voice is being fetched and measured
    CONFIRMING = "confirming"  # heard back, to be confirmed or said again
    ENROLLED = "enrolled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Asking:
    """One question on the participant's screen, by its step key: "relation", or "relation#2" in the second round of a
    group that repeats. `token` is in its keys, so that a key of another asking is known; `version` is that of the
    wording on the screen, whatever the study file says by now."""

    token: str
    question: str
    asked_at: datetime
    version: int = 1


@dataclass(frozen=True)
class Sitting:
    """A questionnaire under way. `prompt` is empty for screening and the comprehension check."""

    questionnaire: str
    started_at: datetime
    asking: Asking | None = None
    prompt: str = ""
    wave: str = ""
    expires_at: datetime | None = None
    chosen: dict[str, Value] = field(default_factory=dict)
    done: tuple[str, ...] = ()  # step keys of questions answered or skipped, in order
    skipped: tuple[str, ...] = ()
    media: str = ""  # a voice or photo being fetched for the question under way
    besides: tuple[str, ...] = ()  # earlier voices and photos that answer the question under way too
    picked: tuple[str, ...] = ()  # options marked so far, where several can be chosen
    records: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # step key -> what answers it, until the end


@dataclass(frozen=True)
class WaitingPrompt:
    """A prompt that fell due while another questionnaire was under way."""

    prompt: str
    wave: str
    questionnaire: str
    expires_at: datetime


@dataclass(frozen=True)
class Draft:
    """A diary entry that waits for "keep this?": one or more messages, already sealed, by their record ids.
    `fetching` are those of them whose sound is still on its way."""

    records: tuple[str, ...]
    fetching: tuple[str, ...] = ()


@dataclass(frozen=True)
class Participant:
    id: str  # random, never shown
    stage: Stage
    language: str
    arrived_at: datetime
    source: str = ""
    site: str = ""
    code: str = ""
    anchors: dict[str, datetime] = field(default_factory=dict)  # study.timing.Start.key -> when
    consent_version: str = ""
    scopes: frozenset[str] = frozenset()
    scopes_asked: tuple[str, ...] = ()
    mistakes: int = 0  # wrong answers in the comprehension check
    screening: dict[str, Value] = field(default_factory=dict)  # sealed, and emptied, at consent
    remembered: dict[str, Value] = field(default_factory=dict)
    sitting: Sitting | None = None
    aside: Sitting | None = None  # nobody has touched it, and it made room for one that lapses sooner
    waiting: tuple[WaitingPrompt, ...] = ()
    draft: Draft | None = None
    late: tuple[str, ...] = ()  # record ids of voices on their way whose question has gone on without them
    text_sha256: str = ""  # of the consent text as shown: shown anew when it has changed since
    voice: str = ""  # record id of the consent voice before it is confirmed
    voice_file: str = ""  # its file_id, to let them hear it
    blocked: bool = False
    arm: str = ""  # of the study's arms, the one drawn for them
    asked_on: str = ""  # the local day ("2024-02-24") on which they were last asked, and how often on it
    asked_times: int = 0

    @classmethod
    def new(cls, id: str, language: str, at: datetime) -> Self:
        return cls(id=id, stage=Stage.NEW, language=language, arrived_at=at)

    def but(self, **changes: Any) -> Self:
        """This participant with some fields changed."""
        return replace(self, **changes)
