"""A series of questions, one at a time: screening, the comprehension check, a check-in."""

from collections.abc import Sequence

from study.participant import Sitting
from study.protocol import Question


def next_question(questions: Sequence[Question], sitting: Sitting) -> Question | None:
    """The first that is not done and whose condition holds on what was chosen so far; None at the end."""
    for question in questions:
        if question.id in sitting.done:
            continue
        if question.when is None or question.when.holds(sitting.chosen):
            return question
    return None


def question_under_way(questions: Sequence[Question], sitting: Sitting) -> Question | None:
    """The question on the screen, or None where the study file no longer has it."""
    if sitting.asking is None:
        return None
    asked = sitting.asking.question
    return next((question for question in questions if question.id == asked), None)
