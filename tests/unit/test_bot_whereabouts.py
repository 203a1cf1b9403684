"""What a place, or a name, tells of the time zone that somebody is in."""

import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.whereabouts import NEAREST, likely, with_zones
from study.inbound import Command, Event, Located, Spoke, Wrote

PLACES = {
    "Yerevan": (40.18, 44.51, "Asia/Yerevan"),
    "Gyumri": (40.79, 43.85, "Asia/Yerevan"),
    "Kraków": (50.06, 19.94, "Europe/Warsaw"),
    "Batumi": (41.64, 41.64, "Asia/Tbilisi"),
    "Apia": (-13.83, -171.75, "Pacific/Apia"),
    "across the date line": (-16.5, 179.99, "Pacific/Fiji"),
    "and on its other side": (-16.5, -179.99, "Pacific/Fiji"),
}


@pytest.mark.parametrize(("latitude", "longitude", "zone"), PLACES.values(), ids=PLACES)
def test_the_nearest_principal_city(latitude: float, longitude: float, zone: str) -> None:
    assert likely(latitude, longitude)[0] == zone


def test_beyond_a_border_the_right_clock_is_among_the_next() -> None:
    assert likely(54.35, 18.65)[:2] == ("Europe/Kaliningrad", "Europe/Warsaw"), "Gdańsk"


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_has_clocks(latitude: float, longitude: float) -> None:
    zones = likely(latitude, longitude)
    assert 1 <= len(set(zones)) == len(zones) <= NEAREST
    assert set(zones) <= zoneinfo.available_timezones()


def test_numbers_that_are_no_place() -> None:
    assert likely(float("nan"), 0) == likely(0, float("inf")) == ()


@pytest.mark.parametrize(("event", "zones"), [
    (Wrote("Берлин", 1), ("Europe/Berlin",)),
    (Wrote("Берлин", 1, means=frozenset({"key.yes"})), ("Europe/Berlin",)),
    (Wrote("Берлин", 1, forwarded=True), ()),
    (Wrote("Хороший день", 1), ()),
    (Located(48.2, 16.4, 1, forwarded=True), ()),
])  # fmt: skip
def test_what_is_said(event: Event, zones: tuple[str, ...]) -> None:
    told = with_zones(event)
    assert isinstance(told, Wrote | Located)
    assert told.zones == zones
    assert type(told) is type(event)
    assert getattr(told, "means", None) == getattr(event, "means", None)


@pytest.mark.parametrize("event", [Command("moved", "Berlin"), Spoke("file", 1, 4, caption="Berlin")])
def test_nothing_else_tells_anything(event: Event) -> None:
    assert with_zones(event) is event


def test_a_place_keeps_its_own_numbers() -> None:
    told = with_zones(Located(48.2, 16.4, 1))
    assert isinstance(told, Located)
    assert (told.latitude, told.longitude, told.zones[0]) == (48.2, 16.4, "Europe/Vienna")
