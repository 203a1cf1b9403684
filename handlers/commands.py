"""Commands of the menu, whatever the step."""

from handlers import checkin, language, screening
from handlers.steps import repeat
from handlers.turn import Turn
from study.inbound import Command
from study.outcome import Outcome, Phrase, Say, Words
from study.participant import Stage


def answer(turn: Turn, command: Command) -> Outcome:
    """/stop is not here: `handlers.leaving` has it, before anything else is looked at."""
    match command.name:
        case "start":
            return _start(turn)
        case "help":
            return turn.stay(_help(turn))
        case "language":
            return language.offer(turn)
        case "back" if turn.participant.sitting is not None:
            return _back(turn)
        case "back":
            return turn.hint("hint.no-back")
        case "diary" if turn.participant.stage is Stage.ENROLLED:
            return turn.hint("diary.how" if turn.participant.sitting is None else "diary.after-questions")
        case "diary":
            return turn.hint("diary.after-consent")
    return turn.hint("hint.unknown-command")


def _back(turn: Turn) -> Outcome:
    """In the comprehension check there is no way back: a wrong answer explains again."""
    match turn.participant.stage:
        case Stage.ENROLLED:
            return checkin.back(turn)
        case Stage.SCREENING:
            return screening.back(turn)
    return turn.hint("hint.no-back")


def _help(turn: Turn) -> Say:
    """What can be written, where a person is, where help is in their country, and the code once they have one."""
    participant = turn.participant
    words: list[Words] = [Phrase("help", {"contact": turn.protocol.team.contact})]
    words += [site.support for site in turn.protocol.sites if site.id == participant.site and site.support]
    if participant.code:
        words.append(Phrase("help.code", {"code": participant.code}))
    return Say(tuple(words))


def _start(turn: Turn) -> Outcome:
    participant = turn.participant
    if participant.stage is Stage.ENROLLED and participant.sitting is None and participant.draft is None:
        return turn.hint("arrival.already-in", code=participant.code)
    return repeat(turn)
