"""What was deleted is looked for in every file of a data folder, and what is still there is told."""

import time
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from cli.speaking import say
from storage import traces
from storage.backup import FOLDER
from storage.traces import Looked, Traces

SETTLED = (
    30.0  # seconds in which a running service writes its database anew, cuts its log, and says last words
)


def looked(folder: Path, wanted: Traces, served: bool) -> Looked:
    """What is still there. Beside a running service, once more while it still cuts its log, or somebody reads."""
    deadline = time.monotonic() + (SETTLED if served else 0.0)
    while True:
        found = _with_progress(folder, wanted)
        if not here(found, folder) or time.monotonic() >= deadline:
            return found
        time.sleep(0.5)


def here(found: Looked, folder: Path) -> list[Path]:
    """Files other than backups."""
    return [path for path in found.found if folder / FOLDER not in path.parents]


def told(found: Looked, folder: Path, of_backups: str) -> None:
    """In which files, and what to do."""
    for path, count in found.found.items():
        say(f"  {path}: {count}")
    elsewhere = len(found.found) - len(here(found, folder))
    if elsewhere:
        say(of_backups)
    if elsewhere < len(found.found):
        say(
            "Somebody was reading the database at this moment, such as the desk or an export, words still wait for "
            "Telegram, or the disk is too full for the database to be written anew. It goes by itself, within a minute "
            "of when that is over: stop what reads, make room, or start the service."
        )


def _with_progress(folder: Path, wanted: Traces) -> Looked:
    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Looking", total=None)
        return traces.look(folder, wanted, lambda done, of: shown.update(task, completed=done, total=of or 1))
