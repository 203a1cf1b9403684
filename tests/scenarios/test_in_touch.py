"""The participant's say, through the whole service: a pause over a restart, hours of one's own, /status, silence."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import story
from faults_bench import EARNEST, Ground, ground, heard

from simulator.person import Person
from study.timing import Shift

DAY = 86_400.0
HOUR = 3_600.0


@pytest.fixture
async def earnest(tmp_path: Path) -> AsyncIterator[Ground]:
    async with ground(tmp_path, **EARNEST) as made:
        rules = {"shift": Shift(later=timedelta(hours=1)), "silence": 2}
        schedule = made.protocol.schedule.model_copy(update=rules)
        made.protocol = made.protocol.model_copy(update={"schedule": schedule})
        yield made


def touch(ground: Ground) -> str:
    return str(ground.one("SELECT touch FROM participants"))


async def joined(earnest: Ground) -> Person:
    anna = await story.arrive(earnest.world, "en")
    async with earnest.service() as service:
        await story.agree(anna, "en")
        await earnest.drained(service)
    return anna


async def evening_passes(earnest: Ground, nth: int) -> None:
    """The service is started and goes on until the nth prompt of the first week has lapsed, one tick at a time."""
    row = earnest.rows(f"SELECT due_at, expires_at FROM prompts ORDER BY due_at LIMIT 1 OFFSET {nth}")[0]
    async with earnest.service() as service:
        for at in (row["due_at"], row["expires_at"]):
            await earnest.goes_to(service, at)
            await earnest.drained(service)


async def test_a_pause_holds_over_restarts_and_ends_by_itself(earnest: Ground) -> None:
    anna = await joined(earnest)
    async with earnest.service() as service:
        await anna.says("/pause")
        await anna.presses("Pause for a day")
        await anna.hears("No questions until")
        await earnest.drained(service)
        assert touch(earnest) == "paused"
    before = len(await heard(anna))
    first = earnest.rows("SELECT due_at FROM prompts ORDER BY due_at LIMIT 1")[0]["due_at"]
    until = earnest.one("SELECT due_at FROM timers WHERE kind = 'resume'")
    assert first > until, "the sample asks on the evening after the agreement at the earliest"
    async with earnest.service() as service:
        await earnest.goes_to(service, until)
        await earnest.drained(service)
    assert touch(earnest) == "open"
    assert len(await heard(anna)) == before, "nothing is said of it"
    async with earnest.service() as service:
        await earnest.goes_to(service, first)
        await anna.hears(lambda said: story.EN.mood in said.labels)


async def test_silence_is_seen_by_the_team_and_the_return_by_all(earnest: Ground) -> None:
    anna = await joined(earnest)
    for nth in range(2):
        await evening_passes(earnest, nth)
    async with earnest.service() as service:  # the hours of the second evening ended by night, or soon before
        await earnest.goes_on(service, days=0.5)
        await anna.hears("Are you still with us?")
        await earnest.drained(service)
        assert touch(earnest) == "silent"
    before = len(await heard(anna))
    for nth in range(2, 4):
        await evening_passes(earnest, nth)
    assert len(await heard(anna)) == before, "nobody is chased"
    states = [row["state"] for row in earnest.rows("SELECT state FROM prompts ORDER BY due_at LIMIT 4")]
    assert states == ["expired"] * 4
    put = earnest.rows("SELECT id FROM prompts WHERE delivered_at IS NOT NULL")
    assert len(put) == 2
    fifth = earnest.rows("SELECT due_at FROM prompts ORDER BY due_at LIMIT 1 OFFSET 4")[0]["due_at"]
    async with earnest.service() as service:
        await earnest.goes_to(service, fifth)
        await earnest.drained(service)
        await anna.presses("Yes, still here")
        await anna.hears("Good to have you here. The pause is over, and questions will come again.")
        await anna.hears(lambda said: story.EN.mood in said.labels)
        await earnest.drained(service)
    assert touch(earnest) == "open"
    assert len(earnest.rows("SELECT id FROM prompts WHERE delivered_at IS NOT NULL")) == 3


async def test_hours_of_ones_own_and_what_is_held(earnest: Ground) -> None:
    anna = await joined(earnest)
    before = {row["id"]: row["due_at"] for row in earnest.rows("SELECT id, due_at FROM prompts")}
    async with earnest.service() as service:
        await anna.says("/times")
        await anna.hears("• between 18:00 and 21:00\n• at 19:00")
        await anna.taps("19:00–22:00")
        await anna.sees("• between 19:00 and 22:00\n• at 20:00")
        await earnest.drained(service)
        after = {row["id"]: row["due_at"] for row in earnest.rows("SELECT id, due_at FROM prompts")}
        assert after == {id: due + HOUR for id, due in before.items()}
        await story.write_entry(anna, "en")
        await anna.says("/status")
        said = await anna.hears("The next question comes tomorrow between 19:00 and 22:00.")
        assert "2 answers, 1 message in your diary and your agreement" in said.text
        await earnest.drained(service)
