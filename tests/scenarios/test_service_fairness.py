"""One person who writes a great deal holds up nobody else."""

from pathlib import Path

from service_bench import bench


async def test_a_flood_by_one_lets_the_others_through(tmp_path: Path) -> None:
    async with bench(tmp_path) as house:
        flood, other = await house.world.person(), await house.world.person()
        await flood.start()
        await other.start()
        for number in range(300):
            await flood.says(f"line {number}")
        await other.says("hello")
        async with house.service() as service:
            await other.hears("5 characters.")
            answered = len([message for message in await flood.chat() if message.by_bot])
            await house.drained(service)
            everything = len([message for message in await flood.chat() if message.by_bot])
        assert everything == 301
        assert answered < 100
