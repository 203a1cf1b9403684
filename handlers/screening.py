"""Screening: who can take part. Answers are kept only once the person agrees, and of the others only a count."""

from dataclasses import replace

from handlers import answering, asking, moving, person, replying
from handlers.announcing import count
from handlers.answers import Choice, Screen
from handlers.moving import Given
from handlers.sittings import SCREENING, known, shown, sitting_of, under_way, upcoming
from handlers.turn import Turn
from study.outcome import Outcome
from study.participant import Sitting, Stage
from study.saying import Phrase, Say


def enter(turn: Turn) -> Outcome:
    sitting = Sitting(questionnaire=SCREENING, started_at=turn.at)
    return ask(turn.as_now(turn.participant.but(sitting=sitting)))


def ask(turn: Turn) -> Outcome:
    """The next question, or the same one again; after the last, the decision."""
    if turn.participant.sitting is None:
        return enter(turn)
    found = upcoming(turn)
    if found.step is None:
        return _decide(turn)
    first = not sitting_of(turn).done
    n = len(turn.protocol.screening.questions)
    lead = (Phrase("screening.begin", {"count": count(n)}, n=n),) if first else ()
    return asking.ask(turn, found, lead=lead, skip=False)


def answer(turn: Turn) -> Outcome:
    if turn.participant.sitting is None:
        return ask(turn)
    found = under_way(turn)
    if found.step is None:
        sitting = replace(sitting_of(turn), asking=None, picked=())
        return ask(turn.as_now(turn.participant.but(sitting=sitting)))
    screen = asking.screen(turn, found, skip=False)
    match replying.reply_to(screen, turn):
        case replying.Chosen(choice):
            return _choose(turn, screen, choice)
        case replying.Marked(mark):
            return answering.mark(turn, screen, mark)
        case replying.Back():
            return _back(turn, found.before)
        case replying.AsBefore():
            left = turn.stay(*asking.settle(turn, screen, Phrase("question.as-before")))
            return left.then(ask(_without_asking(turn)))
        case replying.Outdated():
            return turn.stay(*asking.closed(turn)).then(ask(asking.opened(turn, screen.step.key)))
        case replying.Unfit(words):
            return person.tell(turn, words)
    return turn.hint("hint.choose")


def back(turn: Turn) -> Outcome:
    """To the question before, by a command."""
    before = under_way(turn).before
    return _back(turn, before) if before else turn.hint("hint.no-back")


def _back(turn: Turn, before: str) -> Outcome:
    now = asking.opened(_without_asking(turn), before)
    return turn.stay(*asking.redraw(turn, ())).then(ask(now))


def _choose(turn: Turn, screen: Screen, choice: Choice) -> Outcome:
    """Under the words and the order that they saw: they may be others by the time they agree."""
    screened = turn.participant.screened | {screen.step.key: shown(turn, screen.step)}
    now = turn.as_now(turn.participant.but(screened=screened))
    said = asking.settle(turn, screen, choice.label)
    outcome = moving.stand(now, screen, Given(value=choice.value, shown=said))
    assert outcome.participant is not None
    return outcome.then(ask(turn.as_now(outcome.participant)))


def _without_asking(turn: Turn) -> Turn:
    sitting = replace(sitting_of(turn), asking=None, picked=())
    return turn.as_now(turn.participant.but(sitting=sitting))


def _decide(turn: Turn) -> Outcome:
    chosen, eligible = sitting_of(turn).chosen, turn.protocol.screening.eligible
    if eligible is not None and not eligible.holds(known(turn) | chosen):
        contact = turn.protocol.team.contact
        return turn.forget(
            Say((Phrase("screening.not-this-study", {"contact": contact}),)), step="ineligible"
        )
    effects = (turn.tally("eligible"),)
    return turn.become(effects=effects, stage=Stage.INFORMATION, screening=chosen, sitting=None)
