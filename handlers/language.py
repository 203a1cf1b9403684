"""The language: asked on arrival, changed at any time with /language."""

from handlers import person
from handlers.turn import Turn
from study.inbound import Tapped, Wrote
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Acknowledge, Key, Phrase, Say, Settle, Utterance, Words

PREFIX = "l:"


def enter(turn: Turn) -> Outcome:
    """In every language at once, the suggested one first: nobody should need one language to find another."""
    if len(turn.protocol.languages) == 1:
        return _welcome(turn)
    hello = Phrase("arrival.hello", {"title": turn.protocol.title})
    return turn.stay(_question(turn, hello))


def answer(turn: Turn) -> Outcome:
    language = chosen(turn)
    if language is None:
        return person.hint(turn, "hint.choose")
    turn = turn.as_now(turn.participant.but(language=language))
    return turn.stay(*shown(turn)).then(_welcome(turn))


def offer(turn: Turn) -> Outcome:
    """/language. The conversation stays where it is."""
    if len(turn.protocol.languages) == 1:
        return turn.hint("language.only-one")
    return turn.stay(_question(turn))


def chosen(turn: Turn) -> str | None:
    """The language that a key, or its name typed out, picks; None if this event picks none."""
    match turn.event:
        case Tapped(data=data):
            picked = {f"{PREFIX}{language}": language for language in turn.protocol.languages}
            return picked.get(data)
        case Wrote():
            return next((lang for lang in turn.protocol.languages if turn.means(f"language.{lang}")), None)
    return None


def shown(turn: Turn) -> tuple[Utterance, ...]:
    """A tapped choice of language keeps the choice on the screen."""
    if not isinstance(turn.event, Tapped):
        return ()
    said: tuple[Utterance, ...] = (Acknowledge(turn.event.tap),)
    if turn.event.message is not None:
        said += (Settle(turn.event.message, (Phrase("language.chosen"),)),)
    return said


def _question(turn: Turn, *lead: Words) -> Say:
    suggested = turn.participant.language
    order = [suggested, *(language for language in turn.protocol.languages if language != suggested)]
    asked = tuple(Phrase("language.ask", language=language) for language in order)
    keys = tuple((Key(Phrase("language.name", language=lang), f"{PREFIX}{lang}"),) for lang in order)
    return Say((*lead, *asked), keys)


def _welcome(turn: Turn) -> Outcome:
    """Who we are and what Telegram can see, before anything at all is asked."""
    protocol = turn.protocol
    who = {"title": protocol.title, "team": protocol.team.name, "contact": protocol.team.contact}
    welcome = Say((Phrase("arrival.welcome", who),))
    return turn.become(welcome, Say((Phrase("notice.telegram"),)), stage=Stage.SITE)
