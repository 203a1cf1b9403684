"""Rows as the service hands them over and gets them back. Times are Unix seconds, UTC.

A `body`, `state` or `chat` is under the operator key; an `envelope` is sealed to the researchers. Nothing here can
be read with the data folder alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NewType

Boxed = NewType("Boxed", bytes)
"""Bytes under the operator key."""


@dataclass(frozen=True)
class NewInbound:
    """Something that happened, for the inbox. `once` names it: a second one of that name is the same."""

    once: str
    kind: str  # update | timer | media | refusal | team | told
    participant: str | None  # None for updates: the person is found when the body is read
    body: Boxed
    seed: int  # the chance a handler may use, below 2**63
    received_at: float
    lane: bytes | None = None  # whose turn it is: a keyed hash of the chat, or the participant's id


@dataclass(frozen=True)
class InboxRow:
    """Something that waits for its effect. `tries` counts the attempts that failed."""

    id: int
    once: str
    kind: str
    participant: str | None
    body: Boxed
    seed: int
    received_at: float
    tries: int
    lane: bytes | None = None


@dataclass(frozen=True)
class StoredParticipant:
    """A participant as the desk counts them, with `state` as only the service reads it."""

    id: str
    code: str | None
    site: str | None
    source: str | None
    language: str
    stage: str
    blocked: bool
    arrived_at: float
    enrolled_at: float | None
    withdrawn_at: float | None
    state: Boxed
    arm: str | None = None
    touch: str = "open"  # open | paused | silent | blocked | gone
    touch_since: float | None = None


@dataclass(frozen=True)
class Contact:
    """The only link between a person and a chat. `lookup` is a keyed hash of the chat id."""

    participant: str
    lookup: bytes
    chat: Boxed


@dataclass(frozen=True)
class SealedRecord:
    """What was said or chosen, sealed. With `vault` the sound lies in the vault under the same id."""

    id: str
    participant: str
    kind: str
    prompt: str | None
    at: float
    draft: bool
    envelope: bytes
    vault: bool
    sha256: bytes | None = None  # of the sealed file in the vault


@dataclass(frozen=True)
class ConsentRow:
    """A consent given, bound to the exact `text` that was shown. `voice` is a record's id."""

    participant: str
    version: str
    language: str
    text: str
    text_sha256: str
    scopes: tuple[str, ...]
    mistakes: int
    voice: str
    given_at: float
    way: str = "voice"  # voice | typed


@dataclass(frozen=True)
class NewEntry:
    """An entry of the consent ledger, see `study.ledger`. What lies sealed under `record` is bound into it; and by
    `other`, the code of somebody else, it names them for as long as they are here."""

    participant: str
    body: dict[str, Any]
    record: str = ""
    other: str = ""


@dataclass(frozen=True)
class PlannedPrompt:
    """A prompt that will fall due. One of that id that has not been put yet takes its times."""

    id: str
    participant: str
    wave: str
    questionnaire: str
    day: int
    beep: int
    due_at: float
    expires_at: float
    site: str | None = None


@dataclass(frozen=True)
class MovedPrompt:
    """A prompt takes `state` at `at`: delivered, begun, or one of the states in which it is over; then with how many
    questions were `asked`, how many answers `given`, and whether it was answered `late`."""

    id: str
    state: str
    at: float
    asked: int | None = None
    given: int | None = None
    late: bool = False


@dataclass(frozen=True)
class EndedPrompts:
    """Every prompt of `participant` that is not over takes `state` at `at`."""

    participant: str
    state: str
    at: float


@dataclass(frozen=True)
class TakenBackPrompts:
    """Prompts of `wave` (any, where it is empty) that `participant` has to come later than `after`: they and their
    timers are gone."""

    participant: str
    wave: str
    after: float


@dataclass(frozen=True)
class TimerRow:
    """A timer. `id` is participant:kind:prompt, so a later one of the same three takes its place."""

    id: str
    participant: str
    kind: str
    prompt: str
    due_at: float
    body: str  # JSON
    wave: str = ""


@dataclass(frozen=True)
class StayRow:
    """From `since` on `participant` lives at `site`, by the clock of `zone` (IANA)."""

    participant: str
    site: str
    zone: str
    since: float


@dataclass(frozen=True)
class ScopeChangeRow:
    """A consent scope given or taken back after the agreement."""

    participant: str
    scope: str
    given: bool
    at: float


@dataclass(frozen=True)
class RequestRow:
    """Something that `participant` asks of the team since `at`: file | contact."""

    participant: str
    kind: str
    at: float


@dataclass(frozen=True)
class ReceiptRow:
    """By the keyed hash `lookup` of code and code word `participant` is found, whoever writes them."""

    participant: str
    lookup: bytes


@dataclass(frozen=True)
class InvitationRow:
    """By the keyed hash `lookup` of words that `participant` tells somebody, they are found `until` then."""

    participant: str
    lookup: bytes
    until: float


@dataclass(frozen=True)
class TryRow:
    """One more code word, from the chat of the keyed hash `lookup`, that fitted nothing."""

    lookup: bytes
    at: float


@dataclass(frozen=True)
class CancelledTimers:
    """Timers of `participant` that no longer count. An empty `kind` or `prompt` means any."""

    participant: str
    kind: str = ""
    prompt: str = ""


@dataclass(frozen=True)
class NewFetch:
    """A voice or a photo to fetch. It becomes the record `media`."""

    media: str
    participant: str
    body: Boxed
    next_try_at: float


@dataclass(frozen=True)
class HeardSound:
    """A voice that `participant` sent. `lookup` is a keyed hash of Telegram's lasting name for it. One that `agrees`
    must never have been here before."""

    lookup: bytes
    participant: str
    agrees: bool = False


@dataclass(frozen=True)
class FetchRow:
    """One whose turn it is. `tries` counts the attempts that failed."""

    media: str
    participant: str
    body: Boxed
    tries: int


@dataclass(frozen=True)
class NewWord:
    """Something to say. `lane` is a keyed hash of the chat: words of one lane keep their order."""

    participant: str | None  # None for a group, or somebody of whom nothing is kept
    lane: bytes
    haste: str  # reply | prompt | announcement
    care: str  # harmless | once
    body: Boxed
    created_at: float
    prompt: str | None = None  # that these words put
    not_after: float | None = None  # later than that they are not said


@dataclass(frozen=True)
class OutboxRow:
    """A claimed word. `tries` counts the attempts that failed."""

    id: int
    participant: str | None
    lane: bytes
    haste: str
    care: str
    body: Boxed
    tries: int
    prompt: str | None = None  # that these words put
    not_after: float | None = None  # later than that they are not said


@dataclass(frozen=True)
class NewMessage:
    """A message that `participant` sent, by Telegram's number of it. It is deleted at `clear_at`, or not by itself."""

    participant: str
    message: int
    at: float
    clear_at: float | None


@dataclass(frozen=True)
class SaidMessage:
    """What became of `word` of the outbox: a message of ours. `undo` makes what deletes it, where nothing stays of
    that person any more."""

    word: int
    message: int
    at: float
    clear_at: float | None
    undo: Callable[[], NewWord] | None = None


@dataclass(frozen=True)
class DueMessage:
    """One that is to be deleted now, and was sent at `at`."""

    participant: str
    message: int
    at: float


@dataclass(frozen=True)
class BarredMessage:
    """One that is to be deleted and could not be, as the bot is blocked in its chat: the one behind this `lookup`."""

    lookup: bytes
    message: int
    at: float
    clear_at: float


@dataclass(frozen=True)
class MessagesDue:
    """Those of `participant` that the bot said (`ours`), or they, are to be deleted at `at` at the latest; with
    `but_receipts`, not those in which an agreement was confirmed to them."""

    participant: str
    ours: bool
    at: float
    but_receipts: bool = False


@dataclass(frozen=True)
class ClearedChat:
    """Every message of `participant` since then is deleted, and those that are `also` there: `word` makes what is to be
    asked of Telegram for some of them."""

    participant: str
    since: float
    also: tuple[DueMessage, ...]
    word: Callable[[Sequence[DueMessage]], NewWord]


@dataclass(frozen=True)
class TallyStep:
    """One more at a step of the funnel."""

    step: str
    source: str
    site: str
