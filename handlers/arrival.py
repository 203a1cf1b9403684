"""Arriving: the first /start, and by which source."""

from datetime import timedelta

from handlers import my_data
from handlers.turn import Turn
from study.effects import SetTimer
from study.inbound import Command, Tapped
from study.outcome import Outcome
from study.participant import Stage
from study.protocol import Protocol, Source
from study.saying import Acknowledge, Phrase, Say

FORGOTTEN_AFTER = timedelta(days=30)
"""Whoever began and has not agreed within this time is forgotten."""


def answer(turn: Turn) -> Outcome:
    """A person we hold nothing about. Only /start begins; all else is told so, and leaves no trace."""
    match turn.event:
        case Command(name="start", payload=payload):
            return _arrive(turn, source_of(turn.protocol, payload))
        case Command(name="mydata"):
            return my_data.nothing()
        case Tapped(tap=tap):
            return Outcome(None, (Acknowledge(tap, _press_start(turn)[0]),))
    return Outcome(None, (Say(_press_start(turn)),))


def _press_start(turn: Turn) -> tuple[Phrase, ...]:
    """In the language that Telegram suggests, if the study speaks it; else in the first two of the study's."""
    languages = turn.protocol.languages
    suggested = turn.inbound.suggested_language.lower().split("-")[0]
    spoken = (suggested,) if suggested in languages else languages[:2]
    return tuple(Phrase("arrival.press-start", language=language) for language in spoken)


def source_of(protocol: Protocol, payload: str) -> Source | None:
    """The source that a start payload names: `SOURCE` or `SOURCE-anything`. An unknown one is no source, no fault."""
    fitting = (
        source for source in protocol.sources if payload == source.id or payload.startswith(f"{source.id}-")
    )
    return max(fitting, key=lambda source: len(source.id), default=None)


def _arrive(turn: Turn, source: Source | None) -> Outcome:
    turn = turn.as_now(turn.participant.but(source=source.id if source else "", arrived_at=turn.at))
    if not turn.protocol.open_for_recruitment:
        return turn.forget(turn.line("recruitment.closed", title=turn.protocol.title), step="closed")
    effects = (turn.tally("arrived"), SetTimer("forget", turn.at + FORGOTTEN_AFTER))
    return turn.become(effects=effects, stage=Stage.LANGUAGE)
