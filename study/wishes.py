"""What a participant may ask of the schedule: other hours, fewer prompts. Never more than the study allows."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from study.durations import overlap, within
from study.timing import Schedule, Signal, Wave, Window, Wishes

HOUR = timedelta(hours=1)
ANY_DAY = date(2000, 1, 2)
NONE = Wishes()


def shifts(schedule: Schedule) -> tuple[timedelta, ...]:
    """By how much all hours can be moved, the earliest first, nothing among them: whole hours within what the study
    allows, as long as no wave comes into the quiet hours or to another day."""
    allowed = schedule.shift
    if allowed is None:
        return ()
    hours = range(-(allowed.earlier // HOUR), allowed.later // HOUR + 1)
    return tuple(hour * HOUR for hour in hours if _fits(schedule, hour * HOUR))


def fewest(schedule: Schedule) -> tuple[int, ...]:
    """To how many prompts a day somebody can come down, the smallest first."""
    if schedule.fewer is None:
        return ()
    most = max((_on_one_day(wave) for wave in schedule.waves), default=0)
    most = most if schedule.a_day is None else min(most, schedule.a_day)
    return tuple(range(schedule.fewer, most))


def any_granted(schedule: Schedule) -> bool:
    """Whether there is anything that somebody could ask for."""
    return bool(fewest(schedule)) or any(shifts(schedule))


def granted(schedule: Schedule, wishes: Wishes) -> Wishes:
    """As far as the study, as it is now, allows them."""
    if wishes == NONE:
        return NONE
    shift = wishes.shift if wishes.shift in shifts(schedule) else timedelta(0)
    few = fewest(schedule)
    a_day = max(wishes.a_day, few[0]) if wishes.a_day is not None and few else None
    return Wishes(shift, a_day)


def a_day(schedule: Schedule, wishes: Wishes) -> int | None:
    """How many prompts a day they get at most; None where there is no bound."""
    bounds = [most for most in (schedule.a_day, granted(schedule, wishes).a_day) if most is not None]
    return min(bounds) if bounds else None


def bent(wave: Wave, schedule: Schedule, wishes: Wishes) -> Wave:
    """The wave with the hours, and at most the number of prompts a day, that somebody asked for."""
    if wishes == NONE:
        return wave
    wanted = granted(schedule, wishes)
    changes: dict[str, object] = {}
    if wave.signal is not None:
        times = wave.signal.times if wanted.a_day is None else min(wave.signal.times, wanted.a_day)
        between = Window(
            opens=moved(wave.signal.between.opens, wanted.shift),
            closes=moved(wave.signal.between.closes, wanted.shift),
        )
        changes["signal"] = Signal(times=times, between=between, apart=wave.signal.apart)
    if wave.at:
        changes["at"] = tuple(moved(at, wanted.shift) for at in wave.at)
    return wave.model_copy(update=changes)


def moved(at: time, shift: timedelta) -> time:
    """By the clock, over midnight too."""
    return (datetime.combine(ANY_DAY, at) + shift).time()


def _fits(schedule: Schedule, shift: timedelta) -> bool:
    return all(_stays(one, shift, schedule.quiet) for wave in schedule.waves for one in _hours(wave))


def _hours(wave: Wave) -> Iterable[Window]:
    if wave.signal is not None:
        yield wave.signal.between
    for at in wave.at:
        yield Window(opens=at, closes=at)


def _stays(hours: Window, shift: timedelta, quiet: Window | None) -> bool:
    """Whether they stay on their day and out of the quiet hours. Hours that are within them anyway are moved to their
    end, and cannot be moved."""
    new = Window(opens=moved(hours.opens, shift), closes=moved(hours.closes, shift))
    same_day = (new.opens < hours.opens) == (shift < timedelta(0)) if shift else True
    if not same_day or (new.closes < new.opens) != (hours.closes < hours.opens):
        return False
    if quiet is None:
        return True
    return not (within(quiet, new.opens) if new.opens == new.closes else overlap(new, quiet))


def _on_one_day(wave: Wave) -> int:
    return wave.signal.times if wave.signal is not None else max(1, len(wave.at))
