"""Waves that can be written and yet make no sense: those that never ask anybody, and those that ask without end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from study.durations import show_duration
from study.faults import Report, quoted
from study.fields import Fields
from study.instrument import Question, Questionnaire
from study.moments import moments
from study.rhythm import DAY
from study.schedule import most_prompts
from study.timing import Anchor, Span, Start, Wave

AGAIN = frozenset({Anchor.ANSWERED, Anchor.MOVED, Anchor.INTERVIEW})
"""What may happen to one person more than once."""

BOTS_OWN = frozenset({"site", "arm", "language", "source"})
"""What a condition may look at without anybody having been asked."""


@dataclass(frozen=True)
class Placed:
    """A wave, and where it stands. `whole` where nothing in it is wrong so far."""

    wave: Wave
    fields: Fields
    whole: bool


def report_idle(
    report: Report,
    placed: Sequence[Placed],
    never: tuple[Span, ...],
    asked: Sequence[Questionnaire],
    screening: Sequence[Question],
    pressed: frozenset[str] = frozenset(),
) -> None:
    """Reports them; `pressed` are questionnaires that begin with a button. A wave in which something else is wrong is
    left in peace; who is ever asked what is looked at only in a study without faults, so that one mistake is told
    once."""
    clean = not report.faults
    waves = [one.wave for one in placed if one.whole]
    answered = _answered(waves, asked, screening, pressed)
    for one in placed:
        unheard = list(_unheard(one.wave, *answered)) if clean else []
        for key, what, instead in unheard or _vain(one.wave, never):
            if one.whole:
                report.fault(one.fields.place(key), what, instead)
    for one in placed:
        if clean and _multiplies(one.wave, waves):
            what = "what this asks begins it again, and every answer brings more prompts than one"
            report.fault(
                one.fields.place("after"), what, "write `once`, or end it with `until`, by the same answer"
            )


Doubts = Iterator[tuple[str, str, str]]
"""Which key of a wave is in doubt, what is wrong with it, and what to write instead."""


def _unheard(wave: Wave, reached: frozenset[str], questions: frozenset[str]) -> Doubts:
    if not _happens(wave.after, reached, questions):
        what = f"nobody is ever asked {quoted(wave.after.name)}, so this never begins"
        yield "after", what, "add a wave that asks it, or count from something else"
    for name in sorted((wave.when.names if wave.when else frozenset()) - questions - BOTS_OWN):
        yield (
            "when",
            f"nobody is ever asked {quoted(name)}",
            "add a wave that asks it, or look at another answer",
        )


Answered = tuple[frozenset[str], frozenset[str]]
"""Questionnaires that somebody is asked, and questions in them or in screening."""


def _answered(
    waves: Sequence[Wave],
    asked: Sequence[Questionnaire],
    screening: Sequence[Question],
    pressed: frozenset[str],
) -> Answered:
    """From what begins by itself, or with a button, on: a wave that asks makes those alive that count from the
    answers."""
    questions = {question.id for question in screening}
    reached: set[str] = set()
    while True:
        begun = {wave.ask for wave in waves if _happens(wave.after, frozenset(reached), frozenset(questions))}
        new = (begun | pressed) - reached
        if not new:
            return frozenset(reached), frozenset(questions)
        reached |= new
        questions |= {question.id for one in asked if one.id in new for question in one.questions}


def _happens(start: Start, reached: frozenset[str], questions: frozenset[str]) -> bool:
    if start.anchor is Anchor.ANSWERED:
        return start.name in reached
    return start.anchor is not Anchor.DATE or start.name in questions


def _vain(wave: Wave, never: tuple[Span, ...]) -> Doubts:
    if wave.until is not None and wave.until == wave.after and wave.after.anchor not in AGAIN:
        yield "until", "this ends with what it begins with", "end it with something that comes later"
        return
    if wave.lasts is not None and wave.lasts <= (first := _soonest(wave)):
        what = f"this is over after {show_duration(wave.lasts)}, before the first prompt"
        yield "lasts", what, f"write more than {show_duration(first)}"
    if wave.after.day is None:
        return
    days = _days(wave, wave.after.day)
    over = wave.until.day if wave.until else None
    if not days:
        yield "on", "none of these days of the week comes", "write other days, or count from another day"
    elif over is not None and over <= days[0]:
        yield "until", f"this is over on {over}, before the first prompt", f"end it later than {days[0]}"
    elif all(any(span.first <= day <= span.last for span in never) for day in days):
        yield "after", "it asks only on days on which nobody is asked: see `never`", "count from another day"


def _soonest(wave: Wave) -> timedelta:
    """The shortest that it can be from the beginning to the first prompt: who begins just before midnight has a day in
    a minute."""
    if wave.signal and wave.days:
        clock, days = wave.signal.between.opens, wave.days.first * DAY
    else:
        days = wave.every or wave.once or timedelta(0)
        if not wave.at:
            return days
        clock = wave.at[0]
    return max(timedelta(0), days - DAY + timedelta(hours=clock.hour, minutes=clock.minute))


def _days(wave: Wave, start: date) -> list[date]:
    """The days on which a wave may ask that counts from a day of the calendar, wherever people live."""
    midnight = datetime.combine(start, time(), tzinfo=UTC)
    found = {
        one.due_at.date() for one in moments(wave, None, midnight + wave.wait, ZoneInfo("UTC"), 0, midnight)
    }
    if wave.signal and wave.signal.between.closes < wave.signal.between.opens:
        found |= {day + way * DAY for day in found for way in (-1, 1)}
    return sorted(found)


def _multiplies(wave: Wave, waves: Sequence[Wave]) -> bool:
    """Whether the answers to what it asks lead back to it, and each of them to more than one prompt."""
    if not _on(wave) or wave.after.name not in _led_to(wave.ask, waves):
        return False
    beside = [
        other
        for other in waves
        if _on(other)
        and other.after == wave.after
        and (not other.arms or not wave.arms or set(other.arms) & set(wave.arms))
        and wave.after.name in _led_to(other.ask, waves)
    ]
    return sum(most_prompts(other) for other in beside) > 1


def _on(wave: Wave) -> bool:
    """Whether it goes on and on: begun by an answer, and not ended by the next."""
    return wave.after.anchor is Anchor.ANSWERED and wave.until != wave.after


def _led_to(questionnaire: str, waves: Sequence[Wave]) -> set[str]:
    """The questionnaires that come of an answer to this one, itself included."""
    found = {questionnaire}
    while new := {wave.ask for wave in waves if _on(wave) and wave.after.name in found} - found:
        found |= new
    return found
