"""/diary: how it works, and whether they are asked each time or what they send is kept at once."""

from handlers.diary import how
from handlers.turn import Turn
from study.inbound import Tapped
from study.outcome import Outcome
from study.saying import Acknowledge, Key, Phrase, Say, Settle, Utterance

AT_ONCE, ASKED = "diary:at-once", "diary:asked"


def offer(turn: Turn) -> Outcome:
    """In two messages: the first can take away the reply keys of something else. The key is of the other way."""
    within, keeps = turn.participant.sitting is not None, turn.participant.keeps
    first = Say((Phrase("diary.after-questions"),)) if within else how(turn)
    label, data = ("key.ask-me", ASKED) if keeps else ("key.keep-at-once", AT_ONCE)
    return turn.stay(first, Say((_way(keeps),), ((Key(Phrase(label), data),),)))


def chosen(turn: Turn) -> bool:
    return isinstance(turn.event, Tapped) and turn.event.data in (AT_ONCE, ASKED)


def choose(turn: Turn) -> Outcome:
    """Pressed twice, it is as it was. A question that is open is still theirs to answer."""
    assert isinstance(turn.event, Tapped)
    keeps = turn.event.data == AT_ONCE
    words = (_way(keeps), Phrase("diary.to-change"))
    shown: Utterance = Say(words) if turn.event.message is None else Settle(turn.event.message, words)
    return turn.become(Acknowledge(turn.event.tap), shown, keeps=keeps)


def _way(keeps: bool) -> Phrase:
    return Phrase("diary.at-once" if keeps else "diary.asked")
