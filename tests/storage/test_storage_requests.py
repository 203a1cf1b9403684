"""What is asked of the team: once while it waits, in order, settled with the word to whoever asked, gone with them."""

from dataclasses import replace
from pathlib import Path

import pytest
from storage_world import ANI, DAY, LEVAN, NOW, commit, inbound, look, person

from storage import requests
from storage.database import Database
from storage.desk_rows import DeskRequest
from storage.errors import StorageError
from storage.requests import Waiting
from storage.rows import NewInbound, RequestRow

FILE, TALK = RequestRow(ANI, "file", NOW), RequestRow(ANI, "contact", NOW + 1)


def told(request: int) -> NewInbound:
    return inbound(f"request:{request}", ANI, kind="team", lane=ANI.encode())


async def furnished(db: Database) -> None:
    here = [person(code="AM-01", site="AM"), person(LEVAN, code="GE-01", site="GE")]
    await commit(db, participants=[replace(one, stage="enrolled") for one in here])


async def test_one_that_waits_is_not_asked_twice(db: Database) -> None:
    """In one transaction or in several; another kind, and another person, is another request."""
    await furnished(db)
    await commit(db, requests=[FILE, replace(FILE, at=NOW + 5), TALK])
    await commit(db, requests=[replace(FILE, at=NOW + 9), replace(FILE, participant=LEVAN)])
    assert look(db, "SELECT participant, kind, at FROM requests ORDER BY id") == [
        (ANI, "file", NOW),
        (ANI, "contact", NOW + 1),
        (LEVAN, "file", NOW),
    ]


async def test_what_waits_comes_first_and_what_is_done_newest_first(db: Database) -> None:
    await furnished(db)
    await commit(db, requests=[TALK, FILE, replace(FILE, participant=LEVAN, at=NOW - 5)])
    await requests.settle(db.path, 1, NOW + DAY, told(1))
    await commit(db, requests=[replace(TALK, at=NOW + 2 * DAY)])
    await requests.settle(db.path, 2, NOW + 3 * DAY, told(2))
    assert await requests.listed(db.path) == [
        DeskRequest(3, "GE-01", "GE", "file", NOW - 5),
        DeskRequest(4, "AM-01", "AM", "contact", NOW + 2 * DAY),
        DeskRequest(2, "AM-01", "AM", "file", NOW, NOW + 3 * DAY),
        DeskRequest(1, "AM-01", "AM", "contact", NOW + 1, NOW + DAY),
    ]


async def test_whoever_asked_is_told_once(db: Database) -> None:
    """Whoever presses a second time, or two at once, settles nothing more."""
    await furnished(db)
    await commit(db, requests=[FILE])
    assert await requests.waiting(db.path, 1) == Waiting(ANI, "file", "enrolled")
    assert await requests.settle(db.path, 1, NOW + DAY, told(1))
    for again in (told(1), told(99)):
        assert not await requests.settle(db.path, 1, NOW + 2 * DAY, again)
    assert await requests.waiting(db.path, 1) is None
    assert look(db, "SELECT participant, kind, state, lane FROM inbox") == [
        (ANI, "team", "waiting", ANI.encode())
    ]
    assert look(db, "SELECT done_at FROM requests") == [NOW + DAY]
    await commit(db, requests=[replace(FILE, at=NOW + 3 * DAY)])
    assert len(look(db, "SELECT id FROM requests")) == 2, "after that it can be asked again"


async def test_who_has_left_is_not_told(db: Database) -> None:
    await commit(db, participants=[person(code="AM-01", site="AM", stage="withdrawn")], requests=[FILE])
    waiting = await requests.waiting(db.path, 1)
    assert waiting is not None
    assert waiting.left
    assert [one.left for one in await requests.listed(db.path)] == [True]
    assert await requests.settle(db.path, 1, NOW + DAY, None)
    assert not await requests.settle(db.path, 1, NOW + DAY, None)
    assert look(db, "SELECT COUNT(*) FROM inbox") == [0]
    assert look(db, "SELECT done_at FROM requests") == [NOW + DAY]


@pytest.mark.parametrize("request_", [0, -1, 2, 2**62])
async def test_one_that_nobody_knows(db: Database, request_: int) -> None:
    await furnished(db)
    await commit(db, requests=[FILE])
    assert await requests.waiting(db.path, request_) is None
    assert not await requests.settle(db.path, request_, NOW, told(2))
    assert look(db, "SELECT COUNT(*) FROM inbox") == [0]


async def test_it_goes_with_whoever_asked(db: Database) -> None:
    await furnished(db)
    await commit(db, requests=[FILE, TALK, replace(FILE, participant=LEVAN)])
    await commit(db, forgotten=[ANI])
    assert look(db, "SELECT participant FROM requests") == [LEVAN]
    await commit(db, requests=[])


async def test_of_somebody_who_is_not_there_none_is_kept(db: Database) -> None:
    """An older copy of the data, or a mistake: the whole transaction is refused."""
    with pytest.raises(Exception, match="FOREIGN KEY"):
        await commit(db, requests=[FILE])


async def test_an_older_database_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite3"
    path.touch()
    with pytest.raises(StorageError, match="older version"):
        await requests.listed(path)
