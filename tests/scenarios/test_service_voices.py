"""Voices on their way: one that is forged or slow holds up nobody else's."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from service_bench import bench

from bot.retriever import fetches
from simulator.samples import sample

FORGED = sample("diary-en.ogg")[:28] + b"\x09" + b"OpusHead\x01" + bytes(40)


async def test_forged_voices_hold_up_nobody(tmp_path: Path) -> None:
    async with bench(tmp_path) as house, house.service() as service:
        stranger, anna = await house.world.person(), await house.world.person()
        for person in (stranger, anna):
            await person.start()
        for _ in range(4):
            await stranger.speaks(FORGED)
        await anna.speaks("diary-en.ogg")
        await anna.hears("Heard 9 seconds")
        await house.drained(service)
        told = [message.text for message in await stranger.chat() if message.by_bot]
        assert told.count("Not heard: damaged.") == 4
        assert service.office.troubles.now is None


async def test_a_slow_download_holds_up_one_place_only(tmp_path: Path) -> None:
    async with bench(tmp_path) as house, house.service():
        slow, quick = await house.world.person(), await house.world.person()
        for person in (slow, quick):
            await person.start()
        await house.world.fault("file", delay=4.0)
        await slow.speaks("diary-ru.ogg")
        await slow.hears("Listening")
        await quick.speaks("diary-en.ogg")
        await quick.hears("Heard 9 seconds", timeout=3)
        assert not any("Heard" in message.text for message in await slow.chat())


async def test_a_voice_that_two_looked_for_is_fetched_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One worker hears what is ready, and hears it so late that the other has fetched it meanwhile."""
    ready, finish, lookers, finished = fetches.ready, fetches.finish, list[int](), asyncio.Event()

    async def slowly(*asked: Any) -> Any:
        found = await ready(*asked)
        lookers.append(len(found))
        if found and sum(map(bool, lookers)) == 2:
            await asyncio.wait_for(finished.wait(), 10)
        return found

    async def noted(*told: Any) -> bool:
        done = await finish(*told)
        finished.set()
        return done

    monkeypatch.setattr(fetches, "ready", slowly)
    monkeypatch.setattr(fetches, "finish", noted)
    async with bench(tmp_path) as house:
        async with house.service() as service:
            anna = await house.world.person()
            await anna.start()
            await anna.speaks("diary-en.ogg")
            await anna.hears("Heard 9 seconds")
            service.bells.fetches.set()
            await house.drained(service)
        with sqlite3.connect(house.data / "restante.sqlite3") as rows:
            known = [row[0] for row in rows.execute("SELECT id FROM records WHERE vault = 1")]
        assert [path.name for path in (house.data / "vault").iterdir()] == known
    assert len(known) == 1
    assert sum(map(bool, lookers)) >= 2
