"""Commands of the menu, whatever the step."""

from handlers import (
    checkin,
    consent_kept,
    diary_habit,
    face,
    language,
    my_data,
    person,
    receipts,
    resting,
    screening,
    status,
    times,
    together,
    whereabouts,
)
from handlers.announcing import lines
from handlers.steps import repeat
from handlers.turn import Turn
from study.inbound import Command
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Keys, Phrase, Say, Words
from study.wishes import any_granted


def answer(turn: Turn, command: Command) -> Outcome:
    """/stop is not here: `handlers.leaving` has it, before anything else is looked at."""
    match command.name:
        case "start":
            return _start(turn)
        case "help" | "diary" if turn.participant.stage is Stage.FINISHED:
            return repeat(turn)
        case "help":
            return turn.stay(_help(turn))
        case "language":
            return language.offer(turn)
        case "together":
            return together.offer(turn, command)
        case "consent":
            return consent_kept.offer(turn)
        case "moved" | "pause" | "times" | "diary" if turn.participant.renewing is not None:
            return person.text_first(turn)
        case "moved":
            return whereabouts.offer(turn)
        case "mydata":
            return my_data.answer(turn)
        case "pause":
            return resting.offer(turn)
        case "receipt":
            return receipts.again(turn)
        case "quiet":
            return face.offer(turn)
        case "status":
            return status.answer(turn)
        case "times":
            return times.offer(turn)
        case "back" if turn.participant.sitting is not None:
            return _back(turn)
        case "back":
            return turn.hint("hint.no-back")
        case "diary" if turn.participant.stage is Stage.ENROLLED:
            return diary_habit.offer(turn)
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
    words: list[Words] = [Phrase("help")]
    if more := _more_help(turn):
        words.append(lines(more))
    words.append(Phrase("help.person", {"contact": turn.protocol.team.contact}))
    words += [site.support for site in turn.protocol.sites if site.id == participant.site and site.support]
    if participant.code:
        words.append(Phrase("help.code", {"code": participant.code}))
    return Say(tuple(words), otherwise=Keys.HOME)


def _more_help(turn: Turn) -> list[Phrase]:
    """What can be written in this study, or just now."""
    person, protocol = turn.participant, turn.protocol
    enrolled = person.stage is Stage.ENROLLED
    there = {
        "help.times": enrolled and any_granted(protocol.schedule),
        "help.together": enrolled and protocol.consent.joint,
        "help.quiet": enrolled and protocol.chat.face,
        "help.renewing": person.renewing is not None,
        "help.receipt": bool(person.code),
    }
    return [Phrase(name) for name, is_there in there.items() if is_there]


def _start(turn: Turn) -> Outcome:
    participant = turn.participant
    if participant.stage is Stage.ENROLLED and participant.sitting is None and participant.draft is None:
        return turn.stay(
            Say((Phrase("arrival.already-in", {"code": participant.code}),), otherwise=Keys.HOME)
        )
    return repeat(turn)
