"""`restante simulator`: the local Telegram alone, for a try or for tests."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from cli.speaking import refuse
from simulator.app import Source, create_app, serve
from study.reading import StudyFileError, read_protocol


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
    asyncio.run(serve(create_app(data, token=token, sources=sources), "127.0.0.1", port))
