"""Screening: who can take part. Answers are kept only once the person agrees, and of the others only a count."""

from dataclasses import replace

from handlers import asking, person
from handlers.series import next_question, question_under_way
from handlers.turn import Turn
from study.outcome import Outcome, Phrase, Say
from study.participant import Sitting, Stage

SERIES = "screening"


def enter(turn: Turn) -> Outcome:
    sitting = Sitting(questionnaire=SERIES, started_at=turn.at)
    return ask(turn.as_now(turn.participant.but(sitting=sitting)))


def ask(turn: Turn) -> Outcome:
    """The next question, or the same one again; after the last, the decision."""
    questions = turn.protocol.screening.questions
    sitting = turn.participant.sitting
    if sitting is None:
        return enter(turn)
    question = next_question(questions, sitting)
    if question is None:
        return _decide(turn, sitting)
    now_asking = asking.ask(question, sitting, turn)
    first = not sitting.done
    lead = (Phrase("screening.begin", n=len(questions)),) if first else ()
    said = asking.put(question, now_asking, lead=lead, skip=False)
    return turn.become(said, sitting=replace(sitting, asking=now_asking))


def answer(turn: Turn) -> Outcome:
    sitting = turn.participant.sitting
    question = question_under_way(turn.protocol.screening.questions, sitting) if sitting else None
    if sitting is None or sitting.asking is None or question is None:
        return ask(turn)
    match asking.reply_to(question, sitting.asking, turn, skip=False):
        case asking.Chosen(choice):
            sitting = replace(
                sitting,
                asking=None,
                chosen=sitting.chosen | {question.id: choice.value},
                done=(*sitting.done, question.id),
            )
            shown = asking.settle(turn, question, choice.label)
            turn = turn.as_now(turn.participant.but(sitting=sitting))
            return turn.stay(*shown).then(ask(turn))
        case asking.Unfit(words):
            return person.hint(turn, words.name, **words.arguments)
    return turn.hint("hint.choose")


def _decide(turn: Turn, sitting: Sitting) -> Outcome:
    eligible = turn.protocol.screening.eligible
    if eligible is not None and not eligible.holds(sitting.chosen):
        contact = turn.protocol.team.contact
        return turn.forget(
            Say((Phrase("screening.not-this-study", {"contact": contact}),)), step="ineligible"
        )
    effects = (turn.tally("eligible"),)
    return turn.become(effects=effects, stage=Stage.INFORMATION, screening=sitting.chosen, sitting=None)
