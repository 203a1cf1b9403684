"""The keys under each message of a preview: those that the handlers put there, in the bot's own words."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from bot.rendering import Renderer
from handlers import agreement, asking, scopes
from handlers.answers import Screen
from handlers.series import Step
from locales import Catalogue
from study.instrument import AnswerType, Question
from study.previewing import Keys, Message
from study.protocol import Protocol, Scope
from study.saying import Key

BEFORE_CONSENT = ("screening", "consent")
"""Parts in which nothing can be passed over or put off."""


def keyed(protocol: Protocol, messages: Iterable[Message]) -> Iterator[Message]:
    """The messages with their keys. Shuffled options stand as the study file has them."""
    renderer = Renderer(Catalogue.load())
    for message in messages:
        rows = _rows(protocol, message)
        shown = tuple(tuple(renderer.words(key.label, message.language) for key in row) for row in rows)
        yield replace(message, keys=Keys(shown, _told(message, rows)))


def _told(message: Message, rows: tuple[tuple[Key, ...], ...]) -> str:
    if not all(key.data for row in rows for key in row):
        return "Where the keyboard is:"
    shuffled = isinstance(message.asks, Question) and message.asks.shuffled
    return "The options in random order:" if shuffled else ""


def _rows(protocol: Protocol, message: Message) -> tuple[tuple[Key, ...], ...]:
    match message.asks:
        case Question() as question if AnswerType.NOTE not in question.types:
            return asking.keys(_screen(protocol, message, question))
        case Scope():
            return scopes.YES_NO
    statement = message.part == "consent" and message.place == "statement"
    return agreement.keys(protocol) if statement else ()


def _screen(protocol: Protocol, message: Message, question: Question) -> Screen:
    """As it is when it is put for the first time, in good time."""
    asked_by_wave = any(wave.ask == message.part for wave in protocol.schedule.waves)
    return Screen(
        step=Step(question.id, question.model_copy(update={"shuffled": False}), {}),
        token=question.id,
        today=datetime.now(UTC).date(),
        ask=question.ask,
        skip=message.part not in BEFORE_CONSENT and not question.required,
        back=message.part != "consent" and not message.first,
        not_now=message.first and asked_by_wave,
        again=True,
    )
