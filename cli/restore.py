"""`restante restore`: a backup put back, without whoever was erased since it was made."""

import asyncio
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot.opening import DATABASE, VAULT
from cli.erasings import home_of, tells
from cli.marks import read_marks
from cli.speaking import fail, refuse, say
from storage.backup import Place
from storage.errors import StorageError
from storage.folder import LOCK
from storage.restoring import Restored, RestoreRefused, check, restore
from storage.team import is_served
from storage.tombstones import FILE

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

UNKNOWN = (
    "Nothing here says who was erased since this backup was made, and whoever was would come back: give --erased FILE, "
    "the file `erased` of the data folder that was in use; --nobody-was-erased if nobody was."
)


@app.command(name="restore")
def restore_backup(
    backup: Annotated[Path, typer.Argument(help="A folder that `restante backup` has made.")],
    data: Annotated[
        Path, typer.Option(help="The data folder of the service, which must not run. It may be new.")
    ],
    erased: Annotated[
        list[Path] | None, typer.Option(help="A file `erased` from elsewhere: whoever is in it is left out.")
    ] = None,
    nobody_was_erased: Annotated[
        bool,
        typer.Option(
            "--nobody-was-erased", help="Where nothing tells who was: nobody, since the backup was made."
        ),
    ] = False,
    keep_old: Annotated[
        bool, typer.Option("--keep-old", help="Put aside what is there now. It may hold who is left out.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask whether to overwrite what is there.")
    ] = False,
) -> None:
    """Put a backup in the place of the data folder. Whoever was erased since is left out, and whoever left stays so."""
    source, target = Place(backup / DATABASE, backup / VAULT), Place(data / DATABASE, data / VAULT)
    try:
        check(source, target)
        if (data / LOCK).is_file() and is_served(data):
            fail(f"{data} is in use: a service is running with it. Stop it first; nothing was changed.")
    except RestoreRefused as error:
        refuse(str(error))
    except OSError as error:
        fail(_not_put(data, error))
    lists = _lists(backup, data, erased or [])
    if not lists and not nobody_was_erased:
        _must_know(may_ask=not yes)
    if (target.database.exists() or target.vault.exists()) and not yes:
        becomes = "is put aside" if keep_old else "is overwritten and deleted"
        if not typer.confirm(f"{data} holds data. What it holds now {becomes}, and {backup} takes its place"):
            say("Nothing was changed.")
            return
    try:
        done = asyncio.run(_with_progress(source, target, lists, keep_old))
    except RestoreRefused as error:
        refuse(str(error))
    except StorageError as error:
        fail(str(error))
    except OSError as error:
        fail(_not_put(data, error))
    except sqlite3.Error as error:
        fail(f"{backup}: the backup cannot be read ({type(error).__name__}). Take another one.")
    _tell(done, data)


def _lists(backup: Path, data: Path, given: list[Path]) -> list[Path]:
    """The files that say who was erased since: those that are given, that of the folder which is replaced, and that of
    the one which the backup is of. Says which they are, as somebody may know of a later one."""
    read_marks(given)
    folders = {folder.resolve(): folder for folder in (home_of(backup), data) if folder is not None}
    found = [folder / FILE for folder in folders.values() if asyncio.run(tells(folder))]
    for file in (*given, *found):
        if file.is_file():
            say(f"{file}: whoever was erased by this list is left out.")
        else:
            say(f"{file.parent}: nobody was erased there, so everybody in the backup comes back.")
    return [*given, *found]


def _must_know(may_ask: bool) -> None:
    if not may_ask or not sys.stdin.isatty():
        refuse(f"{UNKNOWN} Nothing was changed.")
    say(UNKNOWN)
    if not typer.confirm("Was nobody erased since"):
        refuse("Nothing was changed.")


def _not_put(data: Path, error: OSError) -> str:
    return f"{data}: the backup could not be put there ({error.strerror}). The backup itself is as it was."


async def _with_progress(source: Place, target: Place, erased: list[Path], keep_old: bool) -> Restored:
    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Copying", total=None)
        return await restore(
            source,
            target,
            [file for file in erased if file.is_file()],
            datetime.now(UTC),
            keep_old,
            lambda done, of: shown.update(task, completed=done, total=of or 1),
        )


def _tell(done: Restored, data: Path) -> None:
    people = "1 person" if done.people == 1 else f"{done.people} people"
    say(f"{data}: {people}, {done.sounds} voices, photos and films. Start `restante run` with it.")
    if done.left_out or done.silenced:
        say(
            f"Erased since the backup was made, and left out: {done.left_out} altogether, of {done.silenced} more what "
            "they had said. The backup itself still holds it: delete it, and make a new one."
        )
    say("Whoever has left since leaves again when the service starts, and is not written to.")
    if done.kept is not None:
        say(f"What was there before lies in {done.kept}. Delete it: it may hold who was erased.")
    if done.lost:
        fail(f"{done.lost} voices, photos or films that the backup knows are not in it.")
