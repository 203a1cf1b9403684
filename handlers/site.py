"""The site: where the participant lives now."""

from handlers import person
from handlers.turn import Turn
from handlers.typed import named
from study.inbound import Tapped, Wrote
from study.outcome import Outcome
from study.participant import Stage
from study.protocol import Site
from study.saying import Acknowledge, Key, Phrase, Say, Settle, Utterance, Words

PREFIX = "s:"
ELSEWHERE = "elsewhere"


def enter(turn: Turn) -> Outcome:
    sites = _in_order(turn)
    keys = tuple((Key(site.name, f"{PREFIX}{site.id}"),) for site in sites)
    keys += ((Key(Phrase("key.elsewhere"), f"{PREFIX}{ELSEWHERE}"),),)
    return turn.stay(Say((Phrase("site.ask"),), keys))


def answer(turn: Turn) -> Outcome:
    picked = _picked(turn)
    if picked is None:
        return person.hint(turn, "hint.choose")
    if picked == ELSEWHERE:
        said = (*shown(turn, Phrase("key.elsewhere")), Say((Phrase("site.not-here"),)))
        return turn.forget(*said, step="ineligible")
    said = shown(turn, turn.protocol.site(picked).name)
    return turn.become(*said, site=picked, stage=Stage.SCREENING)


def _in_order(turn: Turn) -> list[Site]:
    """The site that the source belongs to comes first."""
    source = turn.protocol.source(turn.participant.source)
    return sorted(turn.protocol.sites, key=lambda site: source is None or site.id != source.site)


def _picked(turn: Turn) -> str | None:
    ids = [site.id for site in turn.protocol.sites] + [ELSEWHERE]
    match turn.event:
        case Tapped(data=data):
            return next((id for id in ids if data == f"{PREFIX}{id}"), None)
        case Wrote() if turn.means("key.elsewhere"):
            return ELSEWHERE
        case Wrote(text=text, forwarded=False):
            site = named(text, turn.protocol.sites, lambda site: site.name)
            return site.id if site else None
    return None


def shown(turn: Turn, picked: Words) -> tuple[Utterance, ...]:
    """A tapped choice stays on the screen, and its keys go."""
    if not isinstance(turn.event, Tapped):
        return ()
    said: tuple[Utterance, ...] = (Acknowledge(turn.event.tap),)
    if turn.event.message is not None:
        answered = Phrase("question.answered", {"answer": picked})
        said += (Settle(turn.event.message, (Phrase("site.ask"), answered)),)
    return said
