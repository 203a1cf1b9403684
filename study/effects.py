"""What becomes true besides what is said: kept, planned, counted, forgotten. Nothing of it has happened yet."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from study.inbound import Event


@dataclass(frozen=True)
class Keep:
    """Something said or chosen, to be sealed. `content` is JSON data; `record` its id (see `study.ids`).
    Kinds: "screening", "answer", "skip", "entry", "caption" (what was written under an entry's picture), and "consent":
    an agreement that was written."""

    record: str
    kind: str
    content: dict[str, Any]
    prompt: str = ""
    draft: bool = False  # not counted, not shown and not exported until confirmed


@dataclass(frozen=True)
class Confirm:
    """A draft record (text or media) becomes a record."""

    record: str


@dataclass(frozen=True)
class Discard:
    """A record and its media are deleted, draft or not."""

    record: str


@dataclass(frozen=True)
class Fetch:
    """A voice, a photo or a film to fetch, check and seal to the vault as draft record `media`. Comes back as
    Fetched."""

    media: str
    file: str
    kind: str  # kind of the record: "consent", "answer", "entry"
    content: dict[str, Any]  # sealed beside the sound: question, wave, …
    prompt: str = ""
    unique: str = ""  # of a voice: Telegram's lasting name for it, so that it is known when it comes again


@dataclass(frozen=True)
class SetTimer:
    """Falls due as `study.inbound.Fell`. One timer per (participant, kind, prompt): a later one replaces it. One of
    kind "prompt" is only set while its prompt has not been put."""

    kind: str
    due_at: datetime
    prompt: str = ""
    wave: str = ""
    questionnaire: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True)
class CancelTimers:
    """Cancels the participant's timers: all, or those of one prompt, or of one kind."""

    prompt: str = ""
    kind: str = ""


class PromptState(StrEnum):
    DUE = "due"
    DELIVERED = "delivered"
    BEGUN = "begun"
    ANSWERED = "answered"
    PARTIAL = "partial"
    EXPIRED = "expired"
    SKIPPED = "skipped"
    WITHDRAWN = "withdrawn"
    NOT_ASKED = (
        "not-asked"  # it fell due, and was kept back: enough for one day, or no question of it for them
    )


@dataclass(frozen=True)
class PromptPlanned:
    """A prompt to come. One of that id that has not been put yet takes these times; any other stays as it is. Its
    `beep` is 0 where the participant began it by a button."""

    prompt: str
    wave: str
    questionnaire: str
    day: int
    beep: int
    due_at: datetime
    expires_at: datetime
    site: str = ""


@dataclass(frozen=True)
class PromptMoved:
    """A prompt's life goes on; `at` is stamped for that state. Where it is over, `asked` of its questions were put to
    them and `given` of those answered; `late` if the last answer came after it had lapsed."""

    prompt: str
    state: PromptState
    at: datetime
    asked: int | None = None
    given: int | None = None
    late: bool = False


@dataclass(frozen=True)
class PromptsEnded:
    """Every prompt of this participant that is not over takes `state`."""

    state: PromptState
    at: datetime


@dataclass(frozen=True)
class WaveTakenBack:
    """Prompts of `wave`, or of all waves where it is empty, that fall due later than `after` are as if they had never
    been planned, with their timers."""

    wave: str
    after: datetime


@dataclass(frozen=True)
class ConsentGiven:
    """The consent record. `text_sha256` is of the exact text shown (`study.consent.exact_text`)."""

    version: str
    language: str
    text: str
    text_sha256: str
    scopes: tuple[str, ...]
    mistakes: int
    voice: str  # the record of it
    given_at: datetime
    way: str = "voice"  # "voice" or "typed"


@dataclass(frozen=True)
class Stayed:
    """From `at` on they live at `site`, by the clock of `zone` (IANA)."""

    site: str
    zone: str
    at: datetime


@dataclass(frozen=True)
class ScopeChanged:
    """A consent scope is given, or taken back, after the agreement."""

    scope: str
    given: bool
    at: datetime


@dataclass(frozen=True)
class Withdrew:
    """Nothing of them is agreed to any more, from `at` on."""

    at: datetime


@dataclass(frozen=True)
class EraseSaid:
    """All that they said goes: answers, entries, media, what was not decided yet. That they agreed stays, with the
    voice that says so."""


@dataclass(frozen=True)
class ReceiptGiven:
    """By this code word, a few words of the bot's own list, everything of theirs can be erased from any chat. What is
    kept of it is a keyed hash."""

    code: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Tried:
    """A code word was written that fits nothing: counted by chat, for a day."""


@dataclass(frozen=True)
class Invited:
    """Whoever writes these words before `until` finds them. What is kept is a keyed hash; earlier words no longer
    count."""

    words: tuple[str, ...]
    until: datetime


@dataclass(frozen=True)
class InvitationOver:
    """The words have done what they were for, and no longer count."""


@dataclass(frozen=True)
class JointChanged:
    """That they are interviewed together with `code` is agreed to, or taken back."""

    code: str
    given: bool
    at: datetime


@dataclass(frozen=True)
class ToldVersion:
    """They were told of a new version of the text they agreed to, which need not be agreed to anew."""

    version: str
    at: datetime


@dataclass(frozen=True)
class Tell:
    """Something happens to another participant: a row of the inbox for them, if they are still here."""

    participant: str  # inner id
    event: Event


@dataclass(frozen=True)
class Asked:
    """Something is asked of the team, which sees code, kind and time, and never why. Kinds: "file" (a copy of all that
    is held of them) and "contact" (somebody to talk to). One that is open already stays as it is."""

    kind: str
    at: datetime


@dataclass(frozen=True)
class ClearChat:
    """Whatever can still be deleted in their chat, on both sides, is: also where nothing of the person stays. What is
    said in this outcome stays."""


@dataclass(frozen=True)
class ContactCut:
    """Nobody can find the way from their code to their chat any more. What they gave stays."""


@dataclass(frozen=True)
class Tally:
    """A step of the funnel, counted by source and site. Counts outlive the people in them."""

    step: str
    """"closed", "arrived", "ineligible", "eligible", "declined", "faded", "consented", "withdrew", "returned",
    "renewed" or "finished"."""
    source: str = ""
    site: str = ""


Effect = (
    Keep
    | Confirm
    | Discard
    | Fetch
    | SetTimer
    | CancelTimers
    | PromptPlanned
    | PromptMoved
    | PromptsEnded
    | WaveTakenBack
    | ConsentGiven
    | Stayed
    | ScopeChanged
    | Withdrew
    | EraseSaid
    | ReceiptGiven
    | Tried
    | ToldVersion
    | Invited
    | InvitationOver
    | JointChanged
    | Tell
    | Asked
    | ClearChat
    | ContactCut
    | Tally
)
