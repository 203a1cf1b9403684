"""An export: everything one key opens, as tables that statistics programs and spreadsheets read.

It is written to a hidden folder beside its place and renamed at the end: a folder that is there is whole."""

import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from desk import codebook, readme, tables
from desk.csv_cells import Table
from desk.diary import in_order
from desk.opening import CannotOpen, Closed, Opened, Opener, Why
from desk.private import write_private
from desk.room import Room
from desk.tables import Rows, Sound
from desk.telling import many
from desk.wording import Wording
from storage.desk_rows import DeskConsent, DeskParticipant, DeskPrompt


class ExportRefused(Exception):
    """Nothing was written. The message says why, and what to do instead."""


class NothingOpened(Exception):
    """There are records, and the key opens none of them. Nothing is left of the export. The message says so."""


@dataclass
class Exported:
    """What came of an export. `others` are records sealed to other keys; `broken` are record ids."""

    folder: Path
    participants: int = 0
    rows: dict[str, int] = field(default_factory=dict)  # table -> rows
    voices: int = 0
    others: int = 0
    broken: list[str] = field(default_factory=list)
    opened: int = 0


@dataclass(frozen=True)
class Held:
    """Everything of one participant, as it lay there at one moment."""

    person: DeskParticipant
    consents: list[DeskConsent]
    prompts: list[DeskPrompt]
    said: list[Opened]


async def export(
    room: Room, opener: Opener, study: Path, out: Path, progress: Callable[[int, int], None]
) -> Exported:
    """Writes the folder `out`; `progress` is told (people done, people in all).

    Raises ExportRefused when `out` cannot be the place, NothingOpened when the key opens no record of those that are
    there, `storage.desk.DeskClosed` when the data cannot be read."""
    making = _begin(out, room.data)
    try:
        done = await _Export(room, opener, making, Exported(out)).write(progress)
        _check_opened(done)
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
    """The work in hand: open tables, and the numbers that voices get."""

    def __init__(self, room: Room, opener: Opener, folder: Path, done: Exported) -> None:
        self.room, self.opener, self.folder, self.done = room, opener, folder, done
        self.tables: dict[str, Table] = {}
        self.numbers: dict[str, int] = {}
        self.wording = Wording(room.protocol)

    async def write(self, progress: Callable[[int, int], None]) -> Exported:
        async with self.room.reading() as look:
            people = await look.participants()
        with ExitStack() as stack:
            self._open_tables(stack)
            for name in ("voices", "texts"):
                (self.folder / name).mkdir(mode=0o700)
            for row in codebook.rows(self.room.protocol):
                self.tables["codebook"].write(row)
            progress(0, len(people))
            for number, person in enumerate(people, start=1):
                if held := await self._held(person):
                    self._write_person(held)
                progress(number, len(people))
            self.done.rows = {name: table.rows for name, table in self.tables.items()}
        write_private(self.folder / "codebook.md", codebook.markdown(self.room.protocol).encode())
        return self.done

    def _open_tables(self, stack: ExitStack) -> None:
        headers = {
            "participants": tables.PARTICIPANTS,
            "prompts": tables.PROMPTS,
            "consents": tables.CONSENTS,
            "answers": tables.answers_header(self.room.protocol.languages),
            "entries": tables.ENTRIES,
            "codebook": codebook.header(self.room.protocol),
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
            consents, prompts = await look.consents(now.id), await look.prompts_of(now.id)
            records = await look.records_of(now.id)
        said = [self.opener.open(now.id, record) for record in records]
        for one in said:
            if isinstance(one, Closed):
                self._note(one.why, one.record.id)
        opened = [one for one in said if isinstance(one, Opened)]
        self.done.opened += len(opened)
        return Held(now, consents, prompts, in_order(opened, self.wording))

    def _write_person(self, held: Held) -> None:
        rows = Rows(held.person, self.room.zone(held.person.site), self.wording, held.consents)
        prompts = {prompt.id: prompt for prompt in held.prompts}
        self.done.participants += 1
        self.tables["participants"].write(rows.participant())
        for prompt in held.prompts:
            self.tables["prompts"].write(rows.prompt(prompt))
        sounds = {one.record.id: self._sound(held.person, one) for one in held.said if one.record.vault}
        entries = 0
        for one in held.said:
            sound = sounds.get(one.record.id, Sound())
            if one.record.kind == "entry":
                entries += 1
                self.tables["entries"].write(rows.entry(one, entries, sound))
            elif one.record.kind != "consent":
                self.tables["answers"].write(rows.answer(one, prompts.get(one.prompt), sound))
        for consent in held.consents:
            sound = sounds.get(consent.voice, Sound())
            self.tables["consents"].write(rows.consent(consent, self._text(consent), sound))

    def _sound(self, person: DeskParticipant, one: Opened) -> Sound:
        """Writes a voice as voices/AM-05_1.ogg, numbered in the order in which they were spoken."""
        try:
            ogg = self.opener.voice(person.id, one.record, one.sha256)
        except CannotOpen as closed:
            self._note(closed.why, one.record.id)
            return Sound(seconds=one.seconds)
        name = re.sub(r"[^A-Za-z0-9-]", "_", person.code)
        self.numbers[name] = self.numbers.get(name, 0) + 1
        file = f"voices/{name}_{self.numbers[name]}.ogg"
        write_private(self.folder / file, ogg)
        self.done.voices += 1
        return Sound(file, one.seconds)

    def _text(self, consent: DeskConsent) -> str:
        """Writes the exact text that was agreed to, once; named by its own hash, whatever the row says."""
        body = consent.text.encode("utf-8", "replace")
        file = f"texts/{sha256(body).hexdigest()}.txt"
        if not (self.folder / file).exists():
            write_private(self.folder / file, body)
        return file

    def _note(self, why: Why, record: str) -> None:
        if why is Why.OTHERS:
            self.done.others += 1
        else:
            self.done.broken.append(record)
