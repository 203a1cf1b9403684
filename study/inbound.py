"""Everything that can happen to a participant. Time and chance come with it, so handlers know neither."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True)
class Command:
    """`/name payload`. The name is lower case, without the slash and the bot's own @name."""

    name: str
    payload: str = ""


@dataclass(frozen=True)
class Wrote:
    """A text message, or a reply key: Telegram does not tell them apart. `means` are the names of the bot's own
    keys ("key.yes") that this text is, in any of its languages; `zones` the time zones (IANA) of the cities that it may
    name, in any language."""

    text: str
    message: int
    forwarded: bool = False
    means: frozenset[str] = frozenset()
    zones: tuple[str, ...] = ()
    sent_at: datetime | None = None  # by Telegram's clock, in whole seconds


@dataclass(frozen=True)
class Tapped:
    """An inline key. `data` is what the key carried, or anything at all: it can be forged."""

    data: str
    tap: str  # callback query id
    message: int | None = None


@dataclass(frozen=True)
class Spoke:
    """A voice message. `seconds` is the sender's claim; the Ogg is measured after it is fetched. `caption` is what was
    written under it."""

    file: str  # file_id
    message: int
    seconds: int
    size: int | None = None  # bytes, as Telegram says
    caption: str = ""
    forwarded: bool = False
    unique: str = ""  # file_unique_id: the same however often and by whomever it is sent
    sent_at: datetime | None = None  # by Telegram's clock, in whole seconds


@dataclass(frozen=True)
class Showed:
    """A photo, by the largest of its sizes. `caption` is what was written under it; photos sent together have one
    `album`."""

    file: str  # file_id
    message: int
    size: int | None = None  # bytes, as Telegram says
    caption: str = ""
    forwarded: bool = False
    album: str = ""  # media_group_id


@dataclass(frozen=True)
class Located:
    """A place: a location or a venue, in degrees. A live location is one place, where it began. `zones` are the time
    zones (IANA) that are likely there, likeliest first."""

    latitude: float
    longitude: float
    message: int
    forwarded: bool = False
    zones: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filmed:
    """A video note, round and short. `seconds` is the sender's claim."""

    file: str  # file_id
    message: int
    seconds: int
    size: int | None = None  # bytes, as Telegram says
    forwarded: bool = False


@dataclass(frozen=True)
class Sent:
    """A message of a kind that no step takes (yet): "sticker", "document", "video", "audio", … `caption` is what was
    written under it."""

    kind: str
    message: int
    caption: str = ""
    forwarded: bool = False


@dataclass(frozen=True)
class Edited:
    """The participant changed an earlier message: `text` is what it says now, or what stands under it."""

    message: int
    text: str = ""


@dataclass(frozen=True)
class Fell:
    """A timer fell due. `prompt` names the prompt. Kinds: "prompt", "again" (after "not now", or because its words did
    not go out in time), "waiting" (what waits may be put now), "remind", "expire", "resume" (a pause is over),
    "silence" (ask whether they are still there), "end" (of the study, for them), "cut" (their contact), "forget",
    "close" (a quiet face), "version" (tell of a new consent text), "renew" (remind of it once), "consent" (what they
    agreed to, in short), "apart" (they are not interviewed together), "alone" (nobody has answered whether they are),
    "granted-file" and "granted-contact" (tell that the team has done it). Of several prompts of one wave that fell due
    together, because the service stood still, all but the newest are `overtaken`."""

    kind: str
    due_at: datetime
    prompt: str = ""
    wave: str = ""
    questionnaire: str = ""
    expires_at: datetime | None = None
    overtaken: bool = False


@dataclass(frozen=True)
class Fetched:
    """A voice, a photo or a film is fetched, checked and sealed in the vault under `media`. `seconds` of the Ogg
    itself, or as the film says; none of a photo. `written`: it has a caption, sealed beside it. `silent`: no voice is
    to be heard in it."""

    media: str
    seconds: float
    size: int
    photo: bool = False
    written: bool = False
    film: bool = False
    silent: bool = False


@dataclass(frozen=True)
class NotFetched:
    """A voice, a photo or a film could not be had. `reason`: "gone" (Telegram no longer has it), "large" or "damaged"
    (no Opus, no JPEG, no MP4). `written`: its caption could, and is sealed as the text that `media` is now."""

    media: str
    reason: str
    photo: bool = False
    written: bool = False
    film: bool = False


@dataclass(frozen=True)
class Blocked:
    """The participant blocked the bot, or their account is `gone`: found out from an update or from a refusal, of
    words that were on their way at `tried_at`."""

    gone: bool = False
    tried_at: datetime | None = None


@dataclass(frozen=True)
class Unblocked:
    """The participant let the bot write again."""


@dataclass(frozen=True)
class Erase:
    """Everything of this participant is to be erased, because they asked the team, or by their receipt's code word from
    elsewhere; or only what they `said`, where they take part no more."""

    said: bool = False


@dataclass(frozen=True)
class Departed:
    """They had left at this time, by what is known beside the data: an older copy of these has brought them back."""


@dataclass(frozen=True)
class LayAnew:
    """The team asks for what is still to come of a wave to be planned anew, because the study file has changed it."""

    wave: str


@dataclass(frozen=True)
class NewVersion:
    """The service began with a study file whose consent is another: of a new version, or with reminders of it."""


@dataclass(frozen=True)
class Granted:
    """The team has done what the participant asked of it: `kind` as in `study.effects.Asked`."""

    kind: str


class Pair(StrEnum):
    """What somebody did about being interviewed together with another."""

    ASKS = "asks"
    AGREED = "agreed"
    CLAIMED = "claimed"  # they wrote the words, and are asked
    APART = "apart"  # no, or not any more


@dataclass(frozen=True)
class Paired:
    """Another participant (inner id and code) did this."""

    id: str
    code: str
    what: Pair


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
    | Filmed
    | Sent
    | Edited
    | Fell
    | Fetched
    | NotFetched
    | Blocked
    | Unblocked
    | Erase
    | Departed
    | LayAnew
    | Granted
    | NewVersion
    | Paired
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
class Holding:
    """What is held of a participant, counted: `answers` to questions, `entries` of the diary (its messages), how many
    of both are `voices` or pictures; and the next prompt of all that are planned."""

    answers: int = 0
    entries: int = 0
    voices: int = 0
    next_wave: str = ""
    next_at: datetime | None = None
    last_at: datetime | None = None  # when the last prompt that is planned falls due
    skips: int = 0  # questions passed over
    agreed_at: datetime | None = None  # the latest agreement, and the version that it is to
    agreed_to: str = ""
    cut_at: datetime | None = None  # when the link between chat and code is erased, if that is planned
    copy_asked_at: datetime | None = None  # since when a copy of it all is on its way
    copy_made_at: datetime | None = None  # when the team had made the last one
    stays: tuple[
        tuple[str, datetime], ...
    ] = ()  # the sites where they have lived, each since when, oldest first


@dataclass(frozen=True)
class Receipt:
    """What became of a code word that somebody wrote: whose receipt it is (their inner id; empty: nobody's), and how
    often this chat has written one today that fitted nothing."""

    of: str
    tries: int


@dataclass(frozen=True)
class Invitation:
    """What became of the words that somebody wrote after /together: who told them to them (inner id and code; empty:
    nobody), and how often this chat has written some today that fitted nothing."""

    of: str
    code: str
    tries: int


@dataclass(frozen=True)
class Facts:
    """What a handler must know beyond the participant, read in the transaction that commits its outcome."""

    next_number: dict[str, int]  # site -> the number its next pseudonym gets
    notice: dict[str, str]  # language -> what Telegram can see, as the bot says it: part of the consent text
    holding: Holding | None = None  # only where they ask for it
    receipt: Receipt | None = None  # only where they write a code word after /stop
    invitation: Invitation | None = None  # only where they write words after /together
    heard: bool = False  # the voice that comes now was here before, from anybody
    code_words: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by language; easily told apart
    agreeing: frozenset[str] = frozenset()  # ways to write "I agree", in any language
