"""Voices and photos that answer a question: fetched first, and an answer once they are sealed."""

from dataclasses import replace

from handlers import moving, putting
from handlers.answers import Screen
from handlers.moving import Given
from handlers.sittings import about, sitting_of
from handlers.turn import Turn
from handlers.voices import is_empty, lasting_name, lost, why_not, written_under
from study.effects import Confirm, Discard, Fetch
from study.ids import record_id
from study.inbound import Fetched, NotFetched, Showed, Spoke
from study.instrument import AnswerType
from study.outcome import Outcome
from study.saying import Phrase, Say


def fetch(turn: Turn, screen: Screen, sent: Spoke | Showed) -> Outcome:
    """On its way. One that came before it goes on, and is kept too: see `late`."""
    sitting = sitting_of(turn)
    media = record_id(turn.seed, "answer", screen.step.key)
    type = AnswerType.PHOTO if isinstance(sent, Showed) else AnswerType.VOICE
    content = about(turn, screen.step) | {"type": type.value} | written_under(sent)
    wanted = Fetch(media, sent.file, "answer", content, sitting.prompt, lasting_name(sent))
    before = (sitting.media,) if sitting.media else ()
    return turn.become(
        effects=(wanted, *moving.begun(turn)),
        sitting=replace(sitting, begun=True, media=media, besides=(*sitting.besides, *before)),
        late=(*turn.participant.late, *before),
    )


def arrived(turn: Turn, screen: Screen) -> Outcome:
    """The one that is waited for is sealed, or could not be had."""
    sitting = sitting_of(turn)
    match turn.event:
        case NotFetched() as event:
            left = (event.media,) if event.written else ()
            said = turn.stay(Say(why_not(event)), effects=tuple(Confirm(one) for one in left))
            return said.then(_asked_again(turn, left))
        case Fetched(media=media) as event if is_empty(event):
            empty = turn.stay(Say((Phrase("voice.empty"),)), effects=(Discard(media),))
            return empty.then(_asked_again(turn))
        case Fetched(media=media):
            records = (*sitting.besides, media)
            lead = (Phrase("question.kept"),)
            return moving.on(turn, screen, Given((Confirm(media),), records, lead=lead))
    return turn.stay()


def _asked_again(turn: Turn, left: tuple[str, ...] = ()) -> Outcome:
    """Nothing is waited for any more. What is `left` of it answers the question too."""
    sitting = sitting_of(turn)
    still = replace(sitting, media="", besides=(*sitting.besides, *left))
    return putting.ask(turn.as_now(turn.participant.but(sitting=still)))


def late(turn: Turn) -> Outcome:
    """One whose question has gone on. It was an answer: it is kept, and if it never came, that is said."""
    assert isinstance(turn.event, Fetched | NotFetched)
    media = turn.event.media
    left = tuple(other for other in turn.participant.late if other != media)
    match turn.event:
        case Fetched() as event if not is_empty(event):
            return turn.become(effects=(Confirm(media),), late=left)
        case NotFetched() as event:
            kept = Confirm(media) if event.written else Discard(media)
            return turn.become(Say(lost(event)), effects=(kept,), late=left)
    return turn.become(effects=(Discard(media),), late=left)
