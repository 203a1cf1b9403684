"""The receipt of an agreement, in words: the code, what was agreed to, how to leave, and once, at the agreement, a code
word by which everything can be erased from another account. It is said and not kept: what stays is a keyed hash."""

from handlers.consent_kept import summary
from handlers.turn import Turn
from study.chat import Clear
from study.code_words import drawn
from study.effects import ReceiptGiven
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Phrase, Say


def code_word(turn: Turn) -> tuple[str, ...]:
    """Three words of their language; none where the bot has no list for it."""
    person = turn.participant
    known = turn.facts.code_words.get(person.language, ())
    return drawn(turn.seed, known) if known else ()


def given(turn: Turn, words: tuple[str, ...]) -> tuple[ReceiptGiven, ...]:
    """What is to be kept of it."""
    return (ReceiptGiven(turn.participant.code, words),) if words else ()


def said(turn: Turn, words: tuple[str, ...]) -> tuple[Phrase, ...]:
    """All but the code itself, which stands above."""
    about = {"words": " ".join(words), "code": turn.participant.code}
    names = ("receipt.code-word", "receipt.command", "receipt.once") if words else ()
    lost = (Phrase(name, about) for name in names)
    vanishes = (Phrase("receipt.vanishes"),) if words and turn.protocol.chat.clear is not Clear.NEVER else ()
    return (*summary(turn), Phrase("enrolment.leave"), *lost, *vanishes)


def again(turn: Turn) -> Outcome:
    """/receipt. The code word is not known to the bot any more."""
    person = turn.participant
    if not person.code:
        return turn.hint("receipt.before-consent")
    if person.stage not in (Stage.ENROLLED, Stage.FINISHED) and person.renewing is None:
        return turn.stay(Say((Phrase("receipt.left", {"code": person.code}),)))
    words = {"code": person.code, "contact": turn.protocol.team.contact}
    gone = (Phrase("receipt.words-gone"),) if turn.facts.code_words.get(person.language) else ()
    return turn.stay(Say((Phrase("receipt.again", words), *summary(turn), Phrase("enrolment.leave"), *gone)))
