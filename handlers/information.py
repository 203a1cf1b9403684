"""The information: what the study is, in short messages, before anybody agrees to anything."""

from handlers import person
from handlers.consent_text import messages, shown_text
from handlers.declining import decline
from handlers.turn import Turn
from study.consent import text_sha256
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Key, Keys, Phrase, Say

GO_ON = ((Key(Phrase("key.go-on")),), (Key(Phrase("key.rather-not")),))


def enter(turn: Turn) -> Outcome:
    """Shows all of it. What is shown is remembered by its hash, so that the agreement is to this and nothing else."""
    question = Say((Phrase("information.go-on"),), GO_ON)
    return turn.become(
        Say((Phrase("information.begin"),), otherwise=Keys.REMOVE),
        *messages(turn),
        question,
        consent_version=turn.protocol.consent.version,
        text_sha256=text_sha256(shown_text(turn)),
    )


def answer(turn: Turn) -> Outcome:
    if turn.means("key.go-on"):
        return turn.become(stage=Stage.CHECK)
    if turn.means("key.rather-not"):
        return decline(turn)
    return person.hint(turn, "hint.reply-keys", GO_ON)
