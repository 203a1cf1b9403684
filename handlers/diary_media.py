"""What was fetched for the diary: sealed by now, or not to be had. What was written under it is there in any case."""

from dataclasses import replace

from handlers.diary import offer
from handlers.entries import records_of
from handlers.turn import Turn
from handlers.voices import is_empty, why_not
from study.effects import Confirm, Discard
from study.inbound import Fetched, NotFetched
from study.outcome import Outcome
from study.participant import Draft, Kept
from study.saying import Keys, Phrase, Say


def awaits(turn: Turn, media: str) -> bool:
    """Whether this belongs to an entry that is open, or was kept while it was on its way."""
    person = turn.participant
    if person.draft is not None and media in person.draft.fetching:
        return True
    return media in person.late and _message(turn, media) is not None


def heard(turn: Turn) -> Outcome:
    assert isinstance(turn.event, Fetched | NotFetched)
    draft, media = turn.participant.draft, turn.event.media
    if draft is None or media not in draft.fetching:
        return _came_late(turn, media)
    here = replace(draft, fetching=tuple(one for one in draft.fetching if one != media))
    match turn.event:
        case Fetched() as event if not is_empty(event):
            return _asked(turn, here)
        case NotFetched(written=True) as event:
            return _asked(turn, here, *why_not(event))
    return _without(turn, here, media)


def _asked(turn: Turn, draft: Draft, *lead: Phrase) -> Outcome:
    """Once for all that came together."""
    if draft.asked and not lead:
        return turn.become(draft=draft)
    now = replace(draft, asked=True)
    return turn.become(offer(turn, now, *lead), draft=now)


def _without(turn: Turn, draft: Draft, media: str) -> Outcome:
    """It is not there; what was written under it stays, as a message of its own."""
    words = _why(turn, media)
    left = replace(draft, records=tuple(record for record in draft.records if record != media))
    now = _forgotten(turn, media)
    if not left.records:
        said = Say(words, otherwise=Keys.REMOVE)
        return now.become(said, effects=(Discard(media),), draft=None)
    if left.asked or set(left.fetching) == set(left.records):
        return now.become(Say(words), effects=(Discard(media),), draft=left)
    asked = replace(left, asked=True)
    return now.become(offer(now, asked, *words), effects=(Discard(media),), draft=asked)


def _came_late(turn: Turn, media: str) -> Outcome:
    """They had said yes to it."""
    late = tuple(one for one in turn.participant.late if one != media)
    match turn.event:
        case Fetched() as event if not is_empty(event):
            return turn.become(effects=(Confirm(media),), late=late)
        case NotFetched(written=True) as event:
            return turn.become(Say(why_not(event)), effects=(Confirm(media),), late=late)
    words = _why(turn, media)
    return _forgotten(turn, media).become(Say(words), effects=(Discard(media),), late=late)


def _why(turn: Turn, media: str) -> tuple[Phrase, ...]:
    """What to say of one that is not kept, and whether its text is."""
    words = why_not(turn.event) if isinstance(turn.event, NotFetched) else (Phrase("voice.empty"),)
    message = _message(turn, media)
    return (*words, Phrase("media.text-arrived")) if message is not None and message.caption else words


def _forgotten(turn: Turn, media: str) -> Turn:
    """Without it; its caption takes its place."""
    today = (
        (replace(one, record=one.caption, caption="", words=True) if one.record == media else one)
        for one in turn.participant.today
    )
    return turn.as_now(turn.participant.but(today=tuple(one for one in today if one.record)))


def _message(turn: Turn, media: str) -> Kept | None:
    return next((one for one in turn.participant.today if media in records_of(one)), None)
