"""Enrolment: the consent record, the code, and the prompts to come."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from handlers.consent_text import shown_text
from handlers.turn import Turn
from study.consent import text_sha256
from study.ids import code, record_id
from study.outcome import (
    CancelTimers,
    Care,
    Confirm,
    ConsentGiven,
    Effect,
    Keep,
    Keys,
    Outcome,
    Phrase,
    PromptPlanned,
    Say,
    SetTimer,
)
from study.participant import Participant, Stage
from study.protocol import Anchor
from study.schedule import Planned, plan


def enrol(turn: Turn) -> Outcome:
    """From here on they take part. Somebody who comes back keeps their code."""
    before = turn.participant
    number = turn.facts.next_number.get(before.site, 1)
    enrolled = before.but(
        stage=Stage.ENROLLED,
        code=before.code or code(before.site, number),
        anchors=before.anchors | {Anchor.CONSENT: turn.at, Anchor.ENROLLED: turn.at},
        screening={},
        sitting=None,
        voice="",
        voice_file="",
    )
    now = turn.as_now(enrolled)
    effects = (
        CancelTimers(kind="forget"),
        Confirm(before.voice),
        _consent(turn),
        *_screening(turn),
        *(effect for planned in _plan(now) for effect in _planned(now, planned)),
        now.tally("returned" if before.code else "consented"),
    )
    return now.stay(*_said(now), effects=effects)


def _said(turn: Turn) -> tuple[Say, ...]:
    contact = turn.protocol.team.contact
    agreed = Phrase("enrolment.agreed", {"code": turn.participant.code})
    leave = Phrase("enrolment.leave", {"contact": contact})
    onward = (
        Phrase("enrolment.onward") if turn.protocol.schedule.waves else Phrase("enrolment.write-any-time")
    )
    return (
        Say((agreed, leave), otherwise=Keys.REMOVE, care=Care.ONCE),
        Say((onward, *(_first(turn, planned) for planned in _plan(turn)[:1]))),
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
    for question, value in turn.participant.screening.items():
        record = record_id(turn.seed, "screening", question)
        yield Keep(record, "screening", {"question": question, "value": value})


def _plan(turn: Turn) -> list[Planned]:
    """Everything to come that counts from today, the first first."""
    participant: Participant = turn.participant
    zone = turn.protocol.site(participant.site).zone
    anchors = {Anchor(name): at for name, at in participant.anchors.items()}
    counted = (Anchor.CONSENT, Anchor.ENROLLED)
    found = (planned for after in counted for planned in plan(turn.protocol, anchors, zone, turn.seed, after))
    return sorted(found, key=lambda planned: planned.due_at)


def _planned(turn: Turn, planned: Planned) -> tuple[Effect, Effect]:
    prompt = record_id(turn.seed, "prompt", planned.wave, planned.day, planned.beep)
    wave, questionnaire = planned.wave, planned.questionnaire
    due_at, expires_at = planned.due_at, planned.expires_at
    return (
        PromptPlanned(prompt, wave, questionnaire, planned.day, planned.beep, due_at, expires_at),
        SetTimer("prompt", due_at, prompt, wave, questionnaire, expires_at),
    )
