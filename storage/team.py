"""What the team wants done to a participant goes through the inbox, like everything that happens to one."""

from dataclasses import dataclass
from pathlib import Path

from storage import engine, inbox
from storage.errors import StorageError
from storage.folder import held
from storage.migrating import check_form, migrations
from storage.rows import NewInbound
from storage.sql import load, rows, value

_TEAM = load("team")


@dataclass(frozen=True)
class Person:
    """Who has a code: their inner id, and where they stand."""

    id: str
    stage: str


async def person_of(path: Path, code: str) -> Person | None:
    """Raises StorageError where there is no database of ours."""
    _must_exist(path)
    async with engine.connected(path, writes=False) as connection:
        form = await check_form(connection, path, len(migrations()))
        if form < len(migrations()):
            raise StorageError(
                f"{path} is of an older version. Start `restante run` once: it brings the data up to date."
            )
        return next(iter(await rows(connection, _TEAM.participant, Person, code=code)), None)


async def participant_of(path: Path, code: str) -> str | None:
    """The inner id behind a code."""
    found = await person_of(path, code)
    return found.id if found else None


async def is_done(path: Path, once: str) -> bool:
    """Whether a wish of that name has had its effect."""
    async with engine.connected(path, writes=False) as connection:
        return not await value(connection, _TEAM.still_waits, once=once)


async def last_words(path: Path) -> int:
    """How many words and deletions still wait for Telegram that go to somebody of whom nothing else is here. Each holds
    the chat it goes to, under the operator key."""
    async with engine.connected(path, writes=False) as connection:
        return int(await value(connection, _TEAM.wait_for_nobody_known) or 0)


async def ask(path: Path, inbound: NewInbound) -> None:
    """Puts a wish into the inbox beside a running service, which looks there each second; or for its next start."""
    async with engine.connected(path, writes=True, patience=engine.BESIDE) as connection:
        await engine.prepare(connection)
        async with engine.transaction(connection):
            await inbox.add(connection, [inbound])


async def try_again(path: Path) -> int:
    """Every update that was put aside waits again; returns how many."""
    _must_exist(path)
    async with engine.connected(path, writes=True, patience=engine.BESIDE) as connection:
        await engine.prepare(connection)
        async with engine.transaction(connection):
            return await inbox.try_again_in(connection)


def is_served(folder: Path) -> bool:
    """Whether a service holds this data folder now."""
    try:
        with held(folder):
            return False
    except StorageError:
        return True


def _must_exist(path: Path) -> None:
    if not path.is_file():
        raise StorageError(
            f"{path}: there is no database here. Give --data the folder that `restante run` uses."
        )
