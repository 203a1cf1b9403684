"""Voices that were here before: known by a keyed hash, for as long as whoever sent them is here."""

import sqlite3

import pytest
from storage_world import ANI, LEVAN, commit, look, person

from storage import sounds
from storage.database import Database
from storage.rows import HeardSound

VOICE, OTHER = b"keyed hash of a voice", b"keyed hash of another"


async def test_what_was_heard_is_known(home: Database) -> None:
    assert not await sounds.heard(home, VOICE)
    await commit(home, heard=[HeardSound(VOICE, ANI)])
    assert await sounds.heard(home, VOICE)
    assert not await sounds.heard(home, OTHER)


async def test_said_twice_in_the_diary_it_stays_whose_it_was(home: Database) -> None:
    await commit(home, participants=[person(LEVAN)], heard=[HeardSound(VOICE, ANI), HeardSound(VOICE, LEVAN)])
    assert look(home, "SELECT participant FROM sounds") == [ANI]


@pytest.mark.parametrize("who", [ANI, LEVAN])
async def test_nobody_agrees_by_what_was_heard(home: Database, who: str) -> None:
    """Then nothing of the transaction is true, and it is decided anew."""
    await commit(home, heard=[HeardSound(VOICE, ANI)])
    with pytest.raises(sqlite3.IntegrityError):
        await commit(
            home, participants=[person(LEVAN, code="GE-01")], heard=[HeardSound(VOICE, who, agrees=True)]
        )
    assert look(home, "SELECT id FROM participants") == [ANI]


async def test_two_agree_by_one_voice_in_one_transaction(home: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await commit(
            home,
            participants=[person(LEVAN)],
            heard=[HeardSound(VOICE, ANI, agrees=True), HeardSound(VOICE, LEVAN, agrees=True)],
        )
    assert look(home, "SELECT * FROM sounds") == []


async def test_of_somebody_forgotten_no_voice_is_known(home: Database) -> None:
    await commit(home, participants=[person(LEVAN)], heard=[HeardSound(VOICE, ANI), HeardSound(OTHER, LEVAN)])
    await commit(home, forgotten=[ANI])
    assert look(home, "SELECT participant, lookup FROM sounds") == [(LEVAN, OTHER)]
    assert not await sounds.heard(home, VOICE)
