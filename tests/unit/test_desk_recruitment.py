"""The funnel: every count in its place, by source and by site."""

import pytest

from desk.recruitment import Funnel, by_site, by_source, erased, total
from storage.desk_rows import StageCount, TallyCount

TALLIES = [
    TallyCount("arrived", "chat", "", 12),
    TallyCount("arrived", "", "", 2),
    TallyCount("eligible", "chat", "AM", 5),
    TallyCount("eligible", "chat", "GE", 3),
    TallyCount("ineligible", "chat", "GE", 1),
    TallyCount("consented", "chat", "AM", 4),
    TallyCount("declined", "chat", "GE", 1),
    TallyCount("withdrew", "chat", "AM", 1),
    TallyCount("closed", "", "", 3),
    TallyCount("faded", "chat", "AM", 2),
    TallyCount("something newer", "chat", "AM", 99),
]
STAGES = [
    StageCount("enrolled", "chat", "AM", 0, 2),
    StageCount("enrolled", "chat", "AM", 1, 1),
    StageCount("withdrawn", "chat", "AM", 0, 1),
    StageCount("screening", "chat", "", 0, 6),
]


def test_by_source() -> None:
    chat = Funnel(
        arrived=12,
        eligible=8,
        consented=4,
        staying=2,
        ineligible=1,
        declined=1,
        withdrew=1,
        blocked=1,
        faded=2,
    )
    assert by_source(TALLIES, STAGES) == {"chat": chat, "": Funnel(arrived=2, closed=3)}


def test_by_site() -> None:
    assert by_site(TALLIES, STAGES) == {
        "": Funnel(arrived=14, closed=3),
        "AM": Funnel(eligible=5, consented=4, staying=2, withdrew=1, blocked=1, faded=2),
        "GE": Funnel(eligible=3, ineligible=1, declined=1),
    }


def test_both_ways_add_up_to_the_same_study() -> None:
    whole = total(by_source(TALLIES, STAGES))
    assert whole == total(by_site(TALLIES, STAGES))
    assert whole.steps == (("Arrivals", 14), ("Eligible", 8), ("Consented", 4), ("Taking part", 2))
    assert whole.consented + whole.returned == whole.staying + whole.blocked + whole.withdrew


def test_who_took_part_to_the_end_is_no_loss() -> None:
    whole = total(by_site([*TALLIES, TallyCount("finished", "chat", "AM", 1)], STAGES))
    assert (whole.staying, whole.finished) == (2, 1)
    assert whole.steps[-1] == ("Taking part or finished", 3)


@pytest.mark.parametrize(
    ("stages", "gone"),
    [
        (STAGES, 0),
        (STAGES[:2], 0),  # who had withdrawn is counted there already
        (STAGES[1:], 2),
        ([], 3),
        (
            [*STAGES, StageCount("renewing", "chat", "GE", 0, 9)],
            0,
        ),  # more than ever came: a count that was lost
        ([*STAGES[1:], StageCount("finished", "chat", "AM", 0, 1)], 1),
    ],
)
def test_whoever_was_erased_is_in_no_other_count(stages: list[StageCount], gone: int) -> None:
    assert erased(total(by_source(TALLIES, stages)), stages) == gone


def test_nobody_yet() -> None:
    assert total(by_source([], [])) == Funnel()
    assert not Funnel().after_screening


@pytest.mark.parametrize("step", ["eligible", "consented", "staying", "blocked", "withdrew"])
def test_who_came_beyond_the_screening(step: str) -> None:
    assert Funnel(**{step: 1}).after_screening


@pytest.mark.parametrize("step", ["arrived", "ineligible", "declined"])
def test_who_did_not(step: str) -> None:
    assert not Funnel(**{step: 1}).after_screening
