"""`restante erase`: everything of one participant, because they asked the team."""

import asyncio
import secrets
import time
from pathlib import Path
from typing import Annotated

import typer

from bot.boxes import Boxes
from bot.faults import StartRefused
from bot.opening import DATABASE, operator_key
from bot.settings import Settings
from cli.memory import keep_to_ourselves
from cli.speaking import fail, refuse, say
from cli.studying import read_study
from sealing.operator import OperatorKey
from storage import team
from storage.errors import StorageError
from storage.rows import NewInbound
from study.inbound import Erase

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

WITHIN = 30.0  # seconds that a running service gets


@app.command()
def erase(
    study: Annotated[Path, typer.Argument(help="The study file.")],
    code: Annotated[str, typer.Argument(help="The participant's code, such as AM-05.")],
    data: Annotated[Path | None, typer.Option(help="The data folder of the bot, on the server.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase everything of one participant: answers, voices, consent, timers, and the way to reach them."""
    keep_to_ourselves()
    protocol = read_study(study)
    folder = data or study.parent / "data"
    path = folder / DATABASE
    try:
        participant = asyncio.run(team.participant_of(path, code))
        key = operator_key(Settings.load().operator_key(protocol.folder), folder)
    except (StorageError, StartRefused) as error:
        refuse(str(error))
    if participant is None:
        refuse(
            f"Nobody in {folder} has the code {code}. Look at it again: it is letters, a dash and a number."
        )
    if not yes and not typer.confirm(f"Erase everything of {code}? It cannot be brought back"):
        say("Nothing was erased.")
        return
    try:
        asyncio.run(team.ask(path, _wish(key, participant)))
    except (StorageError, OSError) as error:
        fail(str(error))
    _wait(path, code)


def _wish(key: OperatorKey, participant: str) -> NewInbound:
    once = f"team:{secrets.token_hex(16)}"
    return NewInbound(
        once=once,
        kind="team",
        participant=participant,
        body=Boxes(key).event(Erase(), once),
        seed=secrets.randbits(63),
        received_at=time.time(),
        lane=participant.encode(),
    )


def _wait(path: Path, code: str) -> None:
    """A running service does it within a second or two; one that does not run, at its next start."""
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        if asyncio.run(team.participant_of(path, code)) is None:
            say(
                f"{code} is erased. Backups, copies and exports still have what they had: delete it there too."
            )
            return
        if not team.is_served(path.parent):
            say(f"{code} will be erased when `restante run` starts: it is not running now.")
            return
        time.sleep(0.3)
    fail(f"{code} is not erased yet. See whether the service is well: restante health --data {path.parent}")
