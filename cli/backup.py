"""`restante backup`: a copy of the data, while the bot goes on."""

import asyncio
import signal
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress

from bot.opening import DATABASE, VAULT
from bot.troubles import SENTENCES, Trouble, damaged, trouble_of
from cli.speaking import FAILED, fail, refuse, say
from storage.backup import FOLDER, Backup, BackupRefused, Place, copy
from storage.errors import StorageError

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class Stopped(SystemExit):
    """Somebody stops the copying. The half-written folder goes with it."""


@app.command()
def backup(
    data: Annotated[Path, typer.Option(help="The data folder of the service, which may be running.")],
    out: Annotated[
        Path | None, typer.Option(help="Where backups lie. `backups` in the data folder if not given.")
    ] = None,
) -> None:
    """Copy the database, the voices and the photos into a new folder named after the time (UTC)."""
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _stop)
    folder = out or data / FOLDER
    place = Place(data / DATABASE, data / VAULT)
    try:
        made = asyncio.run(_with_progress(place, folder))
    except BackupRefused as error:
        refuse(str(error))
    except StorageError as error:
        fail(str(error))
    except Stopped:
        fail(f"{folder}: stopped. Nothing of it was left behind.")
    except OSError as error:
        fail(f"{folder}: the backup could not be written ({error.strerror}). Nothing of it was left behind.")
    except sqlite3.Error as error:
        fail(_sentence(error, data, folder))
    _tell(made)


async def _with_progress(place: Place, folder: Path) -> Backup:
    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Copying", total=None)
        return await copy(
            place,
            folder,
            datetime.now(UTC),
            lambda done, total: shown.update(task, completed=done, total=total or 1),
        )


def _sentence(error: sqlite3.Error, data: Path, folder: Path) -> str:
    match trouble_of(error):
        case Trouble.DAMAGED:
            return damaged(data)
        case Trouble.FULL:
            return f"{folder}: there is no room for a backup here. Nothing of it was left behind; name another --out."
        case trouble:
            return SENTENCES[trouble]


def _tell(made: Backup) -> None:
    say(
        f"{made.folder}: the database and {_media(made.sounds)}, {made.size / 1_000_000:.1f} MB. As sealed as the "
        "original: nobody's words, voice or chat can be read in it without the keys, which are not in it.",
        "To bring it back, stop the bot: `restante restore` leaves out whoever was erased since, by the file `erased` "
        "of the data folder: keep a copy of that elsewhere. The backup keeps what people later ask to have erased: "
        "delete backups you no longer need, and keep none longer than you promised.",
    )
    if made.left_out:
        people = "1 person" if made.left_out == 1 else f"{made.left_out} people"
        say(
            f"Of {people} everything, or all they had said, was erased while this was copied. It is left out."
        )
    if made.erased:
        say(
            f"{_media(made.erased)} erased while this was copied, and left out. Make another backup and delete this "
            "one: it may still hold the rest of what was erased."
        )
    if made.lost:
        fail(
            f"{_media(made.lost)} that the database knows could not be found in the vault. Look at the disk, and keep "
            "your older backups."
        )


def _media(number: int) -> str:
    return "1 voice or photo" if number == 1 else f"{number} voices and photos"


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped(FAILED)
