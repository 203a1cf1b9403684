"""`restante retry`: updates that were put aside are tried again, after an update of the program."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.opening import DATABASE
from cli.speaking import fail, refuse, say
from storage import team
from storage.errors import StorageError

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def retry(data: Annotated[Path, typer.Option(help="The data folder of the bot.")]) -> None:
    """Try updates again that the bot could not deal with and has put aside."""
    try:
        again = asyncio.run(team.try_again(data / DATABASE))
    except StorageError as error:
        refuse(str(error))
    except OSError as error:
        fail(f"{data}: the data folder could not be written to ({error.strerror}).")
    say(f"{again} put back. A running service tries them at once." if again else "Nothing was put aside.")
