"""Time as people write it."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.durations import (
    TimeError,
    length,
    overlap,
    parse_clock,
    parse_days,
    parse_duration,
    parse_span,
    parse_weekdays,
    parse_window,
    show_duration,
    show_span,
    show_window,
    within,
)
from study.timing import Days, Span, Window

DURATIONS = {
    "20s": timedelta(seconds=20),
    "15m": timedelta(minutes=15),
    "3h": timedelta(hours=3),
    "30d": timedelta(days=30),
    "2w": timedelta(days=14),
    "0s": timedelta(0),
    "3660d": timedelta(days=3660),
    "5270399m": timedelta(days=3660) - timedelta(minutes=1),
}


@pytest.mark.parametrize("text", DURATIONS)
def test_durations(text: str) -> None:
    assert parse_duration(text) == DURATIONS[text]
    assert show_duration(DURATIONS[text]) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "h",
        "3 h",
        "-3h",
        "1.5h",
        "3H",
        "3h ",
        "3y",
        "1h30m",
        "٣h",
        "3661d",
        "999999999w",
        "9" * 99 + "s",
    ],
)
def test_no_durations(text: str) -> None:
    with pytest.raises(TimeError, match=r"write a number|ten years"):
        parse_duration(text)


@given(st.integers(0, 3660 * 86400))
def test_durations_there_and_back(seconds: int) -> None:
    assert parse_duration(show_duration(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "at"), [("08:30", time(8, 30)), ("8:05", time(8, 5)), ("00:00", time()), ("23:59", time(23, 59))]
)
def test_clocks(text: str, at: time) -> None:
    assert parse_clock(text) == at


@pytest.mark.parametrize("text", ["", "8", "24:00", "12:60", "12:5", "12.30", "7pm", "12:30:00", "-1:00"])
def test_no_clocks(text: str) -> None:
    with pytest.raises(TimeError, match="such as 08:30"):
        parse_clock(text)


WINDOWS = [
    ("18:00-21:00", time(18), time(21), 180),
    ("18:00 - 21:00", time(18), time(21), 180),
    ("18:00–21:00", time(18), time(21), 180),
    ("22:00-08:00", time(22), time(8), 600),
    ("18:00-24:00", time(18), time(0), 360),
    ("00:00-24:00", None, None, 0),
    ("18:00", None, None, 0),
    ("18:00-18:00", None, None, 0),
    ("24:00-06:00", None, None, 0),
    ("18-21", None, None, 0),
    ("18:00-21:00-22:00", None, None, 0),
]


@pytest.mark.parametrize(("text", "opens", "closes", "minutes"), WINDOWS)
def test_windows(text: str, opens: time | None, closes: time | None, minutes: int) -> None:
    if opens is None or closes is None:
        with pytest.raises(TimeError, match="write"):
            parse_window(text)
        return
    window = parse_window(text)
    assert window == Window(opens=opens, closes=closes)
    assert length(window) == timedelta(minutes=minutes)
    assert parse_window(show_window(window)) == window


minutes = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))
windows = (
    st.tuples(minutes, minutes).filter(lambda w: w[0] != w[1]).map(lambda w: Window(opens=w[0], closes=w[1]))
)


@given(windows, windows)
def test_overlap_is_a_shared_minute(one: Window, other: Window) -> None:
    day = [time(minute // 60, minute % 60) for minute in range(1440)]
    assert overlap(one, other) == any(within(one, at) and within(other, at) for at in day)
    assert length(one) == timedelta(minutes=sum(within(one, at) for at in day))


@pytest.mark.parametrize(
    ("text", "days"), [("1-7", (1, 7)), ("0-0", (0, 0)), ("3", (3, 3)), ("1 – 7", (1, 7))]
)
def test_days(text: str, days: tuple[int, int]) -> None:
    assert parse_days(text) == Days(first=days[0], last=days[1])


@pytest.mark.parametrize("text", ["", "-1", "7-1", "1-", "one", "1-7-9", "0-3661", "99999"])
def test_no_days(text: str) -> None:
    with pytest.raises(TimeError):
        parse_days(text)


WEEKDAYS = {
    "mon": (0,),
    "sun": (6,),
    "Wed": (2,),
    "mon-thu": (0, 1, 2, 3),
    "sat–sun": (5, 6),
    "fri - mon": (4, 5, 6, 0),
    "tue-mon": (1, 2, 3, 4, 5, 6, 0),
    "mon-mon": (0,),
}


@pytest.mark.parametrize("text", WEEKDAYS)
def test_days_of_the_week(text: str) -> None:
    assert parse_weekdays(text) == WEEKDAYS[text]


@pytest.mark.parametrize("text", ["", "monday", "mon-", "-mon", "mon-tue-wed", "пн", "1", "mon,tue"])
def test_no_days_of_the_week(text: str) -> None:
    with pytest.raises(TimeError, match="mon, tue, wed, thu, fri, sat, sun"):
        parse_weekdays(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-12-31", date(2024, 12, 31), date(2024, 12, 31)),
        ("2025-01-01..2025-01-07", date(2025, 1, 1), date(2025, 1, 7)),
        ("2024-02-28 .. 2024-02-29", date(2024, 2, 28), date(2024, 2, 29)),
    ],
)
def test_spans_of_the_calendar(text: str, first: date, last: date) -> None:
    span = parse_span(text)
    assert span == Span(first=first, last=last)
    assert parse_span(show_span(span)) == span


@pytest.mark.parametrize(
    "text",
    ["", "..", "2024-12-31..", "..2024-12-31", "2023-02-29", "31.12.2024", "2024-W01-1", "20241231",
     "2024-12-31-2025-01-01", "2025-01-02..2025-01-01"],
)  # fmt: skip
def test_no_spans(text: str) -> None:
    with pytest.raises(TimeError):
        parse_span(text)
