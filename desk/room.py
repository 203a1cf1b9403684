"""What every page of the desk has at hand: the study, where its data lie, a key if one was given, the time."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desk.acting import Acts
from desk.compliance import asked
from desk.opening import Opener
from storage.desk import DeskClosed, Reading, reading
from storage.desk_rows import DeskPrompt
from study.compliance import Asked
from study.protocol import Protocol

DATABASE = "restante.sqlite3"
VAULT = "vault"


@dataclass(frozen=True)
class Room:
    """`now` gives aware UTC times. Without an `opener` everything people said stays sealed, and without `acts` the desk
    only reads. Whoever has one of the marks `erased` is not there, though the data may be an older copy."""

    protocol: Protocol
    data: Path
    opener: Opener | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    acts: Acts | None = None
    erased: frozenset[bytes] = frozenset()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reading]:
        """One look at the database. Raises DeskClosed when it is missing or belongs to another study."""
        async with reading(self.data / DATABASE, self.erased) as look:
            await look.must_be_of(self.protocol.id, self.data)
            yield look

    def zone(self, site: str, zone: str = "") -> ZoneInfo:
        """The time zone of a site; UTC for one that the study no longer has. `zone` is the IANA name of the clock that
        somebody there lives by, where it is not the site's."""
        if zone:
            with suppress(ZoneInfoNotFoundError, ValueError):
                return ZoneInfo(zone)
        return next((one.zone for one in self.protocol.sites if one.id == site), ZoneInfo("UTC"))

    def clock(self, prompt: DeskPrompt) -> ZoneInfo:
        """By which somebody lived when this was due."""
        return self.zone(prompt.site, prompt.zone)

    def asked(self, prompts: Iterable[DeskPrompt]) -> list[Asked]:
        """As `study.compliance` counts them."""
        return [asked(one) for one in prompts]

    def site_name(self, site: str, language: str) -> str:
        return next((one.name.say(language) for one in self.protocol.sites if one.id == site), site)


def check_data(data: Path) -> None:
    """Raises DeskClosed with a sentence when `data` is not a folder in which a bot has worked."""
    if not data.is_dir():
        raise DeskClosed(f"{data}: there is no such folder. Give --data the folder that `restante run` uses.")
    if not (data / DATABASE).is_file():
        raise DeskClosed(
            f"{data}: no bot has worked in this folder yet ({DATABASE} is missing). "
            "Start `restante run` with the same --data first."
        )
