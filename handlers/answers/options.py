"""Options as they stand on the screen: in the order of the file, or shuffled anew for each asking."""

from study.chance import fraction
from study.instrument import Option, Question


def in_order(question: Question, token: str) -> tuple[Option, ...]:
    """The same order for the same asking, so that a question put again looks as it did. Fixed ones keep their place."""
    if not question.shuffled:
        return question.options
    moving = [option for option in question.options if not option.fixed]
    shuffled = iter(sorted(moving, key=lambda option: fraction(0, "order", token, option.id)))
    return tuple(option if option.fixed else next(shuffled) for option in question.options)
