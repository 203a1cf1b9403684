"""`restante erase`: everything of one participant, because they asked the team; and a look through every file, whether
it is gone."""

import asyncio
import secrets
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.boxes import Boxes
from bot.erasing import erase_now
from bot.faults import StartRefused, StopNeeded
from bot.opening import DATABASE, VAULT, operator_key
from bot.settings import Settings
from cli.memory import keep_to_ourselves
from cli.speaking import fail, refuse, say
from cli.studying import read_study
from cli.tracing import looked, told
from sealing.operator import OperatorKey
from storage import numbers, team, traces
from storage.errors import StorageError
from storage.rows import NewInbound
from storage.traces import Looked
from study.inbound import Erase
from study.participant import Stage
from study.protocol import Protocol

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

WITHIN = 30.0  # seconds that a running service gets
TAKES_PART = frozenset({Stage.ENROLLED.value, "renewing"})


@app.command()
def erase(
    study: Annotated[Path, typer.Argument(help="The study file.")],
    code: Annotated[str, typer.Argument(help="The participant's code, such as AM-05.")],
    data: Annotated[Path | None, typer.Option(help="The data folder of the bot, on the server.")] = None,
    said: Annotated[bool, typer.Option("--said", help="Only what they said; they must have left.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase everything of one participant, answers, voices, consent and the way to reach them; then look for it."""
    keep_to_ourselves()
    protocol = read_study(study)
    folder = data or study.parent / "data"
    path = folder / DATABASE
    try:
        found = asyncio.run(team.person_of(path, code))
        nobody = "" if found else asyncio.run(numbers.nobody_at(path, code))
        settings = Settings.load()
        key = operator_key(settings.operator_key(protocol.folder), folder)
    except (StorageError, StartRefused) as error:
        refuse(str(error))
    if found is None:
        refuse(nobody)
    if said and found.stage in TAKES_PART:
        refuse(
            f"{code} still takes part, and what they say would go on coming. Ask them to write /stop first, or erase "
            "everything."
        )
    what = "What they said" if said else "Everything"
    if not yes and not typer.confirm(f"Erase {what.lower()} of {code}? It cannot be brought back"):
        say("Nothing was erased.")
        return
    try:
        wanted = asyncio.run(traces.of(path, folder / VAULT, found.id, said))
        done = _carried_out(settings, protocol, folder, key, found.id, Erase(said))
    except (StorageError, StartRefused, StopNeeded, OSError, sqlite3.Error) as error:
        fail(str(error))
    if not done:
        fail(f"{code} is not erased yet. See whether the service is well: restante health --data {folder}")
    _tell(looked(folder, wanted, team.is_served(folder)), code, what, folder)


def _carried_out(
    settings: Settings, protocol: Protocol, folder: Path, key: OperatorKey, participant: str, wish: Erase
) -> bool:
    """By the running service, within a second or two; here, where none runs. False where the service does not come to
    it."""
    if not team.is_served(folder):
        asyncio.run(erase_now(settings, protocol, folder, participant, wish, datetime.now(UTC)))
        return True
    row = _row(key, participant, wish)
    asyncio.run(team.ask(folder / DATABASE, row))
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        if asyncio.run(team.is_done(folder / DATABASE, row.once)):
            return True
        time.sleep(0.2)
    return False


def _row(key: OperatorKey, participant: str, wish: Erase) -> NewInbound:
    once = f"team:{secrets.token_hex(16)}"
    return NewInbound(
        once=once,
        kind="team",
        participant=participant,
        body=Boxes(key).event(wish, once),
        seed=secrets.randbits(63),
        received_at=time.time(),
        lane=participant.encode(),
    )


def _tell(found: Looked, code: str, what: str, folder: Path) -> None:
    runs, files = f"{found.runs} byte runs", f"{found.files} files"
    if not found.found:
        say(
            f"{what} of {code} is erased. {runs} were looked for in {files}: none found.",
            *_last_words(folder),
            "Copies on other computers and exports still have what they had: delete it there too.",
        )
        return
    say(
        f"{what} of {code} is erased from the database. {runs} were looked for in {files}; some are still there:"
    )
    told(
        found,
        folder,
        "Delete these backups. (`restante restore` would leave this person out, but the bytes are in them.)",
    )
    raise typer.Exit(1)


def _last_words(folder: Path) -> list[str]:
    """What goes to their chat yet, and so says which it is."""
    count = asyncio.run(team.last_words(folder / DATABASE))
    if not count:
        return []
    wait = "1 request waits" if count == 1 else f"{count} requests wait"
    return [
        f"{wait} for Telegram, to clear chats or say a last word. Until the service has sent that, the chats it goes "
        "to are known under the operator key."
    ]
