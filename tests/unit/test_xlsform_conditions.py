"""Conditions of forms as ours, and ours as theirs: tables, and a property held against XPath's own meaning."""

import ast
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xpath_oracle import holds

from study.asked import Asked, Kind
from study.conditions import Condition
from study.xlsform.as_xpath import Namer, as_xpath
from study.xlsform.expressions import written
from study.xlsform.known import Known, Unsayable, View
from study.xlsform.relevant import condition
from study.xlsform.xpath import Call, parse

LIKERT = {str(point): str(point) for point in range(1, 6)}
KNOWN = {
    "adult": Known("adult", Kind.YES_NO, {"yes": "yes", "no": "no"}, place=1),
    "home": Known("home", Kind.OPTION, {"here": "here", "there": "there"}, place=2),
    "was": Known("was", Kind.OPTION, {"here": "here", "there": "there"}, place=3),
    "papers": Known("papers", Kind.OPTIONS, {"visa": "visa", "none": "none", "here": "here"}, place=4),
    "people": Known("people", Kind.NUMBER, place=5),
    "rooms": Known("rooms", Kind.NUMBER, place=6),
    "left_on": Known("left_on", Kind.DATE, place=7),
    "came_on": Known("came_on", Kind.DATE, place=8),
    "woke": Known("woke", Kind.TIME, place=9),
    "slept": Known("slept", Kind.TIME, place=10),
    "agree": Known("agree", Kind.OPTION, LIKERT, place=11),
    "story": Known("story", None, place=12),
    "weeks": Known("weeks", means=parse("int((today() - ${left_on}) div 7)")),
    "chain": Known("chain", means=parse("${weeks} * 2")),
    "loop": Known("loop", means=parse("${loop} + 1")),
    "site": Known.to_the_bot("site"),
    "round": Known("n", round=True),
    "in_repeat": Known("in_repeat", Kind.NUMBER, place=13, rounds="stop"),
    "elsewhere": Known("elsewhere", Kind.NUMBER, questionnaire="other"),
    "later": Known("later", Kind.NUMBER, place=999),
    "me": Known("me", Kind.NUMBER, place=100),
}
VIEW = View(KNOWN, place=100)

FROM_FORMS = [
    ("${home} = 'here'", 'home == "here"'),
    ("${home}='here' or ${home} = “there”", 'home in ["here", "there"]'),
    ("${home} != 'here'", 'not home == "here"'),
    ("${home} != '' and ${home} != 'here'", 'home != "here"'),
    ("${home} != ''", "home == home"),
    ("${home} = ''", "not home == home"),
    ("selected(${home}, 'here')", 'home == "here"'),
    ("${adult} = 'yes' and ${people} > 0", "adult and people > 0"),
    ("${adult} = 'no'", "adult == False"),
    ("${adult} != 'yes'", "not adult"),
    ("not(${adult} = 'yes' or ${people} = 3)", "not (adult or people == 3)"),
    ("selected(${papers}, 'visa')", '"visa" in papers'),
    ("not(selected(${papers}, 'visa'))", 'not "visa" in papers'),
    ("${papers} != '' and not(selected(${papers}, 'visa'))", '"visa" not in papers'),
    ("selected(${papers}, ${home})", "home in papers"),
    ("count-selected(${papers}) >= 2", "count(papers) >= 2"),
    ("count-selected(${papers}) < 2", "not count(papers) >= 2"),
    ("${papers} = 'none'", '"none" in papers and count(papers) == 1'),
    ("3 < ${people}", "people > 3"),
    ("${people} + ${rooms} * 2 >= 7.5", "people + rooms * 2 >= 7.5"),
    ("${people} mod 2 = 0 or ${people} = -1", "people % 2 == 0 or people == -1"),
    ("${left_on} < date('2022-09-21')", 'left_on < "2022-09-21"'),
    ("${left_on} >= '2022-09-21' and ${left_on} <= today()", 'left_on >= "2022-09-21" and left_on <= today'),
    ("today() - ${left_on} > 30", "days_since(left_on) > 30"),
    ("int(decimal-date-time(today()) - decimal-date-time(${left_on})) > 30", "days_since(left_on) > 30"),
    ("${weeks} > 3", "days_since(left_on) // 7 > 3"),
    ("${chain} > 3", "days_since(left_on) // 7 * 2 > 3"),
    ("decimal-time(${woke}) >= decimal-time('09:00')", 'woke >= "09:00"'),
    ("${woke} >= '9:00:00.000'", 'woke >= "09:00"'),
    ("${agree} >= 4", 'agree in ["4", "5"]'),
    ("${site} = 'AM'", 'site == "AM"'),
    ("true()", "True"),
]

NOT_SAYABLE = [
    ("${nobody} = 1", "there is no question “nobody”"),
    ("${people} > ", "it breaks off"),
    ("${people} >> 3", "cannot stand there"),
    ("../people > 3", "paths and predicates"),
    ("/data/people > 3", "paths and predicates"),
    ("${story} = 'x'", "sealed at once"),
    ("${home} = 'moon'", "“moon” is not one of the choices"),
    ("${later} > 3", "which comes later"),
    ("${me} > 3", "looks at its own answer"),
    ("${in_repeat} > 3", "an answer for each round"),
    ("${elsewhere} > 3", "of another questionnaire"),
    ("${loop} > 3", "go round in a circle"),
    ("regex(${home}, '^h')", "no regex()"),
    ("${home} > ${people}", "answered in different ways"),
    ("${people}", None),
    ("3 > 2", "and no answer"),
    ("${people} + 1", "neither true nor false"),
    ("if(${people} > 1, true(), false())", "no if()"),
    ("(" * 60 + "1 = 1" + ")" * 60, "levels deep"),
    ("1 = 1 and " * 1000 + "1 = 1", "longer than"),
    ("$people > 3", "cannot be read"),
]


@pytest.mark.parametrize(("theirs", "ours"), FROM_FORMS)
def test_what_forms_ask(theirs: str, ours: str) -> None:
    assert written(condition(theirs, VIEW)) == ours
    Condition(ours)


@pytest.mark.parametrize(("theirs", "why"), NOT_SAYABLE, ids=[one[:40] for one, _ in NOT_SAYABLE])
def test_what_cannot_be_said(theirs: str, why: str | None) -> None:
    if why is None:
        assert written(condition(theirs, VIEW)) == "people == people"
        return
    with pytest.raises(Unsayable, match=why.replace("(", r"\(").replace(")", r"\)")):
        condition(theirs, VIEW)


COMPARE = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
SAME = st.sampled_from(["==", "!="])
NUMBER = st.sampled_from(["people", "rooms", "count(papers)", "days_since(left_on)", "people + rooms", "people - rooms",
                          "people / rooms", "people // 2", "people * 2", "-people",
                          "count(papers) - people"])  # fmt: skip
DAY = st.sampled_from(['"2024-02-24"', '"2024-03-01"', "today", "came_on"])
LEAVES = st.one_of(
    st.builds("{} {} {}".format, NUMBER, COMPARE, st.sampled_from(["-1", "0", "1", "2", "2.5", "rooms"])),
    st.builds(
        "{} {} {}".format, st.sampled_from(["0", "1", "2"]), COMPARE, st.sampled_from(["people", "rooms"])
    ),
    st.builds(
        "{} {} {}".format, st.just("home"), SAME, st.sampled_from(['"here"', '"there"', "was", "home"])
    ),
    st.builds('{} {} ["here", "there"]'.format, st.just("home"), st.sampled_from(["in", "not in"])),
    st.builds("people {} [0, 1, 2]".format, st.sampled_from(["in", "not in"])),
    st.builds(
        "{} {} papers".format,
        st.sampled_from(['"visa"', '"none"', "home"]),
        st.sampled_from(["in", "not in"]),
    ),
    st.builds("left_on {} {}".format, COMPARE, DAY),
    st.builds("woke {} {}".format, COMPARE, st.sampled_from(['"09:00"', '"12:30"', "slept"])),
    st.sampled_from(
        ["adult", "adult == False", "adult != True", "adult == True", "True", 'today > "2024-02-24"']
    ),
    st.sampled_from(["0 <= people < 2", '"2024-02-01" < left_on <= today', 'days_since("2024-02-24") > 3']),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not ({})".format, inner),
    ),
    max_leaves=5,
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "adult": st.booleans(),
        "home": st.sampled_from(["here", "there"]),
        "was": st.sampled_from(["here", "there"]),
        "papers": st.sampled_from([("visa",), ("none",), ("visa", "none"), ("here", "visa")]),
        "people": st.sampled_from([-2, 0, 1, 2, 2.5]),
        "rooms": st.sampled_from([0, 1, 3]),
        "left_on": st.sampled_from(["2024-02-01", "2024-02-24", "2024-03-05"]),
        "came_on": st.sampled_from(["2024-02-24", "2024-03-06"]),
        "woke": st.sampled_from(["08:59", "09:00", "12:30"]),
        "slept": st.sampled_from(["09:00", "23:00"]),
    },
)
TODAY = "2024-03-05"
NAMER = Namer(lambda id: Asked(id, KNOWN[id].kind) if id in KNOWN else None, lambda id: id)


def as_theirs(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, tuple) else str(value)


@settings(max_examples=150, deadline=None)
@given(source=CONDITIONS, answers=ANSWERS)
def test_a_condition_means_the_same_there_and_back(source: str, answers: dict[str, object]) -> None:
    """Whatever is answered or not: ours, what it is in XPath, and what that is with us again."""
    ours = Condition(source)
    said = as_xpath(ours, NAMER)
    there = holds(parse(said), {name: as_theirs(value) for name, value in answers.items()}, TODAY)
    back = Condition(written(condition(said, VIEW)))
    values = answers | {"today": TODAY}
    assert there == ours.holds(values), said
    assert back.holds(values) == there, (said, back.source)


SIGN = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
EQUAL = st.sampled_from(["=", "!="])
THEIR_LEAVES = st.one_of(
    st.builds("${{people}} {} {}".format, SIGN, st.sampled_from(["0", "1", "2", "-1"])),
    st.builds("{} {} ${{rooms}}".format, st.sampled_from(["0", "1"]), SIGN),
    st.builds("${{people}} + ${{rooms}} {} 2".format, SIGN),
    st.builds("${{home}} {} '{}'".format, EQUAL, st.sampled_from(["here", "there", ""])),
    st.builds("${{adult}} {} '{}'".format, EQUAL, st.sampled_from(["yes", "no", ""])),
    st.builds("count-selected(${{papers}}) {} {}".format, SIGN, st.sampled_from(["0", "1", "2"])),
    st.builds("selected(${{papers}}, '{}')".format, st.sampled_from(["visa", "none"])),
    st.builds("${{papers}} {} '{}'".format, EQUAL, st.sampled_from(["visa", ""])),
    st.builds("${{left_on}} {} {}".format, SIGN, st.sampled_from(["date('2024-02-24')", "today()"])),
    st.builds("decimal-time(${{woke}}) {} decimal-time('09:00')".format, SIGN),
)
THEIRS = st.recursive(
    THEIR_LEAVES,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not({})".format, inner),
    ),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(source=THEIRS, answers=ANSWERS)
def test_what_a_form_asks_means_the_same_with_us(source: str, answers: dict[str, object]) -> None:
    there = holds(parse(source), {name: as_theirs(value) for name, value in answers.items()}, TODAY)
    ours = Condition(written(condition(source, VIEW)))
    assert ours.holds(answers | {"today": TODAY}) == there, ours.source


@settings(max_examples=100, deadline=None)
@given(source=CONDITIONS)
def test_the_second_way_there_is_the_same_as_the_first(source: str) -> None:
    once = written(condition(as_xpath(Condition(source), NAMER), VIEW))
    twice = written(condition(as_xpath(Condition(once), NAMER), VIEW))
    assert ast.dump(Condition(once).tree) == ast.dump(Condition(twice).tree)


def test_the_oracle_knows_what_day_it_is() -> None:
    assert date.fromisoformat(TODAY)
    assert holds(parse("today() > date('2024-02-24')"), {}, TODAY)
    assert not holds(Call("false", ()), {}, TODAY)
