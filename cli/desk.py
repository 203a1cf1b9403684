"""`restante desk`: the researcher's side, on this machine only."""

import os
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from cli.opening import read_key, read_study
from cli.speaking import refuse, say
from desk.app import make_app
from desk.clock import system_clock, travelling_clock
from desk.opening import Opener
from desk.room import DATABASE, VAULT, Room


def desk(
    study: Annotated[Path, typer.Argument(help="The study file.")],
    data: Annotated[Path, typer.Option(help="The bot's data folder, or a copy of it. It is only read.")],
    key: Annotated[
        Path | None, typer.Option(help="Your secret key, NAME.key: opens what people said.")
    ] = None,
    port: Annotated[int, typer.Option(help="Port on loopback.")] = 8701,
) -> None:
    """Look after the study: recruitment, participants, prompts; with a key, diaries and voices."""
    protocol = read_study(study)
    if not data.is_dir():
        refuse(
            f"{data}: there is no such folder. Give --data the folder that `restante run` uses, or a copy of it."
        )
    opener = Opener(protocol.id, read_key(key), data / VAULT) if key else None
    clock = os.environ.get("RESTANTE_CLOCK_URL")
    room = Room(protocol, data, opener, travelling_clock(clock) if clock else system_clock)
    if not (data / DATABASE).is_file():
        say(f"{data}: no bot has worked here yet. The desk waits for it.")
    say(f"The desk is at http://127.0.0.1:{port}/ and answers on this machine only. Ctrl-C stops it.")
    if key is None:
        say("No --key was given: what people said stays sealed.")
    # No access log: the addresses of pages hold participants' codes.
    uvicorn.run(
        make_app(room),
        host="127.0.0.1",
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
    )
