"""What is held of one participant, counted: for them to know."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from storage.database import Database
from storage.sql import load, rows
from study.inbound import Holding

_HOLDING = load("holding")


async def of(db: Database, participant: str) -> Holding:
    """Of somebody who is not there, nothing."""
    [found] = await rows(db.reader, _HOLDING.of_participant, _holding, participant=participant)
    return replace(found, stays=tuple(await rows(db.reader, _HOLDING.stays, _stay, participant=participant)))


def _holding(**columns: Any) -> Holding:
    return Holding(**{name: _read(name, column) for name, column in columns.items()})


def _read(name: str, column: Any) -> Any:
    """A moment is Unix seconds on disk, and a name that is not there is empty."""
    if name.endswith("_at"):
        return None if column is None else datetime.fromtimestamp(column, UTC)
    return "" if column is None else column


def _stay(site: str, since: float) -> tuple[str, datetime]:
    return site, datetime.fromtimestamp(since, UTC)
