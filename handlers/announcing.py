"""When a question comes, in words: by the clock where they live, and within which hours, if its moment is random."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import reduce
from typing import Any

from handlers.sittings import local_day
from handlers.turn import Turn
from study.durations import within
from study.saying import Phrase
from study.timing import Wave
from study.wishes import bent

DAY = timedelta(days=1)
COUNTS = {1: "count.one", 2: "count.two", 3: "count.three", 4: "count.four", 5: "count.five"}


def announced(turn: Turn, wave: Wave, due_at: datetime, *, at: str, between: str) -> Phrase:
    """As the phrase `at` or as the phrase `between`. A random moment is never told: nobody is to wait for it."""
    due = due_at.astimezone(turn.zone)
    signal = bent(wave, turn.protocol.schedule, turn.participant.wishes).signal
    if signal is None or not within(signal.between, due.time()):  # kept for the morning, say
        return Phrase(at, {"day": day_of(turn, due), "at": f"{due:%H:%M}"})
    opens, closes = signal.between.opens, signal.between.closes
    overnight = closes < opens and due.time() < closes
    if overnight and due.date() == local_day(turn, turn.at):  # what is left of last night's
        opens, overnight = time(), False
    hours = {"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}
    return Phrase(between, {"day": day_of(turn, due - DAY if overnight else due), **hours})


def comma(words: Iterable[Phrase]) -> Phrase:
    """One after the other, within a sentence."""
    return reduce(lambda first, last: Phrase("way.comma", {"first": first, "last": last}), words)


def lines(words: Iterable[Phrase]) -> Phrase:
    """One below the other, without blank lines between."""
    return reduce(lambda first, last: Phrase("way.lines", {"first": first, "last": last}), words)


def count(n: int) -> Phrase | int:
    """A small number as a word."""
    return Phrase(COUNTS[n]) if n in COUNTS else n


def day_of(turn: Turn, at: datetime) -> Phrase:
    """The day of a moment, by the clock where they live: today, tomorrow, or its date."""
    today = local_day(turn, turn.at)
    names: dict[Any, str] = {today: "day.today", today + DAY: "day.tomorrow"}
    name = names.get(at.date())
    return Phrase(name) if name else Phrase("day.date", {"date": at.date()})
