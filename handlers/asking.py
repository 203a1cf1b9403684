"""One question on the screen: how it is put, and what an event says to it."""

from dataclasses import dataclass

from handlers.answers import Choice, choices_of, hint_for, reading_of, takes_text, takes_voice
from handlers.turn import Turn
from study.ids import token
from study.inbound import Spoke, Tapped, Wrote
from study.outcome import Acknowledge, Haste, Key, Phrase, Say, Settle, Utterance, Words
from study.participant import Asking, Sitting
from study.protocol import AnswerType, Question

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes a bot can fetch (Bot API `getFile`)."""


@dataclass(frozen=True)
class Chosen:
    choice: Choice


@dataclass(frozen=True)
class WroteOut:
    text: str


@dataclass(frozen=True)
class SpokeOut:
    voice: Spoke


@dataclass(frozen=True)
class Skipped:
    pass


@dataclass(frozen=True)
class Unfit:
    """Not an answer. `words` say kindly what to do."""

    words: Phrase


Reply = Chosen | WroteOut | SpokeOut | Skipped | Unfit


def put(
    question: Question,
    asking: Asking,
    *,
    lead: tuple[Words, ...] = (),
    skip: bool = True,
    haste: Haste = Haste.REPLY,
) -> Say:
    """The message that asks. Its keys carry the asking's token, so a key of any other asking is known as stale."""
    rows: list[tuple[Key, ...]] = []
    index = 0
    for row in choices_of(question):
        rows.append(tuple(Key(choice.label, f"q:{asking.token}:{index + n}") for n, choice in enumerate(row)))
        index += len(row)
    if skip and not question.required:
        rows.append((Key(Phrase("key.skip"), f"q:{asking.token}:skip"),))
    tail: list[Words] = []
    if AnswerType.SCALE in question.types and question.low_label and question.high_label:
        ends = {"low": question.low, "low_label": question.low_label}
        tail.append(
            Phrase("question.scale", ends | {"high": question.high, "high_label": question.high_label})
        )
    if takes_text(question) or takes_voice(question):
        tail.append(hint_for(question))
    return Say((*lead, question.ask, *tail), tuple(rows), haste=haste)


def reply_to(question: Question, asking: Asking, turn: Turn, *, skip: bool = True) -> Reply:
    """What this event says to the question under way."""
    may_skip = skip and not question.required
    match turn.event:
        case Tapped(data=data):
            return _tapped(question, asking, data, may_skip)
        case Wrote(forwarded=True) | Spoke(forwarded=True) if takes_text(question) or takes_voice(question):
            return Unfit(Phrase("hint.forwarded"))
        case Wrote(forwarded=True):
            return Unfit(hint_for(question))
        case Wrote(means=means) if may_skip and "key.skip" in means:
            return Skipped()
        case Wrote(text=text, means=means):
            choice = reading_of(question, text, means)
            if choice is not None:
                return Chosen(choice)
            return WroteOut(text) if takes_text(question) and text.strip() else Unfit(hint_for(question))
        case Spoke(size=size) if takes_voice(question) and size is not None and size > LARGEST_FILE:
            return Unfit(Phrase("hint.too-large"))
        case Spoke() as voice if takes_voice(question):
            return SpokeOut(voice)
    return Unfit(hint_for(question))


def settle(turn: Turn, question: Question, answer: Words) -> tuple[Utterance, ...]:
    """A tapped question keeps what was chosen on the screen and loses its keys."""
    if not isinstance(turn.event, Tapped):
        return ()
    acknowledged = Acknowledge(turn.event.tap)
    if turn.event.message is None:
        return (acknowledged,)
    words = (question.ask, Phrase("question.answered", {"answer": answer}))
    return (acknowledged, Settle(turn.event.message, words))


def ask(question: Question, sitting: Sitting, turn: Turn) -> Asking:
    """A new asking; or the open one, where its question is put again (a reminder, another language), so that the keys
    of the older message still count. Once it is answered, no key of it does."""
    if sitting.asking is not None and sitting.asking.question == question.id:
        return sitting.asking
    named = token(turn.seed, sitting.prompt or sitting.questionnaire, question.id)
    return Asking(token=named, question=question.id, asked_at=turn.at)


def _tapped(question: Question, asking: Asking, data: str, may_skip: bool) -> Reply:
    match data.split(":"):
        case ["q", token, "skip"] if token == asking.token and may_skip:
            return Skipped()
        case ["q", token, number] if token == asking.token:
            choices = [choice for row in choices_of(question) for choice in row]
            if number in map(str, range(len(choices))):
                return Chosen(choices[int(number)])
    return Unfit(Phrase("hint.stale-key"))
