"""The sitting under way, whichever it is: its questions, what is known besides its answers, where it stands."""

from datetime import UTC, date, datetime
from typing import Any

from handlers.answers.options import in_order
from handlers.series import Found, Step, next_step, step_named
from handlers.turn import Turn
from study.instrument import Question, Questionnaire
from study.participant import Shown, Sitting

SCREENING = "screening"
CHECK = "check"


def sitting_of(turn: Turn) -> Sitting:
    sitting = turn.participant.sitting
    assert sitting is not None
    return sitting


def questionnaire_of(turn: Turn) -> Questionnaire:
    """Of a name that the study file no longer has, an empty one."""
    wanted = sitting_of(turn).questionnaire
    match wanted:
        case "screening":
            return _made(wanted, turn.protocol.screening.questions)
        case "check":
            return _made(wanted, tuple(check.question for check in turn.protocol.consent.checks))
    found = (one for one in turn.protocol.questionnaires if one.id == wanted)
    return next(found, None) or _made(wanted, ())


def known(turn: Turn) -> dict[str, Any]:
    """What conditions and words may look at besides the answers of the sitting. A remembered answer is nearer than what
    the bot knows by itself."""
    person = turn.participant
    told = {"site": person.site, "language": person.language, "arm": person.arm, "source": person.source}
    there = {name: value for name, value in told.items() if value}
    return {**there, **person.remembered, "today": local_day(turn, turn.at).isoformat()}


def upcoming(turn: Turn) -> Found:
    """The question that is open; without one, the next."""
    sitting, questionnaire, values = sitting_of(turn), questionnaire_of(turn), known(turn)
    if sitting.asking is not None:
        found = step_named(questionnaire, sitting, values, sitting.asking.question)
        if found.step is not None:
            return found
    return next_step(questionnaire, sitting, values)


def under_way(turn: Turn) -> Found:
    """The question on the screen; without a step where there is none, or the study file no longer has it."""
    asking = sitting_of(turn).asking
    if asking is None:
        return Found(None)
    return step_named(questionnaire_of(turn), sitting_of(turn), known(turn), asking.question)


def counted(sitting: Sitting) -> tuple[int, int]:
    """How many questions were put to them, and how many of those they have answered."""
    asking, done = sitting.asking, sitting.done
    open = asking is not None and asking.question not in done
    return len(done) + open, len(done) - len(sitting.skipped)


def local_day(turn: Turn, at: datetime) -> date:
    """The day that it is, or was, where the participant lives."""
    here = any(site.id == turn.participant.site for site in turn.protocol.sites)
    return at.astimezone(turn.zone if here else UTC).date()


def about(turn: Turn, step: Step) -> dict[str, Any]:
    """What is sealed beside every answer: to what it is one."""
    sitting = sitting_of(turn)
    where = {"question": step.question.id, "questionnaire": sitting.questionnaire, "wave": sitting.wave}
    round = {"round": step.round} if step.round else {}
    late = {"late": True} if sitting.late else {}
    return where | as_shown(shown(turn, step)) | round | late


def shown(turn: Turn, step: Step) -> Shown:
    """The question that is open, as they see it. In which order the options of an older wording stood is not known."""
    asking, question = sitting_of(turn).asking, step.question
    if asking is None:
        return Shown(question.version)
    if not question.shuffled or asking.version != question.version:
        return Shown(asking.version)
    return Shown(asking.version, tuple(option.id for option in in_order(question, asking.token)))


def as_shown(shown: Shown) -> dict[str, Any]:
    """The same, as it is sealed beside an answer."""
    return {"version": shown.version} | ({"order": list(shown.order)} if shown.order else {})


def _made(id: str, questions: tuple[Question, ...]) -> Questionnaire:
    """(Not validated: it was, as part of the study.)"""
    return Questionnaire.model_construct(id=id, questions=questions, groups=())
