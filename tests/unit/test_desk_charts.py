"""Charts: whatever the numbers are, the picture says the same as the table."""

from datetime import UTC, date
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

import pytest

from desk.charts import Bar, bars, funnel, meter
from desk.charts_in_time import Column, columns, journey, of_day, ribbon
from desk.compliance import Day
from desk.recruitment import Funnel
from desk.stays import Stay
from desk.svg import ticks
from storage.desk_rows import DeskPrompt

YEREVAN, BERLIN = ZoneInfo("Asia/Yerevan"), ZoneInfo("Europe/Berlin")
HOSTILE = '"><script>alert(1)</script> & <b> \u202e'


def drawn(svg: str) -> Element:
    """Well-formed XML, or ElementTree.ParseError."""
    return ElementTree.fromstring(svg)


def share(element: Element, name: str = "width") -> float:
    return float(element.attrib[name].removesuffix("%"))


def of_class(svg: Element, name: str) -> list[Element]:
    return [one for one in svg.iter() if one.get("class", "").split()[:1] == [name]]


@pytest.mark.parametrize(
    ("most", "scale"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (8, [0, 2, 4, 6, 8]),
        (19, [0, 5, 10, 15, 20]),
        (21, [0, 10, 20, 30]),
        (168, [0, 50, 100, 150, 200]),
        (1000, [0, 500, 1000]),
    ],
)
def test_scales_have_round_numbers(most: int, scale: list[int]) -> None:
    assert ticks(most) == scale


@pytest.mark.parametrize("most", [*range(200), 999, 12_345])
def test_every_scale_reaches_far_enough_and_is_short(most: int) -> None:
    scale = ticks(most)
    assert scale[0] == 0
    assert scale[-1] >= most > scale[-2] or most == 0
    assert 2 <= len(scale) <= 5


def test_a_funnel_is_as_broad_as_its_numbers() -> None:
    svg = drawn(
        funnel("Recruitment", Funnel(arrived=40, eligible=20, consented=10, staying=5, declined=3, blocked=2))
    )
    widths = [share(one) for one in of_class(svg, "step")]
    assert widths == pytest.approx([58, 29, 14.5, 7.25])
    assert [one.text for one in of_class(svg, "figure")] == ["40", "20", "10", "5"]
    assert [one.text for one in of_class(svg, "went")] == [
        "50% went on",
        "50% went on · 3 declined",
        "50% went on · 2 blocked the bot",
    ]
    assert svg.attrib["aria-label"] == "Recruitment: Arrivals 40, Eligible 20, Consented 10, Taking part 5"


def test_an_empty_funnel_is_no_division_by_nought() -> None:
    svg = drawn(funnel("Recruitment", Funnel()))
    assert [share(one) for one in of_class(svg, "step")] == [0, 0, 0, 0]
    assert [one.text or "" for one in of_class(svg, "went")] == ["", "", ""]


@pytest.mark.parametrize(
    ("bar", "figure", "reach"),
    [
        (Bar("a", (("arrived", 12), ("consented", 2))), "2 of 12", 12),
        (Bar("a", (("eligible", 3), ("consented", 2)), target=25), "2 of 25", 25),
        (Bar("a", (("eligible", 30), ("consented", 28)), target=25), "28 of 25", 30),
        (Bar("a", (("arrived", 0), ("consented", 0))), "0 of 0", 0),
        (Bar("a", (("arrived", 0), ("consented", 0)), target=0), "0 of 0", 0),
    ],
)
def test_what_a_bar_says(bar: Bar, figure: str, reach: int) -> None:
    assert (bar.figure, bar.reach) == (figure, reach)
    drawn(bars("One bar", [bar]))


def test_bars_share_one_scale() -> None:
    rows = [
        Bar("one", (("arrived", 12), ("eligible", 8), ("consented", 2)), target=16),
        Bar("two", (("arrived", 4), ("eligible", 0), ("consented", 0))),
    ]
    svg = drawn(bars("Bars", rows))
    assert [share(one) for one in of_class(svg, "arrived")] == [75, 25]
    assert [share(one) for one in of_class(svg, "eligible")] == [50, 0]
    assert [share(one) for one in of_class(svg, "consented")] == [12.5, 0]
    assert [share(one, "x1") for one in of_class(svg, "target")] == [99.7]  # the end, less half the line
    assert svg.attrib["aria-label"] == "Bars: one 2 of 16, two 0 of 4"


def test_columns_are_as_high_as_their_days() -> None:
    svg = drawn(
        columns(
            "Days",
            [
                of_day(day)
                for day in (
                    Day(date(2024, 2, 29), 4, 3, 1),
                    Day(date(2024, 3, 1)),
                    Day(date(2024, 3, 2), 2, 2, 2),
                )
            ],
        )
    )
    heights = {
        kind: [share(one, "height") for one in of_class(svg, kind)]
        for kind in ("due", "delivered", "answered")
    }
    assert heights == {"due": [132, 0, 66], "delivered": [99, 0, 66], "answered": [33, 0, 66]}
    assert [one.text for one in of_class(svg, "day")] == ["29", "Feb", "1", "Mar", "2"]
    assert "29 Feb 2024: 4 due, 3 delivered, 1 answered" in svg.attrib["aria-label"]


def test_where_there_are_many_columns_not_each_has_its_name() -> None:
    weeks = [Column(str(n % 52 + 1), "told", (("delivered", n),), f"{2023 + n // 52}") for n in range(56)]
    svg = drawn(columns("Weeks", weeks))
    names = [one.text for one in of_class(svg, "day") if "era" not in one.attrib["class"]]
    assert names == [str(n % 52 + 1) for n in range(0, 56, 4)]
    assert [one.text for one in svg.iter() if one.get("class") == "day era"] == ["2023", "2024"]
    assert len(of_class(svg, "delivered")) == 56


def test_even_bars_show_shares() -> None:
    rows = [
        Bar("one", (("missing", 200), ("late", 150), ("answered", 100)), said="50% of 200"),
        Bar("two", (("missing", 4), ("late", 1), ("answered", 1)), said="25% of 4"),
        Bar("none", (("missing", 0), ("late", 0), ("answered", 0)), said="– of 0"),
    ]
    svg = drawn(bars("Waves", rows, even=True))
    assert [share(one) for one in of_class(svg, "missing")] == [100, 100, 0]
    assert [share(one) for one in of_class(svg, "late")] == [75, 25, 0]
    assert [share(one) for one in of_class(svg, "answered")] == [50, 25, 0]
    assert svg.attrib["aria-label"] == "Waves: one 50% of 200, two 25% of 4, none – of 0"


@pytest.mark.parametrize(
    ("stays", "widths", "named"),
    [
        ([Stay("AM", YEREVAN, 0, 25), Stay("DE", BERLIN, 25)], [25, 75], ["AM", "DE"]),
        ([Stay("AM", YEREVAN, 0, 95), Stay("DE", BERLIN, 95)], [95, 5], ["AM"]),  # too short for its name
        (
            [Stay("AM", YEREVAN, 0, 200), Stay("DE", BERLIN, 200)],
            [100, 0],
            ["AM"],
        ),  # a clock that was put back
        ([Stay("AM", YEREVAN, 100)], [100], ["AM"]),
    ],
)
def test_a_journey_is_as_long_as_its_stays(stays: Any, widths: list[float], named: list[str]) -> None:
    until = 101.0 if stays[0].since else 100.0
    svg = drawn(journey(stays, until, lambda site: {"AM": "Armenia", "DE": "Germany"}[site]))
    assert [share(one) for one in of_class(svg, "stay")] == widths
    assert [one.text for one in of_class(svg, "name")] == named
    assert svg.attrib["aria-label"].startswith("Where they have lived: Armenia from 1 Jan 1970, 04:0")


@pytest.mark.parametrize("days", [[], [Day(date(2024, 3, 1))]])
def test_days_without_prompts(days: list[Day]) -> None:
    assert drawn(columns("Days", [of_day(day) for day in days])).attrib["aria-label"] == "Days: none yet"


@pytest.mark.parametrize(("number", "width"), [(1, 80 / 14), (14, 80 / 14), (80, 1.0)])
def test_a_ribbon_has_a_mark_for_every_prompt(number: int, width: float) -> None:
    states = ["answered", "due"]
    prompts = [
        DeskPrompt("", "", "", "", "", 1, 1, states[one % 2], 0.0, 1.0, None, None, None)
        for one in range(number)
    ]
    svg = drawn(ribbon(prompts, lambda _: UTC))
    marks = of_class(svg, "state")
    assert len(marks) == number
    assert share(marks[0]) == pytest.approx(width, abs=0.01)
    assert share(marks[-1], "x") + share(marks[-1]) <= 100
    assert f"{-(-number // 2)} answered" in svg.attrib["aria-label"]


def test_an_empty_ribbon_and_a_meter() -> None:
    drawn(ribbon([], lambda _: UTC))
    svg = drawn(meter("80% answered", 0.8))
    assert svg.attrib["aria-label"] == "80% answered"
    assert [share(one) for one in of_class(svg, "answered")] == [80]


@pytest.mark.parametrize(
    "svg",
    [
        bars(HOSTILE, [Bar(HOSTILE, ((HOSTILE, 1),))]),
        funnel(HOSTILE, Funnel(arrived=1)),
        bars(HOSTILE, [Bar(HOSTILE, ((HOSTILE, 1),), said=HOSTILE)], even=True),
        columns(HOSTILE, [Column(HOSTILE, HOSTILE, ((HOSTILE, 1),), HOSTILE)]),
        ribbon([DeskPrompt("", "", "", "", "", 1, 1, HOSTILE, 0.0, 1.0, None, None, None)], lambda _: UTC),
        journey([Stay(HOSTILE, YEREVAN, 0.0)], 9.0, lambda site: site),
        meter(HOSTILE, 0.5),
    ],
)
def test_no_name_becomes_markup(svg: str) -> None:
    assert not [one for one in drawn(svg).iter() if one.tag in ("script", "b")]
    assert HOSTILE in "".join(drawn(svg).attrib["aria-label"])
