"""Random assignment: balanced after every block, wherever one stops, and not to be guessed from outside."""

from collections import Counter
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from study.arms import arm_of
from study.timing import Arms

names = st.lists(st.sampled_from(["calls", "texts", "letters", "none"]), min_size=2, max_size=4, unique=True)
arms = st.builds(
    Arms,
    shares=names.flatmap(lambda some: st.fixed_dictionaries({name: st.integers(1, 4) for name in some})),
    blocks=st.integers(1, 4),
    by_site=st.booleans(),
    seed=st.integers(0, 999_999_999),
)


@given(arms, st.sampled_from(["AM", "GE"]), st.integers(1, 60))
def test_every_block_has_each_arm_as_often_as_its_share_says(arms: Arms, site: str, people: int) -> None:
    size = arms.blocks * sum(arms.shares.values())
    drawn = [arm_of(arms, site, number) for number in range(1, people * size // 20 + 1)]
    whole = {name: share * arms.blocks for name, share in arms.shares.items()}
    for start in range(0, len(drawn), size):
        block = Counter(drawn[start : start + size])
        assert all(block[name] <= whole[name] for name in block)
        if start + size <= len(drawn):
            assert block == whole


@given(arms, st.integers(1, 200))
def test_sites_are_drawn_for_by_themselves_or_all_together(arms: Arms, number: int) -> None:
    assert arm_of(arms, "AM", number) == arm_of(arms, "AM", number)
    together = arms.model_copy(update={"by_site": False})
    assert arm_of(together, "AM", number) == arm_of(together, "GE", number)


def test_sites_differ_and_so_do_seeds() -> None:
    arms = Arms(shares={"calls": 1, "texts": 1}, blocks=5, seed=1)
    rows = {
        tuple(arm_of(one, site, number) for number in range(1, 41))
        for site in ("AM", "GE")
        for one in (arms, arms.model_copy(update={"seed": 2}))
    }
    assert len(rows) == 4


def test_every_order_of_a_block_is_as_likely() -> None:
    """Six orders, 1,200 blocks: 200 each, give or take; 5 degrees of freedom, p = 0.001 at 20.5."""
    arms = Arms(shares={"a": 1, "b": 1, "c": 1}, blocks=1, seed=163)
    counts = Counter(
        tuple(arm_of(arms, "AM", 3 * block + place) for place in (1, 2, 3)) for block in range(1200)
    )
    assert set(counts) == set(permutations("abc"))
    assert sum((count - 200) ** 2 / 200 for count in counts.values()) < 20.5


def test_the_same_seed_draws_the_same_on_every_machine() -> None:
    arms = Arms(shares={"calls": 2, "texts": 1}, blocks=2, seed=20240224)
    assert [arm_of(arms, "AM", number) for number in range(1, 9)] == PINNED


PINNED = ["calls", "calls", "texts", "calls", "texts", "calls", "calls", "texts"]
