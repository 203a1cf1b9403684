"""What is no agreement, though it looks like one: each is refused with a kind word, and the question stays open."""

from datetime import timedelta
from typing import Any

from handlers.turn import Turn
from handlers.voices import LARGEST_FILE
from study.inbound import Event, Fetched, Filmed, Sent, Spoke, Wrote
from study.saying import Phrase

SAME = timedelta(seconds=2)
"""Telegram tells whole seconds, and our clock is not quite the same."""

SOON = timedelta(minutes=1)
"""A voice from before the request was on its way together with the words that led to it, and comes at once."""

FILES = frozenset({"audio", "document", "video", "animation"})


def refused(turn: Turn, voice: Spoke) -> Phrase | None:
    """Why this voice cannot be their agreement, before it is even fetched."""
    if voice.forwarded:
        return Phrase("agreement.own-voice")
    if turn.facts.heard:
        return Phrase("agreement.heard-before")
    if _from_before(turn, voice):
        return Phrase("agreement.too-early")
    if voice.size is not None and voice.size > LARGEST_FILE:
        return Phrase("hint.too-large")
    return None


def is_under_way(turn: Turn, voice: Spoke) -> bool:
    """Whether it is the very one that is on its way, or heard back: a phone may send it twice where the line is bad."""
    person = turn.participant
    return bool(person.voice and voice.unique) and voice.unique == person.voice_unique


def unheard(turn: Turn, voice: Fetched) -> Phrase | None:
    """The same, of one that is here. The length is the Ogg's own, not what the sender claims."""
    bounds = turn.protocol.consent.voice
    if voice.seconds < bounds.at_least.total_seconds():
        return Phrase("agreement.too-short")
    if voice.seconds > bounds.at_most.total_seconds():
        return Phrase("agreement.too-long", n=int(bounds.at_most.total_seconds()))
    return Phrase("agreement.silent") if voice.silent else None


def instead(event: Event) -> str:
    """What to say of what came in place of a voice: the name of the phrase."""
    match event:
        case Filmed():
            return "agreement.no-film"
        case Sent(kind=kind) if kind in FILES:
            return "agreement.no-file"
    return "agreement.speak"


def requested(turn: Turn) -> dict[str, Any]:
    """What is noted of a request as it is put: when, and when the words were sent that led to it."""
    led = turn.event.sent_at if isinstance(turn.event, Wrote) else None
    return {"requested_at": turn.at, "requested_after": led, "code_word": ""}


def _from_before(turn: Turn, voice: Spoke) -> bool:
    """Whether it was sent before the agreement was asked for: before the words that led to that, which Telegram's own
    clock tells; or after those, and before we had them. Our clock may be ahead, and must not keep anybody from
    agreeing: so it counts only for what comes at once."""
    person, sent = turn.participant, voice.sent_at
    if sent is None or person.requested_at is None:
        return False
    if person.requested_after is not None and sent < person.requested_after:
        return True
    return person.requested_at - sent > SAME and turn.at - person.requested_at < SOON
