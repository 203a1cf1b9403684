"""Bounds as a study file can have them: whole where they must be, the smaller one first, and of what there is."""

import math
from dataclasses import dataclass, field
from typing import Any

from study.bounds import LARGEST, LONGEST, MOST_DECIMALS
from study.instrument import AnswerType


@dataclass
class Limits:
    """`data` in the words of the study file; `together` is how many options can be chosen at once. `lost` and `changed`
    say what had to be made of them."""

    data: dict[str, Any]
    types: tuple[AnswerType, ...]
    together: int = 0
    lost: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def fit(self) -> dict[str, Any]:
        if AnswerType.SCALE in self.types or AnswerType.NUMBER in self.types:
            self._numbers()
        self._lengths()
        low, high = self.data.get("from"), self.data.get("to")
        if low is not None and high is not None and not self._in_order(low, high):
            self._drop("from", "to", why=f"from {low} to {high} is nothing that could be answered")
        least, most = self.data.get("at-least"), self.data.get("at-most")
        if least is not None and most is not None and least > most:
            self._drop("at-least", "at-most", why=f"at least {least} and at most {most} leave nothing")
        return self.data

    def _drop(self, *keys: str, why: str) -> None:
        for key in keys:
            self.data.pop(key)
        self.lost.append(why)

    def _in_order(self, low: Any, high: Any) -> bool:
        if AnswerType.DATE in self.types and "today" in (low, high):
            return bool(low != high)
        return bool(low < high)

    def _numbers(self) -> None:
        for key, rounded in (("from", math.ceil), ("to", math.floor)):
            bound = self.data.get(key)
            if bound is None:
                continue
            if abs(bound) > LARGEST:
                self._drop(key, why=f"{bound} is larger than a number can be here")
            elif not self.data.get("decimals"):
                self.data[key] = rounded(bound)
            else:
                digits = len(f"{bound:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2])
                self.data["decimals"] = max(self.data["decimals"], digits)
                self.data[key] = round(bound, MOST_DECIMALS)

    def _lengths(self) -> None:
        several = AnswerType.CHOICES in self.types
        largest, least = (self.together, 0) if several else (LONGEST, 1)
        what = "of the options" if several else "characters"
        for key in ("at-least", "at-most"):
            bound = self.data.get(key)
            if bound is None:
                continue
            if key == "at-most" and bound > largest:
                self.data.pop(key)
                self.changed.append(f"there are never more than {largest} {what}")
            elif bound > largest or bound < (1 if key == "at-most" else least):
                self._drop(key, why=f"{key} {bound} {what} can never be")
