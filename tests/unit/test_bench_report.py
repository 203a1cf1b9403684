"""What the bench makes of its numbers: medians, percentiles, ratios, the table, met and not met."""

from datetime import date

import pytest

from bench.figures import MET, NOT_MET, Row, Target, median, number, percentile, ratio, seconds
from bench.limits import Limit
from bench.load import Load
from bench.report import Circumstances, Section, page
from bench.updates import Maker


@pytest.mark.parametrize(
    ("numbers", "middle"), [([3.0], 3.0), ([9, 1, 5], 5), ([4, 1, 3, 2], 2.5), ([1, 1, 1, 1, 900], 1)]
)
def test_the_median_is_the_middle(numbers: list[float], middle: float) -> None:
    assert median(numbers) == middle


@pytest.mark.parametrize(
    ("count", "share", "rank"),
    [(100, 0.5, 50), (100, 0.99, 99), (300, 0.99, 297), (60, 0.99, 60), (1, 0.5, 1), (3, 0.5, 2), (4, 1, 4)],
)
def test_a_percentile_is_one_of_the_numbers(count: int, share: float, rank: int) -> None:
    """The nearest rank of 1, 2, 3 … is the rank itself, in whatever order they come."""
    assert percentile(list(range(count, 0, -1)), share) == rank


def test_a_ratio_is_ours_to_the_other() -> None:
    assert ratio(30, 10) == 3
    with pytest.raises(ZeroDivisionError):
        ratio(1, 0)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (0.00512, "0.00512"),
        (0.9666, "0.967"),
        (1, "1"),
        (1.5, "1.5"),
        (3.14159, "3.14"),
        (45.62, "45.6"),
        (300, "300"),
        (999.6, "1,000"),
        (12_345.6, "12,346"),
        (-0.0938, "-0.0938"),
    ],
)
def test_numbers_have_three_figures(value: float, said: str) -> None:
    assert number(value) == said


@pytest.mark.parametrize(
    ("value", "said"), [(0.0047, "4.7 ms"), (0.42, "420 ms"), (1.03, "1.03 s"), (66, "66 s")]
)
def test_durations_are_said_in_a_fitting_unit(value: float, said: str) -> None:
    assert seconds(value) == said


AT_LEAST, AT_MOST = Target(least=4), Target(most=0.01)


@pytest.mark.parametrize(
    ("target", "figure", "verdict"),
    [
        (AT_LEAST, 4.0, MET),
        (AT_LEAST, 3.999, NOT_MET),
        (AT_LEAST, 900, MET),
        (AT_MOST, 0.01, MET),
        (AT_MOST, 0.0101, NOT_MET),
        (Target(most=0), 0, MET),
        (Target(most=0), 1, NOT_MET),
        (None, 1, ""),
    ],
)
def test_a_target_is_met_or_not(target: Target | None, figure: float, verdict: str) -> None:
    assert Row("", "", "", figure, target=target).verdict == verdict


ROWS = [
    Row("updates a second, to a bot", "1,240", "310", 4.0, target=AT_LEAST),
    Row("longest wait, to another", "2 s", "20 s", 0.1, target=AT_MOST),
    Row("memory", "82 MB", "", 82, " MB"),
]
RUN = Circumstances(date(2024, 3, 1), 5, 2, "3.11.7", "3.45.0", 0.0012, ["aiogram 3", "pyrage 1"])


def test_the_page_says_each_figure_with_its_target_and_how_many_are_met() -> None:
    said = page(RUN, [Section("Speed", "From here to there.", ROWS)])
    lines = said.splitlines()
    assert "| updates a second, to a bot | 1,240 | 310 | 4 × | ≥ 4 × | met |" in lines
    assert "| longest wait, to another | 2 s | 20 s | 0.1 × | ≤ 0.01 × | **not met** |" in lines
    assert "| memory | 82 MB |  | 82 MB |  |  |" in lines
    assert "Of 2 targets 1 are met and 1 are not." in lines
    assert lines.index("## Speed") < lines.index("From here to there.") < lines.index(lines[-1])


def test_the_page_says_when_and_with_what_it_was_measured() -> None:
    said = page(RUN, [])
    for one in (
        "2024-03-01",
        "2 cores",
        "Python 3.11.7",
        "1.2 ms",
        "Medians of 5 runs",
        "aiogram 3, pyrage 1",
    ):
        assert one in said


def test_thirty_messages_pass_in_any_second() -> None:
    limit = Limit()
    assert [limit.allows(10 + n / 100) for n in range(31)] == [True] * 30 + [False]
    assert not limit.allows(10.999)
    assert limit.allows(11.0)
    assert not limit.allows(11.005)
    assert limit.allows(11.01)
    assert (limit.passed, limit.refused) == (32, 3)


def test_a_load_ends_with_its_last_answer_and_knows_who_still_waits() -> None:
    load, maker = Load(wanted=2), Maker()
    for chat in (7, 8):
        load.put(maker.message(chat, "5"))
    load.answered(7)
    assert not load.delays, "an answer before the question was handed out"
    assert len(load.hand_out()) == 2
    load.answered(8)
    load.answered(8)
    assert (len(load.delays), len(load.overdue()), load.done.is_set()) == (1, 1, False)
    load.answered(7)
    assert (len(load.delays), load.overdue(), load.done.is_set()) == (2, [], True)
