"""A clock that was wrong when somebody left, copies from before and after, and who is erased while one is made."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from test_consent_machine import BEGINS
from town import Copy, Line, Town, lay_out

from bot import service as bot_service
from bot.opening import DATABASE
from storage import traces
from storage.backup import Place, copy
from storage.tombstones import FILE, mark, read_file

ANI, LEVAN = 4711, 4712
ALL, SAID, KEPT = "Erase everything", "Erase what I said", "Keep what I gave"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """Ani takes part, has told something, and has sent what nobody can read."""
    line = Line()
    monkeypatch.setattr(bot_service, "Telegram", lambda *_, **__: line)
    made = Town(lay_out(tmp_path), tmp_path / "data", BEGINS, line, (ANI, LEVAN))
    made.data.mkdir()
    await made.open()
    await made.agree(ANI)
    await tells(made)
    await made.does(made.phones[ANI].sends_what_nobody_can_read(1))
    await made.wait(HOUR)
    yield made
    await made.close()


async def tells(town: Town) -> None:
    phone = town.phones[ANI]
    await town.does(phone.speaks())
    await town.fetch()
    await town.does(phone.writes("Add to my diary"))


async def leaves(town: Town, then: str) -> None:
    phone = town.phones[ANI]
    await town.does(phone.writes("/stop"))
    await town.does(phone.writes(then))


async def started_anew(town: Town) -> None:
    await town.opened_anew()
    await town.drain()
    await town.tick()


def found(path: Path, question: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(path)) as rows:
        return rows.execute(question, values).fetchall()


def stands(town: Town) -> tuple[str, int]:
    """The stage, and how much there is that was said."""
    [(stage,)] = found(town.path, "SELECT stage FROM participants")
    [(count,)] = found(town.path, "SELECT COUNT(*) FROM records WHERE kind = 'entry'")
    return stage, count


async def leaves_by_a_wrong_clock(town: Town, then: str) -> Copy:
    """It is a day ahead, and put right; they come back, and tell something. Returns a copy from before."""
    before = await town.copied(town.data.parent / "before")
    town.clock.at += DAY.total_seconds()
    await leaves(town, then)
    town.clock.put_back(DAY)
    await town.wait(HOUR)
    await town.agree(ANI)
    await tells(town)
    return before


@pytest.mark.parametrize(("then", "there"), [(KEPT, 2), (SAID, 1)])
async def test_a_start_withdraws_nobody_who_came_back(town: Town, then: str, there: int) -> None:
    await leaves_by_a_wrong_clock(town, then)
    assert stands(town) == ("enrolled", there)
    heard = len(town.phones[ANI].heard)
    for _ in range(2):
        await started_anew(town)
        assert stands(town) == ("enrolled", there)
    assert len(town.phones[ANI].heard) == heard


@pytest.mark.parametrize("by_hand", [True, False])
@pytest.mark.parametrize(("then", "there"), [(KEPT, 1), (SAID, 0)])
async def test_a_copy_from_before_lets_them_leave_and_come_back(
    town: Town, then: str, there: int, by_hand: bool
) -> None:
    """Of their coming back it knows nothing, and so they leave again, at the time at which they did. Once."""
    before = await leaves_by_a_wrong_clock(town, then)
    await (town.put_back(before) if by_hand else town.restored(before))
    await started_anew(town)
    assert stands(town) == ("withdrawn", there)
    await town.agree(ANI)
    await tells(town)
    await started_anew(town)
    assert stands(town) == ("enrolled", there + 1)


@pytest.mark.parametrize("by_hand", [True, False])
@pytest.mark.parametrize(("then", "there"), [(KEPT, 2), (SAID, 1)])
async def test_a_copy_from_after_it_withdraws_nobody(
    town: Town, then: str, there: int, by_hand: bool
) -> None:
    await leaves_by_a_wrong_clock(town, then)
    after = await town.copied(town.data.parent / "after")
    await (town.put_back(after) if by_hand else town.restored(after))
    await started_anew(town)
    assert stands(town) == ("enrolled", there)


async def test_what_could_not_be_read_goes_with_what_they_said_and_does_not_come_back(town: Town) -> None:
    """It belongs to nobody but by the chat it came from."""
    aside = "SELECT COUNT(*) FROM inbox WHERE state = 'parked' AND participant IS NULL"
    await town.does(town.phones[LEVAN].sends_what_nobody_can_read(1))
    assert found(town.path, aside) == [(2,)]
    before = await town.copied(town.data.parent / "before")
    await leaves(town, SAID)
    assert found(town.path, aside) == [(1,)], "Levan's"
    for back in (town.put_back, town.restored):
        await back(before)
        await started_anew(town)
        assert found(town.path, aside) == [(1,)], back.__name__
        assert found(town.path, "SELECT COUNT(*) FROM sounds") == [(0,)], back.__name__


async def test_of_who_is_erased_the_file_tells_no_time(town: Town) -> None:
    [(one,)] = found(town.path, "SELECT id FROM participants")
    await leaves(town, SAID)
    assert [at for who, at in read_file(town.data / FILE).said if who == mark(one)]
    await leaves(town, ALL)
    assert (town.data / FILE).read_text().split() == [mark(one).hex()]
    assert found(town.path, "SELECT * FROM leavings") == []
    await started_anew(town)
    assert (town.data / FILE).read_text().split() == [mark(one).hex()]


async def copied_while(town: Town, something: Callable[[], Awaitable[None]]) -> Path:
    """A backup, made in a thread of its own; when its sounds are half copied, `something` happens."""
    loop = asyncio.get_running_loop()

    def meanwhile(done: int, of: int) -> None:
        if done == 1:
            asyncio.run_coroutine_threadsafe(something(), loop).result()

    made = await asyncio.to_thread(
        lambda: asyncio.run(copy(Place(town.path, town.vault), town.data / "backups", town.now, meanwhile))
    )
    assert made.left_out == 1
    assert made.lost == made.erased == 0
    assert made.sounds == len(list((made.folder / "vault").iterdir()))
    return made.folder


@pytest.mark.parametrize("key", [ALL, SAID])
async def test_a_backup_that_ends_after_an_erasing_does_not_hold_it(town: Town, key: str) -> None:
    await town.agree(LEVAN)
    [(one,)] = found(town.path, "SELECT id FROM participants WHERE code = 'AM-01'")
    wanted = await traces.of(town.path, town.vault, one, said_only=key == SAID)
    assert wanted.count > 10

    async def erases() -> None:
        await leaves(town, key)
        await town.tick()

    made = await copied_while(town, erases)
    assert traces.look(made, wanted).found == {}
    assert traces.look(town.data, wanted).found == {}
    assert {path.name for path in made.iterdir()} == {DATABASE, "vault", FILE}
    assert {path.stat().st_mode & 0o077 for path in made.rglob("*")} == {0}
    codes = [("AM-02",)] if key == ALL else [("AM-01",), ("AM-02",)]
    assert found(made / DATABASE, "SELECT code FROM participants ORDER BY code") == codes
    assert found(made / DATABASE, "PRAGMA journal_mode") == [("delete",)], "read from a disk that is closed"
    assert found(made / DATABASE, "PRAGMA integrity_check") == [("ok",)]
