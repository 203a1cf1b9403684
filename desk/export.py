"""An export: everything one key opens, as tables that statistics programs and spreadsheets read.

It is written to a hidden folder beside its place and renamed at the end: a folder that is there is whole."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from desk import codebook_table, columns, own_copy, readme
from desk.codebook import Book, book
from desk.codebook_files import write_texts
from desk.csv_cells import Table
from desk.diary import entry_of, in_order, is_caption, part_of, written_of
from desk.files import Files
from desk.opening import CannotOpen, Closed, Opened, Opener, Why
from desk.room import Room
from desk.scopes import Agreed
from desk.stays import Stays
from desk.tables import Media, Rows
from desk.telling import many
from desk.wording import Wording
from storage import numbers
from storage.desk_rows import DeskParticipant, DeskPrompt
from storage.wordings import wordings
from study.compliance import figures


class ExportRefused(Exception):
    """Nothing was written. The message says why, and what to do instead."""


class NothingOpened(Exception):
    """There are records, and the key opens none of them. Nothing is left of the export. The message says so."""


@dataclass
class Exported:
    """What came of an export. `others` are records sealed to other keys, but for agreements that are `in_custody`;
    `broken` are record ids."""

    folder: Path
    participants: int = 0
    rows: dict[str, int] = field(default_factory=dict)  # table -> rows
    voices: int = 0
    photos: int = 0
    films: int = 0
    others: int = 0
    in_custody: int = 0
    broken: list[str] = field(default_factory=list)
    opened: int = 0


@dataclass(frozen=True)
class Held:
    """Everything of one participant, as it lay there at one moment."""

    person: DeskParticipant
    agreed: Agreed
    lived: Stays
    prompts: list[DeskPrompt]
    said: list[Opened]


async def export(
    room: Room, opener: Opener, study: Path, out: Path, progress: Callable[[int, int], None], only: str = ""
) -> Exported:
    """Writes the folder `out`; `progress` is told (people done, people in all). With `only`, a code, it is a copy for
    that one participant: nobody else is in it, and there is a page that they can read.

    Raises ExportRefused when `out` cannot be the place, NothingOpened when the key opens no record of those that are
    there, `storage.desk.DeskClosed` when the data cannot be read."""
    making = _begin(out, room.data)
    try:
        done = await _Export(room, opener, making, Exported(out), only).write(progress)
        _check_opened(done)
        if not only:
            readme.write(making / "README.txt", room, study, done)
        _finish(making, out)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return done


def _begin(out: Path, data: Path) -> Path:
    check_place(out, data)
    out.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f".{out.name}-", suffix=".unfinished", dir=out.parent))


def _check_opened(done: Exported) -> None:
    """A folder of empty tables would look like a study in which nobody said anything."""
    if done.others and not done.opened:
        raise NothingOpened(
            f"This key opens nothing here: {many(done.others, 'record is', 'records are')} sealed to other keys. "
            "Give --key the secret half of a key that the study file names, or of one that it named when people "
            "answered."
        )


def _finish(making: Path, out: Path) -> None:
    if out.exists():
        raise ExportRefused(f"{out}: a folder of this name appeared while exporting. Choose another name.")
    making.rename(out)


def check_place(out: Path, data: Path) -> None:
    """Raises ExportRefused where an export must not go."""
    if out.exists() or out.is_symlink():
        raise ExportRefused(
            f"{out}: this is there already, and an export never writes over one. Choose a new name."
        )
    if beneath := next((one for one in out.parents if one.exists() and not one.is_dir()), None):
        raise ExportRefused(
            f"{out}: {beneath} is a file, so no folder can be made in it. Choose another place."
        )
    if out.resolve().is_relative_to(data.resolve()):
        raise ExportRefused(
            f"{out}: this lies in the data folder of the bot, where everything is sealed and an export is not. "
            "Choose a folder on your own computer."
        )


class _Export:
    """The work in hand: open tables, and the files beside them."""

    def __init__(self, room: Room, opener: Opener, folder: Path, done: Exported, only: str) -> None:
        self.room, self.opener, self.folder, self.done, self.only = room, opener, folder, done, only
        self.tables: dict[str, Table] = {}
        self.files = Files(opener, folder)
        self.wording = Wording(room.protocol)

    async def write(self, progress: Callable[[int, int], None]) -> Exported:
        async with self.room.reading() as look:
            people = [one for one in await look.participants() if self.only in ("", one.code)]
            if self.only and not people:
                nobody = await numbers.nobody(look.connection, self.only, self.room.data)
                raise ExportRefused(f"{nobody} Nothing was written.")
            kept = await wordings(look.connection)
        questions, self.wording = book(self.room.protocol, kept), Wording.of(self.room.protocol, kept)
        with ExitStack() as stack:
            self._open_tables(stack, questions)
            for row in codebook_table.rows(questions):
                self.tables["codebook"].write(row)
            progress(0, len(people))
            for number, person in enumerate(people, start=1):
                if held := await self._held(person):
                    self._write_person(held)
                progress(number, len(people))
            self.done.rows = {name: table.rows for name, table in self.tables.items()}
        if not self.only:
            write_texts(self.folder, questions, self.room.now().date())
        return self.done

    def _open_tables(self, stack: ExitStack, questions: Book) -> None:
        headers = {
            "participants": columns.PARTICIPANTS,
            "stays": columns.STAYS,
            "prompts": columns.PROMPTS,
            "consents": columns.CONSENTS,
            "scopes": columns.SCOPES,
            "answers": columns.answers_header(self.room.protocol.languages),
            "entries": columns.ENTRIES,
            "codebook": codebook_table.header(questions),
        }
        for name, header in headers.items():
            self.tables[name] = stack.enter_context(Table(self.folder / f"{name}.csv", header))

    async def _held(self, person: DeskParticipant) -> Held | None:
        """One look per participant, so that the bot's checkpoints never wait for a whole export. None for
        somebody who was erased meanwhile."""
        async with self.room.reading() as look:
            now = await look.participant(person.code)
            if now is None:
                return None
            agreed = Agreed(await look.consents(now.id), await look.scope_changes(now.id))
            lived = Stays.of(await look.stays(now.id), now.site, self.room.zone)
            prompts = await look.prompts_of(now.id)
            records = await look.records_of(now.id)
        said = [self.opener.open(now.id, record) for record in records]
        for one in said:
            if isinstance(one, Closed):
                self._note_closed(one)
        opened = [one for one in said if isinstance(one, Opened)]
        self.done.opened += len(opened)
        return Held(now, agreed, lived, prompts, in_order(opened, self.wording))

    def _write_person(self, held: Held) -> None:
        rows = Rows(held.person, held.lived, self.wording, held.agreed)
        prompts = {prompt.id: prompt for prompt in held.prompts}
        self.done.participants += 1
        asked = self.room.asked(held.prompts)
        self.tables["participants"].write(rows.participant(figures(asked)))
        for stay in held.lived.stays:
            self.tables["stays"].write(rows.stay(stay))
        for prompt, counted in zip(held.prompts, asked, strict=True):
            self.tables["prompts"].write(rows.prompt(prompt, counted))
        media = {one.record.id: self._media(held.person, one) for one in held.said if one.record.vault}
        self._write_entries(rows, held.said, media)
        for one in held.said:
            if one.record.kind not in ("entry", "caption", "consent"):
                kept = media.get(one.record.id, Media())
                self.tables["answers"].write(rows.answer(one, prompts.get(one.prompt), kept))
        captions = {one.record.id: written_of(one) for one in held.said if one.record.kind == "consent"}
        for decided in held.agreed.decided(self.room.protocol):
            self.tables["scopes"].write(rows.scope(decided))
        texts = {consent.text_sha256: self.files.text(consent) for consent in held.agreed.consents}
        for consent in held.agreed.consents:
            kept, caption = media.get(consent.voice, Media()), captions.get(consent.voice, "")
            self.tables["consents"].write(rows.consent(consent, texts[consent.text_sha256], kept, caption))
        if self.only:
            unopened = self.done.others + self.done.in_custody + len(self.done.broken)
            files = own_copy.Files(media, texts, captions, unopened)
            own_copy.write(self.folder, self.room, held, self.wording, files)

    def _write_entries(self, rows: Rows, said: list[Opened], media: dict[str, Media]) -> None:
        """Entries as they were begun, and the messages of each in order, with what was written under them."""
        numbers: dict[str, int] = {}
        entries = [one for one in said if one.record.kind in ("entry", "caption")]
        for one in entries:
            numbers.setdefault(entry_of(one), len(numbers) + 1)
        captions = {(entry_of(one), part_of(one)): one for one in entries if is_caption(one)}
        for one in sorted(entries, key=lambda one: (numbers[entry_of(one)], part_of(one), is_caption(one))):
            place = (entry_of(one), part_of(one))
            if is_caption(one) and captions.get(place) is not one:
                continue
            caption = None if is_caption(one) else captions.pop(place, None)
            kept = media.get(one.record.id, Media())
            self.tables["entries"].write(rows.entry(one, numbers[place[0]], kept, caption))

    def _media(self, person: DeskParticipant, one: Opened) -> Media:
        try:
            kept = self.files.media(person, one)
        except CannotOpen as closed:
            self._note(closed.why, one.record.id)
            return Media("", None if one.photo else one.seconds, one.photo, one.film)
        self.done.photos += one.photo
        self.done.films += one.film
        self.done.voices += not (one.photo or one.film)
        return kept

    def _note_closed(self, one: Closed) -> None:
        custodian = self.room.protocol.consent.custodian
        if one.why is Why.OTHERS and one.record.kind == "consent" and custodian is not None:
            self.done.in_custody += 1
        else:
            self._note(one.why, one.record.id)

    def _note(self, why: Why, record: str) -> None:
        if why is Why.OTHERS:
            self.done.others += 1
        else:
            self.done.broken.append(record)
