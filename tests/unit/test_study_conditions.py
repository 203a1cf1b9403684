"""Conditions: what they mean, and what is none."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from study.conditions import Condition, ConditionError
from study.participant import Value

ANSWERS: dict[str, Value] = {"adult": True, "left": "after", "mood": 3, "calm": False, "low": -2}

HOLDS = [
    ("adult", True),
    ("calm", False),
    ("not calm", True),
    ("not not adult", True),
    ("adult == True", True),
    ("adult and calm", False),
    ("adult or calm", True),
    ('adult and left == "after"', True),
    ('adult and (left == "before" or mood < 4)', True),
    ("calm and adult or adult", True),
    ("calm and (adult or adult)", False),
    ("mood <= 3", True),
    ("mood < 3", False),
    ("0 < mood <= 3", True),
    ("3 < mood <= 9", False),
    ("mood != 3", False),
    ("mood > 2.5", True),
    ("low == -2", True),
    ("low >= -1", False),
    ('left in ["before", "after"]', True),
    ('left in ("before",)', False),
    ('left not in ["before"]', True),
    ("mood in {1, 2, 3}", True),
    ("mood > low", True),
    ("True", True),
    ("False", False),
    ('  left\n== "after"\n', True),
    # Nobody was asked `never`: every comparison with it is false, and so is it itself.
    ("never", False),
    ("not never", True),
    ("never == True", False),
    ("never != 3", False),
    ("never < 3", False),
    ("not never < 3", True),
    ("never in [1, 2]", False),
    ("never not in [1, 2]", False),
    ("never == never", False),
    ("mood == never", False),
    ("mood != never", False),
    ("never != mood", False),
    ("mood in [never, 3]", True),
    ("mood in [never, 4]", False),
    ("mood not in [never, 4]", False),
    ("0 < mood < never", False),
    ("never or adult", True),
    # An answer from an older study file may be of another type.
    ('mood < "x"', False),
    ("left >= 3", False),
]


@pytest.mark.parametrize(("source", "wanted"), HOLDS)
def test_what_holds(source: str, wanted: bool) -> None:
    assert Condition(source).holds(ANSWERS) is wanted


NONE = [
    "",
    " ",
    "mood <",
    "mood = 3",
    "mood <= 3; adult",
    "from == 3",
    "mood + 1 > 3",
    "mood * 9",
    "len(left) > 3",
    "__import__('os')",
    "left.upper",
    "left[0]",
    "lambda: 1",
    "[x for x in left]",
    "f'{left}' == 'a'",
    "(mood := 3)",
    "mood if adult else low",
    "left is 'after'",
    "left in 'before after'",
    "left in other",
    "left in []",
    "mood == [1, 2]",
    "(adult and calm) == True",
    "3",
    '"after"',
    "None",
    "mood == None",
    "mood == 3j",
    "mood == b'3'",
    "mood == ...",
    "mood == -True",
    "-mood == 3",
    "~mood",
    "first-mood",
    "first-mood > 3",
    "a\0b",
    "adult and " * 300 + "adult",
    "not " * 60 + "adult",
    "(" * 300 + "adult" + ")" * 300,
    "adult" + " or adult" * 300,
]


@pytest.mark.parametrize("source", NONE)
def test_what_is_no_condition(source: str) -> None:
    with pytest.raises(ConditionError) as caught:
        Condition(source)
    assert 10 < len(str(caught.value)) < 140


def test_a_hyphen_in_a_name_is_explained() -> None:
    with pytest.raises(ConditionError, match="use _ in the ids of questions"):
        Condition("first-mood")


def test_names_and_what_stands_alone() -> None:
    condition = Condition('adult and not calm or 0 < mood <= 3 and left in ["a", other]')
    assert condition.names == {"adult", "calm", "mood", "left", "other"}
    assert condition.alone == {"adult", "calm"}
    assert {comparison.operator for comparison in condition.comparisons} == {"Lt", "LtE", "In"}


def test_a_condition_is_a_value() -> None:
    class Model(BaseModel):
        model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)
        when: Condition | None = None

    assert Condition("a > 1") == Condition("a > 1")
    assert Condition("a > 1") != Condition("a > 2")
    assert len({Condition("a > 1"), Condition("a > 1")}) == 1
    assert hash(Model(when=Condition("a > 1"))) == hash(Model(when=Condition("a > 1")))
    with pytest.raises(AttributeError):
        Condition("a").source = "b"  # type: ignore[misc]


@given(st.text(max_size=60))
def test_no_text_does_anything_but_be_a_condition_or_none(source: str) -> None:
    try:
        condition = Condition(source)
    except ConditionError:
        return
    assert condition.holds({}) in (True, False)


answers = st.dictionaries(st.sampled_from("abc"), st.booleans() | st.integers(0, 3))


@given(
    st.sampled_from(["a", "b < 2", "c == 1", "a != c", "b in [1, 2]"]),
    st.sampled_from(["a", "c > 1", "not b"]),
    answers,
)
def test_and_or_not_are_what_they_are(left: str, right: str, values: Mapping[str, Value]) -> None:
    one, other = Condition(left).holds(values), Condition(right).holds(values)
    assert Condition(f"({left}) and ({right})").holds(values) == (one and other)
    assert Condition(f"({left}) or ({right})").holds(values) == (one or other)
    assert Condition(f"not ({left})").holds(values) == (not one)
