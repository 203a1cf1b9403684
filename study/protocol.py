"""The protocol: one study file as frozen data.

`study.reading.read_protocol` makes one from YAML. Everything else in the house takes it as given: ids are
unique, conditions name what exists, every text is there in every language of the study.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, RootModel

from study.conditions import Condition


class Model(BaseModel):
    """Frozen, and closed: a key nobody knows is a mistake in the study file."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Localized(RootModel[dict[str, str]]):
    """One text in every language of the study, by language code."""

    model_config = ConfigDict(frozen=True)

    def say(self, language: str) -> str:
        """The text in `language`, or in the study's first language."""
        return self.root.get(language) or next(iter(self.root.values()))


class AnswerType(StrEnum):
    YES_NO = "yes-no"
    CHOICE = "choice"
    SCALE = "scale"
    TEXT = "text"
    VOICE = "voice"


class SourceKind(StrEnum):
    CHANNEL = "channel"
    GROUP = "group"
    FACEBOOK = "facebook"
    EVENT = "event"
    SNOWBALL = "snowball"


class Anchor(StrEnum):
    """What a wave counts from."""

    CONSENT = "consent"
    ENROLLED = "enrolled"


class Team(Model):
    name: Localized
    contact: str


class Approval(Model):
    body: Localized
    reference: str
    granted: date


class Site(Model):
    """Where a participant lives now. `id` is the country's code and begins every pseudonym given here."""

    id: str
    name: Localized
    timezone: str
    target: int | None = None
    key: Path | None = None
    support: Localized | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Source(Model):
    id: str
    kind: SourceKind
    site: str | None = None


class Option(Model):
    id: str
    label: Localized


class Question(Model):
    """One question. `types` holds one type, or several where the participant may choose how to answer."""

    id: str
    ask: Localized
    types: tuple[AnswerType, ...]
    options: tuple[Option, ...] = ()
    low: int | None = None  # `from` in the study file
    high: int | None = None  # `to` in the study file
    low_label: Localized | None = None
    high_label: Localized | None = None
    when: Condition | None = None
    remember: bool = False
    required: bool = False


class Screening(Model):
    questions: tuple[Question, ...] = ()
    eligible: Condition | None = None


class Check(Model):
    """One question of the comprehension check; `answer` is an option's id ("yes"/"no" for yes-no)."""

    question: Question
    answer: str
    explain: Localized | None = None


class Scope(Model):
    id: str
    ask: Localized
    required: bool = False


class VoiceBounds(Model):
    at_least: timedelta = timedelta(seconds=3)
    at_most: timedelta = timedelta(seconds=90)


class Consent(Model):
    version: str
    information: Localized  # Markdown, already read from the files
    checks: tuple[Check, ...] = ()
    statement: Localized
    voice: VoiceBounds = VoiceBounds()
    scopes: tuple[Scope, ...] = ()

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


class Questionnaire(Model):
    id: str
    questions: tuple[Question, ...]


class Window(Model):
    """From `opens` to `closes`, local time; past midnight when `closes` is earlier."""

    opens: time
    closes: time


class Signal(Model):
    """Signal-contingent: `times` random moments a day between two hours, at least `apart` from each other."""

    times: int
    between: Window
    apart: timedelta = timedelta(0)


class Days(Model):
    """First and last day of a wave, both included. Day 0 is the day of the anchor, day 1 the day after it."""

    first: int
    last: int


class Wave(Model):
    """When a questionnaire is asked. Exactly one of `signal` (with `days`) and `every` (with `times`) is set."""

    id: str
    ask: str
    after: Anchor = Anchor.CONSENT
    signal: Signal | None = None
    days: Days | None = None
    every: timedelta | None = None
    at: time | None = None
    times: int | None = None
    expires: timedelta
    remind: tuple[timedelta, ...] = ()


class Schedule(Model):
    quiet: Window | None = None
    waves: tuple[Wave, ...] = ()


class Protocol(Model):
    """A whole study. `folder` is where its file lies; key paths are already resolved against it."""

    id: str
    title: Localized
    languages: tuple[str, ...]
    team: Team
    approvals: tuple[Approval, ...] = ()
    keys: dict[str, Path] = Field(default_factory=dict)
    sites: tuple[Site, ...]
    sources: tuple[Source, ...] = ()
    screening: Screening = Screening()
    consent: Consent
    questionnaires: tuple[Questionnaire, ...] = ()
    schedule: Schedule = Schedule()
    folder: Path

    @property
    def open_for_recruitment(self) -> bool:
        return bool(self.approvals)

    def site(self, id: str) -> Site:
        return next(site for site in self.sites if site.id == id)

    def source(self, id: str) -> Source | None:
        return next((source for source in self.sources if source.id == id), None)

    def questionnaire(self, id: str) -> Questionnaire:
        return next(questionnaire for questionnaire in self.questionnaires if questionnaire.id == id)

    def wave(self, id: str) -> Wave:
        return next(wave for wave in self.schedule.waves if wave.id == id)

    def questions(self) -> Iterator[Question]:
        """Every question of the study with an answer worth a codebook line: screening, then questionnaires."""
        yield from self.screening.questions
        for questionnaire in self.questionnaires:
            yield from questionnaire.questions
