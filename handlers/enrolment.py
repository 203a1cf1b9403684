"""Enrolment: the consent record, the code, and the prompts to come."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from handlers.anchors import dates, known, laid, planned
from handlers.consent_text import shown_text
from handlers.turn import Turn
from study.arms import arm_of
from study.consent import text_sha256
from study.ids import code, record_id
from study.outcome import (
    CancelTimers,
    Care,
    Confirm,
    ConsentGiven,
    Keep,
    Keys,
    Outcome,
    Phrase,
    Say,
)
from study.participant import Stage, Value
from study.schedule import Planned
from study.timing import Anchor


def enrol(turn: Turn) -> Outcome:
    """From here on they take part. Somebody who comes back keeps their code."""
    before = turn.participant
    number = turn.facts.next_number.get(before.site, 1)
    enrolled = before.but(
        stage=Stage.ENROLLED,
        code=before.code or code(before.site, number),
        anchors={Anchor.CONSENT: turn.at, Anchor.ENROLLED: turn.at},
        arm=before.arm or _arm(turn, number),
        remembered=before.remembered | _remembered(turn),
        screening={},
        sitting=None,
        voice="",
        voice_file="",
    )
    now = known(turn.as_now(enrolled), dates(turn.as_now(enrolled)))
    prompts = planned(now, (*now.participant.anchors, Anchor.CALENDAR))
    effects = (
        CancelTimers(kind="forget"),
        Confirm(before.voice),
        _consent(turn),
        *_screening(turn),
        *laid(now, prompts),
        now.tally("returned" if before.code else "consented"),
    )
    return now.stay(*_said(now, prompts), effects=effects)


def _arm(turn: Turn, number: int) -> str:
    """Drawn by their number, so that nobody can choose it; somebody who comes back has theirs. Without `by: site` it is
    the number of codes that were given in the whole study."""
    person, arms = turn.participant, turn.protocol.schedule.arms
    if arms is None:
        return ""
    if not arms.by_site:
        number = sum(next - 1 for next in turn.facts.next_number.values()) + 1
    elif person.code:
        number = int(person.code.rpartition("-")[2])
    return arm_of(arms, person.site, number)


def _remembered(turn: Turn) -> dict[str, Value]:
    """What the study remembers of the screening, from the agreement on."""
    kept = {question.id for question in turn.protocol.screening.questions if question.remember}
    return {name: value for name, value in turn.participant.screening.items() if name in kept}


def _said(turn: Turn, prompts: list[Planned]) -> tuple[Say, ...]:
    contact = turn.protocol.team.contact
    agreed = Phrase("enrolment.agreed", {"code": turn.participant.code})
    leave = Phrase("enrolment.leave", {"contact": contact})
    onward = (
        Phrase("enrolment.onward") if turn.protocol.schedule.waves else Phrase("enrolment.write-any-time")
    )
    return (
        Say((agreed, leave), otherwise=Keys.REMOVE, care=Care.ONCE),
        Say(
            (onward, *(_first(turn, one) for one in prompts[:1] if turn.protocol.wave(one.wave).when is None))
        ),
    )


def _first(turn: Turn, planned: Planned) -> Phrase:
    """When the first question comes, by the clock where they live: within which hours, if its moment is random."""
    zone = turn.protocol.site(turn.participant.site).zone
    today = turn.at.astimezone(zone).date()
    signal = turn.protocol.wave(planned.wave).signal
    due = planned.due_at.astimezone(zone)
    day = today + timedelta(days=planned.day)
    names = {today: Phrase("day.today"), today + timedelta(days=1): Phrase("day.tomorrow")}
    when: dict[str, Any] = {"day": names.get(day, Phrase("day.date", {"date": f"{day:%d.%m}"}))}
    if signal is None:
        return Phrase("enrolment.first-at", when | {"at": f"{due:%H:%M}"})
    hours = {"opens": f"{signal.between.opens:%H:%M}", "closes": f"{signal.between.closes:%H:%M}"}
    return Phrase("enrolment.first-between", when | hours)


def _consent(turn: Turn) -> ConsentGiven:
    participant = turn.participant
    text = shown_text(turn)
    return ConsentGiven(
        version=participant.consent_version,
        language=participant.language,
        text=text,
        text_sha256=text_sha256(text),
        scopes=tuple(scope.id for scope in turn.protocol.consent.scopes if scope.id in participant.scopes),
        mistakes=participant.mistakes,
        voice=participant.voice,
        given_at=turn.at,
    )


def _screening(turn: Turn) -> Iterator[Keep]:
    versions = {question.id: question.version for question in turn.protocol.screening.questions}
    for question, value in turn.participant.screening.items():
        record = record_id(turn.seed, "screening", question)
        content = {"question": question, "version": versions.get(question, 1), "value": value}
        yield Keep(record, "screening", content)
