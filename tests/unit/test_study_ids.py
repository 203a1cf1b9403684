"""Codes that people read, and names drawn from a seed."""

import re

from study.chance import fraction, fractions
from study.ids import code, record_id, token


def test_codes() -> None:
    assert [code("AM", number) for number in (5, 10, 100, 1234)] == ["AM-05", "AM-10", "AM-100", "AM-1234"]


def test_the_same_seed_draws_the_same_for_ever() -> None:
    """Pinned: a replay on another machine, or a later Python, must draw the same."""
    assert token(163, "evening", "mood") == TOKEN
    assert record_id(163, "consent") == RECORD
    assert fraction(163, "first-week", 1, 1) == FRACTION
    assert fractions((1,), 163, "first-week", 1) == [FRACTION]


def test_several_are_those_that_would_be_drawn_one_by_one() -> None:
    numbers = (0, 9, 10, 1234)
    assert fractions(numbers, 163, "ж", 1) == [fraction(163, "ж", 1, number) for number in numbers]
    assert fractions((), 163) == []


def test_their_shape() -> None:
    assert re.fullmatch("[a-z2-7]{8}", token(0))
    assert re.fullmatch("[0-9a-f]{32}", record_id(2**128, "ж", 3))
    assert 0 <= fraction(1) < 1


def test_other_words_draw_something_else() -> None:
    drawn = [
        record_id(1, "a", "b"),
        record_id(1, "ab"),
        record_id(1, "a", "b", ""),
        record_id(1, "b", "a"),
        record_id(2, "a", "b"),
        record_id(1, "a:1", "b"),
        record_id(1, "1:a", "b"),
        record_id(12, "a"),
    ]
    assert len(set(drawn)) == len(drawn)
    assert len({token(seed, "q") for seed in range(2000)}) == 2000


TOKEN = "o7q2p2vc"
RECORD = "8229e882e8c24d2cc2d21ed71e335284"
FRACTION = 0.6963966910499303
