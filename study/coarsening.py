"""A place made coarse before it is sealed: the middle of the square that it lies in, and nothing of where in it."""

import math
from dataclasses import dataclass

GIRTH = 40_030.0
"""Kilometres around the globe (a sphere of 6,371 km, the mean radius of IUGG)."""


@dataclass(frozen=True)
class Coarse:
    """The middle of a square, in degrees, and the length of its side in kilometres."""

    latitude: float
    longitude: float
    within_km: float


def coarsened(latitude: float, longitude: float, within: float) -> Coarse:
    """The square around a place, `within` km wide and high or a little more (next to a pole: the whole circle).

    The globe is cut into equal bands from pole to pole, and each band into equal squares from the date line on. So
    every place of a square gives the same three numbers, whichever way its longitude is written. `latitude` and
    `longitude` are finite degrees; what lies beyond a pole counts as the pole. Raises ValueError for a number that is
    not finite.
    """
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise ValueError("a place has a latitude and a longitude")
    bands = max(1, int(GIRTH / 2 / within))
    height = 180 / bands
    band = min(bands - 1, max(0, math.floor((latitude + 90) / height)))
    middle = (band + 0.5) * height - 90
    squares = max(1, int(GIRTH * math.cos(math.radians(middle)) / within))
    width = 360 / squares
    square = min(squares - 1, math.floor(((longitude + 180) % 360) / width))
    digits = (
        math.ceil(-math.log10(height)) + 1
    )  # rounding moves no middle by more than a twentieth of its square
    across = (square + 0.5) * width - 180
    return Coarse(round(middle, digits), round(across, digits), within)
