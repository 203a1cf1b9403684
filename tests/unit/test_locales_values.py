"""What is filled into a text, as each language writes it; and which form a number takes."""

import pytest

from locales import Catalogue

CATALOGUE = Catalogue.load()

NUMBERS = [
    ("en", 12.5, "12.5"),
    ("ru", 12.5, "12,5"),
    ("hy", 0.25, "0,25"),
    ("en", 2024, "2024"),  # may be a year
    ("ru", 100_000, "100000"),
    ("en", 3.0, "3"),
    ("en", 0.1 + 0.2, "0.3"),
    ("fa", 5, "5"),
    ("av", 1.5, "1.5"),  # CLDR does not know it
]


@pytest.mark.parametrize(("language", "n", "wanted"), NUMBERS)
def test_numbers(language: str, n: int | float, wanted: str) -> None:
    assert CATALOGUE.number(language, n) == wanted


LISTS = [
    ("en", ["a"], "a"),
    ("en", ["a", "b"], "a and b"),
    ("en", ["a", "b", "c"], "a, b, and c"),
    ("ru", ["а", "б", "в"], "а, б и в"),
    ("uk", ["а", "б"], "а і б"),
    ("av", ["a", "b"], "a and b"),
]


@pytest.mark.parametrize(("language", "items", "wanted"), LISTS)
def test_lists(language: str, items: list[str], wanted: str) -> None:
    assert CATALOGUE.listed(language, items) == wanted


CATEGORIES = [
    ("en", {1: "one", 0: "other", 2: "other", 1.5: "other"}),
    ("ru", {1: "one", 21: "one", 2: "few", 5: "many", 11: "many", 0: "many", 1.5: "other"}),
    ("pl", {1: "one", 21: "many", 2: "few", 22: "few", 12: "many"}),
    ("ar", {0: "zero", 1: "one", 2: "two", 3: "few", 11: "many", 100: "other"}),
    ("ka", {1: "one", 2: "other"}),
    ("hy", {0: "one", 1: "one", 2: "other"}),
    ("zh", {1: "other"}),
    ("av", {1: "other"}),
]


@pytest.mark.parametrize(("language", "wanted"), CATEGORIES)
def test_forms(language: str, wanted: dict[int | float, str]) -> None:
    assert {n: CATALOGUE.category(language, n) for n in wanted} == wanted
