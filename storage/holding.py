"""What is held of one participant, counted: for them to know."""

from datetime import UTC, datetime

from storage.database import Database
from storage.sql import load, rows
from study.inbound import Holding

_HOLDING = load("holding")


async def of(db: Database, participant: str) -> Holding:
    """Of somebody who is not there, nothing."""
    [found] = await rows(db.reader, _HOLDING.of_participant, _holding, participant=participant)
    return found


def _holding(
    answers: int,
    entries: int,
    voices: int,
    next_wave: str | None,
    next_at: float | None,
    last_at: float | None,
) -> Holding:
    return Holding(answers, entries, voices, next_wave or "", _moment(next_at), _moment(last_at))


def _moment(at: float | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)
