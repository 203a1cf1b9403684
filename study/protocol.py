"""The protocol: one study file as frozen data.

`study.reading.read_protocol` makes one from YAML. Everything else in the house takes it as given: ids are
unique, conditions name what exists, every text is there in every language of the study.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field

from study.ahead import Interviews, Referrals
from study.caring import Care
from study.chat import Chat
from study.conditions import Condition
from study.instrument import Question, Questionnaire
from study.keeping import Keep
from study.model import Localized, Model, Text
from study.timing import Schedule, Wave
from study.touch import Button, Diary, Ending


class SourceKind(StrEnum):
    CHANNEL = "channel"
    GROUP = "group"
    FACEBOOK = "facebook"
    EVENT = "event"
    SNOWBALL = "snowball"


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


class Screening(Model):
    questions: tuple[Question, ...] = ()
    eligible: Condition | None = None


class Check(Model):
    """One question of the comprehension check; `answer` is an option's id ("yes"/"no" for yes-no)."""

    question: Question
    answer: str
    explain: Text | None = None


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
    changes: Localized | None = None  # what is new in this version, told to who agreed to an earlier one
    remind: timedelta | None = None  # how often people are reminded of what they agreed to
    typed: bool = False  # who cannot speak aloud may write the statement
    joint: bool = False  # two who are interviewed together may say so
    custodian: Path | None = None  # a public key to which the agreements are sealed, instead of the team's

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


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
    diary: Diary = Diary()
    buttons: tuple[Button, ...] = ()
    ending: Ending | None = None
    chat: Chat = Chat()
    referrals: Referrals | None = None
    interviews: Interviews | None = None
    care: Care | None = None
    keep: Keep | None = None
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

    def button(self, id: str) -> Button | None:
        return next((button for button in self.buttons if button.id == id), None)

    def asked_by(self, questionnaire: str) -> tuple[str, ...]:
        """The waves and the buttons that ask it, by their ids."""
        pairs = [(one.id, one.ask) for one in self.schedule.waves]
        pairs += [(one.id, one.ask) for one in self.buttons]
        return tuple(id for id, ask in pairs if ask == questionnaire)

    def questions(self) -> Iterator[Question]:
        """Every question of the study with an answer worth a codebook line: screening, then questionnaires."""
        yield from self.screening.questions
        for questionnaire in self.questionnaires:
            yield from questionnaire.questions
