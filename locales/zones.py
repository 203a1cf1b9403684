"""The time zones of the world: their countries, and where each has its principal city. From the tables that come with
the IANA time zone database (`zone.tab`, `tzdata.zi`), as the package `tzdata` has them."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_PLACE = re.compile(r"([+-])(\d{2,3})(\d{2})(\d{2})?([+-])(\d{2,3})(\d{2})(\d{2})?")

_MOST = re.compile(r"\b(most|mainland)\b")  # "most of Ukraine", "Portugal (mainland)"


@dataclass(frozen=True)
class Principal:
    """A zone of a country, and its principal city in degrees."""

    country: str  # ISO 3166, "AM"
    zone: str
    latitude: float
    longitude: float


@cache
def principals() -> tuple[Principal, ...]:
    """One line of `zone.tab` each; before the others of their country those by which most of it lives."""
    rows = [line.split("\t") for line in _read("zone.tab") if not line.startswith("#")]
    rows.sort(key=lambda row: _MOST.search(row[3]) is None if len(row) > 3 else True)
    return tuple(Principal(row[0], row[2], *_degrees(row[1])) for row in rows)


def links() -> dict[str, str]:
    """Older names of zones, and what each is called now: "Europe/Kiev" is "Europe/Kyiv"."""
    rows = (line.split() for line in _read("tzdata.zi"))
    return {row[2]: row[1] for row in rows if row[0] == "L"}


def _degrees(place: str) -> tuple[float, float]:
    """ISO 6709, "+4011+04430" or with seconds: 40.18 north, 44.5 east."""
    found = _PLACE.fullmatch(place)
    if found is None:
        raise ValueError(place)
    north, east = (
        (1 if sign == "+" else -1) * (int(whole) + int(minutes) / 60 + int(seconds or 0) / 3600)
        for sign, whole, minutes, seconds in (found.groups()[:4], found.groups()[4:])
    )
    return north, east


def _read(name: str) -> list[str]:
    return files("tzdata.zoneinfo").joinpath(name).read_text("utf-8").splitlines()
