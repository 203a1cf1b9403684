"""One turn of a conversation: who, what happened, in which study. Handlers take a turn and return an Outcome."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from study.effects import Effect, Tally
from study.inbound import (
    Blocked,
    Departed,
    Erase,
    Event,
    Facts,
    Fell,
    Fetched,
    Granted,
    Inbound,
    LayAnew,
    NewVersion,
    NotFetched,
    Paired,
    Tapped,
    Unblocked,
    Wrote,
)
from study.outcome import Outcome
from study.participant import Participant
from study.protocol import Protocol
from study.saying import Acknowledge, Phrase, Say, Utterance

REPORTED = (
    Blocked
    | Unblocked
    | Fell
    | Fetched
    | NotFetched
    | Erase
    | Departed
    | LayAnew
    | NewVersion
    | Paired
    | Granted
)
"""What does not come from the person."""


@dataclass(frozen=True)
class Turn:
    participant: Participant
    inbound: Inbound
    protocol: Protocol
    facts: Facts

    @property
    def event(self) -> Event:
        return self.inbound.event

    @property
    def at(self) -> datetime:
        return self.inbound.at

    @property
    def seed(self) -> int:
        return self.inbound.seed

    @property
    def zone(self) -> ZoneInfo:
        """The clock by which the participant lives: their own, or their site's. A name that the time zones of this
        computer no longer have must not leave them without any."""
        if own := self.participant.zone:
            with suppress(ZoneInfoNotFoundError, ValueError):
                return ZoneInfo(own)
        return self.protocol.site(self.participant.site).zone

    @property
    def is_theirs(self) -> bool:
        """Whether the person did it, just now: then they are there, and can be answered at any hour."""
        return not isinstance(self.event, REPORTED)

    def as_now(self, participant: Participant) -> Self:
        """The same event, met by the participant as an earlier step of this turn left them."""
        return replace(self, participant=participant)

    def means(self, key: str) -> bool:
        """Whether this is the bot's own key of that name, pressed or typed, in any language. What is forwarded was
        said by somebody else, or some other day: it neither agrees nor leaves."""
        return isinstance(self.event, Wrote) and not self.event.forwarded and key in self.event.means

    def tally(self, step: str) -> Tally:
        return Tally(step, self.participant.source, self.participant.site)

    def stay(self, *say: Utterance, effects: tuple[Effect, ...] = ()) -> Outcome:
        """Everything as it was, with a word about what to do."""
        return Outcome(self.participant, say, effects)

    def become(self, *say: Utterance, effects: tuple[Effect, ...] = (), **changes: Any) -> Outcome:
        """The participant with some fields changed."""
        return Outcome(self.participant.but(**changes), say, effects)

    def forget(self, *say: Utterance, step: str) -> Outcome:
        """Nothing of this person stays but one more in a count."""
        return Outcome(None, say, (self.tally(step),))

    def hint(self, name: str, **arguments: Any) -> Outcome:
        """A kind sentence that says what to do; a tap gets it over the chat."""
        return self.stay(self.line(name, **arguments))

    def line(self, name: str, **arguments: Any) -> Utterance:
        return self.told(Phrase(name, arguments))

    def told(self, phrase: Phrase) -> Utterance:
        """A message, or, to a tap, a line over the chat."""
        if isinstance(self.event, Tapped):
            return Acknowledge(self.event.tap, phrase)
        return Say((phrase,))
