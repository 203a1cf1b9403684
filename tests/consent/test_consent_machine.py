"""Agreeing, taking back, leaving, erasing, coming back and restoring, in any order; and after every step the audit
holds, nobody is written to who left, and whoever was erased is nowhere.

The real handlers, the real storage, the real timers and seals; no HTTP, no loops, no waiting."""

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiosqlite import core
from coming import Coming
from going import ALL
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from keeping import Keeping
from one_story import ANI, CHATS, LEVAN, Begun
from servant import AtOnce, Dice
from town import Line, Town, lay_out

from bot import consent_versions, housekeeping, partings, poller, retriever, sealed_rows, ticker
from bot import service as bot_service

EXAMPLES, STEPS = int(os.environ.get("EXAMPLES", "6")), int(os.environ.get("STEPS", "25"))

BEGINS = datetime(2024, 3, 8, 11, tzinfo=ZoneInfo("Asia/Yerevan")).astimezone(UTC)
DRAWN = (poller, retriever, ticker, sealed_rows, consent_versions, housekeeping, partings)


class Machine(Coming, Keeping):
    pass


def begun(root: Path, line: Line) -> Begun:
    async def agreed() -> Begun:
        town = Town(lay_out(root), root / "data", BEGINS, line, CHATS)
        town.data.mkdir()
        await town.open()
        for chat in (ANI, LEVAN):
            await town.agree(chat)
            phone = town.phones[chat]
            for update in (phone.writes(phone.tells(0)), phone.speaks()):
                await town.does(update)
                await town.fetch()
                await town.does(phone.writes("Add to my diary"))
            await town.does(phone.sends_what_nobody_can_read(1))
        made = await town.copied(root / "backups")
        await town.close()
        return Begun(root, town.now, town.updates, town.phones, (made,))

    return asyncio.run(agreed())


def prepared(room: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> type[Machine]:
    """The machine, with its beginning. Chance is drawn anew in each story, and nothing of SQLite runs in a thread."""
    drawn = {place.__name__: Dice(place.__name__) for place in DRAWN}
    for place in DRAWN:
        monkeypatch.setattr(place, "secrets", drawn[place.__name__])
    monkeypatch.setattr(housekeeping, "REST", 0)  # on a slow disk, one erasure would wait for another
    monkeypatch.setattr(core, "SimpleQueue", AtOnce)
    monkeypatch.setattr(core, "_connection_worker_thread", lambda queue: None)
    phones = Line()
    monkeypatch.setattr(bot_service, "Telegram", lambda *_, **__: phones)
    beginning = begun(room("machine"), phones)

    class Consents(Machine):
        begun = beginning
        dice = drawn
        line = phones

        def room(self) -> Path:
            return room("story")

    return Consents


def test_anything_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(prepared(tmp_path_factory.mktemp, monkeypatch), settings=examples)


@pytest.mark.parametrize("why", ["told", "blocked"])
def test_what_was_to_go_while_they_were_away_goes_when_they_hide(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    """Whether the bot was told that they blocked it, or found out."""
    story = prepared(tmp_path_factory.mktemp, monkeypatch)()
    story.begin(chance=0, clear="at-once")
    story.wears_a_quiet_face_or_opens_it(chat=LEVAN, on=True)
    story.is_out_of_reach_for_a_while(chat=LEVAN, length=timedelta(hours=30), text="", why=why)
    story.all_fits()
    story.hides(chat=LEVAN)
    story.all_fits()
    story.teardown()


def test_whoever_comes_back_to_look_has_left_when_they_left(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = prepared(tmp_path_factory.mktemp, monkeypatch)()
    story.begin(chance=0, clear="never")
    story.leaves(chat=ANI, word="/stop", then="")
    story.all_fits()
    story.time_passes(length=timedelta(hours=1))
    story.comes_and_agrees(chat=ANI, steps=2, typed=False, gives=(True, True))
    story.leaves(chat=ANI, word="/stop", then="")
    story.all_fits()
    story.teardown()


def test_who_was_together_with_somebody_is_named_by_nobody_once_they_are_erased(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor once a backup is restored from when they were."""
    story = prepared(tmp_path_factory.mktemp, monkeypatch)()
    story.begin(chance=0, clear="never")
    story.two_will_be_interviewed_together(chats=[ANI, LEVAN, 0], until=4)
    story.all_fits()
    assert story.person(LEVAN).together is not None
    story.a_backup_is_made()
    story.all_fits()
    story.leaves(chat=ANI, word="/stop", then=ALL)
    story.all_fits()
    story.a_backup_is_restored(n=1, by_hand=False, chat=ANI, first="nothing")
    story.all_fits()
    story.teardown()
