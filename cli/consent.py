"""`restante consent`: whether what is held lies within what people agreed to, and one person's receipt."""

import asyncio
import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TaskID

from bot.opening import DATABASE, VAULT
from cli.auditing import as_json as audit_as_json
from cli.auditing import show
from cli.memory import keep_to_ourselves
from cli.speaking import FAILED, refuse, say
from cli.studying import read_study
from storage import numbers
from storage.auditing import entries_of, evidence
from storage.desk import DeskClosed, reading
from study.agreements import read
from study.audited import Audit, Check
from study.auditing import audit as audited
from study.evidence import Evidence
from study.ledger import Head
from study.protocol import Protocol
from study.receipt import receipt as receipt_of

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Consent: an audit of what is held, and receipts.",
)

StudyFile = Annotated[Path, typer.Argument(help="The study file.")]
Data = Annotated[
    Path, typer.Option(help="The data folder of the bot, a copy of it, or a backup. It is only read.")
]


@app.command("audit")
def audit(
    study: StudyFile,
    data: Data,
    key: Annotated[
        Path | None,
        typer.Option(
            help="A secret key, NAME.key: then every agreement is heard, and every record opened, too."
        ),
    ] = None,
    head: Annotated[str, typer.Option(metavar="N:HASH", help="The head that an earlier audit printed.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Say whether every record lies within a valid agreement, and the ledger is whole. Exit 1 if anything is broken."""
    keep_to_ourselves()
    protocol = read_study(study)
    seen = _head(head)
    try:
        found = asyncio.run(_audit(protocol, data, seen, key))
    except DeskClosed as closed:
        refuse(str(closed))
    if as_json:
        say(audit_as_json(found, protocol.id))
    else:
        title = f"{protocol.title.say(protocol.languages[0])} ({protocol.id}): consent"
        show(found, title, Console())
    if not found.holds:
        raise typer.Exit(FAILED)


@app.command("receipt")
def receipt(
    study: StudyFile,
    code: Annotated[str, typer.Argument(help="The participant's code, such as AM-05.")],
    data: Data,
) -> None:
    """Print the machine-readable consent record of one participant (ISO/IEC TS 27560), for them or for a commission."""
    keep_to_ourselves()
    protocol = read_study(study)
    try:
        found = asyncio.run(_receipt(protocol, data, code))
    except DeskClosed as closed:
        refuse(str(closed))
    say(found)


async def _audit(protocol: Protocol, data: Path, seen: Head | None, key: Path | None) -> Audit:
    found = await evidence(data / DATABASE, data / VAULT, protocol.id)
    made = audited(found, protocol, seen)
    if key is not None:
        for check in await _opened(protocol, data, found, key):
            made = made.with_check(check)
    return made


async def _opened(protocol: Protocol, data: Path, found: Evidence, key: Path) -> tuple[Check, ...]:
    """With a key. What opens seals is imported here alone: a server does not have it."""
    if find_spec("desk") is None:
        refuse(
            "This is a server's installation, and seals are opened on a researcher's own computer: leave --key out."
        )
    from bot.sounds import measured
    from cli.opening import read_key
    from desk.listening import listened, looked_through
    from desk.opening import Opener
    from desk.room import Room

    opener = Opener(protocol.id, read_key(key), data / VAULT)
    room = Room(protocol, data, opener)
    with Progress(console=Console(stderr=True), transient=True) as shown:

        def on(task: TaskID) -> Callable[[int, int], None]:
            return lambda done, total: shown.update(task, completed=done, total=total)

        heard, seen = shown.add_task("Hearing agreements", total=None), shown.add_task("Opening", total=None)
        return (
            await listened(room, opener, found, lambda sound: measured(sound).seconds, on(heard)),
            await looked_through(room, opener, found, on(seen)),
        )


async def _receipt(protocol: Protocol, data: Path, code: str) -> str:
    async with reading(data / DATABASE) as look:
        await look.must_be_of(protocol.id, data)
        person = await look.participant(code)
        if person is None:
            refuse(await numbers.nobody(look.connection, code, data))
        entries = await entries_of(look, person.id)
    made = receipt_of(protocol, person.code, person.site, [read(entry) for entry in entries])
    return json.dumps(made, ensure_ascii=False, indent=2)


def _head(text: str) -> Head | None:
    try:
        return Head.read(text) if text else None
    except ValueError:
        refuse(
            f"--head {text}: this is not the head of a ledger. An audit prints it: a number, a colon, 64 digits."
        )
