"""What was asked: every version of every question and wave, and how many people answered."""

from collections.abc import Collection

import aiosqlite

from storage.database import Database
from storage.sql import load, value
from study.comparing import Agreed, Open, Past
from study.wordings import SCREENING, Place, Plan, Wording

_WORDINGS = load("wordings")


async def wordings(connection: aiosqlite.Connection) -> tuple[Wording, ...]:
    """Every version of every question, by questionnaire, question and version."""
    return tuple([Wording(*row) for row in await connection.execute_fetchall(_WORDINGS.wordings.sql)])


async def plans(connection: aiosqlite.Connection) -> tuple[Plan, ...]:
    """Every version of every wave, by wave and version."""
    return tuple([Plan(*row) for row in await connection.execute_fetchall(_WORDINGS.plans.sql)])


async def answered(connection: aiosqlite.Connection, places: Collection[Place]) -> dict[Place, int]:
    """How many people may have answered each of these questions. Which ones they did is sealed, so whoever answered the
    questionnaire since it has the question counts."""
    found = {}
    for questionnaire, question in places:
        query = _WORDINGS.screened if questionnaire == SCREENING else _WORDINGS.answered
        people = await value(connection, query, questionnaire=questionnaire, question=question)
        found[questionnaire, question] = int(people or 0)
    return found


async def past(connection: aiosqlite.Connection) -> Past:
    """Everything that a new study file is compared with, but for who answered."""
    waiting = await connection.execute_fetchall(_WORDINGS.still_open.sql)
    still_open = {wave: Open(people, prompts) for wave, people, prompts in waiting}
    agreed = tuple([Agreed(*row) for row in await connection.execute_fetchall(_WORDINGS.agreed.sql)])
    return Past(await wordings(connection), await plans(connection), {}, still_open, agreed)


async def keep(db: Database, wordings: Collection[Wording], plans: Collection[Plan]) -> None:
    """Adds the versions that are not there yet, in one transaction. None is ever changed."""
    await db.carry_out(
        [
            (
                _WORDINGS.add_wording,
                [_row(one, questionnaire=one.questionnaire, question=one.question) for one in wordings],
            ),
            (_WORDINGS.add_plan, [_row(one, wave=one.wave) for one in plans]),
        ]
    )


def _row(one: Wording | Plan, **names: str) -> dict[str, object]:
    return {**names, "version": one.version, "sha256": one.sha256, "body": one.body, "since": one.since}
