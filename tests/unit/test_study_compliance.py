"""Compliance: figures counted by hand, and against a plain recount."""

from datetime import UTC, date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.compliance import (
    DELIVERED,
    Asked,
    Compliance,
    Fate,
    Figures,
    Quartiles,
    Week,
    by_person,
    by_site,
    by_wave,
    by_week,
    counted,
    figures,
    quartiles,
)
from study.effects import PromptState

DUE = datetime(2024, 3, 11, 15, 0, tzinfo=UTC)  # a Monday
MINUTE = timedelta(minutes=1)


def asked(
    state: str = "answered",
    sent: float | None = 0,
    begun: float | None = None,
    ended: float | None = None,
    *,
    due: datetime = DUE,
    code: str = "AM-05",
    wave: str = "first-week",
    site: str = "AM",
    late: bool = False,
    put: int | None = None,
    given: int | None = None,
    initiated: bool = False,
) -> Asked:
    """Times are minutes after it was due."""

    def at(minutes: float | None) -> datetime | None:
        return None if minutes is None else due + minutes * MINUTE

    return Asked(
        *(code, wave, "evening", site, 1, 1, due, at(sent), at(begun), at(ended), state),
        late=late,
        asked=put,
        given=given,
        initiated=initiated,
    )


@pytest.mark.parametrize(
    ("one", "fate"),
    [
        (asked("answered", 0, 5, 8), Fate.ANSWERED),
        (asked("answered", 0, 300, 308, late=True), Fate.LATE),
        (asked("partial", 0, 5, 180), Fate.PARTIAL),
        (asked("skipped", 0, 5, 6), Fate.SKIPPED),
        (asked("expired", 0, None, 180), Fate.EXPIRED),
        (asked("expired", 0, 200, 180), Fate.EXPIRED),  # touched late, and not finished
        (asked("withdrawn", 0, None, 20), Fate.WITHDRAWN),
        (asked("delivered", 0), Fate.OPEN),
        (asked("begun", 0, 5), Fate.OPEN),
        (asked("begun", None, 5), Fate.OPEN),  # the finger was quicker than the note that it was sent
        (asked("delivered", None), Fate.AHEAD),  # decided, and still on its way
        (asked("due", None), Fate.AHEAD),
        (asked("expired", None, None, 180), Fate.UNREACHED),  # the bot was away, or they rested
        (asked("withdrawn", None, None, -60), Fate.TAKEN_BACK),
        (asked("not-asked", None, None, 0), Fate.NOT_ASKED),
        (asked("answered", 0, 1, 2, initiated=True), Fate.INITIATED),
        (asked("a later version's", 0), Fate.OPEN),
    ],
)
def test_what_became_of_it(one: Asked, fate: Fate) -> None:
    assert one.fate is fate
    assert one.fate not in DELIVERED or one.delivered


def test_every_state_has_a_fate_and_every_fate_a_count() -> None:
    assert {asked(state).fate for state in PromptState} <= set(Fate)
    assert list(vars(Compliance())) == list(Fate)
    assert counted((fate, 2) for fate in Fate) == Compliance(*[2] * len(Fate))


@pytest.mark.parametrize(
    ("counts", "delivered", "rate"),
    [
        (Compliance(), 0, None),
        (Compliance(ahead=5, not_asked=2, unreached=3, taken_back=1, initiated=4), 0, None),
        (Compliance(answered=3), 3, 1.0),
        (Compliance(answered=1, expired=2), 3, 1 / 3),
        (Compliance(open=3), 3, 0.0),
        (Compliance(answered=1, unreached=4), 1, 1.0),  # nobody's silence
        (Compliance(answered=1, withdrawn=1, taken_back=2), 2, 0.5),
        (Compliance(answered=2, late=1, partial=1, skipped=1, expired=3), 8, 0.25),
    ],
)
def test_answered_of_delivered(counts: Compliance, delivered: int, rate: float | None) -> None:
    assert (counts.delivered, counts.rate) == (delivered, rate)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([], None),
        ([7.0], (7, 7, 7)),
        ([1.0, 3.0], (1.5, 2, 2.5)),
        ([4.0, 1.0, 3.0, 2.0], (1.75, 2.5, 3.25)),  # quantile(1:4) in R
        ([10.0, 20.0, 30.0, 40.0, 1000.0], (20, 30, 40)),
    ],
)
def test_quartiles_are_those_of_r(values: list[float], found: tuple[float, ...] | None) -> None:
    assert quartiles(values) == (found and Quartiles(*found, len(values)))


def test_times_and_completeness_by_hand() -> None:
    told = figures(
        [
            asked("answered", 0, 2, 5, put=4, given=4),  # 120 s, 180 s
            asked("answered", 1, 5, 10, put=4, given=3),  # 240 s, 300 s
            asked("answered", 0, 300, 301, put=2, given=1, late=True),  # 18,000 s, 60 s
            asked(
                "partial", 0, 10, 180, put=2, given=1
            ),  # 600 s; over when it lapsed, not when it was finished
            asked("skipped", 0, 1, 2, put=3, given=0),  # 60 s
            asked("expired", 0, None, 180, put=1, given=0),
            asked("answered", 0, -0.1, 1),  # 0 s, 66 s; nobody counted
            asked("expired", None, None, 180),
            asked("answered", 0, 50, 60, put=9, given=9, initiated=True),
            asked("due", None),
        ]
    )
    assert told.counts == Compliance(
        answered=3, late=1, partial=1, skipped=1, expired=1, ahead=1, unreached=1, initiated=1
    )
    assert told.counts.rate == 3 / 7
    assert told.latency == Quartiles(75, 180, 510, 6)  # of 0, 60, 120, 240, 600, 18000
    assert told.completion == Quartiles(64.5, 123, 210, 4)  # of 60, 66, 180, 300
    assert (told.asked, told.given, told.completeness) == (12, 9, 0.75)
    assert figures([]) == Figures()
    assert Figures().completeness is None


def test_by_person_wave_and_site() -> None:
    rows = [
        asked(code="AM-05"),
        asked("expired", code="AM-05", wave="monthly", site="DE"),  # moved, and kept the code
        asked("expired", code="DE-01", site="DE"),
        asked(code="DE-01", wave="border", site="DE", initiated=True),
    ]

    def counts(groups: dict[str, Figures]) -> dict[str, tuple[int, int]]:
        return {name: (one.counts.answered, one.counts.delivered) for name, one in groups.items()}

    assert counts(by_person(rows)) == {"AM-05": (1, 2), "DE-01": (0, 1)}
    assert counts(by_wave(rows)) == {"border": (0, 0), "first-week": (1, 2), "monthly": (0, 1)}
    assert counts(by_site(rows)) == {"AM": (1, 1), "DE": (0, 2)}
    assert by_wave(rows)["border"].counts.initiated == 1


@pytest.mark.parametrize(
    ("due", "zone", "week"),
    [
        ("2024-03-10T19:59", "Asia/Yerevan", (2024, 10)),  # Sunday, 23:59
        ("2024-03-10T20:00", "Asia/Yerevan", (2024, 11)),  # Monday, midnight
        (
            "2024-03-11T06:59",
            "America/Los_Angeles",
            (2024, 10),
        ),  # Sunday, 23:59, on the summer time of that morning
        ("2024-03-11T07:00", "America/Los_Angeles", (2024, 11)),
        ("2024-12-30T12:00", "UTC", (2025, 1)),  # a Monday of the new year's first week
        ("2021-01-03T12:00", "UTC", (2020, 53)),
        ("2020-12-31T10:30", "Pacific/Apia", (2020, 53)),
    ],
)
def test_a_week_is_that_of_the_local_day(due: str, zone: str, week: tuple[int, int]) -> None:
    one = asked(due=datetime.fromisoformat(due).replace(tzinfo=UTC))
    assert list(by_week([one], lambda _: ZoneInfo(zone))) == [Week(*week)]


def test_weeks_are_told_and_in_order() -> None:
    rows = [asked(due=DUE + timedelta(weeks=n)) for n in (1, 0, -11)]
    weeks = list(by_week(rows, lambda _: UTC))
    assert [str(week) for week in weeks] == ["2023-W52", "2024-W11", "2024-W12"]
    assert weeks[1].monday == date(2024, 3, 11)


MOMENT = st.none() | st.integers(-60, 10_000).map(float)
ANY = st.builds(
    asked,
    st.sampled_from([*map(str, PromptState), "?"]),
    *(MOMENT, MOMENT, MOMENT),
    due=st.integers(0, 400).map(lambda days: DUE + timedelta(days=days)),
    code=st.sampled_from(["AM-05", "AM-06", "DE-01"]),
    wave=st.sampled_from(["first-week", "monthly"]),
    site=st.sampled_from(["AM", "DE"]),
    late=st.booleans(),
    put=st.none() | st.integers(0, 9),
    given=st.none() | st.integers(0, 9),
    initiated=st.booleans(),
)


@settings(max_examples=80)
@given(st.lists(ANY, max_size=30))
def test_a_plain_recount_finds_the_same(rows: list[Asked]) -> None:
    """Written once more, slowly, from the definitions."""
    had = 0
    in_time = 0
    touches, lengths, put, said = [], [], 0, 0
    for one in rows:
        if one.initiated or one.state == "not-asked":
            continue
        reached = (
            one.sent_at is not None
            or one.begun_at is not None
            or one.state in ("answered", "partial", "skipped")
        )
        if not reached:
            continue
        had += 1
        in_time += one.state == "answered" and not one.late
        if one.sent_at and one.begun_at:
            touches.append(max(0.0, (one.begun_at - one.sent_at).total_seconds()))
        if one.state == "answered" and one.begun_at and one.ended_at:
            lengths.append(max(0.0, (one.ended_at - one.begun_at).total_seconds()))
        if one.state in ("answered", "partial") and one.asked:
            put += one.asked
            said += one.given or 0
    told = figures(rows)
    assert (told.counts.answered, told.counts.delivered) == (in_time, had)
    assert (told.latency and told.latency.median) == (median(touches) if touches else None)
    assert (told.completion and told.completion.median) == (median(lengths) if lengths else None)
    assert (told.asked, told.given) == (put, said)
    assert sum(vars(told.counts).values()) == len(rows)
    for groups in (by_person(rows), by_wave(rows), by_site(rows), by_week(rows, lambda _: UTC)):
        whole = counted((fate, getattr(one.counts, fate)) for one in groups.values() for fate in Fate)
        assert whole == told.counts
