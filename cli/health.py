"""`restante health`: for a container's health check, and for people."""

import time
from pathlib import Path
from typing import Annotated

import typer

from bot.health import diagnosis

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def health(data: Annotated[Path, typer.Option(help="The data folder of the running service.")]) -> None:
    """Say whether the service is well. Exit 0 if so, 1 if not."""
    well, sentence = diagnosis(data, time.time())
    typer.echo(sentence, err=not well)
    raise typer.Exit(0 if well else 1)
