"""A date, written as people write them, or one of two keys: today and yesterday."""

import re
from datetime import date, timedelta

from handlers.answers.kind import Choice, Kind, Rows, Screen
from study.instrument import Day
from study.model import Localized
from study.saying import Phrase

DAY_FIRST = re.compile(r"(\d{1,2})[./\- ]{1,2}(\d{1,2})[./\- ]{1,2}(\d{4})")
DAY_FIRST_SHORT = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{2})")
YEAR_FIRST = re.compile(r"(\d{4})[./\- ]{1,2}(\d{1,2})[./\- ]{1,2}(\d{1,2})")
YEAR = re.compile(r"\s*(г|года|год)?[\s.]*$")  # in Russian, "24.02.2024 г."
LONGEST = 30


class Date(Kind):
    way = Phrase("way.date")

    def rows(self, screen: Screen) -> Rows:
        """A key carries its date: "today" means the day on which it was shown, whenever it is tapped."""
        today, yesterday = screen.today, screen.today - timedelta(days=1)
        named = ((today, Phrase("key.today")), (yesterday, Phrase("key.yesterday")))
        keys = tuple(
            Choice(day.isoformat(), label, day.isoformat()) for day, label in named if _fits(screen, day)
        )
        return (keys,) if keys else ()

    def tapped(self, screen: Screen, carried: str) -> Choice | Phrase | None:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", carried, re.ASCII) is None:
            return None
        day = _date(*carried.split("-"))
        return _choice(day) if day and _fits(screen, day) else None

    def reads(self, screen: Screen, text: str, means: frozenset[str]) -> Choice | Phrase | None:
        if "key.today" in means:
            day: date | None = screen.today
        elif "key.yesterday" in means:
            day = screen.today - timedelta(days=1)
        else:
            day = _read(text, screen.today)
        if day is None:
            return None
        return _choice(day) if _fits(screen, day) else self.hint(screen)

    def hint(self, screen: Screen) -> Phrase:
        first, last = _bounds(screen)
        if first and last:
            return Phrase("hint.date-between", {"low": _shown(first), "high": _shown(last)})
        if first:
            return Phrase("hint.date-from", {"low": _shown(first)})
        if last:
            return Phrase("hint.date-to", {"high": _shown(last)})
        return Phrase("hint.date", {"date": _shown(screen.today)})


def _read(text: str, today: date) -> date | None:
    text = YEAR.sub("", text.strip())
    if len(text) > LONGEST:
        return None
    if found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    elif found := YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := DAY_FIRST_SHORT.fullmatch(text):
        day, month, year = found.groups()
        year = str(2000 + int(year) if 2000 + int(year) <= today.year + 1 else 1900 + int(year))
    else:
        return None
    return _date(year, month, day)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _choice(day: date) -> Choice:
    return Choice(day.isoformat(), Localized({"": _shown(day)}), day.isoformat())


def _shown(day: date) -> str:
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def _fits(screen: Screen, day: date) -> bool:
    first, last = _bounds(screen)
    return (first is None or first <= day) and (last is None or day <= last)


def _bounds(screen: Screen) -> tuple[date | None, date | None]:
    question = screen.question
    return _day(question.first_day, screen.today), _day(question.last_day, screen.today)


def _day(bound: Day | None, today: date) -> date | None:
    return today if bound == "today" else bound
