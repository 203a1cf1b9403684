"""A check-in: a questionnaire answered one question at a time. What comes while one is open, and who deals with it."""

from dataclasses import replace

from handlers import answering, asking, diary, media, moving, not_now, person, replying
from handlers.answers import Screen, hint_for
from handlers.moving import Given
from handlers.putting import ask
from handlers.sittings import sitting_of, under_way
from handlers.turn import Turn
from study.effects import Confirm, Discard
from study.inbound import Fetched, Filmed, Located, NotFetched, Sent, Showed, Tapped, Wrote
from study.instrument import AnswerType
from study.outcome import Outcome
from study.participant import Sitting
from study.saying import Phrase, Say

__all__ = ["answer", "ask", "back", "late", "repeat"]

late = media.late

TYPED = frozenset({AnswerType.NUMBER, AnswerType.DATE, AnswerType.TIME})
"""Types that are answered by writing a value."""


def repeat(turn: Turn) -> Outcome:
    """The question on the screen again, unless its answer is already on its way."""
    return turn.stay(Say((Phrase("question.on-its-way"),))) if sitting_of(turn).media else ask(turn)


def answer(turn: Turn) -> Outcome:
    """What comes while a voice is on its way is an answer too: both are kept, see `late`."""
    found = under_way(turn)
    if found.step is None:
        return _gone(turn)
    screen = asking.screen(turn, found)
    if isinstance(turn.event, Fetched | NotFetched):
        return media.arrived(turn, screen)
    match replying.reply_to(screen, turn):
        case replying.Unfit(words):
            return _unfit(turn, screen, words)
        case replying.Chosen(choice):
            return answering.choose(turn, screen, choice)
        case replying.Marked(mark):
            return answering.mark(turn, screen, mark)
        case replying.WroteOut(text):
            return answering.write(turn, screen, text)
        case replying.Sounded(sent):
            return media.fetch(turn, screen, sent)
        case replying.Placed(place):
            return answering.place(turn, screen, place)
        case replying.Skipped(declined):
            return answering.skip(turn, screen, declined)
        case replying.Back():
            return _back(turn, screen, found.before)
        case replying.AsBefore():
            return _as_before(turn, screen)
        case replying.NotNow():
            return not_now.put_off(turn, screen)
        case replying.Outdated():
            return turn.stay(*asking.closed(turn)).then(ask(asking.opened(turn, screen.step.key)))


def back(turn: Turn) -> Outcome:
    """To the question before, by a command."""
    found = under_way(turn)
    if found.step is None or not found.before:
        return turn.hint("hint.no-back")
    return _back(turn, asking.screen(turn, found), found.before)


def _back(turn: Turn, screen: Screen, before: str) -> Outcome:
    """The question before is asked again; its answer stays until another takes its place. A voice that is on its way
    was an answer to the question that is left."""
    sitting, key = sitting_of(turn), screen.step.key
    shown = (*asking.redraw(turn, ()), *asking.taken_away(screen))
    spoken = (*sitting.besides, sitting.media)
    if (
        sitting.media and key in sitting.done
    ):  # until it is here, what it was to replace stays, and then beside it
        both = sitting.records | {key: (*sitting.records.get(key, ()), *spoken)}
        beside = replace(sitting, asking=None, media="", besides=(), picked=(), records=both)
        left = turn.become(sitting=beside, late=(*turn.participant.late, sitting.media))
    elif sitting.media:
        left = moving.stand(turn, screen, Given(records=spoken, late=sitting.media))
    else:
        left = turn.become(sitting=replace(sitting, asking=None, besides=(), picked=()))
    assert left.participant is not None
    now = asking.opened(turn.as_now(left.participant), before)
    return turn.stay(*shown).then(left).then(ask(now))


def _as_before(turn: Turn, screen: Screen) -> Outcome:
    """The answer given before stays; what was begun in its place is let go."""
    sitting = sitting_of(turn)
    let_go = (*sitting.besides, *((sitting.media,) if sitting.media else ()))
    shown = (*asking.settle(turn, screen, Phrase("question.as-before")), *asking.taken_away(screen))
    person = turn.participant.but(
        sitting=replace(sitting, asking=None, media="", besides=(), picked=()),
        late=tuple(one for one in turn.participant.late if one not in let_go),
    )
    effects = tuple(Discard(one) for one in let_go)
    return turn.stay(*shown, effects=effects).then(ask(turn.as_now(person)))


def _unfit(turn: Turn, screen: Screen, words: Phrase) -> Outcome:
    """What is said here and is no answer may be a cry for help: it is not lost, and the question stays open. First it
    is said how it is answered; where a value is to be written, figures are an attempt at it, and nothing else."""
    if words == hint_for(screen) and not _figures(turn, screen):
        if diary.can_be_kept(turn):
            return diary.answer(turn, words)
        if person.spoken_to(turn):
            return turn.stay(Say((words, diary.meanwhile(turn))))
    if isinstance(turn.event, Sent | Showed | Located | Filmed):
        return turn.stay(Say((Phrase("hint.not-kept"), words)))
    if not _tried(turn, screen):
        return turn.stay(turn.told(words))
    begun = replace(sitting_of(turn), begun=True)
    return turn.become(turn.told(words), effects=moving.begun(turn), sitting=begun)


def _figures(turn: Turn, screen: Screen) -> bool:
    if not (isinstance(turn.event, Wrote) and TYPED.intersection(screen.question.types)):
        return False
    return any(one.isdecimal() for one in turn.event.text)


def _tried(turn: Turn, screen: Screen) -> bool:
    """Whether it was meant as an answer: they have begun, whatever was wrong with it."""
    match turn.event:
        case Wrote(text=text, forwarded=False):
            return bool(text.strip())
        case Tapped(data=data):
            return data.startswith(f"q:{screen.token}:") and not screen.outdated
    return False


def _gone(turn: Turn) -> Outcome:
    """The study file no longer has the question. A voice on its way to it is kept, and so is what is said to it now, if
    they wish: it may be more than an answer."""
    sitting, late = sitting_of(turn), turn.participant.late
    arrived = isinstance(turn.event, Fetched | NotFetched)
    if sitting.media and not arrived:
        late = (*late, sitting.media)
    nothing: Sitting = replace(sitting, asking=None, media="", besides=(), picked=())
    now = turn.as_now(turn.participant.but(sitting=nothing, late=late))
    heard: tuple[Confirm, ...] = ()
    match turn.event:
        case Fetched(media=media) | NotFetched(media=media, written=True):
            heard = (Confirm(media),)
    said = now.stay(effects=heard)
    if diary.can_be_kept(now) and not (isinstance(now.event, Wrote) and now.event.means):
        said = diary.answer(now)
    assert said.participant is not None
    return said.then(ask(now.as_now(said.participant)))
