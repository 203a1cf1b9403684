"""Seeded folders, each made once for the whole bench: a measurement works on copies."""

import asyncio
from pathlib import Path

from bench.seeding import lay_out, seeding


class Folders:
    """Makes them under `root` when they are first asked for."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def of(self, people: int, *, asked: bool = True, timers: int = 0, answers: int = 0) -> Path:
        """`people`, with a question open on the screen of each if `asked`; `timers` in all; `answers` of each."""
        place = self._root / f"{people}-{asked}-{timers}-{answers}"
        if not place.exists():
            lay_out(place)
            asyncio.run(_fill(place, people, asked, timers, answers))
        return place


async def _fill(place: Path, people: int, asked: bool, timers: int, answers: int) -> None:
    async with seeding(place) as seed:
        await seed.people(people, asked)
        await seed.pending(timers, people)
        await seed.answers(people if answers else 0, answers)
