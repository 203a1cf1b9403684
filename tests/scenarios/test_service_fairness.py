"""One person who writes a great deal holds up nobody else."""

import sqlite3
from pathlib import Path

from service_bench import bench

ORDER = "SELECT participant FROM records ORDER BY rowid"


async def test_a_flood_by_one_lets_the_others_through(tmp_path: Path) -> None:
    async with bench(tmp_path) as house:
        flood, other = await house.world.person(), await house.world.person()
        await flood.start()
        await other.start()
        for number in range(300):
            await flood.says(f"line {number}")
        await other.says("hello")
        async with house.service() as service:
            await house.drained(service)
        with sqlite3.connect(house.data / "restante.sqlite3") as rows:
            order = [row[0] for row in rows.execute(ORDER)]
    assert len(order) == 301
    alone = next(person for person in order if order.count(person) == 1)
    assert order.index(alone) < 150  # it came last, behind three hundred
