"""Voices and photos that answer a question: fetched first, and an answer once they are sealed."""

from dataclasses import replace

from handlers import moving, putting
from handlers.answers import Screen
from handlers.moving import Given
from handlers.sittings import about, sitting_of
from handlers.turn import Turn
from handlers.voices import SHORTEST_VOICE, why_not
from study.ids import record_id
from study.inbound import Fetched, NotFetched, Showed, Spoke
from study.instrument import AnswerType
from study.outcome import Confirm, Discard, Fetch, Outcome, Phrase, Say


def fetch(turn: Turn, screen: Screen, sent: Spoke | Showed) -> Outcome:
    """On its way. One that came before it goes on, and is kept too: see `late`."""
    sitting = sitting_of(turn)
    media = record_id(turn.seed, "answer", screen.step.key)
    content = about(turn, screen.step)
    if isinstance(sent, Showed):
        content |= {"type": AnswerType.PHOTO.value} | ({"caption": sent.caption} if sent.caption else {})
    else:
        content |= {"type": AnswerType.VOICE.value}
    wanted = Fetch(media, sent.file, "answer", content, sitting.prompt)
    before = (sitting.media,) if sitting.media else ()
    return turn.become(
        effects=(wanted, *moving.begun(turn)),
        sitting=replace(sitting, media=media, besides=(*sitting.besides, *before)),
        late=(*turn.participant.late, *before),
    )


def arrived(turn: Turn, screen: Screen) -> Outcome:
    """The one that is waited for is sealed, or could not be had."""
    sitting = sitting_of(turn)
    nothing = turn.as_now(turn.participant.but(sitting=replace(sitting, media="")))
    match turn.event:
        case NotFetched() as event:
            return turn.stay(Say((why_not(event),))).then(putting.ask(nothing))
        case Fetched(media=media) as event if _empty(event):
            empty = turn.stay(Say((Phrase("voice.empty"),)), effects=(Discard(media),))
            return empty.then(putting.ask(nothing))
        case Fetched(media=media):
            records = (*sitting.besides, media)
            lead = (Phrase("question.kept"),)
            return moving.on(turn, screen, Given((Confirm(media),), records, lead=lead))
    return turn.stay()


def late(turn: Turn) -> Outcome:
    """A voice whose question has gone on. It was an answer: it is kept, and if it never came, that is said."""
    assert isinstance(turn.event, Fetched | NotFetched)
    media = turn.event.media
    left = tuple(other for other in turn.participant.late if other != media)
    match turn.event:
        case Fetched() as event if not _empty(event):
            return turn.become(effects=(Confirm(media),), late=left)
        case NotFetched(photo=photo):
            lost = Say((Phrase("photo.lost") if photo else Phrase("voice.lost"),))
            return turn.become(lost, effects=(Discard(media),), late=left)
    return turn.become(effects=(Discard(media),), late=left)


def _empty(event: Fetched) -> bool:
    return not event.photo and event.seconds < SHORTEST_VOICE
