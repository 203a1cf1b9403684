"""Waves on a line of time: the days on which they ask, and the hours of a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from math import ceil

from study.drawing import telling
from study.drawing.markup import picture, share, tag, words
from study.timing import Schedule, Start, Wave, Window

DAY = timedelta(days=1)
STEPS: dict[str, tuple[int, tuple[int, ...]]] = {
    "day": (1, (1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730)),
    "hour": (24, (1, 2, 3, 6, 12, 24)),
    "minute": (1_440, (1, 2, 5, 10, 15, 30, 60)),
    "second": (86_400, (1, 2, 5, 10, 15, 20, 30, 60)),
}
"""How many of a unit a day has, and how far apart lines may stand."""
_ROW = 50
_INSET = 0.012  # so that the first and the last mark are whole


@dataclass(frozen=True)
class Stretch:
    """Days on end on which a wave asks, from the beginning of the first to the end of the last."""

    first: float
    end: float


def moments(wave: Wave) -> list[float]:
    """The days, from the moment it counts from, on which a wave asks, whichever day of the week that was."""
    if wave.signal and wave.days:
        days = [float(day) for day in range(wave.days.first, wave.days.last + 1, wave.each)]
    elif wave.every:
        days = [k * (wave.every / DAY) for k in range(1, (wave.times or 1) + 1)]
    else:
        days = [(wave.once or timedelta(0)) / DAY]
    if wave.burst:
        days = [day + k * (wave.burst.every / DAY) for k in range(wave.burst.times) for day in days]
    if wave.lasts is not None:
        days = [day for day in days if day <= wave.lasts / DAY]
    return [day + wave.wait / DAY for day in days]


def groups(waves: Sequence[Wave]) -> Iterator[tuple[Start, list[Wave]]]:
    """Waves by what they count from, in the order of the file."""
    for after in dict.fromkeys(wave.after for wave in waves):
        yield after, [wave for wave in waves if wave.after == after]


def of_arm(schedule: Schedule, arm: str) -> list[Wave]:
    """The waves that somebody in this arm gets."""
    return [wave for wave in schedule.waves if not wave.arms or arm in wave.arms]


def draw_days(after: Start, waves: Sequence[Wave]) -> str:
    """One row a wave, over the days since `after`. Widths are in percent: letters keep their size on a phone."""
    stretches = {wave.id: list(_stretches(wave)) for wave in waves}
    end = max((stretch.end for found in stretches.values() for stretch in found), default=1.0)
    unit, step = _scale(end, whole=any(wave.at or wave.signal for wave in waves))
    end = max(ceil(end / step - 0.25) * step, end)
    ground = len(waves) * _ROW + 4
    parts = [_grid(step * n, end, unit, ground) for n in range(round(end / step + 0.001) + 1)]
    for index, wave in enumerate(waves):
        parts.append(_row(wave, stretches[wave.id], index * _ROW, end))
    told = "; ".join(f"{wave.id} asks {wave.ask} {telling.asking(wave)}" for wave in waves)
    return picture(f"Counted from {telling.start(after)}: {told}", ground + 22, *parts)


def _stretches(wave: Wave) -> Iterator[Stretch]:
    """Days that follow each other are one."""
    days = sorted(set(moments(wave)))
    long = 1.0 if not wave.every or wave.every >= DAY else wave.every / DAY
    open: Stretch | None = None
    for day in days:
        if open is not None and day <= open.end + 1e-9:
            open = Stretch(open.first, day + long)
        else:
            if open is not None:
                yield open
            open = Stretch(day, day + long)
    if open is not None:
        yield open


def _scale(end: float, *, whole: bool) -> tuple[str, float]:
    """The unit, and the distance between two lines in days, so that there are about six; `whole` days where it may be
    no less."""
    unit = "day" if whole else next((unit for unit, (size, _) in STEPS.items() if end * size >= 2), "second")
    size, steps = STEPS[unit]
    return unit, next((step for step in steps if end * size / step <= 6), steps[-1]) / size


def _place(day: float, end: float) -> float:
    return _INSET + day / end * (1 - 2 * _INSET)


def _grid(day: float, end: float, unit: str, ground: float) -> str:
    x = share(_place(day, end))
    number = round(day * STEPS[unit][0])
    anchor = "start" if day == 0 else "end" if day > end * 0.97 else "middle"
    label = f"{unit} {number}" if day == 0 else str(number)
    line = tag("line", class_="grid", x1=x, x2=x, y1=0, y2=ground + 4)
    return line + tag("text", words(label), class_="scale", x=x, y=ground + 18, text_anchor=anchor)


def _row(wave: Wave, stretches: Sequence[Stretch], top: float, end: float) -> str:
    kind = _kind(wave)
    thin = " some" if wave.weekdays else ""
    parts = [
        tag("title", words(f"{wave.id}: {telling.asking(wave)}")),
        tag("text", words(wave.id), class_="name", x=0, y=top + 16),
        tag("text", words(wave.ask), class_="what", x="100%", y=top + 16, text_anchor="end"),
        tag("rect", class_="track", x=0, y=top + 23, width="100%", height=16, rx=3),
    ]
    for stretch in stretches:
        x, wide = _place(stretch.first, end), (stretch.end - stretch.first) / end * (1 - 2 * _INSET)
        if kind == "signal":
            parts.append(
                tag(
                    "rect", class_=f"{kind}{thin}", x=share(x), y=top + 23, width=share(wide), height=16, rx=1
                )
            )
        else:
            parts.append(tag("line", class_=kind, x1=share(x), x2=share(x), y1=top + 23, y2=top + 39))
    return tag("g", *parts)


def _kind(wave: Wave) -> str:
    """Its colour on the page, as the legend has it."""
    return "signal" if wave.signal else "every" if wave.every else "once"


def draw_hours(waves: Sequence[Wave], quiet: Window | None) -> str:
    """One row a wave, over the hours of a day; the quiet hours behind them."""
    ground = len(waves) * _ROW + 4
    parts = [tag("rect", class_="quiet", y=0, height=ground, **_bar(piece)) for piece in _pieces(quiet)]
    parts += [_hour(hour, ground) for hour in range(0, 25, 3)]
    for index, wave in enumerate(waves):
        top = index * _ROW
        parts.append(tag("text", words(wave.id), class_="name", x=0, y=top + 16))
        if wave.signal:
            parts += [
                tag("rect", class_="signal", y=top + 23, height=16, rx=2, **_bar(piece))
                for piece in _pieces(wave.signal.between)
            ]
        for at in wave.at:
            x = share(_minute(at) / 1_440)
            parts.append(tag("line", class_=_kind(wave), x1=x, x2=x, y1=top + 23, y2=top + 39))
        if not wave.signal and not wave.at:
            parts.append(tag("text", words(_unfixed(wave)), class_="what", x=0, y=top + 36))
    hours = [f"{wave.id} {_told_hours(wave)}" for wave in waves]
    night = f"quiet {telling.window(quiet)}; " if quiet else ""
    return picture(f"Hours of the day: {night}{'; '.join(hours)}", ground + 22, *parts)


def _unfixed(wave: Wave) -> str:
    """Which hour it is that no window and no time of day says."""
    length = wave.every or wave.once or timedelta(0)
    if length and length % DAY == timedelta(0):
        return "at the time of day of what it counts from"
    return f"{telling.duration(length)} after what it counts from" if length else "at once"


def _told_hours(wave: Wave) -> str:
    if wave.signal:
        return telling.window(wave.signal.between)
    return telling.listed(f"{at:%H:%M}" for at in wave.at) if wave.at else _unfixed(wave)


def _hour(hour: int, ground: float) -> str:
    x = share(hour / 24)
    anchor = {0: "start", 24: "end"}.get(hour, "middle")
    line = tag("line", class_="grid", x1=x, x2=x, y1=0, y2=ground + 4)
    shown = f"{hour:02d}" if hour % 6 == 0 else ""
    return line + (
        tag("text", shown, class_="scale", x=x, y=ground + 18, text_anchor=anchor) if shown else ""
    )


def _pieces(hours: Window | None) -> Iterator[tuple[int, int]]:
    """From minute to minute; past midnight it is two."""
    if hours is None:
        return
    opens, closes = _minute(hours.opens), _minute(hours.closes)
    if opens < closes:
        yield opens, closes
        return
    yield opens, 1_440
    if closes:
        yield 0, closes


def _bar(piece: tuple[int, int]) -> dict[str, str]:
    return {"x": share(piece[0] / 1_440), "width": share((piece[1] - piece[0]) / 1_440)}


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
