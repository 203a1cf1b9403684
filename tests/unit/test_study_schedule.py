"""When people are asked, against an oracle that walks through time minute by minute."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from study_oracle import DAY, MINUTE, clocks, places, slow_after_quiet, slow_edge, slow_resolve, windows

from study.durations import parse_duration, parse_window
from study.localtime import edge, resolve
from study.protocol import (
    Anchor,
    Consent,
    Days,
    Localized,
    Protocol,
    Schedule,
    Signal,
    Site,
    Team,
    Wave,
    Window,
)
from study.schedule import Planned, after_quiet, in_quiet, plan

TEXT = Localized({"en": "text"})


def study(*waves: Wave, quiet: str = "") -> Protocol:
    return Protocol(
        id="s",
        title=TEXT,
        languages=("en",),
        team=Team(name=TEXT, contact="c"),
        sites=(Site(id="AM", name=TEXT, timezone="Asia/Yerevan"),),
        consent=Consent(version="1.0", information=TEXT, statement=TEXT),
        schedule=Schedule(quiet=parse_window(quiet) if quiet else None, waves=waves),
        folder=Path(),
    )


def signal(
    times: int = 1, between: str = "18:00-21:00", apart: str = "0s", days: str = "1-7", **more: Any
) -> Wave:
    first, _, last = days.partition("-")
    return Wave(
        id="first",
        ask="evening",
        signal=Signal(times=times, between=parse_window(between), apart=parse_duration(apart)),
        days=Days(first=int(first), last=int(last or first)),
        expires=timedelta(hours=3),
        **more,
    )


def every(every: str, times: int, at: str = "", **more: Any) -> Wave:
    clock = time.fromisoformat(at) if at else None
    expires = timedelta(minutes=10)
    return Wave(
        id="fixed", ask="month", every=parse_duration(every), times=times, at=clock, expires=expires, **more
    )


def planned(
    protocol: Protocol, anchor: datetime, zone: str = "Asia/Yerevan", seed: int = 1
) -> tuple[Planned, ...]:
    return plan(protocol, {Anchor.CONSENT: anchor}, ZoneInfo(zone), seed, Anchor.CONSENT)


@settings(max_examples=300, deadline=None)
@given(places(), clocks)
def test_local_time_is_resolved_as_the_clock_on_the_wall_has_it(place: tuple[str, date], at: time) -> None:
    zone, day = place
    assert resolve(day, at, ZoneInfo(zone)) == slow_resolve(zone, day, at)
    assert edge(day, at, ZoneInfo(zone)) == slow_edge(zone, day, at)


@settings(max_examples=300, deadline=None)
@given(places(), clocks, st.integers(0, 59), windows)
def test_quiet_ends_at_the_first_minute_that_is_not_quiet(
    place: tuple[str, date], at: time, second: int, quiet: Window
) -> None:
    zone, day = place
    moment = datetime.combine(day, at, tzinfo=UTC) + timedelta(seconds=second)
    after = after_quiet(quiet, moment, ZoneInfo(zone))
    assert after == slow_after_quiet(zone, quiet, moment)
    assert not in_quiet(quiet, after, ZoneInfo(zone))


@settings(max_examples=200, deadline=None)
@given(places(), clocks, windows, st.integers(1, 6), st.integers(0, 200), st.integers(0, 2**64))
def test_signals_are_apart_within_their_hours_and_after_the_anchor(
    place: tuple[str, date], at: time, between: Window, times: int, apart: int, seed: int
) -> None:
    zone, day = place
    anchor = datetime.combine(day, at, tzinfo=UTC)
    wave = Wave(
        id="w",
        ask="q",
        signal=Signal(times=times, between=between, apart=timedelta(minutes=apart)),
        days=Days(first=0, last=2),
        expires=timedelta(hours=1),
    )
    found = planned(study(wave), anchor, zone, seed)
    first = anchor.astimezone(ZoneInfo(zone)).date()
    assert len({(one.day, one.beep) for one in found}) == len(found)
    for number in range(3):
        today = first + number * DAY
        end = today if between.opens < between.closes else today + DAY
        opens, closes = slow_edge(zone, today, between.opens), slow_edge(zone, end, between.closes)
        moments = [one.due_at for one in found if one.day == number]
        assert all(opens <= moment < closes and moment > anchor for moment in moments)
        pairs = pairwise(moments)
        assert all(later - earlier >= timedelta(minutes=apart) for earlier, later in pairs)
        if opens > anchor:
            room = (closes - opens) // MINUTE
            assert len(moments) == max((n for n in range(1, times + 1) if (n - 1) * apart < room), default=0)
    assert found == planned(study(wave), anchor, zone, seed)


@settings(max_examples=200, deadline=None)
@given(places(), clocks, st.integers(1, 4), st.integers(1, 6), st.none() | clocks, st.none() | windows)
def test_whole_days_are_counted_on_the_calendar(
    place: tuple[str, date], at: time, days: int, times: int, clock: time | None, quiet: Window | None
) -> None:
    zone, day = place
    anchor = datetime.combine(day, at, tzinfo=UTC)
    here = anchor.astimezone(ZoneInfo(zone))
    wave = Wave(id="w", ask="q", every=days * DAY, at=clock, times=times, expires=DAY)
    protocol = study(wave).model_copy(update={"schedule": Schedule(quiet=quiet, waves=(wave,))})
    wanted = []
    for k in range(1, times + 1):
        moment = slow_resolve(zone, here.date() + k * days * DAY, clock or here.time())
        wanted.append(slow_after_quiet(zone, quiet, moment) if quiet else moment)
    found = planned(protocol, anchor, zone)
    assert [one.due_at for one in found] == sorted({moment for moment in wanted if moment > anchor})
    assert all(one.expires_at - one.due_at == DAY for one in found)


@settings(max_examples=100, deadline=None)
@given(places(), clocks, st.integers(1, 1439), st.integers(1, 40), st.none() | windows)
def test_less_than_a_day_is_time_that_has_passed(
    place: tuple[str, date], at: time, minutes: int, times: int, quiet: Window | None
) -> None:
    zone, day = place
    anchor = datetime.combine(day, at, tzinfo=UTC)
    wave = Wave(id="w", ask="q", every=minutes * MINUTE, times=times, expires=MINUTE)
    protocol = study().model_copy(update={"schedule": Schedule(quiet=quiet, waves=(wave,))})
    exact = [anchor + k * minutes * MINUTE for k in range(1, times + 1)]
    wanted = {slow_after_quiet(zone, quiet, moment) if quiet else moment for moment in exact}
    found = planned(protocol, anchor, zone)
    assert [one.due_at for one in found] == sorted(wanted)
    assert len({(one.day, one.beep) for one in found}) == len(found)


def local(found: tuple[Planned, ...], zone: str) -> Iterator[str]:
    for one in found:
        yield f"{one.day}.{one.beep} {one.due_at.astimezone(ZoneInfo(zone)):%d %b %H:%M}"


FIXED = [
    # A monthly evening keeps its hour on the wall when the clocks change.
    (
        "Europe/Warsaw",
        "2024-03-01T10:00",
        every("30d", 2, "19:00"),
        "",
        ["30.1 31 Mar 19:00", "60.1 30 Apr 19:00"],
    ),
    # Without `at`, the hour of the agreement.
    ("Asia/Yerevan", "2024-06-01T10:15", every("1w", 1), "", ["7.1 08 Jun 14:15"]),
    # 02:30 does not exist on 31 March.
    (
        "Europe/Warsaw",
        "2024-03-30T10:00",
        every("1d", 2, "02:30"),
        "",
        ["1.1 31 Mar 03:30", "2.1 01 Apr 02:30"],
    ),
    # 23:30 comes twice in Almaty on 29 February: the first is meant, still six hours before UTC.
    ("Asia/Almaty", "2024-02-28T10:00", every("1d", 1, "23:30"), "", ["1.1 29 Feb 23:30"]),
    # Samoa had no 30 December 2011: both days come to the 31st, and are one prompt.
    ("Pacific/Apia", "2011-12-29T20:00", every("1d", 2, "19:00"), "", ["2.1 31 Dec 19:00"]),
    # Out of the quiet hours, and together where they fall together.
    (
        "Asia/Yerevan",
        "2024-06-01T17:00",
        every("1h", 12),
        "22:00-08:00",
        ["1.1 02 Jun 08:00", "1.2 02 Jun 09:00"],
    ),
    ("Asia/Yerevan", "2024-06-01T10:00", every("1d", 1, "23:00"), "22:00-08:00", ["2.1 03 Jun 08:00"]),
    ("Asia/Yerevan", "2024-06-01T10:00", every("1d", 1, "08:00"), "22:00-08:00", ["1.1 02 Jun 08:00"]),
]


@pytest.mark.parametrize(("zone", "anchor", "wave", "quiet", "wanted"), FIXED)
def test_fixed_moments(zone: str, anchor: str, wave: Wave, quiet: str, wanted: list[str]) -> None:
    found = planned(study(wave, quiet=quiet), datetime.fromisoformat(anchor + "+00:00"), zone)
    assert list(local(found, zone)) == wanted


def test_the_first_of_two_hours_is_meant() -> None:
    found = planned(study(every("1d", 1, "23:30")), datetime(2024, 2, 28, 10, tzinfo=UTC), "Asia/Almaty")
    assert found[0].due_at == datetime(2024, 2, 29, 17, 30, tzinfo=UTC)


def test_seconds_rehearse_a_study() -> None:
    anchor = datetime(2024, 6, 1, 10, 0, 5, tzinfo=UTC)
    found = planned(study(every("20s", 3)), anchor)
    assert [(one.due_at - anchor).seconds for one in found] == [20, 40, 60]
    assert [one.beep for one in found] == [1, 2, 3]


def test_day_zero_leaves_out_what_has_passed() -> None:
    wave = signal(times=8, between="10:00-20:00", days="0-0")
    whole = planned(study(wave), datetime(2024, 6, 1, 0, tzinfo=UTC))
    half = planned(study(wave), datetime(2024, 6, 1, 11, tzinfo=UTC))
    assert len(whole) == 8
    assert half == tuple(one for one in whole if one.due_at > datetime(2024, 6, 1, 11, tzinfo=UTC))
    assert 0 < len(half) < 8
    at_the_third = planned(study(wave), whole[2].due_at)
    assert [one.beep for one in at_the_third] == [4, 5, 6, 7, 8]


def test_a_window_past_midnight_belongs_to_the_day_on_which_it_opens() -> None:
    found = planned(
        study(signal(times=20, between="22:00-02:00", days="1")), datetime(2024, 6, 1, 10, tzinfo=UTC)
    )
    days = {one.due_at.astimezone(ZoneInfo("Asia/Yerevan")).day for one in found}
    assert (len(found), days, {one.day for one in found}) == (20, {2, 3}, {1})


def test_only_waves_of_the_anchor_and_only_when_it_is_there() -> None:
    protocol = study(signal(after=Anchor.ENROLLED), every("1d", 2))
    at = datetime(2024, 6, 1, 10, tzinfo=UTC)
    anchors = {Anchor.CONSENT: at}
    zone = ZoneInfo("Asia/Yerevan")
    assert {one.wave for one in plan(protocol, anchors, zone, 1, Anchor.CONSENT)} == {"fixed"}
    assert plan(protocol, anchors, zone, 1, Anchor.ENROLLED) == ()
    assert len(plan(protocol, anchors | {Anchor.ENROLLED: at}, zone, 1, Anchor.ENROLLED)) == 7


def test_chance_is_uniform_over_the_window() -> None:
    """Twelve quarters of an hour, 2,400 seeds: 200 each, give or take; 11 degrees of freedom, p = 0.001 at 31.3."""
    counts = [0] * 12
    opens = datetime(2024, 6, 2, 14, tzinfo=UTC)
    for seed in range(2400):
        (one,) = planned(study(signal(days="1")), datetime(2024, 6, 1, 10, tzinfo=UTC), seed=seed)
        counts[(one.due_at - opens) // timedelta(minutes=15)] += 1
    assert sum((count - 200) ** 2 / 200 for count in counts) < 31.3


def test_the_same_seed_draws_the_same_on_every_machine() -> None:
    found = planned(
        study(signal(times=2, apart="1h", days="1")), datetime(2024, 6, 1, 10, tzinfo=UTC), seed=163
    )
    assert [one.due_at.isoformat() for one in found] == PINNED


PINNED = ["2024-06-02T14:46:22+00:00", "2024-06-02T15:59:31+00:00"]
