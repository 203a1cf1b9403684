"""Enrolment: the consent record, the code, and the prompts to come."""

from collections.abc import Iterator

from handlers import receipts
from handlers.anchors import begun as begun_with
from handlers.anchors import dates, known, laid, planned, running, runs
from handlers.announcing import announced
from handlers.consent_text import shown_text
from handlers.reminding_consent import reminder_set
from handlers.sittings import as_shown
from handlers.terms import cut_set, end_set
from handlers.turn import Turn
from study.arms import arm_of
from study.consent import text_sha256
from study.effects import CancelTimers, Confirm, ConsentGiven, Keep, Stayed
from study.ids import code, record_id
from study.outcome import Outcome
from study.participant import Shown, Stage, Value
from study.saying import Care, Keys, Phrase, Say
from study.schedule import Planned
from study.timing import Anchor


def enrol(turn: Turn, way: str = "voice") -> Outcome:
    """From here on they take part. Somebody who comes back keeps their code; for somebody who took part all along, and
    has agreed to a new text, everything goes on."""
    if turn.participant.renewing is not None:
        return _renew(turn, way)
    before = turn.participant
    number = turn.facts.next_number.get(before.site, 1)
    enrolled = before.but(
        stage=Stage.ENROLLED,
        code=before.code or code(before.site, number),
        agreed_at=turn.at,
        anchors={Anchor.CONSENT: turn.at, Anchor.ENROLLED: turn.at},
        arm=before.arm or _arm(turn, number),
        remembered=before.remembered | _remembered(turn),
        screening={},
        screened={},
        sitting=None,
        voice="",
        voice_file="",
    )
    now = known(turn.as_now(enrolled), dates(turn.as_now(enrolled)))
    begun = runs(now, (*now.participant.anchors, Anchor.CALENDAR))
    now = now.as_now(now.participant.but(runs=begun))
    laying = planned(now, begun)
    prompts = [one for _, one in laying]
    words = receipts.code_word(now)
    effects = (
        CancelTimers(kind="forget"),
        CancelTimers(kind="cut"),  # set when they left, if they have come back
        Confirm(before.voice),
        _consent(turn, way),
        *_screening(turn),
        Stayed(before.site, now.zone.key, turn.at),
        *laid(now, laying),
        *end_set(now),
        *cut_set(now),
        *reminder_set(now),
        *receipts.given(now, words),
        now.tally("returned" if before.code else "consented"),
    )
    return now.stay(*_said(now, prompts, words), effects=effects)


def _renew(turn: Turn, way: str) -> Outcome:
    """What was planned is laid again, from the same beginnings: nothing is asked twice, and nobody is counted twice."""
    before = turn.participant
    begun = before.but(
        stage=Stage.ENROLLED, renewing=None, agreed_at=turn.at, sitting=None, voice="", voice_file=""
    )
    now = turn.as_now(begun)
    for key, at in dates(now).items():  # given before, in what they were at when they were asked anew
        now = begun_with(now, key, at)
    now = now.as_now(now.participant.but(runs=running(now)))
    laying = planned(now, now.participant.runs)
    effects = (
        CancelTimers(kind="renew"),
        Confirm(before.voice),
        _consent(turn, way),
        *laid(now, laying),
        *end_set(now),
        *reminder_set(now),
        now.tally("renewed"),
    )
    agreed = Phrase("renewal.agreed", {"code": before.code})
    first = [one for _, one in laying if now.protocol.wave(one.wave).when is None]
    words = (agreed, *(_first(now, one) for one in first[:1]))
    return now.stay(Say(words, otherwise=Keys.REMOVE, care=Care.ONCE), effects=effects)


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


def _said(turn: Turn, prompts: list[Planned], words: tuple[str, ...]) -> tuple[Say, ...]:
    agreed = Phrase("enrolment.agreed", {"code": turn.participant.code})
    onward = (
        Phrase("enrolment.onward") if turn.protocol.schedule.waves else Phrase("enrolment.write-any-time")
    )
    buttons = (Phrase("enrolment.buttons"),) if turn.protocol.buttons else ()
    first = (_first(turn, one) for one in prompts[:1] if turn.protocol.wave(one.wave).when is None)
    return (
        Say((agreed, *receipts.said(turn, words)), otherwise=Keys.REMOVE, care=Care.ONCE),
        Say((onward, *buttons, *first)),
    )


def _first(turn: Turn, planned: Planned) -> Phrase:
    """When the first question comes."""
    wave = turn.protocol.wave(planned.wave)
    return announced(turn, wave, planned.due_at, at="enrolment.first-at", between="enrolment.first-between")


def _consent(turn: Turn, way: str) -> ConsentGiven:
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
        way=way,
    )


def _screening(turn: Turn) -> Iterator[Keep]:
    person = turn.participant
    for question, value in person.screening.items():
        record = record_id(turn.seed, "screening", question)
        shown = person.screened.get(question, Shown())
        yield Keep(record, "screening", {"question": question, **as_shown(shown), "value": value})
