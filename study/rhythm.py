"""When a wave asks, as a study file writes it: one of `signal`, `every` and `once`, and what goes with it."""

from datetime import time, timedelta
from typing import Any

from study.durations import WEEKDAYS, length, overlap, parse_days, parse_weekdays, parse_window, show_window
from study.faults import Report
from study.fields import Fields
from study.timing import Burst, Days, Signal, Window
from study.tree import Node, Sequence
from study.values import clock, duration, timed, whole

DAY = timedelta(days=1)
LONGEST = timedelta(days=3660)
MOST_PROMPTS = 1_000
MOST_A_DAY = 24
MOST_CLOCKS = 24
MOST_EACH = 366  # days
BLANK = Window(opens=time(), closes=time(23, 59))
KINDS = ("signal", "every", "once")

FOREIGN: dict[str, dict[str, str]] = {
    "signal": {
        "at": "its moments are random; leave `at` out",
        "times": "write `times` inside `signal`",
    },
    "every": {
        "days": "write `times`, how often it is asked",
        "on": "days of the week belong to `signal`; leave `on` out",
        "each": "write a longer interval, such as `every: 3d`",
    },
    "once": {
        "days": "write how long after, such as `once: 7d`",
        "on": "days of the week belong to `signal`; leave `on` out",
        "each": "leave it out, or write `every`",
        "times": "it asks once; write `every` for more",
    },
}
"""Keys that do not go with each, and what to write instead."""


def read_rhythm(fields: Fields, quiet: Window | None) -> dict[str, Any]:
    """What a `Wave` is made of, as far as it says when to ask. Nothing where that is in doubt, which is reported."""
    present = [kind for kind in KINDS if fields.at(kind) is not None]
    if len(present) != 1:
        if fields.whole:
            both = "both " if len(present) == 2 else ""
            told = (
                f"a wave has {both}{_joined(present)}"
                if present
                else 'a wave has neither "signal", "every" nor "once"'
            )
            instead = "write one: `signal` for random moments of a day, `every` for a fixed interval, `once`"
            fields.report.fault(fields.node, told, instead)
        for key in ("days", "on", "each", "at", "times", "burst"):
            fields.at(key)
        return {}
    [kind] = present
    for key, instead in FOREIGN[kind].items():
        if fields.at(key) is not None:
            own = " of its own" if kind == "signal" else ""
            fields.report.fault(fields.place(key), f'a wave with "{kind}" has no "{key}"{own}', instead)
    found = {"signal": _signal, "every": _every, "once": _once}[kind](fields, quiet)
    return found | _burst(fields, found)


def items(node: Node) -> tuple[Node, ...]:
    """What may be written as one value or as a list of them."""
    return node.items if isinstance(node, Sequence) else (node,)


def some(report: Report, node: Node, key: str) -> tuple[Node, ...]:
    """The same, where a list of nothing would say the opposite of what stands there."""
    found = items(node)
    if not found:
        report.fault(node, "nothing stands in this list", f"write at least one, or leave `{key}` out")
    return found


def _joined(kinds: list[str]) -> str:
    quotes = [f'"{kind}"' for kind in kinds]
    return f"{', '.join(quotes[:-1])} and {quotes[-1]}"


def _signal(fields: Fields, quiet: Window | None) -> dict[str, Any]:
    node = fields.at("signal")
    assert node is not None
    inner = Fields(fields.report, node, "signal")
    times = inner.need("times", whole(1, MOST_A_DAY), 1)
    window = inner.need(
        "between", timed(parse_window), BLANK, "write two hours, such as `between: 18:00-21:00`"
    )
    apart = inner.either("apart", duration(timedelta(0)), timedelta(0))
    _check_window(inner, times, window, apart, quiet)
    inner.finish()
    days = fields.need(
        "days", timed(parse_days), Days(first=1, last=1), "write the days, such as `days: 1-7`"
    )
    weekdays = fields.either("on", _weekdays, ())
    each = fields.either("each", whole(1, MOST_EACH), 1)
    return {
        "signal": Signal(times=times, between=window, apart=apart),
        "days": days,
        "weekdays": weekdays,
        "each": each,
    }


def _check_window(inner: Fields, times: int, window: Window, apart: timedelta, quiet: Window | None) -> None:
    if window is BLANK:
        return
    if quiet is not None and overlap(window, quiet):
        what = f"{show_window(window)} runs into the quiet hours {show_window(quiet)}"
        inner.report.fault(inner.place("between"), what, "write hours outside them")
    if (times - 1) * apart >= length(window):
        what = f"{times} prompts this far apart do not fit into {show_window(window)}"
        inner.report.fault(
            inner.place("apart"), what, "write fewer `times`, a smaller `apart` or longer hours"
        )


def _weekdays(report: Report, node: Node) -> tuple[int, ...] | None:
    found: list[int] = []
    for item in some(report, node, "on"):
        days = timed(parse_weekdays, "a day of the week")(report, item)
        twice = [WEEKDAYS[day] for day in days or () if day in found]
        if twice:
            report.fault(item, f"{', '.join(twice)} stands here already", "write each day once")
        found += days or ()
    return tuple(sorted(set(found))) if found else None


def _every(fields: Fields, quiet: Window | None) -> dict[str, Any]:
    every = fields.need("every", duration(), DAY)
    at = fields.either("at", _clocks, ())
    times = fields.need("times", whole(1, MOST_PROMPTS), 1, "write how often it is asked, such as `times: 6`")
    if every > DAY and every % DAY:
        fields.report.fault(
            fields.place("every"),
            "this is neither whole days nor less than one",
            "write such as 12h, 1d or 30d",
        )
    elif every < DAY and at:
        fields.report.fault(
            fields.place("at"),
            "a time of day does not go with less than a day",
            "leave `at` out, or write whole days",
        )
    return {"every": every, "at": at, "times": times}


def _once(fields: Fields, quiet: Window | None) -> dict[str, Any]:
    once = fields.need("once", duration(timedelta(0)), timedelta(0))
    at = fields.either("at", _clocks, ())
    if at and once % DAY:
        fields.report.fault(
            fields.place("once"),
            "a time of day goes only with whole days",
            "write such as 0d, 1d or 7d, or leave `at` out",
        )
    if len(at) > 1:
        instead = "write one time, or a wave for each"
        fields.report.fault(fields.place("at"), "what is asked once has one time of day", instead)
    return {"once": once, "at": at}


def _clocks(report: Report, node: Node) -> tuple[time, ...] | None:
    found: list[time] = []
    for item in some(report, node, "at"):
        at = clock(report, item)
        if at is not None and at in found:
            report.fault(item, f"{at:%H:%M} stands here already", "write each time once")
        elif at is not None:
            found.append(at)
    if len(found) > MOST_CLOCKS:
        report.fault(node, f"{len(found)} times on one day", f"{MOST_CLOCKS} are the most")
    return tuple(sorted(found)) if found else None


def _burst(fields: Fields, rhythm: dict[str, Any]) -> dict[str, Any]:
    """Bursts follow each other: one begins when the last is over."""
    node = fields.at("burst")
    if node is None:
        return {}
    inner = Fields(fields.report, node, "burst")
    every = inner.need(
        "every", duration(), LONGEST, "write how long from one beginning to the next: `every: 90d`"
    )
    times = inner.need(
        "times", whole(2, MOST_PROMPTS), 2, "write how often the wave comes, such as `times: 4`"
    )
    inner.finish()
    if rhythm.get("signal") is not None and every % DAY:
        fields.report.fault(
            inner.place("every"), "bursts of days begin whole days apart", "write such as 30d or 90d"
        )
    elif every < (least := _one_burst(rhythm)):
        what = "the next burst would begin before the last one is over"
        days = -(-least // DAY)
        fields.report.fault(inner.place("every"), what, f"write at least {days}d, or a shorter wave")
    return {"burst": Burst(every=every, times=times)}


def _one_burst(rhythm: dict[str, Any]) -> timedelta:
    if rhythm.get("signal") is not None:
        days: Days = rhythm["days"]
        return (days.last - days.first + 1) * DAY
    every: timedelta | None = rhythm.get("every")
    times: int = rhythm.get("times", 1)
    return timedelta(seconds=1) if every is None else every * times


def last_moment(rhythm: dict[str, Any]) -> timedelta:
    """How long after the beginning of a wave its last prompt falls due, to the day."""
    burst: Burst | None = rhythm.get("burst")
    shift = burst.every * (burst.times - 1) if burst else timedelta(0)
    if rhythm.get("signal") is not None:
        days: Days = rhythm["days"]
        return shift + days.last * DAY
    once: timedelta | None = rhythm.get("once")
    every: timedelta = rhythm.get("every", timedelta(0))
    return shift + (every * rhythm["times"] if once is None else once)
