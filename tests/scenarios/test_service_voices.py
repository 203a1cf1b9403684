"""Voices on their way: one that is forged or slow holds up nobody else's."""

from pathlib import Path

from service_bench import bench

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
