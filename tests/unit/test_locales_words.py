"""The words by which a message is known to be written here and now: easy to write, and never taken for each other."""

from itertools import combinations

import pytest

from locales import Catalogue
from study.spelling import alike, words

CATALOGUE = Catalogue.load()
LANGUAGES = pytest.mark.parametrize("language", CATALOGUE.languages)


def slips(one: str, other: str) -> int:
    """How many letters must be changed, put in, left out or swapped with the next (optimal string alignment)."""
    before, last = list[int](), list(range(len(other) + 1))
    for row, here in enumerate(one, 1):
        now = [row]
        for column, there in enumerate(other, 1):
            least = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (here != there))
            if row > 1 and column > 1 and (here, one[row - 2]) == (other[column - 2], there):
                least = min(least, before[column - 2] + 1)
            now.append(least)
        before, last = last, now
    return last[-1]


@LANGUAGES
def test_words_are_easy_to_write(language: str) -> None:
    known = CATALOGUE.several(language, "words.code")
    assert len(known) >= 200
    for word in known:
        assert words(word) == [word], "one word, in small letters, without ё"
        assert word.isalpha()
        assert 4 <= len(word) <= 9
        assert not CATALOGUE.meanings(word), "it is no key of the bot"


@LANGUAGES
def test_no_slip_makes_one_word_of_another(language: str) -> None:
    """Three letters apart: a word with one wrong letter is still nearer to its own than to any other."""
    near = [pair for pair in combinations(CATALOGUE.several(language, "words.code"), 2) if slips(*pair) < 3]
    assert not near


@LANGUAGES
def test_no_word_is_a_way_to_agree(language: str) -> None:
    ways = {
        part
        for one in CATALOGUE.languages
        for way in CATALOGUE.several(one, "words.agree")
        for part in words(way)
    }
    assert not [
        word for word in CATALOGUE.several(language, "words.code") for part in ways if slips(word, part) < 3
    ]


SLIPS = [
    ("river", "river", True),
    ("rivet", "river", True),
    ("rver", "river", True),
    ("riiver", "river", True),
    ("rievr", "river", True),
    ("rivers", "river", True),
    ("iver", "river", True),
    ("rivre", "river", True),
    ("rxvet", "river", False),
    ("rivress", "river", False),
    ("disagree", "agree", False),
    ("несогласен", "согласен", False),
    ("согласин", "согласен", True),
    ("да", "да", True),
    ("не", "да", False),
    ("na", "no", False),
    ("", "river", False),
    ("river", "", False),
]


@pytest.mark.parametrize(("written", "meant", "same"), SLIPS)
def test_one_slip_is_forgiven(written: str, meant: str, same: bool) -> None:
    assert alike(written, meant) is same
    if len(meant) > 3:
        assert same is (slips(written, meant) < 2)


def test_signs_and_case_do_not_matter() -> None:
    assert words(" «Ёлка», ЯБЛОКО!\n(river) — don’t") == ["елка", "яблоко", "river", "don", "t"]
    assert words("\ud83d \x00 ?!") == []
