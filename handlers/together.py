"""Two who are interviewed together, such as a couple: each says yes to the other by code, each has an account, a
record and a code of their own, and each can take it back alone.

One gets words for a day and tells them to the other, who writes them; then both are asked, one after the other."""

from datetime import timedelta

from handlers import person
from handlers.restraint import peace_ends
from handlers.turn import Turn
from study.code_words import MOST_TRIES, drawn
from study.effects import Effect, InvitationOver, Invited, JointChanged, SetTimer, Tell, Tried
from study.inbound import Command, Pair, Paired
from study.outcome import Outcome
from study.participant import Bond, Joint, Stage
from study.saying import Haste, Key, Keys, Phrase, Say

A_DAY, DAYS = timedelta(days=1), timedelta(days=3)
YES, NO = "key.together-yes", "key.together-no"
KEYS = ((Key(Phrase(YES)),), (Key(Phrase(NO)),))


def offer(turn: Turn, command: Command) -> Outcome:
    """/together, alone or with the words of the other one."""
    if not turn.protocol.consent.joint:
        return turn.hint("hint.unknown-command")
    if turn.participant.renewing is not None:
        return person.text_first(turn)
    if turn.participant.stage is not Stage.ENROLLED:
        return turn.hint("together.not-now")
    joint = turn.participant.together
    if joint is not None and joint.bond is Bond.AGREED:
        return turn.stay(Say((Phrase("together.already", {"code": joint.code}),)))
    if command.payload.strip() and joint is None:
        return _claimed(turn)
    return _invite(turn) if joint is None else _shown_again(turn, joint)


def _invite(turn: Turn) -> Outcome:
    known = turn.facts.code_words.get(turn.participant.language) or next(
        iter(turn.facts.code_words.values()), ()
    )
    words = drawn(turn.seed, known)
    said = Say((Phrase("together.words", {"words": " ".join(words)}),))
    return turn.stay(said, effects=(Invited(words, turn.at + A_DAY),))


def _shown_again(turn: Turn, joint: Joint) -> Outcome:
    """How far they have come."""
    if joint.bond in (Bond.WAITS, Bond.OFFERED):
        return turn.stay(_waits(joint))
    return _asked(turn, joint)


def _claimed(turn: Turn) -> Outcome:
    found = turn.facts.invitation
    if found is None:
        return turn.hint("together.how")
    if found.of == turn.participant.id:
        return turn.hint("together.own")
    if found.of:
        over = SetTimer(
            "alone", turn.at + DAYS
        )  # the other one may be gone for good, and is not to be named for ever
        joint = Joint(found.of, found.code, Bond.ASKED)
        return _asked(turn, joint, over, _tell(turn, joint, Pair.CLAIMED))  # who leaves then can say so
    if found.tries >= MOST_TRIES:
        return turn.hint("receipt.too-often", contact=turn.protocol.team.contact)
    return turn.stay(Say((Phrase("together.none"),)), effects=(Tried(),))


def decides(turn: Turn) -> bool:
    """Whether this answers the question about the other one."""
    joint = turn.participant.together
    if joint is None or turn.participant.stage is not Stage.ENROLLED:
        return False
    asked = joint.bond in (Bond.ASKED, Bond.CONFIRMS)
    return (asked and turn.means(YES)) or (joint.bond is not Bond.AGREED and turn.means(NO))


def decide(turn: Turn) -> Outcome:
    """The second yes makes it true for both."""
    joint = turn.participant.together
    assert joint is not None
    if turn.means(NO):
        return _alone(turn, joint)
    if joint.bond is Bond.ASKED:
        return turn.become(
            _waits(joint), effects=(_tell(turn, joint, Pair.ASKS),), together=joint.now(Bond.WAITS)
        )
    return _agreed(turn, joint, _tell(turn, joint, Pair.AGREED))


def happened(turn: Turn, event: Paired) -> Outcome:
    """What the other one did."""
    joint = turn.participant.together
    theirs = joint is not None and joint.id == event.id
    match event.what:
        case Pair.CLAIMED if _can_be_asked(turn) and joint is None:
            return turn.become(together=Joint(event.id, event.code, Bond.OFFERED))
        case Pair.ASKS if _can_be_asked(turn) and (
            joint is None or joint.bond is Bond.ASKED or (theirs and joint.bond is Bond.OFFERED)
        ):
            return _asked(turn, Joint(event.id, event.code, Bond.CONFIRMS), InvitationOver())
        case Pair.AGREED if theirs and joint is not None and joint.bond is Bond.WAITS and _takes_part(turn):
            return _agreed(turn, joint)
        case Pair.APART if theirs and joint is not None:
            return _parted(turn, joint)
        case Pair.APART:
            return turn.stay()
    return turn.stay(effects=(Tell(event.id, _from(turn, Pair.APART)),))


def take_back(turn: Turn) -> Outcome:
    """From now on each is interviewed alone. Nothing is said here: see `handlers.consent_kept`."""
    joint = turn.participant.together
    assert joint is not None
    effects = (JointChanged(joint.code, False, turn.at), _tell(turn, joint, Pair.APART))
    return turn.become(effects=effects, together=None)


def left(turn: Turn, outcome: Outcome) -> Outcome:
    """Whoever leaves leaves alone; the other one hears that it is not together any more. Called after everything."""
    after, joint = outcome.participant, turn.participant.together
    gone = after is None or after.stage is Stage.WITHDRAWN
    if joint is None or not gone:
        return outcome
    told = (_tell(turn, joint, Pair.APART),)
    now = after.but(together=None) if after is not None else None
    return Outcome(now, outcome.say, (*outcome.effects, *told), outcome.silence)


def unanswered(turn: Turn) -> Outcome:
    """It has not come to two yeses for days: nobody waits any longer."""
    joint = turn.participant.together
    if joint is None or joint.bond not in (Bond.ASKED, Bond.WAITS):
        return turn.stay()
    return turn.stay(effects=(_tell(turn, joint, Pair.APART),)).then(_parted(turn, joint))


def say_apart(turn: Turn) -> Outcome:
    """What could not be said by night."""
    return turn.stay(_apart_said()) if turn.participant.stage is Stage.ENROLLED else turn.stay()


def _waits(joint: Joint) -> Say:
    return Say((Phrase("together.waits", {"code": joint.code}),), ((Key(Phrase(NO)),),))


def _asked(turn: Turn, joint: Joint, *effects: Effect) -> Outcome:
    words = (Phrase("together.ask", {"code": joint.code}), Phrase("together.means"))
    return turn.become(Say(words, KEYS), effects=effects, together=joint)


def _agreed(turn: Turn, joint: Joint, *more: Effect) -> Outcome:
    said = Say((Phrase("together.agreed", {"code": joint.code}),), otherwise=Keys.REMOVE)
    effects = (JointChanged(joint.code, True, turn.at), *more)
    return turn.become(said, effects=effects, together=joint.now(Bond.AGREED))


def _alone(turn: Turn, joint: Joint) -> Outcome:
    words = Say((Phrase("together.no"),), otherwise=Keys.REMOVE)
    return turn.become(words, effects=(_tell(turn, joint, Pair.APART),), together=None)


def _parted(turn: Turn, joint: Joint) -> Outcome:
    """Never why."""
    changed = (JointChanged(joint.code, False, turn.at),) if joint.bond is Bond.AGREED else ()
    if turn.participant.blocked or not _takes_part(turn):
        return turn.become(effects=changed, together=None)
    morning = peace_ends(turn)
    if morning is not None:
        return turn.become(effects=(*changed, SetTimer("apart", morning)), together=None)
    return turn.become(_apart_said(), effects=changed, together=None)


def _apart_said() -> Say:
    return Say((Phrase("together.apart"),), otherwise=Keys.HOME, haste=Haste.ANNOUNCEMENT)


def _can_be_asked(turn: Turn) -> bool:
    return _takes_part(turn) and not turn.participant.blocked and turn.protocol.consent.joint


def _takes_part(turn: Turn) -> bool:
    return turn.participant.stage is Stage.ENROLLED


def _tell(turn: Turn, joint: Joint, what: Pair) -> Tell:
    return Tell(joint.id, _from(turn, what))


def _from(turn: Turn, what: Pair) -> Paired:
    return Paired(turn.participant.id, turn.participant.code, what)
