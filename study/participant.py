"""A participant as every room sees them: what is known, where in the conversation, what is open.

Nothing here is what somebody said: words, voices and pictures are sealed the moment they come. What was
chosen in the questionnaire under way is here (branching needs it) and lies on disk under the operator key.
"""

from collections.abc import Collection
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
class Agreement:
    """What somebody had agreed to when they were asked anew: it holds until they agree to the new text, or leave."""

    version: str
    scopes: tuple[str, ...] = ()

    def with_scopes(self, scopes: Collection[str]) -> Self:
        """The same, to these scopes."""
        return replace(self, scopes=tuple(sorted(scopes)))


class Shows(StrEnum):
    """How far the bot of somebody with a word of their own has come: it asks for the word, has it and waits for a key,
    shows the study, or shows nothing of it."""

    ASKING = "asking"
    CHOSEN = "chosen"
    STUDY = "study"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Face:
    """A quiet face: the bot shows nothing of the study until a word of theirs is written. Of the word there is a slow
    hash, with its salt; `at` is when they last wrote something that counts."""

    shows: Shows
    at: datetime
    salt: str = ""
    word: str = ""


class Bond(StrEnum):
    """How far two have come who wish to be interviewed together."""

    ASKED = "asked"  # they wrote the other one's words, and are asked
    OFFERED = "offered"  # the other one wrote theirs, and is asked
    WAITS = "waits"  # they said yes, and the other one is asked
    CONFIRMS = "confirms"  # the other one said yes, and they are asked
    AGREED = "agreed"


@dataclass(frozen=True)
class Joint:
    """The other one: their inner id, and the code by which they know each other."""

    id: str
    code: str
    bond: Bond

    def now(self, bond: Bond) -> Self:
        return replace(self, bond=bond)


RENEWING = "renewing"
"""Where somebody stands, for the desk, who takes part and has been asked to agree anew."""


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
    cared_at: datetime | None = None  # when lines of help were last said to them unasked

    agreed_at: datetime | None = None  # when they last agreed, if that was noted
    voice_unique: str = ""  # the file_unique_id of the consent voice before it is confirmed
    requested_at: datetime | None = None  # when the agreement was asked for
    requested_after: datetime | None = None  # when the words were sent that led to that, by Telegram's clock
    code_word: str = ""  # it is being written instead of spoken, or was: the word that belongs to it
    renewing: Agreement | None = None  # they take part, and decide about a new text: see `stage`
    together: Joint | None = None

    def left(self, stage: Stage = Stage.WITHDRAWN, scopes: frozenset[str] = frozenset()) -> Self:
        """As they are once nothing is asked of them any more: nothing is open, planned, or known of their days."""
        return self.but(
            stage=stage,
            sitting=None,
            aside=None,
            waiting=(),
            draft=None,
            late=(),
            remembered={},
            runs=(),
            rest=None,
            talk=None,
            talk_at=None,
            zones_asked=(),
            put_off=(),
            today=(),
            anchors={},  # a date that they gave may be one of them
            scopes=scopes,
            renewing=None,
        )

    def as_agreed(self) -> Self:
        """As they were when they were asked anew. (A voice that was to be the new agreement is let go.)"""
        if self.renewing is None:
            return self
        return self.but(
            stage=Stage.ENROLLED,
            consent_version=self.renewing.version,
            scopes=frozenset(self.renewing.scopes),
            renewing=None,
            sitting=None,
            voice="",
            voice_file="",
            voice_unique="",
            code_word="",
            requested_at=None,
        )

    face: Face | None = None
    hidden: bool = False  # their chat was cleared, and what is open has not been in sight since

    @property
    def hides(self) -> bool:
        """Whether the bot shows nothing of the study now: what is said would not be seen."""
        return self.face is not None and self.face.shows is Shows.NOTHING

    @property
    def stands(self) -> str:
        """Their stage, or that they are asked to agree anew."""
        return RENEWING if self.renewing is not None else self.stage.value

    @classmethod
    def new(cls, id: str, language: str, at: datetime) -> Self:
        return cls(id=id, stage=Stage.NEW, language=language, arrived_at=at)

    def but(self, **changes: Any) -> Self:
        """This participant with some fields changed."""
        return replace(self, **changes)
