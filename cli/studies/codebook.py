"""`restante study codebook`: every question of a study as a variable, as CSV, Markdown and DDI."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from cli.speaking import fail, refuse, say
from cli.studying import read_study
from desk.codebook import book
from desk.codebook_files import CodebookThere, write
from desk.room import DATABASE
from storage import wordings as kept
from storage.desk import DeskClosed, reading
from study.protocol import Protocol
from study.wordings import Wording


def codebook(study: Path, out: Path, data: Path | None) -> None:
    """With `data`, in every version that was asked."""
    protocol = read_study(study)
    try:
        before = asyncio.run(_kept(data, protocol)) if data else ()
        files = write(out, book(protocol, before), datetime.now(UTC).date())
    except (DeskClosed, CodebookThere) as error:
        refuse(str(error))
    except OSError as error:
        fail(f"{out}: the codebook could not be written ({error.strerror}).")
    say(f"{out}: {', '.join(files)}.")


async def _kept(data: Path, protocol: Protocol) -> tuple[Wording, ...]:
    async with reading(data / DATABASE) as look:
        study = await look.setting("study")
        if study is not None and study != protocol.id:
            raise DeskClosed(
                f"{data}: these are the data of the study {study!r}, and the study file says {protocol.id!r}. Give "
                "--data the folder that belongs to this study."
            )
        return await kept.wordings(look.connection)
