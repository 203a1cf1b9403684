"""The diary at any time: what is sent and answers no question, asked "add to my diary?", kept on a yes; or, for whoever
wishes it so, kept at once.

It is sealed before it is asked: nothing waits in the clear for an answer."""

from dataclasses import replace

from handlers import asking, entries, replying
from handlers.entries import Piece, can_be_kept
from handlers.sittings import under_way
from handlers.turn import Turn
from study.effects import Confirm, Discard
from study.ids import record_id
from study.inbound import Fell
from study.outcome import Outcome
from study.participant import Draft
from study.saying import Key, Keys, Phrase, Say
from study.touch import Takes

__all__ = ["again", "answer", "can_be_kept", "decide", "decides", "how", "meanwhile", "offer", "repeat"]

KEEP = ((Key(Phrase("key.keep")),), (Key(Phrase("key.do-not-keep")),))
UNDO = "diary:back:"


def answer(turn: Turn, *lead: Phrase) -> Outcome:
    """Something came outside a check-in, or within one and answers no question: then `lead` says how that is done."""
    person = turn.participant
    no = entries.refused(turn)
    if no is not None:
        return turn.stay(turn.told(no))
    if person.keeps and person.sitting is None and person.draft is None:
        return _keep_at_once(turn)
    draft = person.draft or Draft(())
    entry = draft.entry or record_id(turn.seed, "diary")
    if entries.full(turn, entry):
        return turn.stay(offer(turn, draft, *lead, Phrase("diary.full")))
    return _offered(turn, draft, entries.piece(turn, entry, draft=True), lead)


def _offered(turn: Turn, draft: Draft, piece: Piece, lead: tuple[Phrase, ...]) -> Outcome:
    """What comes soon after another message joins it without a word. What is to be fetched is asked about once it is
    here."""
    last = next((one for one in reversed(turn.participant.today) if one.entry == draft.entry), None)
    asked = draft.asked and last is not None and entries.belongs(turn, last)
    silent = piece.fetching or (asked and turn.participant.sitting is None)
    media = (piece.kept.record,) if piece.fetching else ()
    now = replace(
        draft,
        records=(*draft.records, *piece.records),
        fetching=(*draft.fetching, *media),
        entry=piece.kept.entry,
        asked=asked or not silent,
    )
    changed = turn.as_now(turn.participant.but(draft=now))
    today = entries.with_today(changed, piece.kept)
    changed = changed.as_now(changed.participant.but(today=today))
    if not silent:
        return changed.stay(offer(changed, now, *lead), effects=piece.effects)
    of_album = last is not None and piece.kept.album and piece.kept.album == last.album
    said = (Say(lead),) if lead and not of_album else ()
    return changed.stay(*said, effects=piece.effects)


def _keep_at_once(turn: Turn) -> Outcome:
    """One line for an entry, with the way back."""
    last = turn.participant.today[-1] if turn.participant.today else None
    if last is not None and not (last.at_once and entries.belongs(turn, last)):
        last = None
    if last is not None and entries.full(turn, last.entry):
        last = None
    joins = last is not None
    entry = last.entry if last is not None else record_id(turn.seed, "diary")
    piece = entries.piece(turn, entry, draft=False)
    late = (*turn.participant.late, piece.kept.record) if piece.fetching else turn.participant.late
    back = ((Key(Phrase("key.take-back"), UNDO + entry),),)
    said = () if joins else (Say((Phrase("diary.kept-at-once"),), back),)
    today = entries.with_today(turn, piece.kept)
    return turn.become(*said, effects=piece.effects, late=late, today=today)


def decides(turn: Turn) -> bool:
    """Whether this answers "add to my diary?": with its keys, or with a yes or no that no open question takes."""
    draft = turn.participant.draft
    if draft is None:
        return False
    if decides_by_key(turn):
        return True
    return draft.asked and (turn.means("key.yes") or turn.means("key.no")) and _answers_nothing(turn)


def decides_by_key(turn: Turn) -> bool:
    """The same, where a yes or no has another meaning."""
    keys = turn.means("key.keep") or turn.means("key.do-not-keep")
    return turn.participant.draft is not None and keys


def _answers_nothing(turn: Turn) -> bool:
    if turn.participant.sitting is None:
        return True
    found = under_way(turn)
    if found.step is None:
        return True
    return isinstance(replying.reply_to(asking.screen(turn, found), turn), replying.Unfit)


def decide(turn: Turn) -> Outcome:
    """Let go at once, even what is still on its way; kept likewise."""
    person, draft = turn.participant, turn.participant.draft
    assert draft is not None
    if turn.means("key.keep") or turn.means("key.yes"):
        kept = tuple(Confirm(record) for record in draft.records if record not in draft.fetching)
        said = Say((Phrase("diary.kept", n=messages(turn, draft)),), otherwise=Keys.REMOVE)
        return turn.become(said, effects=kept, draft=None, late=(*person.late, *draft.fetching))
    dropped = tuple(Discard(record) for record in draft.records)
    today = tuple(one for one in person.today if one.record not in draft.records)
    said = Say((Phrase("diary.not-kept"),), otherwise=Keys.REMOVE)
    return turn.become(said, effects=dropped, draft=None, today=today)


def messages(turn: Turn, draft: Draft) -> int:
    """How many messages wait to be decided on: what was written under one is no message of its own."""
    under = {one.caption for one in turn.participant.today} - {""}
    return sum(record not in under for record in draft.records)


def repeat(turn: Turn) -> Outcome:
    """The open question again."""
    draft = turn.participant.draft
    if draft is None:
        return turn.stay(how(turn))
    again = offer(turn, draft, keep="diary.keep-earlier" if draft.asked else "diary.keep")
    return turn.become(again, draft=replace(draft, asked=True))


def how(turn: Turn) -> Say:
    """How it works."""
    words = Phrase("diary.how", entries.in_words(turn))
    diary = turn.protocol.diary
    place = (Phrase("question.place", {"km": f"{diary.within:g}"}),) if Takes.PLACE in diary.takes else ()
    return Say((words, *place))


def again(turn: Turn, outcome: Outcome) -> Outcome:
    """The open question once more, where its keys have gone with those of another, or the questions are over between
    which it stood. (`turn` is as it was before all of `outcome`.)"""
    after = outcome.participant
    if after is None or after.draft is None or not after.draft.asked:
        return outcome
    keyboard = _keyboard(outcome)
    over = turn.participant.sitting is not None and after.sitting is None and not isinstance(turn.event, Fell)
    if keyboard is Keys.REMOVE or (keyboard is None and over):
        return outcome.then(repeat(turn.as_now(after)))
    return outcome


def _keyboard(outcome: Outcome) -> Keys | None:
    """What became of the reply keys: taken away, or new ones laid (LEAVE); None where nothing did."""
    for said in reversed(outcome.say):
        if isinstance(said, Say) and any(not key.data for row in said.keys for key in row):
            return Keys.LEAVE
        if isinstance(said, Say) and not said.keys and said.otherwise is Keys.REMOVE:
            return Keys.REMOVE
    return None


def offer(turn: Turn, draft: Draft, *lead: Phrase, keep: str = "diary.keep") -> Say:
    """Within a check-in it was no answer, and perhaps a question of theirs: they are told where a person is."""
    if turn.participant.sitting is not None:
        lead = (*lead, meanwhile(turn))
    return Say((*lead, Phrase(keep, n=messages(turn, draft))), KEEP)


def meanwhile(turn: Turn) -> Phrase:
    """Where a person is, while a question is open."""
    return Phrase("person.meanwhile", {"contact": turn.protocol.team.contact})
