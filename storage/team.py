"""What the team wants done to a participant goes through the inbox, like everything that happens to one."""

from pathlib import Path

from storage import engine, inbox
from storage.errors import StorageError
from storage.folder import held
from storage.migrating import check_form, migrations
from storage.rows import NewInbound
from storage.sql import load, value

_TEAM = load("team")


async def participant_of(path: Path, code: str) -> str | None:
    """The inner id behind a code. Raises StorageError where there is no database of ours."""
    _must_exist(path)
    async with engine.connected(path, writes=False) as connection:
        await check_form(connection, path, len(migrations()))
        found: str | None = await value(connection, _TEAM.participant, code=code)
        return found


async def ask(path: Path, inbound: NewInbound) -> None:
    """Puts a wish into the inbox beside a running service, which looks there each second; or for its next start."""
    async with engine.connected(path, writes=True) as connection:
        await engine.prepare(connection)
        async with engine.transaction(connection):
            await inbox.add(connection, [inbound])


async def try_again(path: Path) -> int:
    """Every update that was put aside waits again; returns how many."""
    _must_exist(path)
    async with engine.connected(path, writes=True) as connection:
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
