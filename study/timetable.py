"""A wave in a few words, for whoever wrote it to see that it was read as meant."""

from collections.abc import Iterator
from datetime import timedelta

from study.durations import WEEKDAYS, show_duration, show_window
from study.schedule import gets, most_prompts
from study.timing import Anchor, Arms, Schedule, Start, Wave


def told(wave: Wave) -> str:
    """`3 times a day between 10:00-21:00, days 1 to 7, after consent`."""
    return ", ".join([_when(wave), *_bounds(wave)])


def arms_told(arms: Arms) -> str:
    """`calls 1, texts 1; in blocks of 4, by site`."""
    shares = ", ".join(f"{name} {share}" for name, share in arms.shares.items())
    block = arms.blocks * sum(arms.shares.values())
    return f"{shares}; in blocks of {block}{', by site' if arms.by_site else ''}"


def most_of_all(schedule: Schedule) -> int:
    """How many prompts the person gets who gets most, if everything happens to them once."""
    arms = list(schedule.arms.shares) if schedule.arms else [""]
    return max(sum(most_prompts(wave) for wave in schedule.waves if gets(wave, arm)) for arm in arms)


def _when(wave: Wave) -> str:
    if wave.signal and wave.days:
        first, last = wave.days.first, wave.days.last
        days = f"days {first} to {last}" if last > first else f"day {first}"
        thinned = f", every {wave.each} days" if wave.each > 1 else ""
        on = f", on {', '.join(WEEKDAYS[day] for day in wave.weekdays)}" if wave.weekdays else ""
        return f"{_times(wave.signal.times)} a day between {show_window(wave.signal.between)}, {days}{thinned}{on}"
    at = f" at {' and '.join(f'{clock:%H:%M}' for clock in wave.at)}" if wave.at else ""
    if wave.once is not None:
        return f"once after {show_duration(wave.once)}{at}"
    return f"every {show_duration(wave.every or timedelta(0))}{at}, {_times(wave.times or 0)}"


def _bounds(wave: Wave) -> Iterator[str]:
    if wave.burst:
        yield f"in {wave.burst.times} bursts, {show_duration(wave.burst.every)} apart"
    if wave.after != Start():
        yield f"after {_start(wave.after)}"
    if wave.wait:
        yield f"waiting {show_duration(wave.wait)}"
    if wave.until:
        yield f"until {_start(wave.until)}"
    if wave.lasts is not None:
        yield f"for {show_duration(wave.lasts)}"
    if wave.when:
        yield f"when {wave.when.source}"
    if wave.arms:
        yield f"for {' and '.join(wave.arms)}"
    if wave.late:
        yield f"late answers for {show_duration(wave.late)}"


def _start(start: Start) -> str:
    if start.day is not None:
        return str(start.day)
    return (
        f"{start.anchor} {start.name}" if start.anchor is Anchor.ANSWERED else start.name or str(start.anchor)
    )


def _times(number: int) -> str:
    return f"{number} time" if number == 1 else f"{number} times"
