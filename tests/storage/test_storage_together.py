"""Words by which two find each other: for a day, and never in the clear."""

from storage_world import ANI, DAY, LEVAN, NOW, commit, look, person

from storage import invitations
from storage.database import Database
from storage.invitations import Inviter
from storage.rows import InvitationRow


async def invited(db: Database, lookup: bytes = b"river lamp stone", until: float = NOW + DAY) -> None:
    await commit(db, invitations=[InvitationRow(ANI, lookup, until)])


async def test_they_are_found_by_their_words_until_the_day_is_over(db: Database) -> None:
    await commit(db, participants=[person(code="AM-05")])
    await invited(db)
    assert await invitations.inviter(db, b"river lamp stone", NOW) == Inviter(ANI, "AM-05")
    assert await invitations.inviter(db, b"river lamp", NOW) is None
    assert await invitations.inviter(db, b"river lamp stone", NOW + DAY) is None


async def test_new_words_take_the_place_of_the_old(db: Database) -> None:
    await commit(db, participants=[person(code="AM-05")])
    await invited(db)
    await invited(db, b"snow tea road")
    assert await invitations.inviter(db, b"river lamp stone", NOW) is None
    assert await invitations.inviter(db, b"snow tea road", NOW) == Inviter(ANI, "AM-05")


async def test_they_go_when_they_have_done_their_work_and_with_the_person(db: Database) -> None:
    await commit(db, participants=[person(code="AM-05")])
    await invited(db)
    await commit(db, uninvited=[ANI])
    assert look(db, "SELECT * FROM invitations") == []
    await invited(db)
    await commit(db, forgotten=[ANI])
    assert look(db, "SELECT * FROM invitations") == []


async def test_of_two_with_the_same_words_the_later_is_found(db: Database) -> None:
    """Once in eight million; nobody is put aside for it."""
    await commit(db, participants=[person(code="AM-05"), person(LEVAN, code="GE-01")])
    await invited(db)
    await commit(db, invitations=[InvitationRow(LEVAN, b"river lamp stone", NOW + DAY + 1)])
    assert await invitations.inviter(db, b"river lamp stone", NOW) == Inviter(LEVAN, "GE-01")


async def test_what_is_over_is_forgotten(db: Database) -> None:
    await commit(db, participants=[person(code="AM-05")])
    await invited(db)
    await invitations.forget_old(db, NOW + DAY - 1)
    assert look(db, "SELECT participant FROM invitations") == [ANI]
    await invitations.forget_old(db, NOW + DAY)
    assert look(db, "SELECT * FROM invitations") == []
