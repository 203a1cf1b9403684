"""What becomes of what somebody gave, once they have left: they choose, then or on any later day."""

from handlers.turn import Turn
from study.code_words import MOST_TRIES, claim
from study.effects import ClearChat, Discard, Effect, EraseSaid, Tell, Tried
from study.inbound import Command, Erase, Receipt
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Key, Keys, Phrase, Say
from study.timing import Wishes

KEYS = ("key.erase-all", "key.erase-said", "key.keep-it")
"""The one that harms nothing stands lowest, next to the phone's own keys."""

ROWS = tuple((Key(Phrase(name)),) for name in KEYS)

ERASED_ALL = ("leaving.erased-all", "leaving.copies", "leaving.chat")

TAKING_PART = frozenset({Stage.ENROLLED, Stage.FINISHED})


def choice(turn: Turn) -> tuple[Phrase, ...]:
    """What each key means; to be said with `ROWS` under it."""
    code = {"code": turn.participant.code}
    team = code | {"contact": turn.protocol.team.contact}
    return (
        Phrase("leaving.choice"),
        Phrase("leaving.choice-all", {"label": Phrase("key.erase-all")}),
        Phrase("leaving.choice-said", {"label": Phrase("key.erase-said"), **code}),
        Phrase("leaving.choice-keep", {"label": Phrase("key.keep-it")}),
        Phrase("leaving.choice-later", team),
    )


def chosen(turn: Turn) -> str:
    """The key that was pressed, or typed out; empty for none. To somebody who takes part, "keep" decides nothing."""
    if not turn.participant.code:
        return ""
    keys = KEYS[:-1] if takes_part(turn) else KEYS
    return next((key for key in keys if turn.means(key)), "")


def takes_part(turn: Turn) -> bool:
    return turn.participant.stage in TAKING_PART or turn.participant.renewing is not None


def decide(turn: Turn, key: str) -> Outcome:
    """Whoever takes part leaves first: what they say would go on coming."""
    person = turn.participant
    if takes_part(turn):
        return turn.hint("leaving.erase-how")
    match key:
        case "key.erase-all":
            return everything(turn, _told(turn, *ERASED_ALL))
        case "key.erase-said":
            return said(turn, _told(turn, "leaving.erased-said", "leaving.copies", "leaving.chat"))
    back_out = (Discard(person.voice),) if person.voice else ()
    left = person.but(stage=Stage.WITHDRAWN, sitting=None, voice="", voice_file="")
    return Outcome(left, (_told(turn, "leaving.kept"),), back_out)


def said(turn: Turn, *say: Say) -> Outcome:
    """All that they said goes. That they agreed stays, and their code. Whoever takes part says more: then nothing is
    done."""
    person = turn.participant
    if person.stage is Stage.ENROLLED or person.renewing is not None:
        return turn.stay()
    over = person.stage is Stage.FINISHED
    left = person.left(
        Stage.FINISHED if over else Stage.WITHDRAWN, person.scopes if over else frozenset()
    ).but(
        remembered={}, screening={}, screened={}, wishes=Wishes(), voice="", voice_file="", rest=person.rest
    )
    return Outcome(left, say, (EraseSaid(), ClearChat()), silence=bool(say))


def everything(turn: Turn, *say: Say) -> Outcome:
    """Nothing of them stays but a mark without a name, and counts."""
    effects: tuple[Effect, ...] = (ClearChat(), turn.tally("erased"))
    return Outcome(None, say, effects, silence=True)


def asked_by_team(turn: Turn, wish: Erase) -> Outcome:
    """Nothing is said: whoever left is not written to again."""
    return said(turn) if wish.said else everything(turn)


def by_code_word(turn: Turn, receipt: Receipt) -> Outcome:
    """From any chat: whoever has the code word of a receipt decides for the one it was given to. What does not fit is
    never told apart: nobody learns here which codes there are."""
    own = receipt.of == turn.participant.id
    if receipt.of and own:
        return everything(turn, _told(turn, *ERASED_ALL))
    if receipt.of:
        return _here(turn, Say((Phrase("receipt.erased"),)), Tell(receipt.of, Erase()))
    if receipt.tries >= MOST_TRIES:
        return _here(turn, Say((Phrase("receipt.too-often", {"contact": turn.protocol.team.contact}),)))
    return _here(turn, Say((Phrase("receipt.none"),)), Tried())


def is_own(turn: Turn) -> bool:
    """Whether it is their own code that they wrote after /stop: then they leave in any case."""
    match turn.event:
        case Command(payload=payload):
            found = claim(payload, turn.facts.code_words.values())
            code = turn.participant.code
            return bool(code) and found is not None and found.code.casefold() == code.casefold()
    return False


def _here(turn: Turn, say: Say, *effects: Effect) -> Outcome:
    """To somebody of whom nothing is known, nothing becomes known by this."""
    return Outcome(None if turn.participant.stage is Stage.NEW else turn.participant, (say,), effects)


def _told(turn: Turn, *names: str) -> Say:
    words = {"contact": turn.protocol.team.contact, "code": turn.participant.code}
    return Say(tuple(Phrase(name, words) for name in names), otherwise=Keys.REMOVE)
