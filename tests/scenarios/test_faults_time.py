"""Clocks that are wrong, and days on which nobody ran the bot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import story
from faults_bench import EARNEST, Ground, ground, heard


@pytest.fixture
async def earnest(tmp_path: Path) -> AsyncIterator[Ground]:
    async with ground(tmp_path, **EARNEST) as made:
        yield made


@pytest.fixture
async def echoes(tmp_path: Path) -> AsyncIterator[Ground]:
    async with ground(tmp_path) as made:
        yield made


@pytest.mark.parametrize("wrong", [1, -1], ids=["a day fast", "a day slow"])
@pytest.mark.parametrize("restarted", [False, True], ids=["while it runs", "over a restart"])
async def test_a_clock_that_is_wrong_for_a_while(echoes: Ground, wrong: int, restarted: bool) -> None:
    """What is due is said once, however the clock goes; what people write is kept, and answered, at any time."""
    anna = await echoes.world.person(name="Anna")
    await anna.start()
    await anna.says("/later")
    if restarted:
        for days in (0, wrong, -wrong, 1, 0):
            async with echoes.service() as service:
                await echoes.goes_on(service, days=days, seconds=1)
                await anna.says(f"{days}")
                await echoes.drained(service)
    else:
        async with echoes.service() as service:
            for days in (0, wrong, -wrong, 1, 0):
                await echoes.drained(service)
                await echoes.goes_on(service, days=days, seconds=1)
                await anna.says(f"{days}")
                await echoes.drained(service)
    said = await heard(anna)
    assert said.count("It is time: remind p1.") == 1
    assert sum(text.endswith("characters.") for text in said) == 5
    assert sorted(echoes.texts()) == sorted(map(str, (0, wrong, -wrong, 1, 0)))


async def test_words_that_waited_when_the_clock_went_back(echoes: Ground) -> None:
    """A word that was put back for a second must not wait for a day because the clock was put right."""
    anna = await echoes.world.person(name="Anna")
    async with echoes.service() as service:
        await anna.start()
        await anna.hears("Hello")
        await echoes.goes_on(service, days=1)
        await echoes.world.fault("sendMessage", status=502)
        await anna.says("hm")
        await echoes.until(lambda: echoes.one("SELECT MAX(tries) FROM outbox") == 1)
        await echoes.goes_on(service, days=-1)
        await anna.hears("2 characters.")


async def test_three_days_down_with_prompts_due(earnest: Ground) -> None:
    """What has lapsed is marked so and not asked; what is still open is asked once, and by day."""
    anna = await story.arrive(earnest.world, "en")
    async with earnest.service() as service:
        await story.agree(anna, "en")
        await earnest.drained(service)
    before = len(await heard(anna))
    third = earnest.rows("SELECT due_at FROM prompts ORDER BY due_at LIMIT 1 OFFSET 2")[0]
    earnest.clock.move_to(third["due_at"] + 60)
    for _ in range(2):  # and once more, to see that it is not asked again
        async with earnest.service() as service:
            await earnest.goes_on(service)
            await earnest.drained(service)
    states = [row["state"] for row in earnest.rows("SELECT state FROM prompts ORDER BY due_at LIMIT 4")]
    assert states == ["expired", "expired", "delivered", "due"]
    assert len(await heard(anna)) == before + 1
    await anna.sees(lambda said: story.EN.mood in said.labels)
