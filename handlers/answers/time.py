"""A time of day, written as people write them."""

import re
from datetime import time

from handlers.answers.kind import Choice, Kind, Screen
from study.model import Localized
from study.saying import Phrase

TIME = re.compile(
    r"(?:at |в )?(?P<hour>\d{1,2})(?:\s?[:.\-чh ]\s?(?P<minute>\d{2})|ч|h)?\s?(?P<half>am|pm|a\.m\.?|p\.m\.?)?"
)
TOGETHER = re.compile(r"(?P<hour>\d{1,2})(?P<minute>\d{2})")
LONGEST = 20


class Time(Kind):
    way = Phrase("way.time")

    def reads(self, screen: Screen, text: str, means: frozenset[str]) -> Choice | Phrase | None:
        found = _read(text)
        if found is None:
            return None
        return (
            Choice(shown(found), Localized({"": shown(found)})) if _fits(screen, found) else self.hint(screen)
        )

    def hint(self, screen: Screen) -> Phrase:
        first, last = screen.question.first_time, screen.question.last_time
        if first is not None and last is not None:
            return Phrase("hint.time-between", {"opens": shown(first), "closes": shown(last)})
        if first is not None:
            return Phrase("hint.time-from", {"opens": shown(first)})
        if last is not None:
            return Phrase("hint.time-to", {"closes": shown(last)})
        return Phrase("hint.time")


def shown(at: time) -> str:
    return f"{at:%H:%M}"


def _read(text: str) -> time | None:
    text = " ".join(text.split()).casefold()
    found = TIME.fullmatch(text) or TOGETHER.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found.groupdict().get("half") or "")[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _fits(screen: Screen, at: time) -> bool:
    """From a later hour to an earlier one is past midnight."""
    first, last = screen.question.first_time, screen.question.last_time
    if first is not None and last is not None and first > last:
        return at >= first or at <= last
    return (first is None or first <= at) and (last is None or at <= last)
