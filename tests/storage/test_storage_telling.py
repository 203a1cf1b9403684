"""What happens to somebody because of another: a row of the inbox, in the transaction of that other's."""

import pytest
from storage_world import ANI, LEVAN, commit, inbound, look, person

from storage import inbox
from storage.database import Database


async def test_it_waits_for_them_like_everything_else(db: Database) -> None:
    await commit(db, participants=[person(), person(LEVAN)])
    wish = inbound("told:1", LEVAN, kind="told", lane=LEVAN.encode())
    await commit(db, told=[wish])
    [row] = await inbox.waiting(db, 10, wish.received_at)
    assert (row.participant, row.kind, row.once) == (LEVAN, "told", "told:1")


async def test_whoever_is_gone_is_told_nothing(db: Database) -> None:
    await commit(db, participants=[person(LEVAN)])
    await commit(db, forgotten=[LEVAN], told=[inbound("told:1", LEVAN, kind="told")])
    assert look(db, "SELECT * FROM inbox") == []


async def test_it_is_true_with_all_the_rest_or_not_at_all(db: Database) -> None:
    await commit(db, participants=[person(LEVAN)])
    with pytest.raises(Exception, match="UNIQUE"):
        await commit(
            db,
            participants=[person(ANI)],
            told=[inbound("told:1", LEVAN, kind="told"), inbound("told:1", LEVAN, kind="told")],
        )
    assert look(db, "SELECT * FROM inbox") == []
    assert look(db, "SELECT id FROM participants") == [LEVAN]
