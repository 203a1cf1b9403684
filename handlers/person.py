"""What a bot cannot answer: a question, a cry for help. Whoever writes it is told so, and where a person is."""

from typing import Any

from handlers.turn import Turn
from study.inbound import Filmed, Located, Sent, Showed, Spoke, Tapped, Wrote
from study.outcome import Outcome
from study.saying import Key, Phrase, Say


def spoken_to(turn: Turn) -> bool:
    """Whether somebody said something in their own words or voice, and not merely the wrong thing."""
    match turn.event:
        case Wrote(text=text, forwarded=False):
            return bool(text.strip())
        case Spoke(forwarded=False):
            return True
    return False


def hint(turn: Turn, name: str, keys: tuple[tuple[Key, ...], ...] = (), **arguments: Any) -> Outcome:
    """Before the agreement: nothing said may be kept, so it is said who can answer, and what the step waits for."""
    return tell(turn, Phrase(name, arguments), keys)


def text_first(turn: Turn) -> Outcome:
    """Somebody who takes part is asked to agree anew: until then what they write is not kept."""
    return turn.stay(Say((_text_first(turn),)))


def _text_first(turn: Turn) -> Phrase:
    return Phrase("renewal.first", {"contact": turn.protocol.team.contact})


def tell(turn: Turn, step: Phrase, keys: tuple[tuple[Key, ...], ...] = ()) -> Outcome:
    """The same, of a phrase that is already made."""
    if turn.participant.renewing is not None and not isinstance(turn.event, Tapped):
        return turn.stay(Say((_text_first(turn), step), keys))
    if spoken_to(turn):
        contact = Phrase("person.before-consent", {"contact": turn.protocol.team.contact})
        return turn.stay(Say((contact, step), keys))
    if isinstance(turn.event, Sent | Showed | Located | Filmed):
        return turn.stay(Say((Phrase("hint.not-kept"), step), keys))
    return turn.stay(Say((step,), keys) if keys else turn.told(step))
