"""Wishes that a wave be laid anew: a row of the inbox for each participant, which can be taken back for a while."""

from collections.abc import Sequence
from pathlib import Path

from storage import engine
from storage.errors import StorageError
from storage.migrating import check_form, migrations
from storage.rows import NewInbound
from storage.sql import load, rows
from study.wordings import Plan

_RELAYS = load("relays")


async def laid_by(path: Path, wave: str) -> Plan | None:
    """The wave as the service last started with it. Raises StorageError where there is no database of today's form."""
    _must_exist(path)
    async with engine.connected(path, writes=False) as connection:
        newest = len(migrations())
        if await check_form(connection, path, newest) < newest:
            raise StorageError(
                f"{path} is of an older version. Start `restante run` once: it brings it up to date."
            )
        found = await rows(connection, _RELAYS.latest_plan, Plan, wave=wave)
        return found[0] if found else None


async def enrolled(path: Path) -> list[str]:
    """The inner ids of everybody who takes part."""
    async with engine.connected(path, writes=False) as connection:
        return await rows(connection, _RELAYS.enrolled, _id)


def once(wave: str, mark: str) -> str:
    """The name of a wish."""
    return f"relay:{wave}:{mark}"


async def ask(path: Path, wave: str, wishes: Sequence[NewInbound], not_before: float) -> None:
    """Puts `wishes` in the place of those that still wait; nothing is done before `not_before` (Unix time)."""
    first, past = _range(wave)
    async with engine.connected(path, writes=True, patience=engine.BESIDE) as connection:
        await engine.prepare(connection)
        waiting = [{**vars(wish), "not_before": not_before} for wish in wishes]
        await connection.carry_out(
            [(_RELAYS.take_back, [{"first": first, "past": past}]), (_RELAYS.ask, waiting)]
        )


async def take_back(path: Path, wave: str) -> int:
    """Takes back those that had no effect yet; returns how many."""
    first, past = _range(wave)
    async with engine.connected(path, writes=True, patience=engine.BESIDE) as connection:
        await engine.prepare(connection)
        (count,) = await connection.carry_out([(_RELAYS.take_back, [{"first": first, "past": past}])])
        return count


def _must_exist(path: Path) -> None:
    if not path.is_file():
        raise StorageError(f"{path}: there is no database here. Give the folder that `restante run` uses.")


def _range(wave: str) -> tuple[str, str]:
    """Everything that begins with the wave's name and a colon; a semicolon comes next after it."""
    return f"relay:{wave}:", f"relay:{wave};"


def _id(id: str) -> str:
    return id
