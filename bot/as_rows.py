"""Effects of an outcome as rows, where nothing is sealed or boxed."""

import json

from storage.rows import ConsentRow, MovedPrompt, PlannedPrompt, TallyStep, TimerRow
from study.effects import ConsentGiven, PromptMoved, PromptPlanned, SetTimer, Tally
from study.participant import Participant, Why


def touch_of(person: Participant) -> str:
    """Whether somebody can be reached, as the team sees it by code."""
    if person.blocked:
        return "gone" if person.gone else "blocked"
    if person.rest is not None:
        return "silent" if person.rest.why is Why.SILENT else "paused"
    return "open"


def tally_row(tally: Tally) -> TallyStep:
    return TallyStep(tally.step, tally.source, tally.site)


def timer_row(timer: SetTimer, participant: str) -> TimerRow:
    body = {
        "wave": timer.wave,
        "questionnaire": timer.questionnaire,
        "expires_at": timer.expires_at.isoformat() if timer.expires_at else None,
    }
    return TimerRow(
        id=f"{participant}:{timer.kind}:{timer.prompt}",
        participant=participant,
        kind=timer.kind,
        prompt=timer.prompt,
        due_at=timer.due_at.timestamp(),
        body=json.dumps(body),
        wave=timer.wave,
    )


def planned_row(prompt: PromptPlanned, participant: str) -> PlannedPrompt:
    return PlannedPrompt(
        id=prompt.prompt,
        participant=participant,
        wave=prompt.wave,
        questionnaire=prompt.questionnaire,
        day=prompt.day,
        beep=prompt.beep,
        due_at=prompt.due_at.timestamp(),
        expires_at=prompt.expires_at.timestamp(),
        site=prompt.site or None,
    )


def moved_row(moved: PromptMoved) -> MovedPrompt:
    at = moved.at.timestamp()
    return MovedPrompt(moved.prompt, moved.state.value, at, moved.asked, moved.given, moved.late)


def consent_row(consent: ConsentGiven, participant: str) -> ConsentRow:
    return ConsentRow(
        participant=participant,
        version=consent.version,
        language=consent.language,
        text=consent.text,
        text_sha256=consent.text_sha256,
        scopes=consent.scopes,
        mistakes=consent.mistakes,
        voice=consent.voice,
        given_at=consent.given_at.timestamp(),
        way=consent.way,
    )
