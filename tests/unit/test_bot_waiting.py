"""Bells: whoever waits is told of a stop."""

import asyncio

import pytest

from bot.waiting import Bells

PATIENCE = 5.0  # seconds before a test gives up; nothing waits as long when all is well


@pytest.mark.parametrize("whose", ["inbox", "outbox", "fetches", "timers", "moved", "stop", "another's"])
async def test_a_stop_ends_every_wait(whose: str) -> None:
    bells = Bells()
    bell = getattr(bells, whose, asyncio.Event())
    waiting = asyncio.create_task(bells.wait(bell))
    await asyncio.sleep(0)
    bells.stop.set()
    await asyncio.wait_for(waiting, PATIENCE)
    await asyncio.wait_for(bells.wait(bell, 60), PATIENCE)
