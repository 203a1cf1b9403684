"""Compliance = answered ÷ delivered, and on which day a prompt counts."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from desk.compliance import Compliance, Day, days, last_day, of_states
from storage.desk_rows import DeskPrompt, PromptCount

ZONES = {
    "AM": ZoneInfo("Asia/Yerevan"),
    "US": ZoneInfo("America/Los_Angeles"),
    "DE": ZoneInfo("Europe/Berlin"),
}
NOW = datetime(2024, 3, 14, 12, 0, tzinfo=UTC)


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def prompt(due: str, state: str = "answered", site: str = "AM", *, delivered: bool = True) -> DeskPrompt:
    moment = at(due)
    came = moment if delivered else None
    return DeskPrompt(
        *("id", "AM-05", site, "first-week", "evening", 1, 1, state), moment, moment + 3600, came, None, None
    )


@pytest.mark.parametrize(
    ("counts", "told", "percent"),
    [
        ([], Compliance(0, 0, 0), "–"),
        ([PromptCount("due", 0, 5)], Compliance(0, 0, 0), "–"),
        ([PromptCount("answered", 3, 3)], Compliance(3, 3, 0), "100%"),
        ([PromptCount("answered", 1, 1), PromptCount("expired", 2, 2)], Compliance(3, 1, 0), "33%"),
        ([PromptCount("delivered", 2, 2), PromptCount("begun", 1, 1)], Compliance(3, 0, 3), "0%"),
        # expired before the bot could send it: not the participant's silence
        ([PromptCount("answered", 1, 1), PromptCount("expired", 0, 4)], Compliance(1, 1, 0), "100%"),
        # withdrawn before and after it was sent
        ([PromptCount("answered", 1, 1), PromptCount("withdrawn", 1, 3)], Compliance(2, 1, 0), "50%"),
        ([PromptCount("answered", 1, 1), PromptCount("partial", 1, 1)], Compliance(2, 1, 0), "50%"),
        ([PromptCount("skipped", 2, 2), PromptCount("answered", 2, 2)], Compliance(4, 2, 0), "50%"),
    ],
)
def test_of_a_study(counts: list[PromptCount], told: Compliance, percent: str) -> None:
    assert of_states(counts) == told
    assert told.percent == percent


@pytest.mark.parametrize(
    ("one", "day"),
    [
        (prompt("2024-03-13T15:00"), date(2024, 3, 13)),
        (prompt("2024-03-12T19:59"), date(2024, 3, 12)),  # 23:59 in Yerevan
        (prompt("2024-03-12T20:00"), date(2024, 3, 13)),  # midnight in Yerevan
        (prompt("2024-03-13T06:59", site="US"), date(2024, 3, 12)),  # 23:59 in Los Angeles, on summer time
        (prompt("2024-03-10T07:59", site="US"), date(2024, 3, 9)),  # 23:59, the night in which it began
        (prompt("2024-03-12T23:30", site="DE"), date(2024, 3, 13)),
    ],
)
def test_a_prompt_counts_for_its_local_day(one: DeskPrompt, day: date) -> None:
    counted = days([one], ZONES.__getitem__, date(2024, 3, 14), NOW)
    assert [found for found in counted if found.due] == [Day(day, 1, 1, 1)]


@pytest.mark.parametrize(
    ("one", "day"),
    [
        (prompt("2024-03-13T15:00", "expired"), (1, 1, 0)),
        (prompt("2024-03-13T15:00", "expired", delivered=False), (1, 0, 0)),
        (prompt("2024-03-13T15:00", "due", delivered=False), (1, 0, 0)),  # late: the bot was away
        (prompt("2024-03-13T15:00", "withdrawn"), (1, 1, 0)),
        (prompt("2024-03-13T15:00", "withdrawn", delivered=False), (0, 0, 0)),
        (prompt("2024-03-13T15:00", "not-asked", delivered=False), (0, 0, 0)),  # kept back
        (prompt("2024-03-14T12:01", "due", delivered=False), (0, 0, 0)),  # ahead
    ],
)
def test_what_counts(one: DeskPrompt, day: tuple[int, int, int]) -> None:
    counted = days([one], ZONES.__getitem__, date(2024, 3, 14), NOW)
    assert sum(found.due for found in counted) == day[0]
    assert sum(found.delivered for found in counted) == day[1]
    assert sum(found.answered for found in counted) == day[2]


def test_every_day_is_there_oldest_first_and_older_prompts_are_not() -> None:
    counted = days(
        [prompt("2024-02-28T15:00"), prompt("2024-03-01T15:00")], ZONES.__getitem__, date(2024, 3, 14), NOW
    )
    assert [one.date for one in counted] == [date(2024, 3, number) for number in range(1, 15)]
    assert [one.due for one in counted] == [1] + [0] * 13


@pytest.mark.parametrize(
    ("now", "zones", "day"),
    [
        ("2024-03-14T12:00", ["AM"], date(2024, 3, 14)),
        ("2024-03-14T20:30", ["AM", "US"], date(2024, 3, 15)),
        ("2024-03-14T20:30", ["US"], date(2024, 3, 14)),
        ("2024-03-14T20:30", [], date(2024, 3, 14)),
    ],
)
def test_the_day_ends_with_the_easternmost_site(now: str, zones: list[str], day: date) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert last_day(moment, [ZONES[zone] for zone in zones]) == day
