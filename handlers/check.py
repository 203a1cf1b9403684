"""The comprehension check: a wrong answer explains again, and never excludes."""

from dataclasses import replace

from handlers import asking, person, replying
from handlers.announcing import count
from handlers.answers import Screen
from handlers.consent_text import messages
from handlers.piping import filled
from handlers.sittings import CHECK, sitting_of, under_way, upcoming
from handlers.turn import Turn
from study.outcome import Outcome
from study.participant import Sitting, Stage, Value
from study.protocol import Check
from study.saying import Keys, Phrase, Say, Utterance


def enter(turn: Turn) -> Outcome:
    checks = turn.protocol.consent.checks
    if not checks:
        return turn.become(stage=Stage.SCOPES)
    begin = Say((Phrase("check.begin", {"count": count(len(checks))}, n=len(checks)),), otherwise=Keys.REMOVE)
    sitting = Sitting(questionnaire=CHECK, started_at=turn.at)
    return turn.become(begin, sitting=sitting).then(ask(turn.as_now(turn.participant.but(sitting=sitting))))


def ask(turn: Turn) -> Outcome:
    """The next question, or the same one again; after the last, the scopes."""
    if turn.participant.sitting is None:
        return enter(turn)
    found = upcoming(turn)
    if found.step is None:
        return turn.become(stage=Stage.SCOPES, sitting=None)
    return asking.ask(turn, found, skip=False, back=False)


def answer(turn: Turn) -> Outcome:
    found = under_way(turn) if turn.participant.sitting else None
    if found is None or found.step is None:
        return ask(turn)
    screen = asking.screen(turn, found, skip=False, back=False)
    match replying.reply_to(screen, turn):
        case replying.Chosen(choice):
            shown = asking.settle(turn, screen, choice.label)
            checks = turn.protocol.consent.checks
            check = next(check for check in checks if check.question.id == screen.question.id)
            if _as_answer(choice.value) != check.answer:
                return _explain(turn, screen, check, shown)
            sitting = sitting_of(turn)
            done = replace(sitting, asking=None, done=(*sitting.done, screen.step.key))
            understood = turn.as_now(turn.participant.but(sitting=done))
            right = Say((Phrase("check.right"),))
            return understood.stay(*shown, right).then(ask(understood))
        case replying.Unfit(words):
            return person.tell(turn, words)
    return turn.hint("hint.choose")


def _explain(turn: Turn, screen: Screen, check: Check, shown: tuple[Utterance, ...]) -> Outcome:
    """A new asking follows, so that the key pressed twice is one mistake."""
    participant = turn.participant
    sitting = replace(sitting_of(turn), asking=None)
    again = turn.as_now(participant.but(mistakes=participant.mistakes + 1, sitting=sitting))
    if check.explain is not None:
        plainly = filled(check.explain, turn, screen.step)
        explained: tuple[Say, ...] = (Say((Phrase("check.explain"), plainly)),)
    else:
        explained = (Say((Phrase("check.read-again"),)), *messages(turn))
    return again.stay(*shown, *explained).then(ask(again))


def _as_answer(value: Value) -> str:
    """A chosen value as the study file writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
