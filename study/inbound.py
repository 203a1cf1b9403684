"""Everything that can happen to a participant. Time and chance come with it, so handlers know neither."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Command:
    """`/name payload`. The name is lower case, without the slash and the bot's own @name."""

    name: str
    payload: str = ""


@dataclass(frozen=True)
class Wrote:
    """A text message, or a reply key: Telegram does not tell them apart. `means` are the names of the bot's own
    keys ("key.yes") that this text is, in any of its languages."""

    text: str
    message: int
    forwarded: bool = False
    means: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Tapped:
    """An inline key. `data` is what the key carried, or anything at all: it can be forged."""

    data: str
    tap: str  # callback query id
    message: int | None = None


@dataclass(frozen=True)
class Spoke:
    """A voice message. `seconds` is the sender's claim; the Ogg is measured after it is fetched."""

    file: str  # file_id
    message: int
    seconds: int
    size: int | None = None  # bytes, as Telegram says
    forwarded: bool = False


@dataclass(frozen=True)
class Showed:
    """A photo, by the largest of its sizes. `caption` is what was written under it."""

    file: str  # file_id
    message: int
    size: int | None = None  # bytes, as Telegram says
    caption: str = ""
    forwarded: bool = False


@dataclass(frozen=True)
class Located:
    """A place: a location or a venue, in degrees. A live location is one place, where it began."""

    latitude: float
    longitude: float
    message: int
    forwarded: bool = False


@dataclass(frozen=True)
class Sent:
    """A message of a kind that no step takes (yet): "sticker", "photo", "video_note", "location", …"""

    kind: str
    message: int


@dataclass(frozen=True)
class Edited:
    """The participant changed an earlier message."""

    message: int


@dataclass(frozen=True)
class Fell:
    """A timer fell due. `kind` is "prompt", "remind", "expire" or "forget"; `prompt` names the prompt."""

    kind: str
    due_at: datetime
    prompt: str = ""
    wave: str = ""
    questionnaire: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Fetched:
    """A voice or a photo is fetched, checked and sealed in the vault under `media`. `seconds` of the Ogg itself, none
    of a photo."""

    media: str
    seconds: float
    size: int
    photo: bool = False


@dataclass(frozen=True)
class NotFetched:
    """A voice or a photo could not be had. `reason`: "gone" (Telegram no longer has it), "large" or "damaged" (no Opus,
    no JPEG)."""

    media: str
    reason: str
    photo: bool = False


@dataclass(frozen=True)
class Blocked:
    """The participant blocked the bot, or their account is gone: found out from an update or from a refusal."""


@dataclass(frozen=True)
class Unblocked:
    """The participant let the bot write again."""


@dataclass(frozen=True)
class Erase:
    """The team asks for everything of this participant to be erased, because the participant asked the team."""


@dataclass(frozen=True)
class LayAnew:
    """The team asks for what is still to come of a wave to be planned anew, because the study file has changed it."""

    wave: str


@dataclass(frozen=True)
class Grouped:
    """The bot was added to, or addressed in, a chat that is not one person's."""

    chat: int


Event = (
    Command
    | Wrote
    | Tapped
    | Spoke
    | Showed
    | Located
    | Sent
    | Edited
    | Fell
    | Fetched
    | NotFetched
    | Blocked
    | Unblocked
    | Erase
    | LayAnew
    | Grouped
)


@dataclass(frozen=True)
class Inbound:
    """One row of the inbox. `at` is aware, in UTC; `seed` is the only chance a handler may use."""

    at: datetime
    seed: int
    event: Event
    suggested_language: str = ""  # Telegram's language_code, e.g. "ru" or "en-GB"


@dataclass(frozen=True)
class Facts:
    """What a handler must know beyond the participant, read in the transaction that commits its outcome."""

    next_number: dict[str, int]  # site -> the number its next pseudonym gets
    notice: dict[str, str]  # language -> what Telegram can see, as the bot says it: part of the consent text
