"""`restante export`: everything one key opens, as CSV tables, voices, photos and films."""

import asyncio
import signal
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress

from cli.marks import read_marks
from cli.memory import keep_to_ourselves
from cli.opening import read_key
from cli.speaking import FAILED, fail, refuse, say
from cli.studying import read_study
from desk.clock import system_clock
from desk.export import Exported, ExportRefused, NothingOpened, check_place
from desk.export import export as write_export
from desk.opening import Opener
from desk.room import VAULT, Room, check_data
from desk.telling import many
from storage.desk import DeskClosed


class Stopped(SystemExit):
    """Somebody stops the export. It takes the half-written folder with it, which is not sealed; and asyncio, which
    holds other exceptions back until something is awaited, lets this one pass at once."""


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def export(
    study: Annotated[Path, typer.Argument(help="The study file.")],
    data: Annotated[Path, typer.Option(help="The bot's data folder, or a copy of it. It is only read.")],
    key: Annotated[Path, typer.Option(help="Your secret key, NAME.key.")],
    out: Annotated[Path, typer.Option(help="A new folder for the export.")],
    format: Annotated[str, typer.Option(help="What to write: csv.")] = "csv",
    erased: Annotated[
        list[Path] | None,
        typer.Option(
            help="A file `erased` of the server: whoever was erased there is left out of an older copy."
        ),
    ] = None,
    only: Annotated[
        str, typer.Option(help="A copy for one participant who asked for it, by their code.")
    ] = "",
) -> None:
    """Write answers, diary entries, consents, prompts, voices, photos, films and a codebook to a new folder."""
    if format != "csv":
        refuse(f"--format {format}: this is not known. What can be written is csv.")
    keep_to_ourselves()
    protocol = read_study(study)
    try:
        check_data(data)
        check_place(out, data)
    except (DeskClosed, ExportRefused) as error:
        refuse(str(error))
    if out.resolve().is_relative_to(protocol.folder.resolve()):
        typer.echo(
            f"Take care: {out} lies beside the study file. If this is the server, move the export away from it: "
            "it is not sealed.",
            err=True,
        )
    marks = read_marks(erased or [])
    opener = Opener(protocol.id, read_key(key), data / VAULT)
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # the last: a closed terminal
        signal.signal(ending, _stop)
    try:
        room = Room(protocol, data, opener, system_clock, erased=marks)
        done = asyncio.run(_with_progress(room, opener, study, out, only.strip().upper()))
    except (DeskClosed, ExportRefused) as error:
        refuse(str(error))
    except NothingOpened as error:
        fail(f"{error} Nothing was written.")
    except Stopped:
        fail(f"{out}: stopped. Nothing of it was left behind.")
    except OSError as error:
        fail(f"{out}: the export could not be written ({error.strerror}). Nothing of it was left behind.")
    _tell(done, only)


async def _with_progress(room: Room, opener: Opener, study: Path, out: Path, only: str) -> Exported:
    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Opening", total=None)
        return await write_export(
            room,
            opener,
            study,
            out,
            lambda done, total: shown.update(task, completed=done, total=total),
            only,
        )


def _tell(done: Exported, only: str) -> None:
    counts = ", ".join(
        many(done.rows[table], one, more)
        for table, one, more in (("answers", "answer", ""), ("entries", "diary entry", "diary entries"))
    )
    photos = f", {many(done.photos, 'photo')}" if done.photos else ""
    photos += f", {many(done.films, 'film')}" if done.films else ""
    say(
        f"{done.folder}: {many(done.participants, 'participant')}, {counts}, {many(done.voices, 'voice')}{photos}.",
        "The seals are open there. Look through index.html, and give the folder only to whoever it is of."
        if only
        else "The seals are open there: read README.txt before you share anything.",
    )
    if done.in_custody:
        say(f"{many(done.in_custody, 'agreement')} left out: sealed to the custodian's key alone.")
    if done.others:
        say(f"{many(done.others, 'record')} could not be opened: sealed to other keys than this one.")
    if done.broken:
        typer.echo(
            f"{many(len(done.broken), 'seal is', 'seals are')} broken. Somebody changed the data, or a disk failed; "
            "compare with a backup. Records:",
            err=True,
        )
        for record in done.broken:
            typer.echo(f"  {record}", err=True)
        raise typer.Exit(FAILED)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped(FAILED)
