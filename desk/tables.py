"""The tables of an export: how a row is made. Its columns are in `desk.columns`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from desk.columns import PLACE
from desk.compliance import Compliance
from desk.csv_cells import Cell
from desk.diary import caption_of, round_of, was_declined
from desk.opening import Opened
from desk.scopes import may_quote, refused
from desk.wording import AND, SCREENING, Wording
from storage.desk_rows import DeskConsent, DeskParticipant, DeskPrompt


@dataclass(frozen=True)
class Media:
    """Where a voice or a photo was put, and how long a voice is. Empty for what is neither, or could not be opened."""

    file: str = ""
    seconds: float | None = None
    photo: bool = False

    @property
    def voice_file(self) -> str:
        return "" if self.photo else self.file

    @property
    def photo_file(self) -> str:
        return self.file if self.photo else ""


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
            *(one.arm, one.stage, bool(one.blocked), one.delivered, one.answered),
            *(None if rate is None else round(rate, 4), self.zone.key),
            *self._times(one.arrived_at, one.enrolled_at, one.withdrawn_at),
        ]

    def prompt(self, one: DeskPrompt) -> list[Cell]:
        return [
            *(one.code, one.site, one.wave, one.questionnaire, one.day, one.beep, one.state, self.zone.key),
            *self._times(one.due_at, one.expires_at, one.delivered_at, one.begun_at, one.ended_at),
        ]

    def consent(self, one: DeskConsent, text_file: str, media: Media) -> list[Cell]:
        return [
            *(self.person.code, self.person.site, one.version, one.language, one.text_sha256, text_file),
            *(" ".join(one.scope_ids), " ".join(refused(self.wording.protocol, one)), one.mistakes),
            *(media.voice_file, media.seconds, self.zone.key),
            *self._times(one.given_at),
        ]

    def entry(self, one: Opened, number: int, media: Media) -> list[Cell]:
        kind = "voice" if one.record.vault else "text"
        text = "" if one.record.vault else str(one.content.get("value", ""))
        said: list[Cell] = [number, kind, text, media.voice_file, media.seconds, *self._bounds, self.zone.key]
        return [*self._person, *said, *self._times(one.at.timestamp())]

    def answer(self, one: Opened, prompt: DeskPrompt | None, media: Media) -> list[Cell]:
        """An answer, a skip or a screening answer."""
        said = one.content
        questionnaire = SCREENING if one.record.kind == SCREENING else str(said.get("questionnaire", ""))
        question = self.wording.question(questionnaire, str(said.get("question", "")), said.get("version"))
        value = said.get("value")
        kind = str(said.get("type", "") or (question.types[0] if question and value is not None else ""))
        known = caption_of(one) if one.photo else _known(value)
        spoken_of = None if kind in ("text", "photo") else question
        meant = value if known is not None else None
        labels = [self.wording.label(spoken_of, meant, code) for code in self.wording.protocol.languages]
        return [
            *self._person,
            *(str(said.get("wave", "")), questionnaire),
            *((prompt.day, prompt.beep, prompt.state) if prompt else (None, None, None)),
            *(str(said.get("question", "")), _number(said.get("version")), round_of(one)),
            *(kind, _status(one), known),
            *labels,
            *_place(value),
            *(media.voice_file, media.seconds, media.photo_file, *self._bounds, self.zone.key),
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


def _known(value: object) -> Cell:
    """A value as one cell; several that were chosen stand in one, in the study file's order."""
    if isinstance(value, list):
        return AND.join(value) if value and all(isinstance(one, str) for one in value) else None
    return value if isinstance(value, bool | int | float | str) else None


def _status(one: Opened) -> str:
    if one.record.kind != "skip":
        return "answered"
    return "declined" if was_declined(one) else "skipped"


def _place(value: object) -> list[Cell]:
    """Where somebody was, as coarse as it was sealed; empty cells for what is no place."""
    return [_number(value.get(name)) if isinstance(value, dict) else None for name in PLACE]


def _number(value: object) -> Cell:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
