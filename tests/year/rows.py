"""What the service has written down of each chat, read as whoever holds the disk and the operator key can read it."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from bot.boxes import Boxes
from sealing.operator import OperatorKey


@dataclass(frozen=True)
class Row:
    """One prompt. Times are Unix time; `put` is when it was decided that it goes out, `sent` when Telegram had it."""

    wave: str
    day: int
    beep: int
    state: str
    due: float
    expires: float
    put: float | None
    sent: float | None
    begun: float | None
    ended: float | None
    site: str
    asked: int | None
    given: int | None
    late: bool


@dataclass(frozen=True)
class Kept:
    """Of one chat."""

    code: str
    stage: str
    touch: str
    prompts: tuple[Row, ...]
    stays: tuple[tuple[str, str, float], ...]


def kept(server: Path, chats: list[int]) -> dict[int, Kept]:
    """Of each chat that the service knows."""
    boxes = Boxes(OperatorKey.load(server / "operator.key"))
    rows = sqlite3.connect(server / "data" / "restante.sqlite3")
    found = {}
    for chat in chats:
        one = rows.execute(
            "SELECT participant FROM contacts WHERE lookup = ?", (boxes.lane(chat),)
        ).fetchone()
        if one is not None:
            found[chat] = _of(rows, one[0])
    rows.close()
    return found


def _of(rows: sqlite3.Connection, id: str) -> Kept:
    code, stage, touch = rows.execute(
        "SELECT code, stage, touch FROM participants WHERE id = ?", (id,)
    ).fetchone()
    prompts = rows.execute(
        "SELECT wave, day, beep, state, due_at, expires_at, delivered_at, sent_at, begun_at, ended_at, "
        "site, asked, given, late FROM prompts WHERE participant = ? ORDER BY due_at",
        (id,),
    ).fetchall()
    stays = rows.execute("SELECT site, zone, since FROM stays WHERE participant = ? ORDER BY since", (id,))
    return Kept(code or "", stage, touch, tuple(Row(*row) for row in prompts), tuple(stays.fetchall()))
