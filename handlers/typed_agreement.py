"""The agreement in writing, for who cannot speak aloud, where the study allows it: "I agree", and a word drawn for this
one request. What is written is sealed as it was; one wrong letter in a word is forgiven, and nothing is counted."""

from handlers import person
from handlers.consent_text import agreed_to, in_quotes
from handlers.turn import Turn
from study.chance import fraction
from study.effects import Keep
from study.ids import record_id
from study.inbound import Wrote
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Care, Key, Phrase, Say
from study.spelling import alike, words

RATHER_NOT = (Key(Phrase("key.rather-not")),)
OFFER = (Key(Phrase("key.cannot-speak")),)
ALOUD = (Key(Phrase("key.aloud")),)
KEYS = (ALOUD, RATHER_NOT)
CONFIRM = ((Key(Phrase("key.confirm")),), ALOUD, RATHER_NOT)
QUESTIONS = frozenset("?؟？՞")


def is_chosen(turn: Turn) -> bool:
    """Whether they write it, or have written it; and the study (still) takes that."""
    return bool(turn.participant.code_word) and turn.protocol.consent.typed


def begin(turn: Turn) -> Outcome:
    known = turn.facts.code_words[turn.participant.language]
    word = known[int(fraction(turn.seed, "code word") * len(known))]
    return ask(turn.as_now(turn.participant.but(code_word=word)))


def ask(turn: Turn) -> Outcome:
    return turn.stay(
        Say((Phrase("typed.ask"), _statement(turn), _how(turn, "typed.write")), KEYS, care=Care.ONCE)
    )


def repeat(turn: Turn) -> Outcome:
    """It is written, and not confirmed yet. Their words are not said back: they are sealed by now."""
    return turn.stay(_written(turn))


def answer(turn: Turn) -> Outcome:
    """The agreement is awaited in writing."""
    match turn.event:
        case Wrote(forwarded=True):
            return turn.stay(Say((Phrase("hint.forwarded"), _how(turn, "typed.write")), KEYS))
        case Wrote(text=text) if _agrees(turn, text):
            return _keep(turn, text)
        case Wrote(text=text) if _nearly(turn, text):
            return turn.stay(Say((_how(turn, "typed.again"),), KEYS))
    return person.tell(turn, _how(turn, "typed.write"), KEYS)


def _keep(turn: Turn, text: str) -> Outcome:
    """A draft until it is confirmed, as a voice is."""
    record = record_id(turn.seed, "consent")
    content = {
        **agreed_to(turn),
        "type": "typed",
        "value": text,
        "word": turn.participant.code_word,
        "statement": turn.protocol.consent.statement.say(turn.participant.language),
    }
    keep = Keep(record, "consent", content, draft=True)
    return turn.become(_written(turn), effects=(keep,), stage=Stage.CONFIRMING, voice=record, voice_file="")


def _written(turn: Turn) -> Say:
    return Say((Phrase("typed.written"), _statement(turn), Phrase("typed.right")), CONFIRM, care=Care.ONCE)


def _agrees(turn: Turn, text: str) -> bool:
    """The word and a way to agree, in either order, and nothing besides. A question is no agreement."""
    written, wanted = words(text), words(turn.participant.code_word)
    ways = [words(way) for way in turn.facts.agreeing]
    if QUESTIONS & set(text):
        return False
    orders = [wanted + way for way in ways] + [way + wanted for way in ways]
    return any(_same(written, order) for order in orders)


def _same(written: list[str], meant: list[str]) -> bool:
    return len(written) == len(meant) and all(map(alike, written, meant))


def says_so(turn: Turn) -> bool:
    """Whether they write that they agree, in whichever language, or what is to be said aloud; and nothing else."""
    if not isinstance(turn.event, Wrote) or turn.event.forwarded or QUESTIONS & set(turn.event.text):
        return False
    written = words(turn.event.text)
    statement = turn.protocol.consent.statement.say(turn.participant.language)
    return any(_same(written, words(way)) for way in (*turn.facts.agreeing, statement))


def _nearly(turn: Turn, text: str) -> bool:
    """Whether it was meant to be that."""
    written, wanted = words(text), words(turn.participant.code_word)
    there = any(alike(one, word) for one in written for word in wanted)
    return there or any(_same(written, words(way)) for way in turn.facts.agreeing)


def _statement(turn: Turn) -> Phrase:
    return in_quotes(turn.protocol.consent.statement)


def _how(turn: Turn, name: str) -> Phrase:
    return Phrase(name, {"word": turn.participant.code_word})
