"""The life of a prompt through the running service: after days of standstill, on its way to the phone, and late."""

from collections.abc import AsyncIterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
import story
from faults_bench import EARNEST, Ground, ground, heard, lay_out

from bot.service import Service
from simulator.person import Person
from study.protocol import Protocol
from study.reading import read_protocol

DAY = timedelta(days=1)
FIRST = "How was your day?"


def alone(protocol: Protocol) -> Protocol:
    """Its first wave, and no other."""
    schedule = protocol.schedule.model_copy(update={"waves": protocol.schedule.waves[:1]})
    return protocol.model_copy(update={"schedule": schedule})


def studied(path: Path, **changes: Any) -> Protocol:
    """The sample with its first wave asked each noon, and its second each day at one."""
    protocol = read_protocol(path)
    daily, monthly = protocol.schedule.waves
    fixed = {"signal": None, "days": None, "once": None, "every": DAY, "times": 6, "remind": ()}
    waves = (
        daily.model_copy(update={**fixed, "at": (time(12),), "expires": 4 * DAY, **changes}),
        monthly.model_copy(update={**fixed, "at": (time(13),), "expires": 4 * DAY}),
    )
    schedule = protocol.schedule.model_copy(update={"waves": waves})
    return protocol.model_copy(update={"schedule": schedule})


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Ground]:
    async with ground(tmp_path, studied(lay_out(tmp_path)), **EARNEST) as made:
        yield made


async def enrolled(place: Ground, service: Service) -> Person:
    anna = await story.arrive(place.world, "en")
    await story.agree(anna, "en")
    await place.drained(service)
    return anna


def states(place: Ground, wave: str) -> list[str]:
    found = place.rows("SELECT state FROM prompts WHERE wave = ? ORDER BY due_at", wave)
    return [row["state"] for row in found]


def moments(place: Ground, column: str) -> list[float]:
    return [
        row[0]
        for row in place.rows(
            f"SELECT {column} FROM prompts WHERE state <> 'due' AND {column} IS NOT NULL ORDER BY due_at"
        )
    ]


@pytest.mark.parametrize("batch", [200, 2])
async def test_three_days_down_one_question_of_the_newest(
    place: Ground, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """Six prompts of two waves fell due meanwhile, and all are still open."""
    monkeypatch.setattr("bot.ticker.BATCH", batch)
    async with place.service() as service:
        anna = await enrolled(place, service)
    before = len(await heard(anna))
    third = place.rows("SELECT due_at FROM prompts WHERE wave = 'monthly' ORDER BY due_at")[2]["due_at"]
    place.clock.move_to(third + 60)
    for _ in range(2):  # and once more, to see that it is not asked again
        async with place.service() as service:
            await place.goes_on(service)
            await place.drained(service)
    assert states(place, "monthly") == ["not-asked", "not-asked", "delivered", "due", "due", "due"]
    assert states(place, "first-week") == ["not-asked", "not-asked", "due", "due", "due", "due"]
    said = (await heard(anna))[before:]
    assert len(said) == 1
    assert "Do you still live in the same country?" in said[0]


async def test_when_it_was_meant_decided_sent_touched_and_done(place: Ground) -> None:
    async with place.service() as service:
        anna = await enrolled(place, service)
        due = place.one("SELECT MIN(due_at) FROM timers WHERE kind = 'prompt'")
        await place.world.fault("sendMessage", status=502, times=1)
        await place.goes_to(service, due)
        await place.until(lambda: place.one("SELECT MAX(tries) FROM outbox") == 1)
        assert moments(place, "sent_at") == []
        await place.goes_on(service, seconds=30)
        await place.drained(service)
        ((decided,), (sent,)) = (moments(place, name) for name in ("delivered_at", "sent_at"))
        assert due <= decided < sent - 20
        await place.goes_on(service, minutes=2)
        await anna.taps("8")
        await anna.taps(story.EN.yes)
        await anna.taps("Here")
        await anna.hears(story.EN.sealed)
        await place.drained(service)
    ((begun,), (ended,)) = (moments(place, name) for name in ("begun_at", "ended_at"))
    assert sent + 100 < begun <= ended
    row = place.rows("SELECT state, asked, given, late FROM prompts WHERE begun_at IS NOT NULL")[0]
    assert tuple(row) == ("answered", 3, 3, 0)


async def test_an_outage_into_the_night(tmp_path: Path) -> None:
    """What could not go out by ten in the evening goes out in the morning, and is sent then."""
    evening = alone(studied(lay_out(tmp_path), at=(time(21, 30),)))
    async with ground(tmp_path, evening, **EARNEST) as place, place.service() as service:
        anna = await enrolled(place, service)
        before = len(await heard(anna))
        due = place.one("SELECT MIN(due_at) FROM timers WHERE kind = 'prompt' ")
        await place.world.fault("sendMessage", status=502, times=1)
        await place.goes_to(service, due)
        await place.until(lambda: place.one("SELECT MAX(tries) FROM outbox") == 1)
        await place.goes_on(service, hours=2)
        await place.drained(service)
        assert len(await heard(anna)) == before
        assert place.one("SELECT COUNT(*) FROM outbox WHERE state = 'dropped'") == 1
        assert states(place, "first-week")[0] == "delivered"
        assert moments(place, "sent_at") == []
        await place.goes_on(service, hours=9)
        await place.drained(service)
        assert FIRST in (await heard(anna))[-1]
        assert len(await heard(anna)) == before + 1
        assert len(moments(place, "sent_at")) == 1


async def test_late_answers_are_sealed_as_late(tmp_path: Path) -> None:
    late = studied(lay_out(tmp_path), expires=timedelta(minutes=20), late=DAY)
    async with ground(tmp_path, late, **EARNEST) as place, place.service() as service:
        anna = await enrolled(place, service)
        await place.goes_to(service, place.one("SELECT MIN(due_at) FROM timers WHERE kind = 'prompt'"))
        await place.drained(service)
        await place.goes_on(service, minutes=30)
        await place.drained(service)
        assert states(place, "first-week")[0] == "expired"
        await anna.taps("8")
        await anna.taps(story.EN.yes)
        await anna.taps("Here")
        await anna.hears(story.EN.sealed)
        await place.drained(service)
        said = [content.get("late") for kind, content in place.kept() if kind == "answer"]
        assert said == [True, True, True]
        row = place.rows("SELECT state, late FROM prompts ORDER BY due_at")[0]
        assert tuple(row) == ("answered", 1)
