"""Answers to a check-in: chosen, written, placed, passed over. Each is sealed as it comes."""

from dataclasses import replace
from typing import Any

from handlers import asking, moving
from handlers.answers import Choice, Mark, Screen
from handlers.answers.choices import marked as now_marked
from handlers.moving import Given
from handlers.sittings import about, sitting_of
from handlers.turn import Turn
from study.asked import KINDS
from study.coarsening import Coarse
from study.effects import Discard, Effect, Keep
from study.ids import record_id
from study.instrument import AnswerType
from study.outcome import Outcome
from study.participant import Value
from study.saying import Phrase

KEPT = (Phrase("question.kept"),)


def choose(turn: Turn, screen: Screen, choice: Choice) -> Outcome:
    """Sealed; and remembered until the questionnaire ends (or longer where the study says), for its branches."""
    type = next(one for one in screen.question.types if one in KINDS)
    value = list(choice.value) if isinstance(choice.value, tuple) else choice.value
    kept = _answer(turn, screen, type, value)
    shown = asking.settle(turn, screen, choice.label)
    return moving.on(turn, screen, _given(turn, kept, choice.value, shown=shown))


def mark(turn: Turn, screen: Screen, mark: Mark) -> Outcome:
    """Ticked or unticked. One that is so already is drawn as it is: a message sent twice may show it otherwise."""
    picked = now_marked(screen.question, screen.picked, mark)
    if isinstance(picked, Phrase):
        return turn.stay(turn.told(picked))
    redrawn = asking.redraw(turn, asking.keys(replace(screen, picked=picked)))
    marked = replace(sitting_of(turn), picked=picked, begun=True)
    return turn.become(*redrawn, effects=moving.begun(turn), sitting=marked)


def write(turn: Turn, screen: Screen, text: str) -> Outcome:
    return moving.on(turn, screen, _given(turn, _answer(turn, screen, AnswerType.TEXT, text), lead=KEPT))


def place(turn: Turn, screen: Screen, place: Coarse) -> Outcome:
    kept = _answer(turn, screen, AnswerType.PLACE, dict(vars(place)))
    return moving.on(turn, screen, _given(turn, kept, lead=KEPT))


def skip(turn: Turn, screen: Screen, declined: bool) -> Outcome:
    """What was said to this question is let go with it."""
    sitting = sitting_of(turn)
    record = record_id(turn.seed, "skip", screen.step.key)
    content = about(turn, screen.step) | {"reason": "declined" if declined else "skipped"}
    kept = Keep(record, "skip", content, sitting.prompt)
    let_go = (*sitting.besides, *((sitting.media,) if sitting.media else ()))
    effects: tuple[Effect, ...] = (kept, *(Discard(one) for one in let_go))
    words = Phrase("question.declined") if declined else Phrase("question.skipped")
    shown = asking.settle(turn, screen, words)
    late = tuple(one for one in turn.participant.late if one not in let_go)
    turn = turn.as_now(turn.participant.but(late=late))
    return moving.on(turn, screen, Given(effects, (record,), skipped=True, shown=shown))


def _given(turn: Turn, kept: Keep, value: Value | None = None, **more: Any) -> Given:
    """A voice that is still on its way is an answer too, and so are those before it."""
    sitting = sitting_of(turn)
    spoken = (*sitting.besides, *((sitting.media,) if sitting.media else ()))
    return Given((kept,), (*spoken, kept.record), value, late=sitting.media, **more)


def _answer(turn: Turn, screen: Screen, type: AnswerType, value: Any) -> Keep:
    record = record_id(turn.seed, "answer", screen.step.key)
    content = about(turn, screen.step) | {"type": type.value, "value": value}
    return Keep(record, "answer", content, sitting_of(turn).prompt)
