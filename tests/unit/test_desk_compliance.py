"""Compliance of rows of the database, and on which day a prompt counts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from desk.compliance import Day, asked, by_code, days, last_day, spread, whole
from storage.desk_rows import DeskPrompt, PromptCount
from study.compliance import Asked, Compliance, by_person

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


def count(
    state: str, n: int, *, sent: int = 1, begun: int = 0, late: int = 0, code: str = "AM-05"
) -> PromptCount:
    return PromptCount(code, "first-week", state, sent, begun, late, 0, n)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([], Compliance()),
        ([count("due", 5, sent=0)], Compliance(ahead=5)),
        ([count("answered", 2, begun=1), count("answered", 1)], Compliance(answered=3)),
        ([count("answered", 1), count("answered", 2, late=1)], Compliance(answered=1, late=2)),
        ([count("delivered", 2), count("begun", 1, begun=1)], Compliance(open=3)),
        ([count("begun", 1, sent=0, begun=1)], Compliance(open=1)),
        ([count("expired", 2), count("expired", 4, sent=0)], Compliance(expired=2, unreached=4)),
        ([count("withdrawn", 1), count("withdrawn", 2, sent=0)], Compliance(withdrawn=1, taken_back=2)),
        ([count("not-asked", 3, sent=0), count("partial", 1)], Compliance(not_asked=3, partial=1)),
        ([PromptCount("AM-05", "border", "answered", 1, 1, 0, 1, 7)], Compliance(initiated=7)),
    ],
)
def test_of_rows_that_are_counted(counts: list[PromptCount], told: Compliance) -> None:
    found = by_code(counts)
    assert found == ({"AM-05": told} if counts else {})
    assert whole(found) == told


def test_of_a_study() -> None:
    found = by_code([count("answered", 1), count("expired", 2), count("answered", 4, code="GE-01")])
    assert found == {"AM-05": Compliance(answered=1, expired=2), "GE-01": Compliance(answered=4)}
    assert whole(found) == Compliance(answered=5, expired=2)


def test_rows_and_their_counts_agree() -> None:
    rows = [
        prompt("2024-03-13T15:00", state) for state in ("answered", "expired", "expired", "begun", "partial")
    ]
    rows.append(prompt("2024-03-13T15:00", "expired", delivered=False))
    counts = [count(one.state, 1, sent=int(one.sent_at is not None)) for one in rows]
    [(_, figures)] = by_person([asked(one) for one in rows]).items()
    assert by_code(counts)["AM-05"] == figures.counts


@pytest.mark.parametrize(
    ("people", "counts"),
    [
        ([], [0] * 10),
        ([Compliance(ahead=3)], [0] * 10),
        ([Compliance(expired=3)], [1, *[0] * 9]),
        ([Compliance(answered=3)], [*[0] * 9, 1]),
        ([Compliance(answered=9, expired=1), Compliance(answered=89, expired=11)], [*[0] * 8, 1, 1]),
        ([Compliance(answered=7, late=3), Compliance(answered=29, open=71)], [0, 0, 1, 0, 0, 0, 0, 1, 0, 0]),
    ],
)
def test_how_people_spread(people: list[Compliance], counts: list[int]) -> None:
    assert spread(people) == counts


def clocked(prompts: list[DeskPrompt]) -> list[tuple[Asked, ZoneInfo]]:
    return [(asked(one), ZONES[one.site]) for one in prompts]


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
    counted = days(clocked([one]), date(2024, 3, 14), NOW)
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
    counted = days(clocked([one]), date(2024, 3, 14), NOW)
    assert sum(found.due for found in counted) == day[0]
    assert sum(found.delivered for found in counted) == day[1]
    assert sum(found.answered for found in counted) == day[2]


def test_every_day_is_there_oldest_first_and_older_prompts_are_not() -> None:
    counted = days(clocked([prompt("2024-02-28T15:00"), prompt("2024-03-01T15:00")]), date(2024, 3, 14), NOW)
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


def test_what_somebody_began_themselves_is_in_no_day() -> None:
    found = days(clocked([replace(prompt("2024-03-13T15:00"), beep=0)]), date(2024, 3, 14), NOW)
    assert all(day == Day(day.date) for day in found)
