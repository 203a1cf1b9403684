"""The steps of the conversation as a table: for each stage, who asks and who takes the answer."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers import (
    agreement,
    arrival,
    check,
    checkin,
    diary,
    finishing,
    information,
    language,
    renewing,
    returning,
    scopes,
    screening,
    site,
)
from handlers.turn import Turn
from study.outcome import Outcome
from study.participant import Stage

Handler = Callable[[Turn], Outcome]


@dataclass(frozen=True)
class Step:
    """`enter` is said on coming to the stage (None where the step before has said it all), `answer` takes whatever
    comes, `repeat` puts the step again."""

    enter: Handler | None
    answer: Handler
    repeat: Handler


def _answer_enrolled(turn: Turn) -> Outcome:
    return checkin.answer(turn) if turn.participant.sitting else diary.answer(turn)


def _repeat_enrolled(turn: Turn) -> Outcome:
    return checkin.repeat(turn) if turn.participant.sitting else diary.repeat(turn)


STEPS: dict[Stage, Step] = {
    Stage.NEW: Step(None, arrival.answer, arrival.answer),
    Stage.LANGUAGE: Step(language.enter, language.answer, language.enter),
    Stage.SITE: Step(site.enter, site.answer, site.enter),
    Stage.SCREENING: Step(screening.enter, screening.answer, screening.ask),
    Stage.INFORMATION: Step(information.enter, information.answer, information.enter),
    Stage.CHECK: Step(check.enter, check.answer, check.ask),
    Stage.SCOPES: Step(scopes.enter, scopes.answer, scopes.ask),
    Stage.STATEMENT: Step(agreement.ask, agreement.answer, agreement.ask),
    Stage.HEARING: Step(None, agreement.answer, agreement.repeat),
    Stage.CONFIRMING: Step(None, agreement.answer, agreement.repeat),
    Stage.ENROLLED: Step(None, _answer_enrolled, _repeat_enrolled),
    Stage.FINISHED: Step(None, finishing.answer, finishing.repeat),
    Stage.WITHDRAWN: Step(None, returning.answer, returning.back),
}


def answer(turn: Turn) -> Outcome:
    """What the step under way makes of the event."""
    return STEPS[turn.participant.stage].answer(turn)


def repeat(turn: Turn) -> Outcome:
    """The step under way, put again."""
    return STEPS[turn.participant.stage].repeat(turn)


def onward(turn: Turn, outcome: Outcome) -> Outcome:
    """Enters every stage that the outcome has come to, until one has something to wait for. Whoever has just said that
    they want to think is asked nothing."""
    if renewing.decides(turn):
        return outcome
    before = turn.participant.stage
    while outcome.participant is not None and outcome.participant.stage is not before:
        before = outcome.participant.stage
        enter = STEPS[before].enter
        if enter is None:
            break
        outcome = outcome.then(enter(turn.as_now(outcome.participant)))
    return outcome
