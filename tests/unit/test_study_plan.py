"""Any wave that can be written, in ten time zones on the days on which their clocks change, held to the oracle."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from study_oracle import CHANGES, DAY, MINUTE, clocks, slow_plan, windows

from study.localtime import later
from study.model import Localized
from study.moments import soonest
from study.protocol import Consent, Protocol, Site, Team
from study.schedule import Planned, begins, most_prompts, plan, upcoming
from study.timing import Anchor, Burst, Days, Schedule, Signal, Span, Start, Wave

TEXT = Localized({"en": "text"})
CONSENT, INTERVIEW = Start(), Start(anchor=Anchor.INTERVIEW)

minutes = st.integers(0, 3 * 1440).map(lambda n: n * MINUTE)
days = st.integers(0, 4).map(lambda n: n * DAY)
lengths = minutes | days
several_clocks = st.lists(clocks, max_size=3, unique=True).map(tuple)


def study(*waves: Wave, **schedule: Any) -> Protocol:
    return Protocol(
        id="s",
        title=TEXT,
        languages=("en",),
        team=Team(name=TEXT, contact="c"),
        sites=(Site(id="AM", name=TEXT, timezone="Asia/Yerevan"),),
        consent=Consent(version="1.0", information=TEXT, statement=TEXT),
        schedule=Schedule(waves=waves, **schedule),
        folder=Path(),
    )


@st.composite
def signals(draw: st.DrawFn) -> dict[str, Any]:
    first = draw(st.integers(0, 3))
    signal = Signal(
        times=draw(st.integers(1, 4)), between=draw(windows), apart=draw(st.integers(0, 200)) * MINUTE
    )
    return {
        "signal": signal,
        "days": Days(first=first, last=first + draw(st.integers(0, 5))),
        "each": draw(st.integers(1, 3)),
        "weekdays": tuple(sorted(draw(st.sets(st.integers(0, 6))))),
    }


@st.composite
def intervals(draw: st.DrawFn) -> dict[str, Any]:
    times = draw(st.integers(1, 6))
    if draw(st.booleans()):
        return {"every": draw(st.integers(1, 4)) * DAY, "times": times, "at": draw(several_clocks)}
    return {"every": draw(st.integers(20, 1439)) * MINUTE, "times": times}


@st.composite
def onces(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.booleans()):
        return {"once": draw(st.integers(0, 4)) * DAY, "at": draw(several_clocks)}
    return {"once": draw(minutes)}


@st.composite
def spans(draw: st.DrawFn, around: date) -> tuple[Span, ...]:
    first = around + draw(st.integers(-2, 6)) * DAY
    return draw(st.sampled_from([(), (Span(first=first, last=first + draw(st.integers(0, 2)) * DAY),)]))


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """A wave and everything around it. Bursts may come before the last one is over: the reader refuses it, and the
    arithmetic must not mind."""
    zone = draw(st.sampled_from(sorted(CHANGES)))
    around = draw(st.sampled_from(CHANGES[zone])) + draw(st.integers(-4, 2)) * DAY
    anchor = datetime.combine(around, draw(clocks), tzinfo=UTC)
    burst = Burst(every=draw(st.integers(1, 8)) * DAY, times=draw(st.integers(1, 3)))
    calendar = Start(anchor=Anchor.CALENDAR, day=around + draw(st.integers(0, 2)) * DAY)
    wave = Wave(
        id="w",
        ask="q",
        after=draw(st.sampled_from([CONSENT, CONSENT, calendar])),
        wait=draw(st.just(timedelta(0)) | lengths),
        until=draw(
            st.sampled_from([None, None, INTERVIEW, Start(anchor=Anchor.CALENDAR, day=around + 4 * DAY)])
        ),
        lasts=draw(st.none() | st.none() | lengths.filter(bool)),
        burst=draw(st.sampled_from([None, None, burst])),
        expires=timedelta(hours=1),
        **draw(signals() | intervals() | onces()),
    )
    return {
        "wave": wave,
        "schedule": Schedule(waves=(wave,), quiet=draw(st.none() | windows), never=draw(spans(around))),
        "anchors": {"consent": anchor, "interview": anchor + draw(st.integers(-1440, 8 * 1440)) * MINUTE},
        "zone": zone,
        "since": draw(st.sampled_from([None, None, anchor + draw(st.integers(0, 6 * 1440)) * MINUTE])),
    }


@settings(max_examples=120, deadline=None)
@given(cases(), st.integers(0, 99), st.integers(-90, 90))
def test_what_is_still_to_come_is_the_end_of_the_plan(case: dict[str, Any], place: int, shift: int) -> None:
    """Prompts keep their numbers, whenever one looks."""
    wave, zone = case["wave"], ZoneInfo(case["zone"])
    protocol = study().model_copy(update={"schedule": case["schedule"]})
    asked = (protocol, case["anchors"], zone, 1, wave.after.key)
    found = plan(*asked)
    if found:
        since = found[place % len(found)].due_at + shift * MINUTE
        once = wave.once is not None
        later = tuple(one for one in found if one.due_at > since or (once and one.due_at == since))
        assert plan(*asked, since=since) == later


@settings(max_examples=200, deadline=None)
@given(cases(), st.integers(0, 2**64), st.integers(0, 4))
def test_plans_are_those_of_the_oracle(case: dict[str, Any], seed: int, few: int) -> None:
    wave, schedule, zone = case["wave"], case["schedule"], ZoneInfo(case["zone"])
    protocol = study().model_copy(update={"schedule": schedule})
    asked = (protocol, case["anchors"], zone, seed, wave.after.key)
    found = plan(*asked, since=case["since"])
    assert list(found) == slow_plan(schedule, wave, case["anchors"], case["zone"], seed, case["since"])
    assert len({(one.day, one.beep) for one in found}) == len(found) <= most_prompts(wave)
    assert tuple(islice(upcoming(*asked, since=case["since"]), few)) == found[:few]


@settings(max_examples=120, deadline=None)
@given(cases())
def test_nothing_comes_sooner_than_a_wave_can_begin(case: dict[str, Any]) -> None:
    wave, anchors, zone = case["wave"], case["anchors"], ZoneInfo(case["zone"])
    protocol = study().model_copy(update={"schedule": case["schedule"]})
    anchor = begins(wave.after, anchors, zone)
    assert anchor is not None
    bound = soonest(wave, later(anchor, wave.wait, zone))
    assert all(bound <= one.due_at for one in plan(protocol, anchors, zone, 1, wave.after.key))


@settings(max_examples=80, deadline=None)
@given(st.lists(cases(), min_size=2, max_size=4))
def test_waves_take_turns(several: list[dict[str, Any]]) -> None:
    """As each would come alone, by the time; of two at one moment, first that of the wave that is written first."""
    first, zone = several[0], ZoneInfo(several[0]["zone"])
    waves = [
        case["wave"].model_copy(update={"id": f"w{n}", "after": CONSENT}) for n, case in enumerate(several)
    ]

    def asked(*waves: Wave) -> tuple[Planned, ...]:
        schedule = first["schedule"].model_copy(update={"waves": waves})
        protocol = study().model_copy(update={"schedule": schedule})
        return plan(protocol, first["anchors"], zone, 1, "consent", since=first["since"])

    alone = [one for wave in waves for one in asked(wave)]
    assert list(asked(*waves)) == sorted(alone, key=lambda one: one.due_at)


def moments(wave: Wave, zone: str, at: datetime, since: datetime | None = None) -> list[str]:
    """On the clock there, with the offset from UTC."""
    found = plan(study(wave), {"consent": at}, ZoneInfo(zone), 1, "consent", since=since)
    return [f"{one.day}.{one.beep} {one.due_at.astimezone(ZoneInfo(zone)):%d %H:%M %z}" for one in found]


def test_at_once_is_at_once_also_in_an_hour_that_comes_twice() -> None:
    wave = Wave(id="w", ask="q", once=timedelta(0), expires=DAY)
    assert moments(wave, "Europe/Warsaw", datetime(2024, 10, 27, 1, 30, tzinfo=UTC)) == ["0.1 27 02:30 +0100"]


def test_a_day_that_never_was_falls_on_the_next_and_keeps_the_order() -> None:
    wave = Wave(id="w", ask="q", every=DAY, times=3, at=(time(9), time(23)), expires=DAY)
    at = datetime(2011, 12, 29, 6, tzinfo=UTC)  # the evening of the 28th in Apia
    wanted = ["1.1 29 09:00 -1000", "1.2 29 23:00 -1000", "3.1 31 09:00 +1400", "3.2 31 23:00 +1400"]
    assert moments(wave, "Pacific/Apia", at) == wanted
