"""`restante desk`: the researcher's side, on this machine only."""

import os
import signal
import socket
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer
import uvicorn

from cli.acting import acts_at
from cli.marks import read_marks
from cli.memory import keep_to_ourselves
from cli.opening import read_key
from cli.speaking import fail, refuse, say
from cli.studying import read_study
from desk.app import make_app
from desk.clock import system_clock, travelling_clock
from desk.opening import Opener
from desk.room import DATABASE, VAULT, Room

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def desk(
    study: Annotated[Path, typer.Argument(help="The study file.")],
    data: Annotated[
        Path, typer.Option(help="The bot's data folder, or a copy of it. The desk itself only reads it.")
    ],
    key: Annotated[
        Path | None, typer.Option(help="Your secret key, NAME.key: opens what people said.")
    ] = None,
    erased: Annotated[
        list[Path] | None,
        typer.Option(
            help="A file `erased` of the server: whoever was erased there is left out of an older copy."
        ),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on loopback; 0 takes a free one.")] = 8701,
) -> None:
    """Look after the study: recruitment, participants, prompts; with a key, diaries and voices."""
    keep_to_ourselves()
    protocol = read_study(study)
    if not data.is_dir():
        refuse(
            f"{data}: there is no such folder. Give --data the folder that `restante run` uses, or a copy of it."
        )
    opener = Opener(protocol.id, read_key(key), data / VAULT) if key else None
    clock = os.environ.get("RESTANTE_CLOCK_URL")
    marks = read_marks(erased or [])
    acts = acts_at(protocol, study, data)
    room = Room(protocol, data, opener, travelling_clock(clock) if clock else system_clock, acts, marks)
    if not (data / DATABASE).is_file():
        say(f"{data}: no bot has worked here yet. The desk waits for it.")
    with _listening(port) as listener:
        port = listener.getsockname()[1]
        say(f"The desk is at http://127.0.0.1:{port}/ and answers on this machine only. Ctrl-C stops it.")
        if key is None:
            say("No --key was given: what people said stays sealed.")
        _serve(room, listener)


def _listening(port: int) -> socket.socket:
    """A socket on loopback, listening before its address is told to anybody."""
    # asyncio sends small answers at once only over a socket that says it is TCP; else each may wait 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except OSError as fault:
        listener.close()
        fail(f"Port {port}: the desk cannot listen there ({fault.strerror}). Give another one with --port.")
    return listener


def _serve(room: Room, listener: socket.socket) -> None:
    signal.signal(signal.SIGTERM, _stopped)  # uvicorn ends its pages first, then raises what it caught again
    # No access log: the addresses of pages hold participants' codes.
    config = uvicorn.Config(make_app(room), access_log=False, log_level="warning", server_header=False)
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        say("The desk is closed.")


def _stopped(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
