"""Schedules, as frozen data: what a wave counts from, when it asks, and what holds for all waves."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from study.conditions import Condition
from study.model import Model


class Anchor(StrEnum):
    """What happens to somebody, and a wave can count from."""

    CONSENT = "consent"
    ENROLLED = "enrolled"
    MOVED = "moved"
    INTERVIEW = "interview"
    ANSWERED = "answered"  # a questionnaire, which `Start.name` names
    DATE = "date"  # that the participant gave: `Start.name` is the question
    CALENDAR = "calendar"  # a day for everybody: `Start.day`


class Start(Model):
    """What a wave counts from."""

    anchor: Anchor = Anchor.CONSENT
    name: str = ""
    day: date | None = None

    @property
    def key(self) -> str:
        """Under which `Participant.anchors` keeps the moment: "consent", "answered:evening", "date:left_on"."""
        return f"{self.anchor}:{self.name}" if self.name else str(self.anchor)


class Window(Model):
    """From `opens` to `closes`, local time; past midnight when `closes` is earlier."""

    opens: time
    closes: time


class Signal(Model):
    """Signal-contingent: `times` random moments a day between two hours, at least `apart` from each other."""

    times: int
    between: Window
    apart: timedelta = timedelta(0)


class Days(Model):
    """First and last day of a wave, both included. Day 0 is the day of the anchor, day 1 the day after it."""

    first: int
    last: int


class Span(Model):
    """Days of the calendar, both included."""

    first: date
    last: date


class Burst(Model):
    """A wave that comes again as a whole: `times` times, `every` so many days."""

    every: timedelta
    times: int


class Wave(Model):
    """When a questionnaire is asked. Exactly one of `signal` (with `days`), `every` (with `times`) and `once` is set.

    `wait` moves the anchor by so much. `weekdays` (0 is Monday) and `each` (every k-th day, counted from the first)
    thin out the days of a signal. `until` ends the wave: nothing falls due from that moment of the other anchor on, or
    `lasts` after its own. `arms` are those who get it, all where empty. An answer that comes up to `late` after the
    prompt has lapsed is kept, and marked."""

    id: str
    ask: str
    after: Start = Start()
    wait: timedelta = timedelta(0)
    until: Start | None = None
    lasts: timedelta | None = None
    when: Condition | None = None
    arms: tuple[str, ...] = ()
    signal: Signal | None = None
    days: Days | None = None
    weekdays: tuple[int, ...] = ()
    each: int = 1
    every: timedelta | None = None
    once: timedelta | None = None
    at: tuple[time, ...] = ()
    times: int | None = None
    burst: Burst | None = None
    expires: timedelta
    remind: tuple[timedelta, ...] = ()
    scope: str = ""  # asked only of those who have given this consent scope; the study's own if empty
    late: timedelta | None = None


class Arms(Model):
    """Random assignment: `shares` of each arm within a block, drawn from `seed`; blocks are of one site each where
    `by_site` is set."""

    shares: dict[str, int]
    blocks: int = 1  # how many times the shares stand in a block
    by_site: bool = True
    seed: int


class Shift(Model):
    """How far somebody may move the hours of all waves, in whole hours: so much `earlier`, so much `later`."""

    earlier: timedelta = timedelta(0)
    later: timedelta = timedelta(0)


@dataclass(frozen=True)
class Wishes:
    """What a participant has asked for: all hours moved by `shift` (earlier below zero), at most `a_day` prompts."""

    shift: timedelta = timedelta(0)
    a_day: int | None = None


class Schedule(Model):
    """What holds for all waves: `quiet` hours, how many prompts `a_day` at most, days on which nobody is asked.

    `shift` is how far people may move their own hours, `fewer` the smallest number of prompts a day that they may ask
    for. After `silence` missed prompts in a row somebody is asked once whether they are still there, and left alone."""

    quiet: Window | None = None
    a_day: int | None = None
    shift: Shift | None = None
    fewer: int | None = None
    silence: int | None = None
    never: tuple[Span, ...] = ()
    arms: Arms | None = None
    waves: tuple[Wave, ...] = ()
