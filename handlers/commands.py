"""Commands of the menu, whatever the step."""

from handlers import language
from handlers.steps import repeat
from handlers.turn import Turn
from study.inbound import Command
from study.outcome import Outcome, Phrase, Say
from study.participant import Stage


def answer(turn: Turn, command: Command) -> Outcome:
    """/stop is not here: `handlers.leaving` has it, before anything else is looked at."""
    match command.name:
        case "start":
            return _start(turn)
        case "help":
            return turn.stay(Say((Phrase("help", {"contact": turn.protocol.team.contact}),)))
        case "language":
            return language.offer(turn)
        case "diary" if turn.participant.stage is Stage.ENROLLED:
            return turn.hint("diary.how" if turn.participant.sitting is None else "diary.after-questions")
        case "diary":
            return turn.hint("diary.after-consent")
    return turn.hint("hint.unknown-command")


def _start(turn: Turn) -> Outcome:
    participant = turn.participant
    if participant.stage is Stage.ENROLLED and participant.sitting is None and participant.draft is None:
        return turn.hint("arrival.already-in", code=participant.code)
    return repeat(turn)
