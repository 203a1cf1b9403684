"""A check-in: a questionnaire answered one question at a time, each answer sealed as it comes."""

from dataclasses import replace
from typing import Any

from handlers import asking, diary, person
from handlers.answers import hint_for
from handlers.series import next_question, question_under_way
from handlers.turn import Turn
from handlers.voices import NOT_FETCHED, SHORTEST_VOICE
from study.ids import record_id
from study.inbound import Fetched, NotFetched, Sent
from study.outcome import (
    CancelTimers,
    Confirm,
    Discard,
    Effect,
    Fetch,
    Haste,
    Keep,
    Outcome,
    Phrase,
    PromptMoved,
    PromptState,
    Say,
    Utterance,
    Words,
)
from study.participant import Sitting, Value
from study.protocol import AnswerType, Question


def ask(turn: Turn, *, lead: tuple[Words, ...] = (), haste: Haste = Haste.REPLY) -> Outcome:
    """The next question, or the same one again; after the last, the end."""
    sitting = _sitting(turn)
    question = next_question(_questions(turn), sitting)
    if question is None:
        return _finish(turn)
    now_asking = asking.ask(question, sitting, turn)
    said = asking.put(question, now_asking, lead=lead, haste=haste)
    return turn.become(said, sitting=replace(sitting, asking=now_asking, media=""))


def repeat(turn: Turn) -> Outcome:
    """The question on the screen again, unless its answer is already on its way."""
    return turn.stay(Say((Phrase("voice.on-its-way"),))) if _sitting(turn).media else ask(turn)


def answer(turn: Turn) -> Outcome:
    """What comes while a voice is on its way is an answer too: both are kept, see `late`."""
    sitting = _sitting(turn)
    question = question_under_way(_questions(turn), sitting)
    if question is None or sitting.asking is None:  # the study file no longer has it
        return turn.stay(effects=_heard_in_vain(turn)).then(ask(turn))
    match turn.event:
        case Fetched(media=media, seconds=seconds):
            return _heard(turn, question, media, seconds)
        case NotFetched(reason=reason):
            return turn.stay(Say((Phrase(NOT_FETCHED[reason]),))).then(ask(turn))
    reply = asking.reply_to(question, sitting.asking, turn)
    match reply:
        case asking.Unfit(words):
            return _unfit(turn, question, words)
        case asking.Skipped():
            return _skip(turn, question)
        case asking.Chosen(choice):
            return _choose(turn, question, choice.value, choice.label)
        case asking.WroteOut(text):
            kept = _answer(turn, question, AnswerType.TEXT, text)
            return _done(turn, question, (kept,), late=sitting.media, lead=(Phrase("question.kept"),))
        case asking.SpokeOut(voice):
            return _fetch(turn, question, voice.file)
    return turn.stay()


def late(turn: Turn) -> Outcome:
    """A voice whose question has gone on. It was an answer: it is kept, and if it never came, that is said."""
    assert isinstance(turn.event, Fetched | NotFetched)
    media = turn.event.media
    left = tuple(other for other in turn.participant.late if other != media)
    match turn.event:
        case Fetched(seconds=seconds) if seconds >= SHORTEST_VOICE:
            return turn.become(effects=(Confirm(media),), late=left)
        case Fetched():
            return turn.become(effects=(Discard(media),), late=left)
        case NotFetched():
            return turn.become(Say((Phrase("voice.lost"),)), effects=(Discard(media),), late=left)


def _heard_in_vain(turn: Turn) -> tuple[Effect, ...]:
    return (Confirm(turn.event.media),) if isinstance(turn.event, Fetched) else ()


def _unfit(turn: Turn, question: Question, words: Phrase) -> Outcome:
    """What is said here and is no answer may be a cry for help: it is not lost, and the question stays open."""
    if person.spoken_to(turn) and words == hint_for(question):
        return diary.answer(turn)
    if isinstance(turn.event, Sent):
        return turn.stay(Say((Phrase("hint.not-kept"), words)))
    return turn.hint(words.name, **words.arguments)


def _choose(turn: Turn, question: Question, value: Value, label: Words) -> Outcome:
    """Sealed; and remembered until the questionnaire ends (or longer where the study says), for its branches."""
    kept = _answer(turn, question, _type_of(question, value), value)
    participant = turn.participant
    sitting = _sitting(turn)
    if question.remember:
        participant = participant.but(remembered=participant.remembered | {question.id: value})
    chosen = replace(sitting, chosen=sitting.chosen | {question.id: value})
    shown = asking.settle(turn, question, label)
    return _done(turn.as_now(participant.but(sitting=chosen)), question, (kept,), shown, sitting.media)


def _skip(turn: Turn, question: Question) -> Outcome:
    sitting = _sitting(turn)
    record = record_id(turn.seed, "skip", question.id)
    effects: tuple[Effect, ...] = (Keep(record, "skip", _about(turn, question), sitting.prompt),)
    if sitting.media:
        effects += (Discard(sitting.media),)
    skipped = replace(sitting, skipped=(*sitting.skipped, question.id))
    shown = asking.settle(turn, question, Phrase("question.skipped"))
    return _done(turn.as_now(turn.participant.but(sitting=skipped)), question, effects, shown)


def _fetch(turn: Turn, question: Question, file: str) -> Outcome:
    sitting = _sitting(turn)
    media = record_id(turn.seed, "answer", question.id)
    content = _about(turn, question) | {"type": AnswerType.VOICE.value}
    fetch = Fetch(media, file, "answer", content, sitting.prompt)
    late = _late(turn, sitting.media)
    return turn.become(effects=(fetch, *_begun(turn)), sitting=replace(sitting, media=media), late=late)


def _heard(turn: Turn, question: Question, media: str, seconds: float) -> Outcome:
    if seconds < SHORTEST_VOICE:
        return turn.stay(Say((Phrase("voice.empty"),)), effects=(Discard(media),)).then(ask(turn))
    return _done(turn, question, (Confirm(media),), lead=(Phrase("question.kept"),))


def _done(
    turn: Turn,
    question: Question,
    effects: tuple[Effect, ...],
    shown: tuple[Utterance, ...] = (),
    late: str = "",
    lead: tuple[Words, ...] = (),
) -> Outcome:
    """On to the next question, after `lead`; a voice that is still on its way comes `late`."""
    sitting = _sitting(turn)
    begun = _begun(turn)
    sitting = replace(sitting, asking=None, media="", done=(*sitting.done, question.id))
    turn = turn.as_now(turn.participant.but(sitting=sitting, late=_late(turn, late)))
    return turn.stay(*shown, effects=(*effects, *begun)).then(ask(turn, lead=lead))


def _late(turn: Turn, media: str) -> tuple[str, ...]:
    return (*turn.participant.late, media) if media else turn.participant.late


def _begun(turn: Turn) -> tuple[Effect, ...]:
    """The first touch: the prompt is begun, and nobody is reminded of it any more."""
    sitting = _sitting(turn)
    if sitting.done or sitting.media:
        return ()
    return (
        PromptMoved(sitting.prompt, PromptState.BEGUN, turn.at),
        CancelTimers(prompt=sitting.prompt, kind="remind"),
    )


def _finish(turn: Turn) -> Outcome:
    sitting = _sitting(turn)
    all_skipped = len(sitting.skipped) == len(sitting.done)
    state = PromptState.SKIPPED if all_skipped else PromptState.ANSWERED
    ended = (CancelTimers(prompt=sitting.prompt), PromptMoved(sitting.prompt, state, turn.at))
    said = Phrase("prompt.all-skipped") if all_skipped else Phrase("prompt.done")
    return turn.become(Say((said,)), effects=ended, sitting=None)


def _answer(turn: Turn, question: Question, type: AnswerType, value: Value) -> Keep:
    record = record_id(turn.seed, "answer", question.id)
    content = _about(turn, question) | {"type": type.value, "value": value}
    return Keep(record, "answer", content, _sitting(turn).prompt)


def _about(turn: Turn, question: Question) -> dict[str, Any]:
    sitting = _sitting(turn)
    return {"question": question.id, "questionnaire": sitting.questionnaire, "wave": sitting.wave}


def _type_of(question: Question, value: Value) -> AnswerType:
    kind = AnswerType.YES_NO if isinstance(value, bool) else AnswerType.SCALE
    return kind if isinstance(value, int) else AnswerType.CHOICE


def _questions(turn: Turn) -> tuple[Question, ...]:
    wanted = _sitting(turn).questionnaire
    found = (one.questions for one in turn.protocol.questionnaires if one.id == wanted)
    return next(found, ())


def _sitting(turn: Turn) -> Sitting:
    sitting = turn.participant.sitting
    assert sitting is not None
    return sitting
