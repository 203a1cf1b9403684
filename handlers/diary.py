"""The diary at any time: what is written or said and answers no question, asked "add to my diary?", kept on a yes.

It is sealed before it is asked: nothing waits in the clear for an answer."""

from dataclasses import replace

from handlers.turn import Turn
from handlers.voices import LARGEST_FILE, NOT_FETCHED, SHORTEST_VOICE
from study.ids import record_id
from study.inbound import Fetched, NotFetched, Spoke, Wrote
from study.outcome import Confirm, Discard, Fetch, Keep, Key, Keys, Outcome, Phrase, Say
from study.participant import Draft

LARGEST_DRAFT = 50
"""Messages in one entry that is not decided on: a participant's state has an end."""

KEEP = ((Key(Phrase("key.keep")),), (Key(Phrase("key.do-not-keep")),))


def answer(turn: Turn) -> Outcome:
    """Something came outside a check-in, or within one and answers no question."""
    draft = turn.participant.draft
    match turn.event:
        case Wrote(forwarded=True) | Spoke(forwarded=True):
            return turn.hint("hint.forwarded")
        case Wrote() | Spoke() if draft is not None and len(draft.records) >= LARGEST_DRAFT:
            return turn.stay(_offer(turn, draft, Phrase("diary.full")))
        case Wrote(text=text) if text.strip():
            record = record_id(turn.seed, "entry")
            kept = Keep(record, "entry", {"type": "text", "value": text}, draft=True)
            draft = _with(turn, record)
            return turn.become(_offer(turn, draft), effects=(kept,), draft=draft)
        case Spoke(size=size) if size is not None and size > LARGEST_FILE:
            return turn.hint("hint.too-large")
        case Spoke(file=file):
            media = record_id(turn.seed, "entry")
            draft = _with(turn, media)
            fetching = replace(draft, fetching=(*draft.fetching, media))
            return turn.become(effects=(Fetch(media, file, "entry", {"type": "voice"}),), draft=fetching)
    return turn.hint("hint.diary")


def decides(turn: Turn) -> bool:
    """Whether this event answers "add to my diary?"."""
    return turn.participant.draft is not None and (turn.means("key.keep") or turn.means("key.do-not-keep"))


def decide(turn: Turn) -> Outcome:
    """Let go at once, even what is still on its way; kept once all of it is there."""
    draft = turn.participant.draft
    assert draft is not None
    if turn.means("key.keep"):
        if draft.fetching:
            return turn.stay(Say((Phrase("voice.on-its-way"),), KEEP))
        kept = tuple(Confirm(record) for record in draft.records)
        return turn.become(Say((Phrase("diary.kept"),), otherwise=Keys.REMOVE), effects=kept, draft=None)
    dropped = tuple(Discard(record) for record in draft.records)
    return turn.become(Say((Phrase("diary.not-kept"),), otherwise=Keys.REMOVE), effects=dropped, draft=None)


def awaits(turn: Turn, media: str) -> bool:
    """Whether this sound belongs to the entry that is open."""
    return turn.participant.draft is not None and media in turn.participant.draft.fetching


def heard(turn: Turn) -> Outcome:
    """A spoken entry is sealed, or could not be had."""
    draft = turn.participant.draft
    assert draft is not None
    assert isinstance(turn.event, Fetched | NotFetched)
    media = turn.event.media
    fetched = replace(draft, fetching=tuple(other for other in draft.fetching if other != media))
    match turn.event:
        case Fetched(seconds=seconds) if seconds >= SHORTEST_VOICE:
            return turn.become(_offer(turn, fetched), draft=fetched)
        case Fetched():
            return _without(turn, fetched, media, Phrase("voice.empty"))
        case NotFetched(reason=reason):
            return _without(turn, fetched, media, Phrase(NOT_FETCHED[reason]))


def repeat(turn: Turn) -> Outcome:
    """The open question again."""
    draft = turn.participant.draft
    return turn.stay(_offer(turn, draft) if draft else Say((Phrase("diary.how"),)))


def _with(turn: Turn, record: str) -> Draft:
    draft = turn.participant.draft
    if draft is None:
        return Draft((record,))
    return replace(draft, records=(*draft.records, record))


def _without(turn: Turn, draft: Draft, media: str, words: Phrase) -> Outcome:
    left = tuple(record for record in draft.records if record != media)
    said = Say((words,), otherwise=Keys.LEAVE if left else Keys.REMOVE)
    return turn.become(said, effects=(Discard(media),), draft=replace(draft, records=left) if left else None)


def _offer(turn: Turn, draft: Draft, *lead: Phrase) -> Say:
    """Within a check-in it was no answer, and perhaps a question of theirs: they are told where a person is."""
    if turn.participant.sitting is not None:
        lead = (*lead, Phrase("person.meanwhile", {"contact": turn.protocol.team.contact}))
    return Say((*lead, Phrase("diary.keep", n=len(draft.records))), KEEP)
