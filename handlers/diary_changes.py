"""What becomes of today's diary afterwards: a message is edited, or an entry is taken back."""

from dataclasses import replace

from handlers import entries
from handlers.diary import UNDO
from handlers.sittings import local_day
from handlers.turn import Turn
from study.effects import Discard, Effect, Keep
from study.ids import record_id
from study.inbound import Edited, Tapped
from study.outcome import Outcome
from study.participant import Kept
from study.saying import Acknowledge, Phrase, Rekey, Settle, Utterance
from study.touch import Takes


def edits(turn: Turn) -> bool:
    """Whether a message of today's diary was changed, or one that is not decided on yet."""
    return _edited(turn) is not None


def edit(turn: Turn) -> Outcome:
    """What it says now takes the place of what it said. Nobody can open the old words to see what is new in them."""
    was = _edited(turn)
    assert was is not None
    assert isinstance(turn.event, Edited)
    text, person = turn.event.text, turn.participant
    if was.words and not text.strip():
        return turn.hint("hint.edited")
    others = sum(one.length for one in entries.of_entry(turn, was.entry)) - was.length
    if others + len(text) > turn.protocol.diary.longest:
        return turn.hint("diary.too-long-now")
    replaced = was.record if was.words else was.caption
    draft = person.draft is not None and was.record in person.draft.records
    kept = _kept(turn, was, text, draft=draft)
    changed = replace(was, length=len(text))
    name = kept.record if kept else ""
    now = replace(changed, record=name) if was.words else replace(changed, caption=name)
    effects: tuple[Effect, ...] = ((Discard(replaced),) if replaced else ()) + ((kept,) if kept else ())
    said = turn.line("diary.changed")
    if draft and person.draft is not None:
        records = tuple(one for one in person.draft.records if one != replaced)
        records += (name,) if name else ()
        person = person.but(draft=replace(person.draft, records=records))
    today = tuple(now if one is was else one for one in person.today)
    return turn.as_now(person.but(today=today)).stay(said, effects=effects)


def takes_back(turn: Turn) -> bool:
    return isinstance(turn.event, Tapped) and turn.event.data.startswith(UNDO)


def take_back(turn: Turn) -> Outcome:
    """All of an entry, until its day ends; what is still on its way too."""
    assert isinstance(turn.event, Tapped)
    entry, person = turn.event.data.removeprefix(UNDO), turn.participant
    found = [one for one in entries.of_entry(turn, entry) if _still_today(turn, one)]
    records = [record for one in found for record in entries.records_of(one)]
    words = Phrase("diary.not-kept" if found else "diary.no-way-back")
    said: tuple[Utterance, ...] = (Acknowledge(turn.event.tap, words),)
    if turn.event.message is not None:
        shown = Settle(turn.event.message, (words,)) if found else Rekey(turn.event.message, ())
        said = (*said, shown)
    return turn.become(
        *said,
        effects=tuple(Discard(record) for record in records),
        today=tuple(one for one in person.today if one not in found),
        late=tuple(one for one in person.late if one not in records),
    )


def _kept(turn: Turn, was: Kept, text: str, *, draft: bool) -> Keep | None:
    """The same part in its new words; None for a caption that was taken away."""
    record = record_id(turn.seed, "edited")
    if not was.words:
        under = entries.caption_of(record, text, was.entry, was.part, draft=draft, edited=True)
        return under if text.strip() else None
    content = {"type": Takes.TEXT.value, "value": text, "entry": was.entry, "part": was.part, "edited": True}
    return Keep(record, "entry", content, draft=draft)


def _edited(turn: Turn) -> Kept | None:
    if not isinstance(turn.event, Edited):
        return None
    number, draft = turn.event.message, turn.participant.draft
    found = next((one for one in turn.participant.today if one.message == number), None)
    if found is None:
        return None
    undecided = draft is not None and found.record in draft.records
    return found if undecided or _still_today(turn, found) else None


def _still_today(turn: Turn, kept: Kept) -> bool:
    return local_day(turn, kept.at) == local_day(turn, turn.at)
