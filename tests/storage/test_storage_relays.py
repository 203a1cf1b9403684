"""A wave taken back, and the wishes that it be laid anew."""

from dataclasses import replace
from pathlib import Path

import pytest
from storage_world import ANI, DAY, LEVAN, NOW, PROMPT, commit, inbound, look, person, timer

from storage import inbox, relays
from storage.database import Database
from storage.errors import StorageError
from storage.rows import MovedPrompt, NewInbound, TakenBackPrompts

WAVE = PROMPT.wave


@pytest.fixture
async def laid(db: Database) -> Database:
    """Ani and Levan, with three days of the wave to come, and one of another."""
    await commit(db, participants=[person(stage="enrolled"), person(LEVAN, stage="enrolled")])
    for who in (ANI, LEVAN):
        days = [
            replace(PROMPT, id=f"{who[:2]}{day}", participant=who, due_at=NOW + day * DAY) for day in range(3)
        ]
        other = replace(days[2], id=f"{who[:2]}other", wave="monthly")
        await commit(
            db,
            prompts_planned=[*days, other],
            timers=[timer(prompt=one.id, due_at=one.due_at, participant=who) for one in (*days, other)]
            + [timer("expire", f"{who[:2]}2", participant=who)],
        )
    return db


async def test_what_is_to_come_later_goes_and_nothing_else(laid: Database) -> None:
    await commit(laid, prompts_moved=[MovedPrompt("a12", "delivered", NOW)])
    await commit(laid, taken_back=[TakenBackPrompts(ANI, WAVE, NOW)])
    assert look(laid, "SELECT id FROM prompts WHERE participant = ? ORDER BY id", ANI) == [
        "a10",
        "a12",
        "a1other",
    ]
    left = look(laid, "SELECT kind || prompt FROM timers WHERE participant = ? ORDER BY kind, prompt", ANI)
    assert left == ["expirea12", "prompta10", "prompta12", "prompta1other"]
    assert len(look(laid, "SELECT id FROM prompts WHERE participant = ?", LEVAN)) == 4


async def test_what_waits_stays_though_the_clock_was_put_back(laid: Database) -> None:
    await commit(laid, taken_back=[TakenBackPrompts(ANI, "", NOW)])
    assert look(laid, "SELECT id FROM prompts WHERE participant = ? ORDER BY id", ANI) == ["a10", "a12"]


def wish(participant: str, mark: str) -> NewInbound:
    return inbound(relays.once(WAVE, mark), participant, kind="team")


async def test_wishes_wait_can_be_taken_back_and_take_the_place_of_those_before(
    laid: Database, path: Path
) -> None:
    assert await relays.enrolled(path) == sorted([ANI, LEVAN])
    await relays.ask(path, WAVE, [wish(ANI, "a"), wish(LEVAN, "b")], NOW + 60)
    await relays.ask(path, "first", [inbound("relay:first:c", ANI, kind="team")], NOW + 60)
    assert await inbox.waiting(laid, 9, NOW) == []
    assert [row.once for row in await inbox.waiting(laid, 9, NOW + 61)] == [
        "relay:first-week:a",
        "relay:first-week:b",
        "relay:first:c",
    ]
    await relays.ask(path, WAVE, [wish(ANI, "d")], NOW + 60)
    assert await relays.take_back(path, WAVE) == 1
    assert await relays.take_back(path, WAVE) == 0
    assert [row.once for row in await inbox.waiting(laid, 9, NOW + 61)] == ["relay:first:c"]


async def test_a_wish_that_waits_holds_up_nobody(laid: Database, path: Path) -> None:
    await relays.ask(path, WAVE, [wish(ANI, "a")], NOW + 60)
    await inbox.journal(laid, [inbound("update:7", lane=ANI.encode())])
    assert [row.once for row in await inbox.waiting(laid, 9, NOW)] == ["update:7"]


async def test_what_is_done_is_not_taken_back(laid: Database, path: Path) -> None:
    await relays.ask(path, WAVE, [wish(ANI, "a")], NOW)
    (row,) = await inbox.waiting(laid, 9, NOW)
    await commit(laid, done=[row.id])
    assert await relays.take_back(path, WAVE) == 0


async def test_where_no_service_was_there_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="there is no database here"):
        await relays.laid_by(tmp_path / "restante.sqlite3", WAVE)


async def test_who_is_erased_takes_their_wishes_along(laid: Database, path: Path) -> None:
    """Waiting, tried once, or done: a row of ours that names them is not left."""
    await relays.ask(path, WAVE, [wish(ANI, "a"), wish(LEVAN, "b")], NOW + 60)
    await relays.ask(path, "first", [inbound("relay:first:c", ANI, kind="team")], NOW + 60)
    [first, _, third] = look(laid, "SELECT id FROM inbox ORDER BY id")
    await commit(laid, retried=[(first, "KeyError", NOW)], done=[third])
    await commit(laid, forgotten=[ANI])
    assert look(laid, "SELECT once FROM inbox") == [f"relay:{WAVE}:b"]
    assert look(laid, "SELECT COUNT(*) FROM prompts WHERE participant = ?", ANI) == [0]
    assert look(laid, "SELECT COUNT(*) FROM timers WHERE participant = ?", ANI) == [0]
