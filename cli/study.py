"""`restante study`: a study file to start from, and whether one is in order."""

from pathlib import Path
from typing import Annotated

import typer

from cli.speaking import WRONG, refuse, say
from cli.studying import latest_today
from study.cautions import cautions
from study.reading import StudyFileError, read_protocol
from study.sampling import SampleRefused, write_sample
from study.summary import summary

app = typer.Typer(no_args_is_help=True, help="The study file: start one, check one.")


@app.command("new")
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder for the study. It is made if need be.")
    ],
) -> None:
    """Write a commented sample study to start from."""
    try:
        study = write_sample(folder)
    except SampleRefused as refused:
        refuse(str(refused))
    say(
        f"A sample study lies in {folder}. What to do next:",
        f"1  Make it yours: {study} and the texts beside it.",
        f"2  Make two pairs of keys on your laptop, and put the .pub files into {folder / 'keys'}:",
        "   restante keys new core",
        "   restante keys new escrow",
        f"3  Look it over:  restante study check {study}",
        f"4  With a token from @BotFather:  RESTANTE_TOKEN=… restante run {study}",
    )


@app.command("check")
def check(
    study: Annotated[Path, typer.Argument(metavar="FILE", help="The study file.")],
) -> None:
    """Say everything that is wrong with a study file, or what it holds and what to take care of."""
    try:
        protocol = read_protocol(study, today=latest_today())
    except StudyFileError as error:
        say(*(str(fault) for fault in error.faults))
        raise typer.Exit(WRONG) from None
    say(*summary(protocol), *(str(caution) for caution in cautions(study)))
