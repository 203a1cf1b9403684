"""Dates and times as people read them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from desk.telling import ago, day, hour, length, many, moment, percent, took, weekday, zone_told

YEREVAN = ZoneInfo("Asia/Yerevan")
NOW = datetime(2024, 3, 14, 12, 0, tzinfo=UTC)


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("seconds", "zone", "told"),
    [
        (None, YEREVAN, "–"),
        (at("2024-03-14T14:04"), YEREVAN, "14 Mar 2024, 18:04"),
        (at("2024-03-14T20:04"), YEREVAN, "15 Mar 2024, 00:04"),
        (at("2024-12-31T23:59"), UTC, "31 Dec 2024, 23:59"),
        (at("2024-03-31T00:59"), ZoneInfo("Europe/Berlin"), "31 Mar 2024, 01:59"),  # an hour that is
        (
            at("2024-03-31T01:00"),
            ZoneInfo("Europe/Berlin"),
            "31 Mar 2024, 03:00",
        ),  # followed by another's next
        (0.0, UTC, "1 Jan 1970, 00:00"),
    ],
)
def test_a_moment(seconds: float | None, zone: ZoneInfo, told: str) -> None:
    assert moment(seconds, zone) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (None, "–"),
        (at("2024-03-14T15:04"), "19:04"),
        (at("2024-03-14T19:59"), "23:59"),
        (at("2024-03-14T20:00"), "15 Mar 2024, 00:00"),
        (at("2024-03-13T19:59"), "13 Mar 2024, 23:59"),
    ],
)
def test_an_hour_tells_its_day_when_that_is_another(seconds: float | None, told: str) -> None:
    assert hour(seconds, YEREVAN, at("2024-03-14T15:00")) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (None, "not yet"),
        (at("2024-03-14T12:00"), "within the hour"),
        (at("2024-03-14T13:00"), "within the hour"),  # a clock that is a little behind
        (at("2024-03-14T11:00"), "1 hour ago"),
        (at("2024-03-14T10:59"), "1 hour ago"),
        (at("2024-03-14T10:00"), "2 hours ago"),
        (at("2024-03-12T12:01"), "47 hours ago"),
        (at("2024-03-12T12:00"), "2 days ago"),
        (at("2023-03-15T12:00"), "365 days ago"),
    ],
)
def test_ago(seconds: float | None, told: str) -> None:
    assert ago(seconds, NOW) == told


def test_days() -> None:
    assert day(date(2023, 9, 1)) == "1 Sept 2023"
    assert day(date(2023, 6, 30)) == "30 June 2023"
    assert weekday(date(2024, 3, 14)) == "Thursday, 14 Mar 2024"


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Asia/Yerevan", "Asia/Yerevan, UTC+4"),
        ("Asia/Kolkata", "Asia/Kolkata, UTC+5:30"),
        ("America/St_Johns", "America/St_Johns, UTC-2:30"),  # on summer time in March
        ("UTC", "UTC, UTC+0"),
    ],
)
def test_zones(zone: str, told: str) -> None:
    assert zone_told(ZoneInfo(zone), NOW) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.0, "0:00"), (4.2, "0:04"), (59.6, "1:00"), (61.0, "1:01"), (3599.4, "59:59"), (3661.0, "1:01:01")],
)
def test_lengths(seconds: float, told: str) -> None:
    assert length(seconds) == told


@pytest.mark.parametrize(
    ("n", "more", "told"),
    [(0, "", "0 voices"), (1, "", "1 voice"), (2, "", "2 voices"), (2, "sounds", "2 sounds")],
)
def test_many(n: int, more: str, told: str) -> None:
    assert many(n, "voice", more) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (None, "–"),
        (0, "0 s"),
        (89.4, "89 s"),
        (90, "2 min"),
        (59 * 60 + 29, "59 min"),
        (59 * 60 + 30, "1 h 00 min"),
        (2 * 3600 + 5 * 60, "2 h 05 min"),
        (48 * 3600, "2 days"),
    ],
)
def test_how_long_it_took(seconds: float | None, told: str) -> None:
    assert took(seconds).replace("\N{NO-BREAK SPACE}", " ") == told


@pytest.mark.parametrize(("rate", "told"), [(None, "–"), (0.0, "0%"), (2 / 3, "67%"), (1.0, "100%")])
def test_a_share(rate: float | None, told: str) -> None:
    assert percent(rate) == told
