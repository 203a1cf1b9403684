"""Code words that fitted nothing: how many of them a chat has tried within a day."""

from storage_world import DAY, NOW, commit

from storage import receipts
from storage.database import Database
from storage.rows import TryRow

CHAT = b"lookup of a chat"


async def test_tries_count_for_a_day(home: Database) -> None:
    for minute in range(5):
        await commit(home, tries=[TryRow(CHAT, NOW + 60 * minute)])
    assert await receipts.tries(home, CHAT, NOW + 300) == 5
    assert await receipts.tries(home, CHAT, NOW + DAY) == 0
    assert await receipts.tries(home, b"of another", NOW + 300) == 0


async def test_a_day_later_they_are_counted_anew_though_nothing_was_tidied(home: Database) -> None:
    for minute in range(5):
        await commit(home, tries=[TryRow(CHAT, NOW + 60 * minute)])
    for minute in range(5):
        await commit(home, tries=[TryRow(CHAT, NOW + DAY + 60 * minute)])
    assert await receipts.tries(home, CHAT, NOW + DAY + 300) == 5
