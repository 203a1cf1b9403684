"""Time travel: the walk goes from timer to timer, and waits at each until the bot has caught up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from simulator_bench import DAY, HOUR, NOON, Stage, stage

from simulator.person import Person, Refused
from simulator.travel import PAST_TIMER


@pytest.fixture
async def on() -> AsyncIterator[Stage]:
    async with stage() as on:
        yield on


@dataclass
class Clockwork:
    """A bot with timers that reports its clock, as the real one does. A quiet timer says nothing."""

    on: Stage
    anna: Person
    timers: dict[float, str]
    shift: float = 0.0
    at: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.on.wall() + self.shift

    async def beat(self) -> None:
        """Does what is due, tells the simulator how things are, and takes over its time."""
        due = sorted(at for at in self.timers if at <= self.now())
        for at in due:
            self.at.append(self.now())
            if words := self.timers.pop(at):
                await self.on.bot("sendMessage", chat_id=self.anna.id, text=words)
        report = {
            "at": self.now(),
            "shift": self.shift,
            "next": min(self.timers, default=None),
            "idle": not due,
        }
        self.shift = (await self.on.world.ask("POST", "/time", report))["shift"]

    @asynccontextmanager
    async def ticking(self) -> AsyncIterator["Clockwork"]:
        async def tick() -> None:
            while True:
                await self.beat()

        await self.beat()
        running = asyncio.create_task(tick())
        try:
            yield self
        finally:
            running.cancel()


async def chat(anna: Person) -> list[tuple[str, float]]:
    return [(message.text, message.raw["date"]) for message in (await anna.chat())[1:]]


async def test_without_a_bot_that_reports_time_just_goes_on(on: Stage) -> None:
    walked = await on.world.travel(by=HOUR)
    assert walked == {"begun": NOON, "reached": NOON + HOUR, "stops": 1, "kept_up": True, "shift": HOUR}
    time = await on.world.time()
    assert time == {"now": NOON + HOUR, "shift": HOUR, "bot": None, "walk": None}
    on.wall.goes_on(60)
    await on.world.travel(by=DAY)
    assert (await on.world.time())["now"] == NOON + HOUR + 60 + DAY


async def test_a_message_bears_the_simulated_time(on: Stage) -> None:
    anna = await on.anna()
    await on.world.travel(by=HOUR)
    assert (await anna.says("later"))["date"] == NOON + HOUR


async def test_a_walk_stops_at_each_timer_in_turn(on: Stage) -> None:
    anna = await on.anna()
    timers = {NOON + 600: "one", NOON + 1200: "", NOON + 1800: "two", NOON + 2 * HOUR: "too late"}
    async with Clockwork(on, anna, timers).ticking() as clockwork:
        walked = await on.world.travel(by=HOUR)
        assert (walked["stops"], walked["kept_up"], walked["reached"]) == (4, True, NOON + HOUR)
        assert clockwork.at == [NOON + after + PAST_TIMER for after in (600, 1200, 1800)]
    assert await chat(anna) == [("one", NOON + 600), ("two", NOON + 1800)]


async def test_a_timer_set_on_the_way_is_met_too(on: Stage) -> None:
    anna = await on.anna()

    class Chain(Clockwork):
        async def beat(self) -> None:
            before = len(self.at)
            await super().beat()
            if len(self.at) > before:
                self.timers[self.at[-1] + 600] = f"link {len(self.at)}"

    async with Chain(on, anna, {NOON + 600: "link 0"}).ticking():
        walked = await on.world.travel(by=HOUR)
    assert walked["kept_up"]
    assert [text for text, _ in await chat(anna)] == [f"link {number}" for number in range(5)]


async def test_a_word_that_was_still_to_be_said_is_not_the_next_message(on: Stage) -> None:
    anna = await on.anna()
    clockwork = Clockwork(on, anna, {NOON + 600: "in ten minutes"})
    await clockwork.beat()
    walking = asyncio.create_task(on.world.travel(to="next-message"))
    while on.exchange.walk is None:  # noqa: ASYNC110 - it is the server's, and tells nobody
        await asyncio.sleep(0)
    clockwork.timers[NOON] = "the end of what it was saying"
    while not walking.done():
        await clockwork.beat()
    assert [text for text, _ in await chat(anna)] == ["the end of what it was saying", "in ten minutes"]


async def test_what_the_bot_said_before_the_journey_is_not_trusted(on: Stage) -> None:
    clockwork = Clockwork(on, await on.anna(), {})
    await clockwork.beat()
    clockwork.timers[NOON + 600] = "set after the last report"
    journey = asyncio.create_task(on.world.travel(by=HOUR))
    while on.exchange.walk is None:  # noqa: ASYNC110 - it is the server's, and tells nobody
        await asyncio.sleep(0)
    async with clockwork.ticking():
        assert (await journey)["stops"] == 2
    assert clockwork.at == [NOON + 600 + PAST_TIMER]


async def test_next_goes_to_the_next_timer_and_no_farther(on: Stage) -> None:
    anna = await on.anna()
    async with Clockwork(on, anna, {NOON + DAY: "one", NOON + 2 * DAY: "two"}).ticking():
        walked = await on.world.travel(to="next")
        assert (walked["stops"], walked["reached"]) == (1, NOON + DAY + PAST_TIMER)
        assert [text for text, _ in await chat(anna)] == ["one"]
        await on.world.travel(to="next")
        walked = await on.world.travel(to="next")
        assert (walked["stops"], walked["kept_up"]) == (0, True)
    assert [text for text, _ in await chat(anna)] == ["one", "two"]


async def test_next_message_passes_quiet_timers(on: Stage) -> None:
    anna = await on.anna()
    timers = {NOON + HOUR: "", NOON + DAY: "", NOON + 2 * DAY: "at last", NOON + 3 * DAY: "later"}
    async with Clockwork(on, anna, timers).ticking():
        walked = await on.world.travel(to="next-message")
        assert (walked["stops"], walked["reached"]) == (3, NOON + 2 * DAY + PAST_TIMER)
    assert [text for text, _ in await chat(anna)] == ["at last"]


async def test_next_message_looks_ten_days_ahead(on: Stage) -> None:
    anna = await on.anna()
    async with Clockwork(on, anna, {NOON + DAY: "", NOON + 11 * DAY: "far away"}).ticking():
        walked = await on.world.travel(to="next-message")
        assert (walked["stops"], walked["reached"]) == (1, NOON + DAY + PAST_TIMER)
    assert await chat(anna) == []


async def test_a_bot_that_hangs_does_not_stop_time(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.travel.PATIENCE", 0.0)
    await Clockwork(on, await on.anna(), {NOON + 60: "never"}).beat()
    walked = await on.world.travel(by=HOUR)
    assert (walked["kept_up"], walked["reached"]) == (False, NOON + HOUR)


async def test_a_bot_that_went_away_is_not_waited_for(on: Stage) -> None:
    await Clockwork(on, await on.anna(), {}).beat()
    assert (await on.world.time())["bot"] == {"next": None, "idle": True, "shift": 0.0}
    on.wall.goes_on(3)
    assert (await on.world.time())["bot"] is None
    assert (await on.world.travel(by=HOUR))["kept_up"] is True


async def test_one_journey_at_a_time(on: Stage) -> None:
    anna = await on.anna()
    await Clockwork(on, anna, {NOON + 60: ""}).beat()  # which will not be heard of again
    first = asyncio.create_task(on.world.travel(by=HOUR))
    while (await on.world.time())["walk"] is None:
        pass
    assert (await on.world.time())["walk"]["target"] == NOON + HOUR
    with pytest.raises(Refused, match="already under way"):
        await on.world.travel(by=1)
    async with Clockwork(on, anna, {}).ticking():
        assert (await first)["reached"] == NOON + HOUR
    assert (await on.world.time())["walk"] is None


async def test_stopping_ends_a_journey() -> None:
    async with stage() as on:
        await Clockwork(on, await on.anna(), {}).beat()
        journey = asyncio.create_task(on.world.travel(by=HOUR))
        while on.exchange.walk is None:  # noqa: ASYNC110 - it is the server's, and tells nobody
            await asyncio.sleep(0)
        on.exchange.close()
        assert (await journey)["kept_up"] is False


@pytest.mark.parametrize(
    "where",
    [{"by": 0}, {"by": -1}, {"by": 11 * 366 * DAY}, {"by": "soon"}, {"to": "yesterday"}, {}, {"to": 5}],
)
async def test_journeys_nobody_can_make(on: Stage, where: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="Bad Request: "):
        await on.world.ask("POST", "/time/travel", where)
    assert (await on.world.time())["now"] == NOON
    assert (await on.world.time())["walk"] is None
