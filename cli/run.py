"""`restante run`: the bot at work."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from bot.faults import StartRefused, StopNeeded
from bot.logs import set_up
from bot.loop import run_loop
from bot.service import serve
from bot.settings import Settings
from cli.memory import keep_to_ourselves
from cli.speaking import FAILED, WRONG
from cli.studying import latest_today
from storage.errors import StorageError
from study.reading import StudyFileError, read_protocol

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def run(
    study: Annotated[Path, typer.Argument(help="The study file.")],
    data: Annotated[
        Path | None, typer.Option(help="Where everything is kept. `data` beside the study file if not given.")
    ] = None,
) -> None:
    """Run the bot of a study until it is stopped."""
    sentence, code = ran(study, data or study.parent / "data")
    if sentence:
        typer.echo(sentence, err=True)
    raise typer.Exit(code)


def ran(study: Path, data: Path) -> tuple[str, int]:
    """Runs the service. Returns what to tell the operator, and the exit code."""
    keep_to_ourselves()
    set_up()
    try:
        run_loop(serve(settings(), read_protocol(study, today=latest_today()), data))
    except StudyFileError as error:
        return "\n".join(str(fault) for fault in error.faults), WRONG
    except StartRefused as refused:
        return str(refused), WRONG
    except StopNeeded as stopped:
        return str(stopped), stopped.code
    except StorageError as fault:
        return str(fault), FAILED
    return "", 0


def settings() -> Settings:
    """Raises StartRefused, which names what cannot be and never says its value."""
    try:
        return Settings.load()
    except ValidationError as error:
        names = sorted({f"RESTANTE_{str(part['loc'][0]).upper()}" for part in error.errors()})
        raise StartRefused(
            f"{', '.join(names)}: this cannot be used. README.md says what it is for."
        ) from None
