"""The tables of an export: their columns, and how a row is made. No inner ids and no chats are in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from desk.compliance import Compliance
from desk.csv_cells import Cell
from desk.opening import Opened
from desk.scopes import may_quote, refused
from desk.wording import SCREENING, Wording
from storage.desk_rows import DeskConsent, DeskParticipant, DeskPrompt

PERSON = ["code", "site", "source", "language"]
PARTICIPANTS = [
    *PERSON,
    "stage",
    "blocked_the_bot",
    "prompts_delivered",
    "prompts_answered",
    "compliance",
    "timezone",
    *(f"{what}_{clock}" for what in ("arrived", "enrolled", "withdrawn") for clock in ("utc", "local")),
]
PROMPTS = [
    *("code", "site", "wave", "questionnaire", "day", "beep", "state", "timezone"),
    *(
        f"{what}_{clock}"
        for what in ("due", "expires", "delivered", "begun", "ended")
        for clock in ("utc", "local")
    ),
]
CONSENTS = [
    *(
        "code",
        "site",
        "version",
        "consent_language",
        "text_sha256",
        "text_file",
        "scopes",
        "scopes_refused",
        "mistakes",
    ),
    *("voice_file", "voice_seconds", "timezone", "given_utc", "given_local"),
]
ENTRIES = [
    *PERSON,
    "entry",
    "type",
    "text",
    "voice_file",
    "voice_seconds",
    "quotes",
    "withdrawn",
    "timezone",
    "said_utc",
    "said_local",
]


def answers_header(languages: tuple[str, ...]) -> list[str]:
    return [
        *PERSON,
        *("wave", "questionnaire", "day", "beep", "prompt_state", "question", "type", "status", "value"),
        *(f"label_{language}" for language in languages),
        *("voice_file", "voice_seconds", "quotes", "withdrawn", "timezone"),
        *(
            f"{what}_{clock}"
            for what in ("prompted", "delivered", "begun", "answered")
            for clock in ("utc", "local")
        ),
    ]


@dataclass(frozen=True)
class Sound:
    """Where a voice was put, and how long it is. Both empty for what was not spoken or could not be opened."""

    file: str = ""
    seconds: float | None = None


@dataclass(frozen=True)
class Rows:
    """Makes the rows of one participant."""

    person: DeskParticipant
    zone: ZoneInfo
    wording: Wording
    consents: Sequence[DeskConsent] = ()  # oldest first; the last one holds

    @property
    def _person(self) -> list[Cell]:
        return [self.person.code, self.person.site, self.person.source, self.person.language]

    @property
    def _bounds(self) -> list[Cell]:
        """What may be done with their words: quoted or not (nothing where the study does not ask, or no consent is
        here to tell), and whether they have left since."""
        quotes = may_quote(self.wording.protocol, self.consents)
        return [quotes, self.person.withdrawn]

    def participant(self) -> list[Cell]:
        one = self.person
        rate = Compliance(one.delivered, one.answered).rate
        return [
            *self._person,
            *(one.stage, bool(one.blocked), one.delivered, one.answered),
            *(None if rate is None else round(rate, 4), self.zone.key),
            *self._times(one.arrived_at, one.enrolled_at, one.withdrawn_at),
        ]

    def prompt(self, one: DeskPrompt) -> list[Cell]:
        return [
            *(one.code, one.site, one.wave, one.questionnaire, one.day, one.beep, one.state, self.zone.key),
            *self._times(one.due_at, one.expires_at, one.delivered_at, one.begun_at, one.ended_at),
        ]

    def consent(self, one: DeskConsent, text_file: str, sound: Sound) -> list[Cell]:
        return [
            *(self.person.code, self.person.site, one.version, one.language, one.text_sha256, text_file),
            *(" ".join(one.scope_ids), " ".join(refused(self.wording.protocol, one)), one.mistakes),
            *(sound.file, sound.seconds, self.zone.key),
            *self._times(one.given_at),
        ]

    def entry(self, one: Opened, number: int, sound: Sound) -> list[Cell]:
        kind = "voice" if one.record.vault else "text"
        text = "" if one.record.vault else str(one.content.get("value", ""))
        said: list[Cell] = [number, kind, text, sound.file, sound.seconds, *self._bounds, self.zone.key]
        return [*self._person, *said, *self._times(one.at.timestamp())]

    def answer(self, one: Opened, prompt: DeskPrompt | None, sound: Sound) -> list[Cell]:
        """An answer, a skip or a screening answer."""
        said = one.content
        questionnaire = SCREENING if one.record.kind == SCREENING else str(said.get("questionnaire", ""))
        question = self.wording.question(questionnaire, str(said.get("question", "")))
        value = said.get("value")
        known = value if isinstance(value, bool | int | float | str) else None
        kind = str(said.get("type", "") or (question.types[0] if question and value is not None else ""))
        spoken_of = None if kind == "text" else question
        labels = [self.wording.label(spoken_of, known, code) for code in self.wording.protocol.languages]
        return [
            *self._person,
            *(str(said.get("wave", "")), questionnaire),
            *((prompt.day, prompt.beep, prompt.state) if prompt else (None, None, None)),
            *(
                str(said.get("question", "")),
                kind,
                "skipped" if one.record.kind == "skip" else "answered",
                known,
            ),
            *labels,
            *(sound.file, sound.seconds, *self._bounds, self.zone.key),
            *self._times(
                prompt.due_at if prompt else None,
                prompt.delivered_at if prompt else None,
                prompt.begun_at if prompt else None,
                one.at.timestamp(),
            ),
        ]

    def _times(self, *moments: float | None) -> Iterator[str]:
        """Each moment twice, ISO 8601 to the second: in UTC, and in the site's time with its offset."""
        for moment in moments:
            if moment is None:
                yield from ("", "")
                continue
            at = datetime.fromtimestamp(int(moment), UTC)
            yield f"{at:%Y-%m-%dT%H:%M:%S}Z"
            yield at.astimezone(self.zone).isoformat()
