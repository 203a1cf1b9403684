"""What is filled into a text, as each language writes it: numbers and lists."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

MOST_DIGITS = 6  # after the point


def number(language: str, n: int | float) -> str:
    """With the language's own point or comma: 12.5, «12,5». Thousands are not set apart: 2024 may be a year."""
    return format_decimal(n, f"0.{'#' * MOST_DIGITS}", locale=_locale(language), group_separator=False)


def listed(language: str, items: Sequence[str]) -> str:
    """Items one after the other: "a, b and c", «а, б и в»."""
    return format_list(list(items), locale=_locale(language))


def month(language: str, day: date) -> str:
    """The month of a day and its year, as they stand in a date: "March 2027", «марта 2027»."""
    return format_date(day, "MMMM y", locale=_locale(language))


def day(language: str, day: date) -> str:
    """A day of this year or the next: "December 6", «6 декабря»."""
    return format_skeleton("MMMMd", day, locale=_locale(language))


def whole_date(language: str, day: date) -> str:
    """A day that may be far away: "February 12, 2027", «12 февраля 2027 г.»."""
    return format_date(day, "long", locale=_locale(language))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
