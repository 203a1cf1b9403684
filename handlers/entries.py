"""What an entry of the diary is made of: messages, each sealed as it comes, and how many of them an entry holds."""

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from handlers.announcing import comma
from handlers.sittings import local_day
from handlers.turn import Turn
from handlers.voices import LARGEST_FILE, lasting_name, too_large
from study.coarsening import coarsened
from study.effects import Effect, Fetch, Keep
from study.ids import record_id
from study.inbound import Filmed, Located, Showed, Spoke, Wrote
from study.participant import Kept
from study.saying import Phrase
from study.touch import Takes

TOGETHER = timedelta(minutes=2)
"""What comes so soon after another message belongs to it."""

MOST_TODAY = 60
"""Of so many messages it is known where they went: a participant's state has an end."""

KINDS = {
    Wrote: Takes.TEXT,
    Spoke: Takes.VOICE,
    Showed: Takes.PHOTO,
    Located: Takes.PLACE,
    Filmed: Takes.VIDEO_NOTE,
}

TAKEN = {
    Takes.TEXT: Phrase("diary.takes-text"),
    Takes.VOICE: Phrase("diary.takes-voice"),
    Takes.PHOTO: Phrase("diary.takes-photo"),
    Takes.PLACE: Phrase("diary.takes-place"),
    Takes.VIDEO_NOTE: Phrase("diary.takes-video-note"),
}

Message = Wrote | Spoke | Showed | Located | Filmed


@dataclass(frozen=True)
class Piece:
    """One message of an entry, with what seals it."""

    kept: Kept
    effects: tuple[Effect, ...]
    fetching: bool = False

    @property
    def records(self) -> tuple[str, ...]:
        return records_of(self.kept)


def can_be_kept(turn: Turn) -> bool:
    """Whether it is something of their own that this study's diary takes."""
    match turn.event:
        case Wrote(text=text, forwarded=False):
            return bool(text.strip()) and Takes.TEXT in turn.protocol.diary.takes
        case Located(latitude=latitude, longitude=longitude, forwarded=False):
            somewhere = math.isfinite(latitude) and math.isfinite(longitude)
            return somewhere and Takes.PLACE in turn.protocol.diary.takes
        case (Spoke(forwarded=False) | Showed(forwarded=False) | Filmed(forwarded=False)) as sent:
            return KINDS[type(sent)] in turn.protocol.diary.takes
    return False


def refused(turn: Turn) -> Phrase | None:
    """Why this cannot be an entry, or part of one."""
    match turn.event:
        case Wrote() | Spoke() | Showed() | Located() | Filmed() as sent if sent.forwarded:
            return Phrase("hint.forwarded")
    if not can_be_kept(turn):
        return Phrase("hint.diary", in_words(turn))
    match turn.event:
        case Spoke(size=size) | Showed(size=size) | Filmed(size=size) if (
            size is not None and size > LARGEST_FILE
        ):
            return too_large(turn.event)
    if _length(turn) > turn.protocol.diary.longest:
        return Phrase("diary.too-long", {"longest": turn.protocol.diary.longest})
    return None


def full(turn: Turn, entry: str) -> bool:
    """Whether the entry has no room for this."""
    there, diary = of_entry(turn, entry), turn.protocol.diary
    return len(there) >= diary.pieces or sum(one.length for one in there) + _length(turn) > diary.longest


def piece(turn: Turn, entry: str, *, draft: bool) -> Piece:
    """The message as the next part of the entry; what was written under it is sealed apart, so that it can be changed
    and let go without the rest."""
    event, record = turn.event, record_id(turn.seed, "entry")
    assert isinstance(event, Message)
    part = max((one.part for one in of_entry(turn, entry)), default=0) + 1
    place = {"entry": entry, "part": part}
    kept = Kept(event.message, record, entry, part, turn.at, length=_length(turn), at_once=not draft)
    match event:
        case Wrote(text=text):
            keep = Keep(record, "entry", {"type": Takes.TEXT.value, "value": text} | place, draft=draft)
            return Piece(replace(kept, words=True), (keep,))
        case Located(latitude=latitude, longitude=longitude):
            near = vars(coarsened(latitude, longitude, turn.protocol.diary.within))
            keep = Keep(
                record, "entry", {"type": Takes.PLACE.value, "value": dict(near)} | place, draft=draft
            )
            return Piece(kept, (keep,))
    fetch = Fetch(
        record, event.file, "entry", {"type": KINDS[type(event)].value} | place, unique=lasting_name(event)
    )
    album = event.album if isinstance(event, Showed) else ""
    caption = "" if isinstance(event, Filmed) else event.caption
    if not caption:
        return Piece(replace(kept, album=album), (fetch,), fetching=True)
    under = record_id(turn.seed, "caption")
    words = caption_of(under, caption, entry, part, draft=draft)
    return Piece(replace(kept, album=album, caption=under), (fetch, words), fetching=True)


def caption_of(record: str, caption: str, entry: str, part: int, *, draft: bool, **more: Any) -> Keep:
    """What was written under a part, `of` which it is."""
    content = {"type": Takes.TEXT.value, "value": caption, "entry": entry, "part": part, "of": part}
    return Keep(record, "caption", content | more, draft=draft)


def of_entry(turn: Turn, entry: str) -> list[Kept]:
    return [one for one in turn.participant.today if one.entry == entry]


def records_of(kept: Kept) -> tuple[str, ...]:
    return (kept.record, kept.caption) if kept.caption else (kept.record,)


def belongs(turn: Turn, last: Kept) -> bool:
    """Whether it was sent together with that message."""
    album = turn.event.album if isinstance(turn.event, Showed) else ""
    return bool(album and album == last.album) or turn.at - last.at <= TOGETHER


def with_today(turn: Turn, *new: Kept) -> tuple[Kept, ...]:
    """Today's messages, with these: whole entries. One that is not decided on stays as long as it is open."""
    draft = turn.participant.draft
    open = {draft.entry} if draft and draft.entry else set()
    open |= {one.entry for one in new}
    there, today = (*turn.participant.today, *new), local_day(turn, turn.at)
    newest = {one.entry for one in there[-MOST_TODAY:] if local_day(turn, one.at) == today}
    return tuple(one for one in there if one.entry in open | newest)


def in_words(turn: Turn) -> dict[str, Phrase]:
    """What it takes, in the order in which the study names it."""
    return {"kinds": comma(TAKEN[one] for one in turn.protocol.diary.takes)}


def _length(turn: Turn) -> int:
    match turn.event:
        case Wrote(text=words) | Spoke(caption=words) | Showed(caption=words):
            return len(words)
    return 0
