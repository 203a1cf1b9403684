"""Moving on from a question: its answer stands, what it replaces goes, and what is no longer asked loses its answer."""

from dataclasses import dataclass, replace

from handlers import putting
from handlers.answers import Screen
from handlers.asking import taken_away
from handlers.series import asked_of
from handlers.sittings import counted, known, questionnaire_of, sitting_of
from handlers.turn import Turn
from study.effects import CancelTimers, Discard, Effect, PromptMoved, PromptState
from study.outcome import Outcome
from study.participant import Participant, Sitting, Value
from study.saying import Utterance, Words


@dataclass(frozen=True)
class Given:
    """What came of a question: the `effects` that seal it, the `records` that hold it, and its `value` where it was
    chosen. `late` is one of them that is still on its way. `shown` is said before the next question, `lead` in it."""

    effects: tuple[Effect, ...] = ()
    records: tuple[str, ...] = ()
    value: Value | None = None
    skipped: bool = False
    late: str = ""
    shown: tuple[Utterance, ...] = ()
    lead: tuple[Words, ...] = ()


def on(turn: Turn, screen: Screen, given: Given) -> Outcome:
    """The answer stands, and the next question comes."""
    said = taken_away(screen, *given.lead)
    outcome = stand(turn, screen, given)
    assert outcome.participant is not None
    lead = () if said else given.lead
    return outcome.then(turn.stay(*said)).then(putting.ask(turn.as_now(outcome.participant), lead=lead))


def stand(turn: Turn, screen: Screen, given: Given) -> Outcome:
    """The answer stands; nothing is asked yet."""
    before, key = sitting_of(turn), screen.step.key
    again = key in before.done
    after = _with(_without(before, {key}) if again else before, key, given)
    remembered = _remembering(turn.participant, screen, given)
    late = (*turn.participant.late, given.late) if given.late else turn.participant.late
    person = turn.participant.but(sitting=after, remembered=remembered, late=late)
    if not again:
        effects = (*given.effects, *begun(turn), *_late(turn, after))
        return turn.as_now(person).stay(*given.shown, effects=effects)
    lost = _lost(turn, person)
    replaced = [record for one in (key, *sorted(lost)) for record in before.records.get(one, ())]
    person = person.but(
        sitting=_without(after, lost),
        late=tuple(record for record in late if record not in replaced),
        remembered=_still_remembered(turn, person, lost),
    )
    discarded = tuple(Discard(record) for record in replaced)
    effects = (*discarded, *given.effects, *_late(turn, _without(after, lost)))
    return turn.as_now(person).stay(*given.shown, effects=effects)


def begun(turn: Turn) -> tuple[Effect, ...]:
    """The first touch, whatever it is: the prompt is begun, and nobody is reminded of it any more. Whoever asks marks
    the sitting as `begun`."""
    sitting = sitting_of(turn)
    if sitting.touched or not sitting.prompt:
        return ()
    return (
        PromptMoved(sitting.prompt, PromptState.BEGUN, turn.at),
        CancelTimers(prompt=sitting.prompt, kind="remind"),
    )


def _late(turn: Turn, after: Sitting) -> tuple[Effect, ...]:
    """An answer to what has lapsed counts as it comes: nobody knows whether there will be another."""
    if not after.late:
        return ()
    return (PromptMoved(after.prompt, PromptState.PARTIAL, turn.at, *counted(after), late=True),)


def _with(sitting: Sitting, key: str, given: Given) -> Sitting:
    """With this question answered, and none asked."""
    return replace(
        sitting,
        begun=True,
        asking=None,
        media="",
        besides=(),
        picked=(),
        done=(*sitting.done, key),
        skipped=(*sitting.skipped, key) if given.skipped else sitting.skipped,
        chosen=sitting.chosen if given.value is None else sitting.chosen | {key: given.value},
        records=sitting.records | {key: given.records} if given.records else sitting.records,
        settled=tuple(one for one in sitting.settled if one != key),
    )


def _remembering(person: Participant, screen: Screen, given: Given) -> dict[str, Value]:
    """With this answer; what was given and taken back in one sitting is not remembered from it."""
    question, key = screen.question, screen.step.key
    if not question.remember:
        return person.remembered
    if given.value is not None:
        return person.remembered | {question.id: given.value}
    if person.sitting is None or key not in person.sitting.chosen:
        return person.remembered
    return {id: value for id, value in person.remembered.items() if id != question.id}


def _still_remembered(turn: Turn, person: Participant, lost: frozenset[str]) -> dict[str, Value]:
    """Without what was said in this sitting and is no longer asked."""
    said = lost & sitting_of(turn).chosen.keys()
    back = {one.id for one in questionnaire_of(turn).questions if one.remember and one.id in said}
    return {id: value for id, value in person.remembered.items() if id not in back}


def _lost(turn: Turn, after: Participant) -> frozenset[str]:
    """The keys of questions answered before that the changed answer no longer leads to."""
    assert after.sitting is not None
    questionnaire, was, now = questionnaire_of(turn), sitting_of(turn), after.sitting
    asked = asked_of(questionnaire, was, known(turn))
    still = asked_of(questionnaire, now, known(turn.as_now(after)))
    return (asked - still) & frozenset(now.done)


def _without(sitting: Sitting, keys: set[str] | frozenset[str]) -> Sitting:
    """Without what these questions were answered with; they are asked again, if they are asked at all."""
    return replace(
        sitting,
        done=tuple(one for one in sitting.done if one not in keys),
        skipped=tuple(one for one in sitting.skipped if one not in keys),
        chosen={one: value for one, value in sitting.chosen.items() if one not in keys},
        records={one: value for one, value in sitting.records.items() if one not in keys},
    )
