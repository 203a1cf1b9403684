"""The comprehension check: a wrong answer explains again, and never excludes."""

from dataclasses import replace

from handlers import asking, person
from handlers.consent_text import messages
from handlers.series import next_question, question_under_way
from handlers.turn import Turn
from study.outcome import Keys, Outcome, Phrase, Say, Utterance
from study.participant import Sitting, Stage
from study.protocol import Check, Question

SERIES = "check"


def enter(turn: Turn) -> Outcome:
    checks = turn.protocol.consent.checks
    if not checks:
        return turn.become(stage=Stage.SCOPES)
    begin = Say((Phrase("check.begin", n=len(checks)),), otherwise=Keys.REMOVE)
    sitting = Sitting(questionnaire=SERIES, started_at=turn.at)
    return turn.become(begin, sitting=sitting).then(ask(turn.as_now(turn.participant.but(sitting=sitting))))


def ask(turn: Turn) -> Outcome:
    """The next question, or the same one again; after the last, the scopes."""
    sitting = turn.participant.sitting
    if sitting is None:
        return enter(turn)
    question = next_question(_questions(turn), sitting)
    if question is None:
        return turn.become(stage=Stage.SCOPES, sitting=None)
    now_asking = asking.ask(question, sitting, turn)
    said = asking.put(question, now_asking, skip=False)
    return turn.become(said, sitting=replace(sitting, asking=now_asking))


def answer(turn: Turn) -> Outcome:
    sitting = turn.participant.sitting
    question = question_under_way(_questions(turn), sitting) if sitting else None
    if sitting is None or sitting.asking is None or question is None:
        return ask(turn)
    match asking.reply_to(question, sitting.asking, turn, skip=False):
        case asking.Chosen(choice):
            shown = asking.settle(turn, question, choice.label)
            check = next(check for check in turn.protocol.consent.checks if check.question.id == question.id)
            if _as_answer(choice.value) != check.answer:
                return _explain(turn, check, shown)
            done = replace(sitting, asking=None, done=(*sitting.done, question.id))
            understood = turn.as_now(turn.participant.but(sitting=done))
            right = Say((Phrase("check.right"),))
            return understood.stay(*shown, right).then(ask(understood))
        case asking.Unfit(words):
            return person.hint(turn, words.name, **words.arguments)
    return turn.hint("hint.choose")


def _explain(turn: Turn, check: Check, shown: tuple[Utterance, ...]) -> Outcome:
    """A new asking follows, so that the key pressed twice is one mistake."""
    participant = turn.participant
    assert participant.sitting is not None
    sitting = replace(participant.sitting, asking=None)
    again = turn.as_now(participant.but(mistakes=participant.mistakes + 1, sitting=sitting))
    if check.explain is not None:
        explained: tuple[Say, ...] = (Say((Phrase("check.explain"), check.explain)),)
    else:
        explained = (Say((Phrase("check.read-again"),)), *messages(turn))
    return again.stay(*shown, *explained).then(ask(again))


def _questions(turn: Turn) -> tuple[Question, ...]:
    return tuple(check.question for check in turn.protocol.consent.checks)


def _as_answer(value: bool | int | str) -> str:
    """A chosen value as the study file writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
