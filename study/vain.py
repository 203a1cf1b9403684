"""What a study file allows, or asks, and what yet never comes of it. No mistake, but hardly meant."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from study.durations import show_duration
from study.faults import quoted
from study.instrument import AnswerType
from study.keeping import Term
from study.moments import moments
from study.protocol import Protocol
from study.timing import Anchor, Wave
from study.wishes import fewest, shifts

AGREED = (Anchor.CONSENT, Anchor.ENROLLED)
"""What happens on one day, the one from which the ending is counted."""
DAY, NOON = timedelta(days=1), timedelta(hours=12)
"""After whole days the study ends at noon."""
ANY_DAY = datetime(2001, 1, 1, tzinfo=UTC)

Place = tuple[str | int, ...]
"""Where in the file: keys, and places in lists from 0."""
Vain = tuple[Place, str, str]
"""Where, what, and what to do."""


def vain(protocol: Protocol) -> Iterator[Vain]:
    """All of it."""
    yield from _wishes(protocol)
    yield from _waves_past_the_end(protocol)
    for number, button in enumerate(protocol.buttons):
        if all(AnswerType.NOTE in one.types for one in protocol.questionnaire(button.ask).questions):
            what = (
                f"{quoted(button.ask)} asks nothing, so of {quoted(button.id)} nothing is known but its time"
            )
            yield ("buttons", number, "ask"), what, "ask one question at least, if more is to be known"
    for name in ("contacts", "media") if protocol.keep and not protocol.ending else ():
        term: Term | None = getattr(protocol.keep, name)
        if term is not None and term.after_end:
            what = "this study has no `ending`, so it ends only for those who leave"
            instead = "write `ending: {after: 365d}`, or a term without `after end`"
            yield ("keep", name), what, instead


def _wishes(protocol: Protocol) -> Iterator[Vain]:
    schedule = protocol.schedule
    if schedule.shift is not None and not any(shifts(schedule)):
        what = (
            "nobody can move their hours by this: a wave would come into the quiet hours, or to another day"
        )
        if not (schedule.shift.earlier or schedule.shift.later):
            what = "nobody can move their hours by nothing"
        yield ("schedule", "shift"), what, "allow more, or ask at other hours; or leave it out"
    if schedule.fewer is not None and not fewest(schedule):
        what = "nobody can ask for fewer prompts: no day of this study has more"
        yield ("schedule", "fewer"), what, "write a smaller number, or leave it out"


def _waves_past_the_end(protocol: Protocol) -> Iterator[Vain]:
    if protocol.ending is None:
        return
    after = protocol.ending.after
    over = after if after % DAY else after + NOON
    for number, wave in enumerate(protocol.schedule.waves):
        if wave.after.anchor not in AGREED:
            continue
        first, last = _first_and_last(wave)
        if last < over:
            continue
        never = first >= over
        what = "nobody is ever asked this" if never else "the last prompts of this are never asked"
        instead = "end the study later, or this earlier"
        ends = f"the study ends {show_duration(after)} after the agreement"
        yield ("schedule", "waves", number, "id"), f"{what}: {ends}", instead


def _first_and_last(wave: Wave) -> tuple[timedelta, timedelta]:
    """How long after midnight of the day of the agreement its first and its last prompt fall due."""
    due = [
        one.due_at - ANY_DAY
        for one in moments(wave, None, ANY_DAY + wave.wait, ZoneInfo("UTC"), 0, ANY_DAY)
        if wave.lasts is None or one.due_at < ANY_DAY + wave.wait + wave.lasts
    ]
    return (min(due), max(due)) if due else (timedelta(0), timedelta(0))
