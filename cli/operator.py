"""`restante operator`: the key under which the server keeps what it must read again."""

import asyncio
import sqlite3
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot.faults import StartRefused
from bot.gate import Gate
from bot.generations import Held
from bot.opening import DATABASE, opened_boxes
from bot.rotation import Rotation
from bot.settings import Settings
from cli.memory import keep_to_ourselves
from cli.speaking import fail, refuse, say
from cli.studying import read_study
from sealing.operator import OperatorKey, OperatorKeyError, prefix
from storage import rotating
from storage.database import Database
from storage.errors import StorageError
from storage.team import is_served

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)

UNTAKEN = 30.0  # seconds in which a running service sees a new key
LOOK = 0.3


@app.callback()
def operator() -> None:
    """The operator key: under it lie contacts, conversations under way, and what waits."""


@app.command()
def rotate(
    study: Annotated[Path, typer.Argument(help="The study file.")],
    data: Annotated[Path | None, typer.Option(help="The data folder of the bot, on the server.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Change the operator key for a new one. The bot may go on meanwhile."""
    keep_to_ourselves()
    protocol = read_study(study)
    folder = data or study.parent / "data"
    place = Settings.load().operator_key(protocol.folder)
    try:
        key = _fitting(place, folder)
        if len(key.generations) > 1:
            say(
                "The last change is not finished yet. It goes on now; then change the key again if you want to."
            )
        else:
            if not yes and not typer.confirm(
                f"{_warning(place)} Is there such a copy, and shall the key be changed?"
            ):
                say("Nothing was changed.")
                return
            key = key.grown()
            key.save(place)
        _wait(key, place, folder)
    except (OperatorKeyError, StartRefused) as error:
        refuse(str(error))
    except (StorageError, OSError, sqlite3.Error) as error:
        fail(
            f"{error} What was begun goes on when `restante run` works, or with this command; nothing is lost."
        )
    say(
        f"The operator key in {place} is new, and all of {folder} lies under it. Keep a copy of the file elsewhere "
        "now: without it the contacts and the conversations under way are lost.",
        "Backups made before open only with the key as it was then. Keep that copy for as long as you keep them, apart "
        "from them; then destroy both.",
    )


def _warning(place: Path) -> str:
    return (
        "Backups that were made until now open only with the operator key as it is: whoever keeps them keeps a copy of "
        f"{place} too, elsewhere."
    )


def _fitting(place: Path, folder: Path) -> OperatorKey:
    """The key of these data. Raises OperatorKeyError, StorageError."""
    if not (folder / DATABASE).is_file():
        refuse(f"{folder}: there is no database here. Give --data the folder that `restante run` uses.")
    key = OperatorKey.load(place)
    if not asyncio.run(_held(folder)).fits(key):
        raise OperatorKeyError(f"{place} is not the operator key of the data in {folder}.")
    return key


async def _held(folder: Path) -> Held:
    database = await Database.open(folder / DATABASE, read_only=True)
    try:
        return await Held.of(database)
    finally:
        await database.close()


def _wait(key: OperatorKey, place: Path, folder: Path) -> None:
    """Until the file has one generation: a running service sees to it, and where none runs, this does."""
    begun = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Changing the key", total=None)
        most = 0
        while len(OperatorKey.load(place).generations) > 1:
            if is_served(folder):
                left = asyncio.run(_left(folder, key.newest))
                most = max(most, left)
                shown.update(task, total=most or None, completed=most - left)
                taken = asyncio.run(_held(folder)).generation == key.newest
                if not taken and time.monotonic() - begun > UNTAKEN:
                    fail(
                        f"The running service has not taken the new key from {place}: it may have been given its key "
                        "in another file. Give it this one and start it anew; nothing is lost until then."
                    )
                time.sleep(LOOK)
            else:
                asyncio.run(_ourselves(key, place, folder))


async def _left(folder: Path, newest: int) -> int:
    database = await Database.open(folder / DATABASE, read_only=True)
    try:
        return await rotating.left(database, prefix(newest))
    finally:
        await database.close()


async def _ourselves(key: OperatorKey, place: Path, folder: Path) -> None:
    """Nothing runs, so nobody else has anything in hand."""
    database = await Database.open(folder / DATABASE)
    try:
        boxes = await opened_boxes(database, key, place, folder)
        await Rotation(database, boxes, place, Gate()).finish()
    finally:
        await database.close()
