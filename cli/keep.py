"""`restante keep`: what the terms of a study let go, before they do."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.opening import DATABASE
from bot.retention import over
from cli.speaking import refuse, say
from cli.studying import read_study
from storage import keeping
from storage.errors import StorageError
from storage.folder import must_hold

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

SOON = timedelta(days=30)


@app.command()
def keep(
    study: Annotated[Path, typer.Argument(help="The study file.")],
    data: Annotated[Path | None, typer.Option(help="The data folder of the bot.")] = None,
    clock: Annotated[str, typer.Option(envvar="RESTANTE_CLOCK_URL", hidden=True)] = "",
) -> None:
    """Count what goes today, and within 30 days, by `keep` of the study file. The bot itself does it, once a day."""
    protocol = read_study(study)
    if data is not None:
        _look_into(data)
    if protocol.keep is None:
        say("This study file has no `keep`: nothing goes by itself.")
        return
    today = _now(clock)
    moments = [today, today + SOON]
    try:
        path = (data or study.parent / "data") / DATABASE
        kept = asyncio.run(keeping.look(path, [moment.timestamp() for moment in moments]))
    except StorageError as error:
        refuse(str(error))
    if protocol.keep.media is not None:
        due, soon = (sum(1 for _ in over(kept.media, protocol, moment)) for moment in moments)
        say(_told("Voices and photos", len(kept.media), due, soon))
    if protocol.keep.contacts is not None:
        say(f"Contacts: {kept.cuts[0]} are cut today, {kept.cuts[1]} within 30 days.")
    say("Nothing was changed. Backups and exports keep what they have: the bot does not reach them.")


def _look_into(data: Path) -> None:
    """A folder that is given is the wrong one, where no bot has worked: whatever the terms are."""
    try:
        must_hold(data / DATABASE)
    except StorageError as error:
        refuse(str(error))


def _told(what: str, held: int, due: int, soon: int) -> str:
    return f"{what}: {held} are held, {due} of them go today, {soon} within 30 days."


def _now(clock: str) -> datetime:
    """The time of the service, which in a demonstration may have travelled."""
    if not clock:
        return datetime.fromtimestamp(time.time(), UTC)
    from desk.clock import travelling_clock

    read: Callable[[], datetime] = travelling_clock(clock)
    return read()
