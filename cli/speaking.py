"""How the command speaks: results on stdout, refusals as one sentence on stderr. Exit 0 done, 1 failed, 2 what you
gave is wrong."""

from typing import NoReturn

import typer

FAILED = 1
WRONG = 2


def say(*lines: str) -> None:
    for line in lines:
        typer.echo(line)


def refuse(sentence: str) -> NoReturn:
    """What was given is wrong: why, and what to do."""
    typer.echo(sentence, err=True)
    raise typer.Exit(WRONG)


def fail(sentence: str) -> NoReturn:
    """It was right, and did not work out."""
    typer.echo(sentence, err=True)
    raise typer.Exit(FAILED)
