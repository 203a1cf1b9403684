"""`restante contacts`: the links between codes and chats."""

import asyncio
import secrets
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot.boxes import Boxes
from bot.faults import StartRefused
from bot.opening import DATABASE, operator_key
from bot.settings import Settings
from cli.memory import keep_to_ourselves
from cli.speaking import FAILED, fail, refuse, say
from cli.studying import read_study
from cli.tracing import looked, told
from storage import links as storage_links
from storage.errors import StorageError
from storage.links import Link, Links
from storage.rows import NewInbound
from storage.team import is_served
from study.inbound import Fell

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)

WITHIN = 60.0  # seconds without one more contact cut, before it is told that something is wrong
LOOK = 0.3
COPIES = "Copies elsewhere still have the links: delete them, or the operator key of that time."


@app.callback()
def contacts() -> None:
    """The links between codes and chats."""


@app.command()
def cut(
    study: Annotated[Path, typer.Argument(help="The study file.")],
    data: Annotated[Path | None, typer.Option(help="The data folder of the bot, on the server.")] = None,
    rehearse: Annotated[bool, typer.Option("--rehearse", help="Count, and change nothing.")] = False,
    typed: Annotated[
        str | None, typer.Option(help="The study's id, which you are asked for otherwise.")
    ] = None,
) -> None:
    """End all links for good: nobody can find the way from a code to a chat any more. What people gave stays."""
    keep_to_ourselves()
    protocol = read_study(study)
    path = (data or study.parent / "data") / DATABASE
    try:
        found = asyncio.run(storage_links.of(path))
        _count(found)
        if rehearse or not found.links:
            return
        key = operator_key(Settings.load().operator_key(protocol.folder), path.parent)
        if typed is None:
            typed = str(typer.prompt(f"It cannot be undone. To go on, type the study's id ({protocol.id})"))
        if typed.strip() != protocol.id:
            refuse("That is not the study's id. Nothing was changed.")
        asyncio.run(storage_links.ask(path, [_wish(Boxes(key), link) for link in found.links]))
    except (StorageError, StartRefused) as error:
        refuse(str(error))
    except (OSError, sqlite3.Error) as error:
        fail(f"{path.parent}: the data folder could not be written to ({error}). Nothing was changed.")
    _wait(path, len(found.links))
    _scan(path.parent, found.links)


def _count(found: Links) -> None:
    links, agreed = len(found.links), sum(link.agreed for link in found.links)
    if not links:
        say("Nobody can be reached any more: there is no link left to cut.")
        return
    say(
        f"{_people(links)} can be reached now: {agreed} with a code, {links - agreed} who have not agreed and are "
        "forgotten altogether.",
        f"{found.prompts} prompts that are planned or open will never be asked, and {found.words} messages wait to be "
        "sent.",
        "For those who still take part the study ends now, and the bot tells them so once. Nobody else hears anything.",
    )


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _wish(boxes: Boxes, link: Link) -> NewInbound:
    """As if the day had come on which it was to be forgotten who they are."""
    once, now = f"team:{secrets.token_hex(16)}", time.time()
    event = Fell("cut" if link.agreed else "forget", datetime.fromtimestamp(now, UTC))
    return NewInbound(
        once=once,
        kind="team",
        participant=link.participant,
        body=boxes.event(event, once),
        seed=secrets.randbits(63),
        received_at=now,
        lane=link.participant.encode(),
    )


def _wait(path: Path, links: int) -> None:
    """A running service has done it within seconds."""
    left, moved = links, time.monotonic()
    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Cutting", total=links)
        while left and time.monotonic() - moved < WITHIN:
            if not is_served(path.parent):
                say("The links will be cut when `restante run` starts: it is not running now.")
                raise typer.Exit(0)
            time.sleep(LOOK)
            now = asyncio.run(storage_links.left(path))
            moved = time.monotonic() if now < left else moved
            left = now
            shown.update(task, completed=max(links - left, 0))
    if left:
        fail(
            f"{_people(left)} can still be reached: they came just now, or what is held of them cannot be opened. Look "
            f"at restante health --data {path.parent}, and run this again."
        )


def _scan(folder: Path, links: list[Link]) -> None:
    """Looks in every file for what was deleted."""
    found = looked(folder, storage_links.traces(links), is_served(folder))
    runs = f"{found.runs} byte runs of them were looked for in {found.files} files"
    if not found.found:
        say(f"All links are cut. {runs}: none found.", COPIES)
        return
    say(f"All links are cut. {runs}; some are still there:")
    told(found, folder, "Delete these backups: with the operator key they tell who is who.")
    raise typer.Exit(FAILED)
