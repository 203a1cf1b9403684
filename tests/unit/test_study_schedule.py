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
from study.model import Localized
from study.protocol import Consent, Protocol, Site, Team
from study.schedule import Planned, after_quiet, in_quiet, plan, upcoming
from study.timing import Anchor, Burst, Days, Schedule, Signal, Span, Start, Wave, Window

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
    clocks = tuple(time.fromisoformat(clock) for clock in at.split())
    expires = timedelta(minutes=10)
    return Wave(
        id="fixed", ask="month", every=parse_duration(every), times=times, at=clocks, expires=expires, **more
    )


def planned(
    protocol: Protocol, anchor: datetime, zone: str = "Asia/Yerevan", seed: int = 1
) -> tuple[Planned, ...]:
    return plan(protocol, {Anchor.CONSENT: anchor}, ZoneInfo(zone), seed, Anchor.CONSENT)


@settings(max_examples=120, deadline=None)
@given(places(), clocks)
def test_local_time_is_resolved_as_the_clock_on_the_wall_has_it(place: tuple[str, date], at: time) -> None:
    zone, day = place
    assert resolve(day, at, ZoneInfo(zone)) == slow_resolve(zone, day, at)
    assert edge(day, at, ZoneInfo(zone)) == slow_edge(zone, day, at)


@settings(max_examples=120, deadline=None)
@given(places(), clocks, st.integers(0, 59), windows)
def test_quiet_ends_at_the_first_minute_that_is_not_quiet(
    place: tuple[str, date], at: time, second: int, quiet: Window
) -> None:
    zone, day = place
    moment = datetime.combine(day, at, tzinfo=UTC) + timedelta(seconds=second)
    after = after_quiet(quiet, moment, ZoneInfo(zone))
    assert after == slow_after_quiet(zone, quiet, moment)
    assert not in_quiet(quiet, after, ZoneInfo(zone))


@settings(max_examples=80, deadline=None)
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


@settings(max_examples=80, deadline=None)
@given(places(), clocks, st.integers(1, 4), st.integers(1, 6), st.none() | clocks, st.none() | windows)
def test_whole_days_are_counted_on_the_calendar(
    place: tuple[str, date], at: time, days: int, times: int, clock: time | None, quiet: Window | None
) -> None:
    zone, day = place
    anchor = datetime.combine(day, at, tzinfo=UTC)
    here = anchor.astimezone(ZoneInfo(zone))
    wave = Wave(id="w", ask="q", every=days * DAY, at=(clock,) if clock else (), times=times, expires=DAY)
    protocol = study(wave).model_copy(update={"schedule": Schedule(quiet=quiet, waves=(wave,))})
    wanted = []
    for k in range(1, times + 1):
        moment = slow_resolve(zone, here.date() + k * days * DAY, clock or here.time())
        wanted.append(slow_after_quiet(zone, quiet, moment) if quiet else moment)
    found = planned(protocol, anchor, zone)
    assert [one.due_at for one in found] == sorted({moment for moment in wanted if moment > anchor})
    assert all(one.expires_at - one.due_at == DAY for one in found)


@settings(max_examples=50, deadline=None)
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
    protocol = study(signal(after=Start(anchor=Anchor.ENROLLED)), every("1d", 2))
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


def wave(**more: Any) -> Wave:
    return Wave(id="w", ask="q", expires=timedelta(hours=1), **more)


NOON = Window(opens=time(12), closes=time(12, 1))
DAILY = {"every": DAY, "at": (time(12),), "times": 5}
INTERVIEW = Start(anchor=Anchor.INTERVIEW)
LATER = [
    # Agreed on Saturday, 1 June 2024, at ten in Yerevan.
    ("wait", wave(**DAILY, wait=14 * DAY), "16 17 18 19 20"),
    ("lasts", wave(**DAILY, lasts=3 * DAY), "2 3"),
    ("wait, then lasts", wave(**DAILY, wait=DAY, lasts=3 * DAY), "3 4"),
    ("until an interview on the 4th, at noon", wave(**DAILY, until=INTERVIEW), "2 3"),
    ("until a day", wave(**DAILY, until=Start(anchor=Anchor.CALENDAR, day=date(2024, 6, 5))), "2 3 4"),
    ("until what was before", wave(**DAILY, until=Start(anchor=Anchor.MOVED)), "2 3 4 5 6"),
    ("on some days of the week", wave(signal=Signal(times=1, between=NOON), days=Days(first=0, last=9),
                                      weekdays=(0, 5)), "1 3 8 10"),
    ("each third day", wave(signal=Signal(times=1, between=NOON), days=Days(first=1, last=9), each=3), "2 5 8"),
    ("each second, if it is a weekday", wave(signal=Signal(times=1, between=NOON), days=Days(first=1, last=9), each=2,
                                             weekdays=(0, 1, 2, 3, 4)), "4 6 10"),
    ("burst of signals", wave(signal=Signal(times=1, between=NOON), days=Days(first=1, last=2),
                              burst=Burst(every=10 * DAY, times=3)), "2 3 12 13 22 23"),
    ("burst of days", wave(every=DAY, at=(time(12),), times=2, burst=Burst(every=7 * DAY, times=2)), "2 3 9 10"),
    ("burst of one", wave(once=DAY, at=(time(12),), burst=Burst(every=7 * DAY, times=3)), "2 9 16"),
    ("twice a day", wave(every=2 * DAY, at=(time(12), time(18)), times=2), "3 3 5 5"),
    ("once, at once", wave(once=timedelta(0)), "1"),
    ("once, on the same day", wave(once=timedelta(0), at=(time(12),)), "1"),
    ("once, too late for that day", wave(once=timedelta(0), at=(time(9),)), ""),
    ("once, two hours later", wave(once=timedelta(hours=2)), "1"),
    ("a day for everybody", wave(once=timedelta(0), at=(time(12),),
                                 after=Start(anchor=Anchor.CALENDAR, day=date(2024, 6, 20))), "20"),
    ("a date that was given, two years ago", wave(every=365 * DAY, times=2, at=(time(12),),
                                                  after=Start(anchor=Anchor.DATE, name="left_on")), "10"),
]  # fmt: skip


@pytest.mark.parametrize(("wave", "days"), [pytest.param(wave, days, id=name) for name, wave, days in LATER])
def test_what_a_wave_may_say(wave: Wave, days: str) -> None:
    here = ZoneInfo("Asia/Yerevan")
    at = datetime(2024, 6, 1, 10, tzinfo=here)
    anchors = {
        "consent": at,
        "moved": at - DAY,
        "interview": at.replace(day=4, hour=12),
        "date:left_on": datetime(2022, 6, 11, tzinfo=here),
    }
    found = plan(study(wave), anchors, here, 1, wave.after.key, since=at)
    assert " ".join(str(one.due_at.astimezone(here).day) for one in found) == days
    assert [one.wave for one in found] == ["w"] * len(days.split())


def test_days_of_rest_are_left_out_after_the_quiet_hours() -> None:
    """What the quiet hours move onto a day of rest is left out with it."""
    here, at = ZoneInfo("Asia/Yerevan"), datetime(2024, 6, 1, 10, tzinfo=UTC)
    late = wave(every=DAY, at=(time(23),), times=4)
    quiet = parse_window("22:00-08:00")
    rest = (Span(first=date(2024, 6, 4), last=date(2024, 6, 5)),)
    protocol = study().model_copy(update={"schedule": Schedule(waves=(late,), quiet=quiet, never=rest)})
    assert list(local(planned(protocol, at), here.key)) == ["2.1 03 Jun 08:00", "5.1 06 Jun 08:00"]


def test_waves_of_an_arm_are_for_that_arm() -> None:
    """And those of no arm for everybody."""
    protocol = study(every("1d", 1, arms=("calls", "both")), signal(days="1"))
    at = {"consent": datetime(2024, 6, 1, 10, tzinfo=UTC)}
    for arm, wanted in ((None, 2), ("calls", 2), ("both", 2), ("texts", 1), ("", 1)):
        assert len(plan(protocol, at, ZoneInfo("Asia/Yerevan"), 1, "consent", arm=arm)) == wanted


def test_the_next_prompt_is_had_without_the_others() -> None:
    """A wave of a thousand prompts reckons one, and a few days before it at most; one that begins in years, none."""
    reckoned = []
    long, far = wave(every=DAY, times=1000, at=(time(12),)), wave(every=2000 * DAY, times=1, at=(time(12),))
    at = datetime(2024, 6, 1, 10, tzinfo=UTC)

    class Counting(ZoneInfo):
        def utcoffset(self, when: datetime | None) -> timedelta | None:
            reckoned.append(when)
            return super().utcoffset(when)

    for since in (at, at + 900 * DAY):
        counts = []
        for waves in ((long,), (far, long)):
            reckoned.clear()
            zone = Counting.no_cache("Asia/Yerevan")
            first = next(upcoming(study(*waves), {"consent": at}, zone, 1, "consent", since=since))
            assert first.due_at - since < DAY
            counts.append(len(reckoned))
        assert 0 < counts[0] == counts[1] < 60
