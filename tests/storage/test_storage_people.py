"""People found by their ids, chats by their keyed hashes; numbers of pseudonyms."""

import pytest
from storage_world import ANI, LEVAN, commit, contact, person

from storage import contacts, numbers, participants
from storage.database import Database


@pytest.fixture
async def many(db: Database) -> Database:
    """A thousand people with contacts."""
    ids = [f"{n:032x}" for n in range(1000)]
    await commit(
        db,
        participants=[person(id, blocked=id.endswith("7")) for id in ids],
        contacts=[contact(id, b"lookup " + id.encode()) for id in ids],
    )
    return db


async def test_a_person_comes_back_as_they_were_put(db: Database) -> None:
    shown = person(code="AM-01", site="AM", blocked=True, enrolled_at=1.5, withdrawn_at=2.5)
    await commit(db, participants=[shown, person(LEVAN, source=None)])
    assert await participants.by_ids(db, [ANI, LEVAN]) == {ANI: shown, LEVAN: person(LEVAN, source=None)}
    assert (await participants.by_ids(db, [ANI]))[ANI].blocked is True


@pytest.mark.parametrize("count", [0, 1, 2, 3, 64, 255, 256, 257, 1000])
async def test_any_number_is_found_at_once(many: Database, count: int) -> None:
    ids = [f"{n:032x}" for n in range(count)]
    asked = [*ids, "nobody", *ids[:3]]
    assert set(await participants.by_ids(many, asked)) == set(ids)
    lookups = {b"lookup " + id.encode(): id for id in ids}
    found = await participants.by_lookups(many, [*lookups, b"nobody"])
    assert {lookup: row.id for lookup, row in found.items()} == lookups
    assert list(found.values()) == list((await participants.by_ids(many, ids)).values())
    assert await contacts.of(many, asked) == {id: b"chat of " + id.encode() for id in ids}


async def test_numbers(db: Database) -> None:
    assert await numbers.last(db) == {}
    await commit(db, numbers=[("AM", 4), ("GE", 1), ("AM", 5)])
    assert await numbers.last(db) == {"AM": 5, "GE": 1}
