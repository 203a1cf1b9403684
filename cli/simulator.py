"""`restante simulator`: the local Telegram alone, for a try or for tests."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Annotated

import typer
from starlette.applications import Starlette

from cli.speaking import fail, refuse, say
from simulator.app import Source, create_app, serve
from study.reading import StudyFileError, read_protocol

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def simulator(
    study: Annotated[Path, typer.Argument(help="The study file: its sources become links to arrive by.")],
    data: Annotated[Path, typer.Option(help="Where the pretended chats lie.")],
    port: Annotated[int, typer.Option(help="Port on loopback.")] = 8700,
) -> None:
    """Run only the local Telegram. A bot reaches it with RESTANTE_API_URL=http://127.0.0.1:PORT."""
    token = os.environ.get("RESTANTE_TOKEN")
    if not token:
        refuse(
            "RESTANTE_TOKEN is not set. Any made-up token will do here: the bot must be started with the same one."
        )
    try:
        protocol = read_protocol(study)
    except StudyFileError as error:
        refuse("\n".join(str(fault) for fault in error.faults))
    sources = [Source(source.id, source.id, source.kind.value) for source in protocol.sources]
    data.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(_until_stopped(create_app(data, token=token, sources=sources), port))
    except OSError as error:
        fail(f"Port {port} cannot be used ({error.strerror}). Name another with --port.")


async def _until_stopped(app: Starlette, port: int) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    async with await serve(app, "127.0.0.1", port) as serving:
        say(f"The local Telegram is at {serving.root}/ and answers on this machine only. Ctrl-C stops it.")
        await stop.wait()
