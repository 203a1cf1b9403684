"""Somebody who takes part reads a new text, and decides anew. Until they have, what they agreed to before holds."""

from handlers.turn import Turn
from study.consent import release
from study.effects import Discard
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Key, Keys, Phrase, Say

KEYS = ((Key(Phrase("key.leave-study")),), (Key(Phrase("key.think-over")),))


def outdated(turn: Turn) -> bool:
    """Whether what they agreed to is not what the study is any more: nothing is asked of them until they agree anew."""
    agreed, now = release(turn.participant.consent_version), turn.protocol.consent
    return turn.participant.stage is Stage.ENROLLED and (0, 0) < agreed < (now.major, 0)


def reconsider(turn: Turn) -> Outcome:
    """They would rather not agree: to leave, or to think about it, is theirs to say."""
    words = Phrase("renewal.rather-not", {"contact": turn.protocol.team.contact})
    return turn.stay(Say((words,), KEYS))


def decides(turn: Turn) -> bool:
    return turn.participant.renewing is not None and turn.means("key.think-over")


def think(turn: Turn) -> Outcome:
    """While they do, nothing is asked of them."""
    voice = turn.participant.voice
    said = Say((Phrase("renewal.think"),), otherwise=Keys.REMOVE)
    let_go = (Discard(voice),) if voice else ()
    nothing = {"voice": "", "voice_file": "", "voice_unique": "", "code_word": ""}
    return turn.become(said, effects=let_go, stage=Stage.INFORMATION, sitting=None, **nothing)
