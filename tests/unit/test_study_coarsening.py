"""A place made coarse: the same numbers for a whole square, on every part of the globe, and nothing finer in them."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.coarsening import Coarse, coarsened

EARTH = 6_371.0
SIDES = (1.0, 2.5, 10.0, 25.0, 100.0, 500.0)

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
sides = st.sampled_from(SIDES)


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along a great circle (haversine)."""
    (a, b), (c, d) = (tuple(map(math.radians, place)) for place in (one, other))
    chord = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(chord)))


@given(latitudes, longitudes, sides)
def test_it_stays_near(latitude: float, longitude: float, within: float) -> None:
    """At most half a diagonal away, with what the globe's curve and the rounding add to it. In the two bands around the
    poles a square is bent into a ring's part or the whole cap, and may be wider."""
    coarse = coarsened(latitude, longitude, within)
    apart = kilometres((latitude, longitude), (coarse.latitude, coarse.longitude))
    near_pole = kilometres((latitude, longitude), (math.copysign(90, latitude), 0)) < 8 * within
    assert apart <= within * (4 if near_pole else 1.1)
    assert coarse.within_km == within


@given(latitudes, longitudes, sides)
def test_what_is_coarse_lies_in_its_own_square(latitude: float, longitude: float, within: float) -> None:
    """Made coarse once more it stays as it is: the middle, and not a corner that rounding might carry over."""
    coarse = coarsened(latitude, longitude, within)
    assert coarsened(coarse.latitude, coarse.longitude, within) == coarse


@given(latitudes, longitudes, sides)
def test_its_digits_tell_no_more_than_its_square(latitude: float, longitude: float, within: float) -> None:
    coarse = coarsened(latitude, longitude, within)
    digits = {1.0: 4, 2.5: 3, 10.0: 3, 25.0: 2, 100.0: 2, 500.0: 1}[within]
    for number in (coarse.latitude, coarse.longitude):
        assert number == round(number, digits)


@given(latitudes, st.floats(-1_000, 1_000), sides)
def test_a_longitude_may_be_written_in_several_ways(latitude: float, longitude: float, within: float) -> None:
    one, other = coarsened(latitude, longitude, within), coarsened(latitude, longitude + 720, within)
    assert kilometres((one.latitude, one.longitude), (other.latitude, other.longitude)) <= within * 1.5


@pytest.mark.parametrize("within", SIDES)
def test_the_date_line_and_the_poles(within: float) -> None:
    assert coarsened(10, 180, within) == coarsened(10, -180, within)
    for pole in (90.0, -90.0, 123.0, -500.0):
        coarse = coarsened(pole, 37, within)
        assert -90 < coarse.latitude < 90
        assert -180 <= coarse.longitude <= 180
        assert kilometres((math.copysign(90, pole), 0), (coarse.latitude, coarse.longitude)) <= within * 1.1


@pytest.mark.parametrize("within", SIDES)
def test_a_square_is_at_least_as_wide_as_was_promised(within: float) -> None:
    """Seen from middle to middle, up the meridian and along the parallel of Yerevan."""
    step = within / 111.2 / 50
    up = [coarsened(35 + n * step, 44.5, within) for n in range(500)]
    across = [coarsened(40.18, 40 + n * step, within) for n in range(1000)]
    for places in (up, across):
        middles = list(dict.fromkeys((one.latitude, one.longitude) for one in places))
        assert len(middles) >= 5
        for one, other in pairwise(middles):
            assert kilometres(one, other) >= within * 0.98, "but for rounding"


def test_everybody_in_a_square_sends_the_same() -> None:
    houses = [(40.1777, 44.5126), (40.1800, 44.5200), (40.2000, 44.4800), (40.1900, 44.5500)]
    assert {coarsened(*house, 10) for house in houses} == {Coarse(40.21, 44.514, 10)}


@pytest.mark.parametrize("place", [(math.nan, 1.0), (1.0, math.nan), (math.inf, 1.0), (1.0, -math.inf)])
def test_what_is_no_place(place: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="latitude"):
        coarsened(*place, 10)
