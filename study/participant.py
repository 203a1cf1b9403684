"""A participant as every room sees them: what is known, where in the conversation, what is open.

Nothing here is what somebody said: words, voices and pictures are sealed the moment they come. What was
chosen in the questionnaire under way is here (branching needs it) and lies on disk under the operator key.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from study.timing import Wishes

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
    FINISHED = "finished"  # the study is over for them
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
class Shown:
    """A question as it stood on the screen when it was answered: the `version` of its wording, and, where its options
    are shuffled, the `order` in which they stood, by their ids."""

    version: int = 1
    order: tuple[str, ...] = ()


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
    begun: bool = False  # somebody has touched it
    put_off: bool = False  # "not now" was said to it once
    late: bool = False  # it has lapsed, and answers are still taken until expires_at
    settled: tuple[str, ...] = ()  # answered before their last move: these do not say where they live now

    @property
    def touched(self) -> bool:
        """Whether somebody has begun to answer it."""
        return bool(self.begun or self.done or self.picked or self.media)


@dataclass(frozen=True)
class WaitingPrompt:
    """A prompt that fell due and is not on the screen: another questionnaire is, or it is night, or the participant
    rests, or has said "not now". `again` where it was put before."""

    prompt: str
    wave: str
    questionnaire: str
    expires_at: datetime
    again: bool = False


@dataclass(frozen=True)
class Draft:
    """A diary entry that waits for "keep this?": one or more messages, already sealed, by their record ids.
    `fetching` are those of them whose sound is still on its way. `entry` names it in each of its records.
    `asked` once the question has been put, and nothing has come long after it."""

    records: tuple[str, ...]
    fetching: tuple[str, ...] = ()
    entry: str = ""
    asked: bool = False


@dataclass(frozen=True)
class Kept:
    """One message of today's diary, for as long as an edit of it still counts. `part` is its place in the entry,
    `caption` the record of what was written under it, `length` how many characters are theirs in both."""

    message: int
    record: str
    entry: str
    part: int
    at: datetime
    caption: str = ""
    length: int = 0
    album: str = ""
    words: bool = False  # it is a text
    at_once: bool = False  # kept without asking


@dataclass(frozen=True)
class Run:
    """Something that happened and has prompts of its own: `key` as in `Participant.anchors`. With its own `seed` they
    are drawn the same when they are laid anew. What fell due before `since` was drawn with another, by a version that
    did not keep it."""

    key: str
    at: datetime
    seed: int
    since: datetime | None = None


class Why(StrEnum):
    """Why somebody is not asked for a while."""

    ASKED = "asked"  # they wished it
    SILENT = "silent"  # they did not answer for long, and were asked once whether they are still there


@dataclass(frozen=True)
class Rest:
    """Nobody is asked until then; None is until they write."""

    why: Why
    since: datetime
    until: datetime | None = None


class Talk(StrEnum):
    """What the bot has asked beside any questionnaire, so that the next words may answer it."""

    SITE = "site"  # where do you live now?
    CITY = "city"  # in which city? or the place
    BIGGER = "bigger"  # in which bigger one nearby? or the country
    CLOCK = "clock"  # is it this late where you are?
    LETTER = "letter"  # would you like to hear of the results?


@dataclass(frozen=True)
class Participant:
    id: str  # random, never shown
    stage: Stage
    language: str
    arrived_at: datetime
    source: str = ""
    site: str = ""
    zone: str = ""  # IANA name, where they live by another clock than the site's
    code: str = ""
    anchors: dict[str, datetime] = field(default_factory=dict)  # study.timing.Start.key -> when
    runs: tuple[Run, ...] = ()  # of those, what still has prompts to come
    wishes: Wishes = field(default_factory=Wishes)
    rest: Rest | None = None
    missed: int = 0  # prompts in a row that lapsed untouched
    talk: Talk | None = None
    talk_at: datetime | None = None  # when that was asked
    zones_asked: tuple[str, ...] = ()  # under Talk.CLOCK: the time zones in question, likeliest first
    consent_version: str = ""
    scopes: frozenset[str] = frozenset()
    scopes_asked: tuple[str, ...] = ()
    mistakes: int = 0  # wrong answers in the comprehension check
    screening: dict[str, Value] = field(default_factory=dict)  # sealed, and emptied, at consent
    screened: dict[str, Shown] = field(default_factory=dict)  # the questions that these answer
    remembered: dict[str, Value] = field(default_factory=dict)
    sitting: Sitting | None = None
    aside: Sitting | None = None  # nobody has touched it, and it made room for one that lapses sooner
    waiting: tuple[WaitingPrompt, ...] = ()
    put_off: tuple[WaitingPrompt, ...] = ()  # by "not now", until their timers
    lapsed: tuple[str, ...] = ()  # tokens of the last askings that lapsed
    keeps: bool = False  # the diary keeps without asking
    today: tuple[Kept, ...] = ()
    draft: Draft | None = None
    late: tuple[str, ...] = ()  # record ids of media on their way whose question has gone on without them
    text_sha256: str = ""  # of the consent text as shown: shown anew when it has changed since
    voice: str = ""  # record id of the consent voice before it is confirmed
    voice_file: str = ""  # its file_id, to let them hear it
    blocked: bool = False
    gone: bool = False  # the account is no more
    back_at: datetime | None = None  # when they last let the bot write again
    arm: str = ""  # of the study's arms, the one drawn for them
    asked_on: str = ""  # the local day ("2024-02-24") on which they were last asked, and how often on it
    asked_times: int = 0

    @classmethod
    def new(cls, id: str, language: str, at: datetime) -> Self:
        return cls(id=id, stage=Stage.NEW, language=language, arrived_at=at)

    def but(self, **changes: Any) -> Self:
        """This participant with some fields changed."""
        return replace(self, **changes)
