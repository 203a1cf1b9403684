"""`restante requests`: what participants ask of the team, by code; and saying that it is done."""

import asyncio
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.boxes import Boxes
from bot.faults import StartRefused
from bot.opening import DATABASE, operator_key
from bot.settings import Settings
from cli.clock import service_time
from cli.memory import keep_to_ourselves
from cli.speaking import fail, refuse, say
from cli.studying import read_study
from sealing.operator import OperatorKey
from storage import requests
from storage.desk_rows import DeskRequest
from storage.errors import StorageError
from storage.rows import NewInbound
from study.inbound import Granted

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

ASKED = {"file": "a copy of all that is held of them", "contact": "somebody to talk to"}


@app.command(name="requests")
def list_requests(
    study: Annotated[Path, typer.Argument(help="The study file.")],
    data: Annotated[Path | None, typer.Option(help="The data folder of the bot.")] = None,
    done: Annotated[int | None, typer.Option(help="The number of one that is done.")] = None,
) -> None:
    """List what participants ask of the team: by code, and never why. With --done N, tell one that it is done."""
    keep_to_ourselves()
    protocol = read_study(study)
    folder = data or study.parent / "data"
    path = folder / DATABASE
    if not path.is_file():
        refuse(f"{path}: there is no database here. Give --data the folder that `restante run` uses.")
    try:
        if done is None:
            _show(asyncio.run(requests.listed(path)))
            return
        settings = Settings.load()
        key = operator_key(settings.operator_key(protocol.folder), folder)
        settled = asyncio.run(_settled(path, key, done, service_time(settings.clock_url)))
    except (StorageError, StartRefused) as error:
        refuse(str(error))
    except OSError as error:
        fail(str(error))
    if settled is None:
        refuse("There is no such request that waits: it was done before, or whoever asked is erased.")
    if settled.left:
        say("Done. Whoever asked has left and is not written to, so nobody is told.")
    else:
        say("Done. Whoever asked is told so, once and not by night.")


async def _settled(path: Path, key: OperatorKey, request: int, at: float) -> requests.Waiting | None:
    """What waited until now. None where it does not wait any more."""
    found = await requests.waiting(path, request)
    if found is None:
        return None
    told = None if found.left else _wish(key, request, found, at)
    return found if await requests.settle(path, request, at, told) else None


def _wish(key: OperatorKey, request: int, found: requests.Waiting, at: float) -> NewInbound:
    once = f"request:{request}:{secrets.token_hex(8)}"
    return NewInbound(
        once=once,
        kind="team",
        participant=found.participant,
        body=Boxes(key).event(Granted(found.kind), once),
        seed=secrets.randbits(63),
        received_at=at,
        lane=found.participant.encode(),
    )


def _show(found: list[DeskRequest]) -> None:
    waiting = requests.by_need(one for one in found if one.done_at is None)
    if not waiting:
        say("Nobody waits for anything of the team.")
        return
    table = Table("number", "code", "asks for", "since (UTC)", box=None)
    for one in waiting:
        since = datetime.fromtimestamp(one.at, UTC)
        code = f"{one.code} (has left)" if one.left else one.code
        table.add_row(str(one.id), code, ASKED.get(one.kind, one.kind), f"{since:%Y-%m-%d %H:%M}")
    Console().print(table)
    say(
        "A copy: restante export study.yaml --data DIR --key NAME.key --out FOLDER --only CODE",
        "When it is done: restante requests study.yaml --data DIR --done NUMBER",
    )
