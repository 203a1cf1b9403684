"""The tables of an export: how a row is made. Its columns are in `desk.columns`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from desk.columns import PLACE
from desk.csv_cells import Cell
from desk.diary import caption_of, part_of, round_of, was_declined
from desk.opening import Opened
from desk.scopes import Agreed, Decided, refused
from desk.stays import Stay, Stays
from desk.wording import AND, SCREENING, Wording
from storage.desk_rows import DeskConsent, DeskParticipant, DeskPrompt
from study.compliance import Asked, Figures


@dataclass(frozen=True)
class Media:
    """Where a voice, a photo or a film was put, and how long it is. Empty for what is none, or could not be opened."""

    file: str = ""
    seconds: float | None = None
    photo: bool = False
    film: bool = False

    @property
    def voice_file(self) -> str:
        return "" if self.photo or self.film else self.file

    @property
    def film_file(self) -> str:
        return self.file if self.film else ""

    @property
    def photo_file(self) -> str:
        return self.file if self.photo else ""


@dataclass(frozen=True)
class Rows:
    """Makes the rows of one participant."""

    person: DeskParticipant
    lived: Stays
    wording: Wording
    agreed: Agreed

    def _person(self, at: float | None = None) -> list[Cell]:
        """`at` tells the site at which they lived when something was said; else it is the present one."""
        site = self.person.site if at is None else self.lived.at(at).site
        return [self.person.code, site, self.person.source, self.person.language]

    @property
    def _bounds(self) -> list[Cell]:
        """What may be done with their words: quoted or not (nothing where the study does not ask, or no consent is
        here to tell), and whether they have left since."""
        return [self.agreed.may_quote(self.wording.protocol), self.person.withdrawn]

    def participant(self, figures: Figures) -> list[Cell]:
        one, counts, latency = self.person, figures.counts, figures.latency
        return [
            *self._person(),
            *(one.arm, one.stage, one.touch, self.agreed.wants_letter(self.wording.protocol)),
            *(counts.delivered, counts.answered, counts.late),
            None if counts.rate is None else round(counts.rate, 4),
            None if latency is None else round(latency.median),
            self.lived.zone(None).key,
            *self._times(one.arrived_at, one.enrolled_at, one.withdrawn_at, one.touch_since),
        ]

    def stay(self, one: Stay) -> list[Cell]:
        return [
            self.person.code,
            one.site,
            one.zone.key,
            *_twice(one.since, one.zone),
            *_twice(one.until, one.zone),
        ]

    def prompt(self, one: DeskPrompt, asked: Asked) -> list[Cell]:
        """`asked` is the same prompt as compliance counts it."""
        return [
            *(one.code, one.site, one.wave, one.questionnaire, one.day, one.beep, asked.initiated),
            *(one.state, asked.late, one.asked, one.given, _whole(asked.latency), _whole(asked.completion)),
            self.lived.zone(one.due_at).key,
            *self._times(one.due_at, one.expires_at, one.sent_at, one.begun_at, one.ended_at),
        ]

    def consent(self, one: DeskConsent, text_file: str, media: Media, caption: str) -> list[Cell]:
        return [
            *(
                self.person.code,
                self.lived.at(one.given_at).site,
                one.version,
                one.language,
                one.text_sha256,
                text_file,
            ),
            *(" ".join(one.scope_ids), " ".join(refused(self.wording.protocol, one)), one.mistakes, one.way),
            *(media.voice_file, media.seconds, caption, self.lived.zone(one.given_at).key),
            *self._times(one.given_at),
        ]

    def scope(self, one: Decided) -> list[Cell]:
        """A scope given or not given, at the agreement or after it."""
        zone = self.lived.zone(one.at)
        return [self.person.code, one.scope, one.given, one.since, zone.key, *self._times(one.at)]

    def entry(self, one: Opened, number: int, media: Media, caption: Opened | None = None) -> list[Cell]:
        """One message of a diary entry; `caption` is what was written under it, where that lies apart."""
        value, at = one.content.get("value"), one.at.timestamp()
        kind = str(one.content.get("type") or ("voice" if one.record.vault else "text"))
        text = caption_of(one) if one.record.vault else value if isinstance(value, str) else ""
        if caption is not None:
            text = str(caption.content.get("value", ""))
        edited = (caption or one).content.get("edited") is True
        files = (media.voice_file, media.photo_file, media.film_file, media.seconds)
        said: list[Cell] = [number, part_of(one) or 1, kind, text, edited, *_place(value), *files]
        return [*self._person(at), *said, *self._bounds, self.lived.zone(at).key, *self._times(at)]

    def answer(self, one: Opened, prompt: DeskPrompt | None, media: Media) -> list[Cell]:
        """An answer, a skip or a screening answer."""
        said, at = one.content, one.at.timestamp()
        questionnaire = SCREENING if one.record.kind == SCREENING else str(said.get("questionnaire", ""))
        question = self.wording.question(questionnaire, str(said.get("question", "")), said.get("version"))
        value = said.get("value")
        kind = str(said.get("type", "") or (question.types[0] if question and value is not None else ""))
        known = caption_of(one) if one.record.vault else _known(value)
        spoken_of = None if kind in ("text", "voice", "photo") else question
        meant = value if known is not None else None
        labels = [self.wording.label(spoken_of, meant, code) for code in self.wording.protocol.languages]
        return [
            *self._person(at),
            *(str(said.get("wave", "")), questionnaire),
            *((prompt.day, prompt.beep, prompt.state) if prompt else (None, None, None)),
            said.get("late") is True,
            *(str(said.get("question", "")), _number(said.get("version")), round_of(one)),
            *(kind, _status(one), known),
            *labels,
            _order(said.get("order")),
            *_place(value),
            *(media.voice_file, media.seconds, media.photo_file, *self._bounds, self.lived.zone(at).key),
            *self._times(
                prompt.due_at if prompt else None,
                prompt.sent_at if prompt else None,
                prompt.begun_at if prompt else None,
                at,
            ),
        ]

    def _times(self, *moments: float | None) -> Iterator[str]:
        """Each moment twice, by the clock that they lived by then."""
        for moment in moments:
            yield from _twice(moment, self.lived.zone(moment))


def _twice(moment: float | None, zone: ZoneInfo) -> tuple[str, str]:
    """ISO 8601 to the second: in UTC, and in local time with its offset."""
    if moment is None:
        return "", ""
    at = datetime.fromtimestamp(int(moment), UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}Z", at.astimezone(zone).isoformat()


def _whole(seconds: float | None) -> Cell:
    return None if seconds is None else round(seconds)


def _known(value: object) -> Cell:
    """A value as one cell; several that were chosen stand in one, in the study file's order."""
    if isinstance(value, list):
        return AND.join(value) if value and all(isinstance(one, str) for one in value) else None
    return value if isinstance(value, bool | int | float | str) else None


def _order(shown: object) -> Cell:
    """In which order the options stood, by their ids; empty where they were not shuffled."""
    return AND.join(map(str, shown)) if isinstance(shown, list) else None


def _status(one: Opened) -> str:
    if one.record.kind != "skip":
        return "answered"
    return "declined" if was_declined(one) else "skipped"


def _place(value: object) -> list[Cell]:
    """Where somebody was, as coarse as it was sealed; empty cells for what is no place."""
    return [_number(value.get(name)) if isinstance(value, dict) else None for name in PLACE]


def _number(value: object) -> Cell:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
