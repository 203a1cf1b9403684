"""Anything in any order: a person, a service and a clock, and after every step what must be true of them.

The real handlers, the real storage and the real timers; no HTTP, no loops, no waiting."""

import asyncio
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiosqlite import core
from clockwork import House, lay_out
from disk import Disk, Fit
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from servant import AtOnce, Dice
from watching import Watch

from bot import poller, retriever, ticker
from study.participant import Stage

EXAMPLES, STEPS = int(os.environ.get("EXAMPLES", "20")), int(os.environ.get("STEPS", "30"))

BEGINS = {
    "KZ": datetime(2024, 2, 28, 15, tzinfo=ZoneInfo("Asia/Almaty")),  # an hour back for good on 1 March
    "PL": datetime(2024, 3, 30, 11, tzinfo=ZoneInfo("Europe/Warsaw")),  # an hour on the next night
    "RU": datetime(
        2014, 10, 25, 12, tzinfo=ZoneInfo("Europe/Moscow")
    ),  # an hour back for good the next night
    "MN": datetime(2016, 3, 25, 13, tzinfo=ZoneInfo("Asia/Ulaanbaatar")),  # into one of its last summers
    "WS": datetime(2011, 12, 28, 14, tzinfo=ZoneInfo("Pacific/Apia")),  # 30 December never was
    "AU": datetime(
        2024, 4, 6, 12, tzinfo=ZoneInfo("Australia/Lord_Howe")
    ),  # half an hour back the next night
}
"""Where and when people agree: shortly before the clocks there are changed."""

LOOKS = ("/status", "/help", "/language", "/diary", "/start", "/times", "/moved", "/back", "/pause")
CITIES = ("Tbilisi", "Berlin", "Almaty", "Apia", "Nowhere at all")
MEANWHILE = (
    "",
    "",
    "hello",
    "hello",
    "Pause for a day",
    "Pause until I write",
    "I crossed a border",
    "/stop",
)
THEN = (
    "key 0",
    "key 0",
    "key 1",
    "key 3",
    "Not now",
    "Not now",
    "hello",
    "I crossed a border",
    "Pause for a day",
)
WORDS = ("hello", "yes", "no", "3", "Skip", "7", "Keep it", "I’d rather not say")
MINUTES, HOURS = st.integers(1, 90), st.integers(2, 30)
PASSING = st.one_of(
    MINUTES.map(lambda n: timedelta(minutes=n)),
    HOURS.map(lambda n: timedelta(hours=n)),
    st.sampled_from([timedelta(days=n) for n in (2, 4)]),
)


@dataclass(frozen=True)
class Begun:
    """Somebody has agreed, and their service has been closed: `data` are copied for each story."""

    study: Path
    data: Path
    at: datetime
    updates: int
    phone: Any


class Machine(RuleBasedStateMachine):
    """`begun` has a beginning for each site."""

    begun: dict[str, Begun]
    dice: dict[str, Dice]

    def room(self) -> Path:
        """A new folder."""
        raise NotImplementedError

    @initialize(site=st.sampled_from(sorted(BEGINS)), chance=st.integers(0, 3))
    def begin(self, site: str, chance: int) -> None:
        like, self.folder = self.begun[site], self.room()
        shutil.copytree(like.data, self.folder / "data")
        for name, one in self.dice.items():
            one.seed(f"{chance} {name}")
        self.runner, self.changes = asyncio.Runner(), 0
        self.house = House(like.study, self.folder / "data", like.at)
        self.house.updates = like.updates
        self.house.phone.ids, self.house.phone.keyboard = iter(range(100, 100_000)), ["I crossed a border"]
        self.run(self.house.open())
        self.watch = Watch(self.house, self.run(self.house.person()))

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    def does(self, update: dict[str, Any]) -> None:
        self.run(self.house.does(update))

    def writes(self, text: str) -> None:
        self.does(self.house.phone.writes(text))

    @property
    def here(self) -> bool:
        """Whether they can write, and be written to."""
        return not (self.house.phone.down or self.house.phone.blocked)

    @property
    def stage(self) -> Stage:
        return self.watch.person.stage

    # time

    @rule(length=PASSING)
    def time_passes(self, length: timedelta) -> None:
        self.run(self.house.wait(length))

    @precondition(lambda self: self.here and self.stage is Stage.ENROLLED)
    @rule(minutes=st.sampled_from((0, 5, 45, 200)), then=st.lists(st.sampled_from(THEN), max_size=4))
    def something_comes(self, minutes: int, then: list[str]) -> None:
        """Within two days; some minutes later they look at it."""
        self._until_something_comes()
        self.run(self.house.wait(timedelta(minutes=minutes)))
        for act in then:
            if not act.startswith("key "):
                self.writes(act)
            elif self.house.phone.question()[0]:
                self.answers(int(act.removeprefix("key ")))

    @precondition(lambda self: self.here and self.stage is Stage.ENROLLED)
    @rule(days=st.integers(1, 2))
    def answers_everything(self, days: int) -> None:
        for _ in range(days * 6):
            self.run(self.house.wait(timedelta(hours=4)))
            for _ in range(4):
                message, keys = self.house.phone.question()
                if message:
                    self.does(self.house.phone.taps(message, keys[0]))
                elif self.watch.person.sitting is not None:
                    self.writes("a story")

    def _until_something_comes(self) -> None:
        heard = self.house.phone.heard
        before = len(heard)
        for _ in range(48):
            self.run(self.house.wait(timedelta(hours=1)))
            if any(one.call for one in heard[before:]):
                return

    @rule(length=PASSING, text=st.sampled_from(MEANWHILE), fallen=st.booleans())
    def the_service_stands_still(self, length: timedelta, text: str, fallen: bool) -> None:
        """And somebody may have written meanwhile, or writes when the timers have `fallen` and had no effect yet."""
        self.watch.hindered()
        self.run(self.house.close())
        self.house.clock.at += length.total_seconds()
        self.run(self.house.opened_anew())
        self.watch.hindered()
        if fallen:
            self.run(self.house.service.ticker.tick())
        if text and self.here:
            self.run(self.house.journal(self.house.phone.writes(text)))
        if fallen:
            self.run(self.house.opened_anew())
        self.run(self.house.tick())

    @rule(minutes=st.integers(1, 10))
    def the_clock_is_put_back(self, minutes: int) -> None:
        self.watch.back += timedelta(minutes=minutes)
        self.house.clock.put_back(timedelta(minutes=minutes))
        self.run(self.house.tick())

    @rule()
    def the_line_goes_down_or_comes_back(self) -> None:
        """Within minutes everything that waited is said."""
        self.house.phone.down = not self.house.phone.down
        self.watch.hindered()
        self.run(self.house.wait(timedelta(minutes=3)))
        self.watch.hindered()

    # the person

    @precondition(lambda self: self.here and self.house.phone.question()[0])
    @rule(n=st.integers(0, 5))
    def answers(self, n: int) -> None:
        message, keys = self.house.phone.question()
        keys = [key for key in keys if not key.endswith(":not-now")]
        self.does(self.house.phone.taps(message, keys[n % len(keys)]))

    @precondition(lambda self: self.here and self.house.phone.ever)
    @rule(n=st.integers(0, 200))
    def taps_an_old_key(self, n: int) -> None:
        ever = self.house.phone.ever
        self.does(self.house.phone.taps(*ever[n % len(ever)]))

    @precondition(lambda self: self.here and self.house.phone.question()[0])
    @rule(tapped=st.booleans())
    def not_now(self, tapped: bool) -> None:
        message, keys = self.house.phone.question()
        key = next((key for key in keys if key.endswith(":not-now")), "")
        if tapped and key:
            self.does(self.house.phone.taps(message, key))
        else:
            self.writes("Not now")

    @precondition(lambda self: self.here)
    @rule(text=st.sampled_from(WORDS))
    def says(self, text: str) -> None:
        self.writes(text)

    @precondition(lambda self: self.here)
    @rule(
        text=st.sampled_from(
            ("/status", "/help", "/language", "/diary", "/start", "/times", "/moved", "/back", "/pause")
        )
    )
    def looks_around(self, text: str) -> None:
        self.writes(text)

    @precondition(lambda self: self.here)
    @rule(
        key=st.sampled_from(
            ("Pause for a day", "Pause for a week", "Pause until I write", "Leave it as it is")
        )
    )
    def pauses(self, key: str) -> None:
        self.writes("/pause")
        self.writes(key)

    @precondition(lambda self: self.here)
    @rule(key=st.sampled_from(("End the pause", "Yes, still here", "Don’t write for now")))
    def is_back(self, key: str) -> None:
        self.writes(key)

    @precondition(lambda self: self.here and self.stage is Stage.ENROLLED)
    @rule(site=st.sampled_from(sorted(BEGINS)))
    def moves(self, site: str) -> None:
        self.writes("/moved")
        self.does(self.house.phone.taps(*self.house.phone.newest(f"moved:{site}")))

    @precondition(lambda self: self.here and self.stage is Stage.ENROLLED)
    @rule(city=st.sampled_from(CITIES))
    def lives_by_another_clock(self, city: str) -> None:
        self.writes("/moved")
        self.writes("Another time zone")
        self.writes(city)

    @precondition(lambda self: self.here and self.stage is Stage.ENROLLED)
    @rule(
        data=st.sampled_from(
            ("shift:-120", "shift:-60", "shift:0", "shift:60", "shift:120", "fewer:1", "fewer:0")
        )
    )
    def wishes_other_times(self, data: str) -> None:
        self.writes("/times")
        self.does(self.house.phone.taps(max(self.house.phone.bubbles, default=1), data))

    @precondition(lambda self: self.here)
    @rule()
    def presses_the_button(self) -> None:
        self.writes("I crossed a border")

    @precondition(lambda self: self.here)
    @rule(key=st.sampled_from(("Add to my diary", "Don’t keep it", "yes")))
    def decides_on_the_diary(self, key: str) -> None:
        self.writes("hello")
        self.writes(key)

    @precondition(
        lambda self: self.here and self.stage in (Stage.ENROLLED, Stage.WITHDRAWN) and self.changes < 3
    )
    @rule()
    def leaves_or_agrees_anew(self) -> None:
        self.changes += 1
        if self.stage is Stage.ENROLLED:
            self.writes("/stop")
        else:
            self.run(self.house.agrees())

    @precondition(lambda self: not self.house.phone.down)
    @rule(told=st.booleans())
    def blocks_or_lets_it_write_again(self, told: bool) -> None:
        """The bot is told so, or finds out."""
        blocked = self.house.phone.blocked = not self.house.phone.blocked
        if told:
            self.does(self.house.phone.membership("kicked" if blocked else "member"))
        elif not blocked:
            self.writes("hello")

    @rule(text=st.sampled_from(("hello", "Pause")))
    def an_update_comes_twice_and_the_service_is_started_anew(self, text: str) -> None:
        if self.here:
            update = self.house.phone.writes(text)
            self.does(update)
            self.run(self.house.journal(update, self.house.updates))
        self.run(self.house.opened_anew())
        self.run(self.house.tick())

    @invariant()
    def all_fits(self) -> None:
        if hasattr(self, "watch"):
            disk = Disk.of(self.house.path)
            Fit(self.house.protocol, disk, self.watch.person, self.house.now, self.watch.back).check()

    def teardown(self) -> None:
        if hasattr(self, "house"):
            self.run(self.house.close())
            self.runner.close()
            shutil.rmtree(self.folder)


def begun(root: Path) -> dict[str, Begun]:
    """One beginning for each site."""
    study, found = lay_out(root / "study"), {}

    async def agreed(site: str, at: datetime) -> Begun:
        data = root / site
        data.mkdir()
        house = House(study, data, at.astimezone(UTC))
        await house.open()
        await house.agrees(site)
        await house.close()
        return Begun(study, data, house.now, house.updates, house.phone)

    for site, at in BEGINS.items():
        found[site] = asyncio.run(agreed(site, at))
    return found


def test_anything_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(prepared(tmp_path_factory.mktemp, monkeypatch), settings=examples)


def prepared(room: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> type[Machine]:
    """The machine, with a beginning for each site. Chance is drawn anew in each story, and nothing runs in a thread."""
    drawn = {place.__name__: Dice(place.__name__) for place in (poller, retriever, ticker)}
    for place in (poller, retriever, ticker):
        monkeypatch.setattr(place, "secrets", drawn[place.__name__])
    monkeypatch.setattr(core, "SimpleQueue", AtOnce)
    monkeypatch.setattr(core, "_connection_worker_thread", lambda queue: None)
    beginnings = begun(room("machine"))

    class Year(Machine):
        begun = beginnings
        dice = drawn

        def room(self) -> Path:
            return room("story")

    return Year
