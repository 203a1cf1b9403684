"""Words that depend on answers: each {name} of a text with what is said in its place. Rendering puts it there."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from handlers.series import Step
from handlers.sittings import questionnaire_of
from handlers.turn import Turn
from study.instrument import AnswerType, Question
from study.model import Counted, Localized, Text
from study.participant import Value
from study.piping import ROUND, UNSAID, names_in
from study.saying import Filled, Phrase


def filled(text: Text, turn: Turn, step: Step | None = None) -> Filled:
    """A text of the study as it is said at this step, or at none. A name without an answer is said as "…"."""
    names = dict.fromkeys(name for form in _forms(text) if "{" in form for name in names_in(form))
    said = {name: _said(name, turn, step) for name in names}
    return Filled(text, said, _number(text.by, step) if isinstance(text, Counted) and step else None)


def shown_date(value: str) -> str:
    """A date of an answer, as it is said: "2024-02-24" is 24.02.2024. "…" for what is none."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return UNSAID
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def _said(name: str, turn: Turn, step: Step | None) -> Any:
    """Words, a text or a number, or a tuple of words. An answer is nearer than what the bot knows by itself."""
    if step is not None:
        if name == ROUND and step.round:
            return step.round
        question = next((one for one in _questions(turn) if one.id == name), None)
        if question is not None and name in step.values:
            return _of_answer(question, step.values[name])
    match name:
        case "site":
            return next(
                (site.name for site in turn.protocol.sites if site.id == turn.participant.site), UNSAID
            )
        case "title":
            return turn.protocol.title
        case "team":
            return turn.protocol.team.name
        case "contact":
            return turn.protocol.team.contact
        case "code":
            return turn.participant.code or UNSAID
    return UNSAID


def _of_answer(question: Question, value: Value) -> Any:
    """What is said of an answer. One of another kind than the question has now comes from an older study file."""
    match value:
        case bool():
            return Phrase("key.yes") if value else Phrase("key.no")
        case tuple():
            return tuple(_option(question, id) for id in value) or UNSAID
        case float() if value.is_integer():
            return int(value)
        case int() | float():
            return value
    if AnswerType.DATE in question.types:
        return shown_date(value)
    return value if AnswerType.TIME in question.types else _option(question, value)


def _option(question: Question, id: str) -> Localized | str:
    return next((option.label for option in question.options if option.id == id), UNSAID)


def _number(name: str, step: Step) -> int | float | None:
    value = step.round if name == ROUND and step.round else step.values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if float(value).is_integer() else value


def _forms(text: Text) -> Iterator[str]:
    if isinstance(text, Localized):
        yield from text.root.values()
    else:
        for forms in text.forms.values():
            yield from forms.values()


def _questions(turn: Turn) -> Iterator[Question]:
    """Those of the sitting first, then those whose answers are remembered."""
    yield from questionnaire_of(turn).questions
    for question in turn.protocol.questions():
        if question.remember:
            yield question
