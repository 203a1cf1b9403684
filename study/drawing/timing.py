"""The part of the page that says when people are asked."""

from collections.abc import Iterator, Sequence

from study.drawing import telling
from study.drawing.markup import tag, words
from study.drawing.timeline import draw_days, draw_hours, groups, of_arm
from study.schedule import most_prompts
from study.timing import Schedule, Start, Wave
from study.wishes import fewest, shifts

KINDS = (
    ("signal", "days with random moments", lambda wave: wave.signal is not None and not wave.weekdays),
    ("some", "some of these days, by the day of the week", lambda wave: bool(wave.weekdays)),
    ("every", "at a fixed interval", lambda wave: wave.every is not None),
    ("once", "once", lambda wave: wave.once is not None),
)


def schedule_section(schedule: Schedule) -> str:
    """For each arm its waves, by what they count from; and the hours of the day."""
    parts = [
        tag("h2", "When people are asked"),
        *(tag("p", words(one)) for one in _limits(schedule)),
        _legend(schedule),
    ]
    if schedule.arms is None:
        parts += _arm(schedule.waves)
    else:
        for arm, part in schedule.arms.shares.items():
            share = f"{part} of {sum(schedule.arms.shares.values())} people"
            parts.append(tag("h3", tag("code", words(arm)), tag("small", words(share))))
            parts += _arm(of_arm(schedule, arm))
    parts += [
        tag("h3", "Hours of the day"),
        tag("figure", draw_hours(schedule.waves, schedule.quiet), class_="days hours"),
    ]
    return "".join(parts)


def _limits(schedule: Schedule) -> Iterator[str]:
    if schedule.quiet:
        yield f"Nobody is asked from {telling.window(schedule.quiet)}, by the clock where they live."
    if schedule.a_day:
        yield f"One person gets at most {telling.many(schedule.a_day, 'prompt')} a day."
    if schedule.never:
        spans = (
            f"{one.first}" if one.first == one.last else f"{one.first} to {one.last}"
            for one in schedule.never
        )
        yield f"Nobody is asked on {telling.listed(spans)}."
    yield from _say_of_their_own(schedule)
    if schedule.silence:
        missed = telling.many(schedule.silence, "missed prompt")
        yield f"After {missed} in a row people are asked once whether they are still there, and then left alone."


def _say_of_their_own(schedule: Schedule) -> Iterator[str]:
    """What people may ask for."""
    by = shifts(schedule)
    ways = [(-by[0], "earlier"), (by[-1], "later")] if any(by) else []
    if moved := [f"{telling.duration(length)} {way}" for length, way in ways if length]:
        yield f"People may move all their hours by up to {telling.listed(moved, 'or')}."
    if few := fewest(schedule):
        yield f"They may ask for fewer prompts, down to {few[0]} a day."


def _legend(schedule: Schedule) -> str:
    shown = [tag("span", name, class_=kind) for kind, name, has in KINDS if any(map(has, schedule.waves))]
    if schedule.quiet:
        shown.append(tag("span", "quiet hours", class_="quiet"))
    return tag("div", *shown, class_="legend")


def _arm(waves: Sequence[Wave]) -> Iterator[str]:
    for after, counted in groups(waves):
        told = tag("ul", *(_wave(wave) for wave in counted), class_="told")
        head = tag("p", words(f"Counted from {telling.start(after)}"), class_="soft")
        figure = tag("figure", head, draw_days(after, counted), class_="days")
        yield tag("div", figure, told, class_="beside")
    yield tag("p", words(_most(waves)))


def _wave(wave: Wave) -> str:
    wave_id, ask = (tag("span", words(name), class_="name") for name in (wave.id, wave.ask))
    said = tag("p", wave_id, " asks ", ask, words(f" {telling.asking(wave)}."))
    return tag("li", said, tag("p", words(" ".join(telling.conditions(wave))), class_="soft"))


def _most(waves: Sequence[Wave]) -> str:
    total = sum(map(most_prompts, waves))
    again = (
        " Waves that count from something that happens again begin anew each time."
        if any(map(_again, waves))
        else ""
    )
    return f"That is at most {telling.many(total, 'prompt')} to one person.{again}"


def _again(wave: Wave) -> bool:
    after: Start = wave.after
    return after.anchor in ("answered", "moved", "interview")
