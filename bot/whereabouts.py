"""What an event tells of the time zone that somebody is in: a city that they name, or a place that they send.

The zone of a place is guessed: it is that of the nearest principal city, or of the next ones. A border may lie between,
so the clock is asked before it counts (docs/decisions/09-a-clock-not-a-place.md). Neither the place nor the name is
kept.
"""

from dataclasses import replace
from functools import cache
from math import cos, isfinite, radians, sin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from locales.cities import zones_of
from locales.zones import principals
from study.inbound import Event, Located, Wrote

NEAREST = 10
"""How many principal cities are looked at: where a border lies between, one of the next has the right clock."""

Direction = tuple[float, float, float]


def with_zones(event: Event) -> Event:
    """The event with the zones that it names or lies in, likeliest first; any other as it was."""
    match event:
        case Wrote(text=text, forwarded=False):
            zones = zones_of(text)
        case Located(latitude=latitude, longitude=longitude, forwarded=False):
            zones = likely(latitude, longitude)
        case _:
            return event
    known = tuple(zone for zone in zones if _is_known(zone))
    return replace(event, zones=known) if known else event


def likely(latitude: float, longitude: float) -> tuple[str, ...]:
    """Zones of the nearest principal cities, the nearest first, over the surface of the earth."""
    if not (isfinite(latitude) and isfinite(longitude)):
        return ()
    here = _direction(latitude, longitude)
    near = sorted(_directions(), key=lambda one: -sum(a * b for a, b in zip(here, one[1], strict=True)))
    return tuple(dict.fromkeys(zone for zone, _ in near[:NEAREST]))


@cache
def _directions() -> tuple[tuple[str, Direction], ...]:
    return tuple((one.zone, _direction(one.latitude, one.longitude)) for one in principals())


def _direction(latitude: float, longitude: float) -> Direction:
    """From the middle of the earth: the nearer two places are, the greater is the product of theirs."""
    north, east = radians(latitude), radians(longitude)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


@cache
def _is_known(zone: str) -> bool:
    """The database of this computer may be older than ours."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True
