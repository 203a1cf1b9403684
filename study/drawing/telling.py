"""Questions and waves in sentences, for whoever looks at a study."""

from collections.abc import Iterable
from datetime import timedelta

from study.instrument import AnswerType, Group, Question
from study.timing import Anchor, Start, Wave, Window

UNITS = (("week", 604_800), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ANCHORS = {
    Anchor.CONSENT: "the agreement",
    Anchor.ENROLLED: "the enrolment",
    Anchor.MOVED: "a move",
    Anchor.INTERVIEW: "the interview",
}


def many(number: int | float, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(parts: Iterable[str], last: str = "and") -> str:
    """ "a, b and c"."""
    *before, end = list(parts) or [""]
    return f"{', '.join(before)} {last} {end}" if before else end


def duration(length: timedelta) -> str:
    """ "3 hours", "90 days"; in the largest unit that leaves no rest, but no weeks."""
    seconds = int(length.total_seconds())
    for unit, size in UNITS[1:]:
        if seconds and seconds % size == 0:
            return many(seconds // size, unit)
    return many(seconds, "second")


def window(hours: Window) -> str:
    return f"{hours.opens:%H:%M} to {hours.closes:%H:%M}"


def start(counted: Start) -> str:
    """What a wave counts from, or what ends it."""
    match counted.anchor:
        case Anchor.ANSWERED:
            return f"each answered {counted.name}"
        case Anchor.DATE:
            return f"the date in {counted.name}"
        case Anchor.CALENDAR:
            assert counted.day is not None
            return f"{counted.day.day} {counted.day:%B %Y}"
    return ANCHORS[counted.anchor]


def asking(wave: Wave) -> str:
    """How often and when: "twice a day at random between 10:00 and 21:00 …"."""
    parts = [_signal(wave) if wave.signal else _fixed(wave)]
    if wave.burst:
        parts.append(f"all of this {many(wave.burst.times, 'time')}, every {duration(wave.burst.every)}")
    return "; ".join(parts)


def _signal(wave: Wave) -> str:
    assert wave.signal is not None
    often = {1: "once", 2: "twice"}.get(wave.signal.times, f"{wave.signal.times} times")
    said = f"{often} a day at random, {window(wave.signal.between)}"
    if wave.signal.times > 1 and wave.signal.apart:
        said += f", at least {duration(wave.signal.apart)} apart"
    if wave.days:
        first, last = wave.days.first, wave.days.last
        said += f", on day {first}" if first == last else f", on days {first} to {last}"
    if wave.each > 1:
        said += f", every {ordinal(wave.each)} day"
    if wave.weekdays:
        said += f", only on {listed(WEEKDAYS[day] for day in wave.weekdays)}"
    return said


def _fixed(wave: Wave) -> str:
    at = f" at {listed(f'{one:%H:%M}' for one in wave.at)}" if wave.at else ""
    if wave.every:
        return f"every {duration(wave.every)}{at}, {many(wave.times or 0, 'time')}"
    return f"once, {duration(wave.once)} later{at}" if wave.once else f"once{at or ', at once'}"


def conditions(wave: Wave) -> list[str]:
    """What else holds for a wave, a sentence each."""
    found = []
    if wave.wait:
        found.append(f"It begins {duration(wave.wait)} later.")
    if wave.until or wave.lasts:
        ends = [f"with {start(wave.until)}"] if wave.until else []
        ends += [f"{duration(wave.lasts)} after it began"] if wave.lasts else []
        found.append(f"It ends {listed(ends, 'or')}.")
    if wave.when:
        found.append(f"Only if {wave.when.source}.")
    if wave.arms:
        found.append(f"For the arm {listed(wave.arms, 'or')}.")
    found.append(f"It can be answered for {duration(wave.expires)}.")
    if wave.remind:
        found.append(
            f"Put again after {listed(duration(wait) for wait in wave.remind)} if nothing is answered."
        )
    if wave.late:
        found.append(f"An answer up to {duration(wave.late)} late is kept, and marked.")
    return found


def ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def answering(question: Question, language: str) -> str:
    """How it is answered: "a scale from 0 to 10", "some of 3, or text, or voice"."""
    return listed((_type(type, question, language) for type in question.types), "or")


def _type(type: AnswerType, question: Question, language: str) -> str:
    match type:
        case AnswerType.CHOICE:
            return f"one of {len(question.options)}"
        case AnswerType.CHOICES:
            return _some(question.at_least or 1, question.at_most, len(question.options))
        case AnswerType.SCALE:
            return f"a scale from {question.low} to {question.high}"
        case AnswerType.NUMBER:
            unit = f" of {question.unit.say(language)}" if question.unit else ""
            digits = f", {many(question.decimals, 'digit')} after the point" if question.decimals else ""
            return f"a number{unit}" + _bounds(question.low, question.high, "{}") + digits
        case AnswerType.DATE:
            return "a date" + _bounds(question.first_day, question.last_day, "{}")
        case AnswerType.TIME:
            return "a time" + _bounds(question.first_time, question.last_time, "{:%H:%M}")
        case AnswerType.TEXT:
            bounds = _bounds(question.at_least, question.at_most, "{}")
            return f"text,{bounds} characters" if bounds else "text"
        case AnswerType.VOICE | AnswerType.PHOTO:
            return f"a {type}" if type is AnswerType.PHOTO else "voice"
        case AnswerType.PLACE:
            return f"a place, within {question.within:g} km" if question.within else "a place"
        case AnswerType.NOTE:
            return "a note, asks nothing"
    return "yes or no"


def _some(least: int, most: int | None, of: int) -> str:
    if most is None or most >= of:
        return f"some of {of}" if least <= 1 else f"{least} or more of {of}"
    return f"{least} of {of}" if least == most else f"{least} to {most} of {of}"


def _bounds(low: object, high: object, shown: str) -> str:
    if low is not None and high is not None:
        return f" from {shown.format(low)} to {shown.format(high)}"
    if high is not None:
        return f" up to {shown.format(high)}"
    return f" from {shown.format(low)}" if low is not None else ""


def repeating(group: Group) -> str:
    """How often a group is asked."""
    if group.repeat is None:
        return ""
    if group.repeat.times:
        return f"once for each of {group.repeat.times}, at most {group.repeat.at_most} times"
    return f"again while answered with yes, at most {group.repeat.at_most} times"
