"""A copy for one participant of all that is held of them: a page that they can read, in their language and without
scripts, beside the tables and the files of an export that has nobody else in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from desk.diary import Sitting, read_diary
from desk.filling import Filling
from desk.own_words import words_in
from desk.private import write_private
from desk.room import Room
from desk.tables import Media
from desk.telling import utc
from desk.wording import SCREENING, Wording
from locales.catalogue import endonym
from locales.values import whole_date
from storage.desk_rows import DeskConsent
from study.instrument import AnswerType, Question

if TYPE_CHECKING:
    from desk.export import Held

PAGE = "index.html"

_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class InTheirWords(Wording):
    """The study's words and nothing else: what the desk adds is English."""

    def shown(self, question: Question | None, value: object, kind: str, language: str) -> str:
        if isinstance(value, dict):
            return f"{value.get('latitude')}, {value.get('longitude')} (± {value.get('within_km')} km)"
        numeric = isinstance(value, int | float) and not isinstance(value, bool)
        if (
            question is None
            or not numeric
            or kind == AnswerType.TEXT
            or AnswerType.SCALE not in question.types
        ):
            return super().shown(question, value, kind, language)
        ends = ((question.low, question.low_label), (question.high, question.high_label))
        low, high = (f"{point} ({label.say(language)})" if label else f"{point}" for point, label in ends)
        return words_in(language)["scale"].format(value=value, low=low, high=high)


@dataclass(frozen=True)
class Files:
    """What lies beside the page: `media` by record, `texts` by their hash; and what was written for an agreement, or
    under it, by its record. `unopened` counts what could not be opened with this key, or is in somebody's custody."""

    media: Mapping[str, Media]
    texts: Mapping[str, str]
    written: Mapping[str, str]
    unopened: int = 0


@dataclass(frozen=True)
class Agreement:
    """One consent, in words: scopes as (what was asked, yes or no)."""

    consent: DeskConsent
    scopes: tuple[tuple[str, bool], ...]
    text: str  # the file of the exact text
    media: Media
    written: str


def write(folder: Path, room: Room, held: "Held", wording: Wording, files: Files) -> None:
    """Writes index.html into an export of this participant alone."""
    person = held.person
    language = person.language if person.language in room.protocol.languages else room.protocol.languages[0]
    own = InTheirWords(wording.protocol, wording.kept)
    diary = read_diary(held.said, held.prompts, Filling(own, person, language))
    drawn = _pages.get_template("own_copy.html").render(
        say=words_in(language),
        language=language,
        title=room.protocol.title.say(language),
        team=room.protocol.team.name.say(language),
        contact=room.protocol.team.contact,
        person=person,
        made=whole_date(language, room.now().date()),
        agreements=[_agreement(room, one, language, files) for one in held.agreed.consents],
        changes=[(one, _scope(room, one.scope, language)) for one in held.agreed.changes],
        stays=[(room.site_name(one.site, language), one) for one in held.lived.stays],
        sittings=diary.sittings,
        headed=lambda sitting: _heading(sitting, words_in(language)),
        media=files.media,
        unopened=files.unopened,
        moment=lambda seconds: _moment(language, held, seconds),
        spoken=endonym,
        yes=own.label(None, True, language),
        no=own.label(None, False, language),
    )
    write_private(folder / PAGE, drawn.encode("utf-8", "replace"))


def _agreement(room: Room, one: DeskConsent, language: str, files: Files) -> Agreement:
    asked = {scope.id: scope.ask.say(language) for scope in room.protocol.consent.scopes}
    given = [(asked.get(id, id), True) for id in one.scope_ids]
    refused = [(said, False) for id, said in asked.items() if id not in one.scope_ids]
    text, media = files.texts.get(one.text_sha256, ""), files.media.get(one.voice, Media())
    return Agreement(one, (*given, *refused), text, media, files.written.get(one.voice, ""))


def _scope(room: Room, scope: str, language: str) -> str:
    found = (one.ask.say(language) for one in room.protocol.consent.scopes if one.id == scope)
    return next(found, scope)


def _heading(sitting: Sitting, say: Mapping[str, str]) -> str:
    if sitting.prompt is not None:
        return say["questions"]
    return say["screening"] if sitting.title == SCREENING.capitalize() else say["entry"]


def _moment(language: str, held: "Held", seconds: float) -> str:
    """By the clock that they lived by then."""
    local = utc(seconds).astimezone(held.lived.zone(seconds))
    day: date = local.date()
    return f"{whole_date(language, day)}, {local:%H:%M}"
