"""What participants ask of the team: read for the desk, and settled through the inbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from storage import engine
from storage.desk_rows import DeskRequest, has_left
from storage.errors import StorageError
from storage.migrating import check_form, migrations
from storage.rows import NewInbound
from storage.sql import load, rows
from study.participant import Stage

_REQUESTS = load("requests")


@dataclass(frozen=True)
class Waiting:
    """Whose request it is, by the inner id, and what is asked. `stage` is where that person is now."""

    participant: str
    kind: str
    stage: str = Stage.ENROLLED

    @property
    def left(self) -> bool:
        return has_left(self.stage)


async def asked(connection: aiosqlite.Connection) -> list[DeskRequest]:
    """All of them: what waits first, oldest first."""
    return [DeskRequest(*row) for row in await connection.execute_fetchall(_REQUESTS.asked.sql)]


def by_need(waiting: Iterable[DeskRequest]) -> list[DeskRequest]:
    """Who needs somebody to talk to stands before who asks for a file; each kind stays in its order."""
    return sorted(waiting, key=lambda one: one.kind != "contact")


async def listed(path: Path) -> list[DeskRequest]:
    """The same, of a database that nobody has open here. Raises StorageError where there is none of today's form."""
    async with engine.connected(path, writes=False) as connection:
        await _check(connection, path)
        return await asked(connection)


async def waiting(path: Path, request: int) -> Waiting | None:
    """None for one that is done, or that nobody knows. Raises StorageError."""
    async with engine.connected(path, writes=False) as connection:
        await _check(connection, path)
        found = await rows(connection, _REQUESTS.waiting, Waiting, request=request)
        return found[0] if found else None


async def settle(path: Path, request: int, at: float, told: NewInbound | None) -> bool:
    """It is done, and whoever asked will be `told`: both in one transaction. None tells nobody. False where it was done
    before."""
    async with engine.connected(path, writes=True, patience=engine.BESIDE) as connection:
        await engine.prepare(connection)
        steps: list[engine.Step] = [
            (_REQUESTS.tell, [{**vars(told), "request": request}] if told else []),
            (_REQUESTS.settle, [{"request": request, "at": at}]),
        ]
        _, settled = await connection.carry_out(steps)
        return settled == 1


async def _check(connection: aiosqlite.Connection, path: Path) -> None:
    newest = len(migrations())
    if await check_form(connection, path, newest) < newest:
        raise StorageError(
            f"{path} is of an older version. Start `restante run` once: it brings it up to date."
        )
