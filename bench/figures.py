"""What is made of measured numbers: medians, percentiles, ratios, and whether a target is met. Pure."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


def median(numbers: Sequence[float]) -> float:
    return statistics.median(numbers)


def percentile(numbers: Sequence[float], share: float) -> float:
    """The nearest rank: the smallest of `numbers` that at least `share` of them do not exceed. `share` is above 0 and
    at most 1."""
    return sorted(numbers)[math.ceil(share * len(numbers)) - 1]


@dataclass(frozen=True)
class Target:
    """Where a figure must get: `least` or more, or `most` or less."""

    least: float | None = None
    most: float | None = None

    def met_by(self, figure: float) -> bool:
        return (self.least is None or figure >= self.least) and (self.most is None or figure <= self.most)

    def words(self, unit: str) -> str:
        """For instance "≥ 4 ×"."""
        bounds = (("≥", self.least), ("≤", self.most))
        return ", ".join(f"{sign} {number(bound)}{unit}" for sign, bound in bounds if bound is not None)


TIMES = " ×"
MET, NOT_MET = "met", "not met"


@dataclass(frozen=True)
class Row:
    """One line of a table: what was measured of ours and of `other`, and the `figure` that a target is set for, a ratio
    unless `unit` says otherwise."""

    what: str
    ours: str
    other: str
    figure: float
    unit: str = TIMES
    target: Target | None = None

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return MET if self.target.met_by(self.figure) else NOT_MET


@dataclass
class Findings:
    """What a measurement found: rows for the table, and every single number by name."""

    rows: list[Row] = field(default_factory=list)
    raw: dict[str, list[float]] = field(default_factory=dict)


def ratio(ours: float, other: float) -> float:
    """Raises ZeroDivisionError: a comparison with nothing is a mistake of the bench."""
    return ours / other


def number(value: float) -> str:
    """Three figures that count; whole above a thousand, in groups: 0.0123, 1.23, 123, 12,345."""
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def seconds(value: float) -> str:
    """A duration in the unit one would say it in: 1.23 s, 4.5 ms."""
    return f"{number(value)} s" if abs(value) >= 1 else f"{number(value * 1000)} ms"
