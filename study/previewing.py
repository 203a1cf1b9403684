"""Every message of a study in each of its languages, as a participant gets it: for whoever writes them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from study.consent import information_messages
from study.instrument import AnswerType, Question, Questionnaire
from study.languages import CATEGORIES
from study.lengths import units
from study.markdown import NEW_MESSAGE, styled
from study.model import Counted, Text
from study.protocol import Protocol, Scope
from study.wordings import again

LONGEST = 4_096
"""UTF-16 code units that Telegram takes in one message (Bot API, sendMessage)."""


@dataclass(frozen=True)
class Keys:
    """What stands on the keys under a message, in `rows`; and of these, `told` to whoever reads the preview."""

    rows: tuple[tuple[str, ...], ...] = ()
    told: str = ""


@dataclass(frozen=True)
class Message:
    """`part` is what it belongs to ("consent", a questionnaire), `place` where it stands there ("mood", "companion,
    title", "thanks, few"). `text` is plain, {names} not filled in; `units` its length as Telegram counts it, `parts`
    how many messages it takes. It `asks` something or only says it, as the `first` of its part or not. Its `keys` are
    the bot's own: whoever knows them puts them there."""

    part: str
    place: str
    language: str
    text: str
    units: int
    parts: int = 1
    asks: Question | Scope | None = None
    first: bool = False
    keys: Keys = Keys()

    @property
    def over(self) -> bool:
        """Whether it is too long for one message, and will be split where its author has not."""
        return any(units(part) > LONGEST for part in self.text.split(DIVIDER))


DIVIDER = "\n\n---\n\n"
"""Stands in `Message.text` where a new message begins."""


def messages(protocol: Protocol) -> Iterator[Message]:
    """All of them, in the order in which people come to them. A text that a number bends is there in every form."""
    yield from _asked(protocol, Questionnaire(id="screening", questions=protocol.screening.questions))
    yield from _consent(protocol)
    for questionnaire in protocol.questionnaires:
        yield from _asked(protocol, questionnaire)
    for button in protocol.buttons:
        yield from _said(protocol, "buttons", button.id, button.label, plain=True)
    if protocol.ending is not None and protocol.ending.say is not None:
        yield from _said(protocol, "ending", "say", protocol.ending.say)


def _consent(protocol: Protocol) -> Iterator[Message]:
    consent = protocol.consent
    for language in protocol.languages:
        for number, part in enumerate(information_messages(protocol, language), 1):
            yield _message("consent", f"information {number}", language, part)
    for number, check in enumerate(consent.checks, 1):
        yield from _put(protocol, "consent", f"check {number}", check.question, first=number == 1)
        if check.explain is not None:
            yield from _said(protocol, "consent", f"check {number}, explain", check.explain)
    for scope in consent.scopes:
        for message in _said(protocol, "consent", f"scope {scope.id}", scope.ask, plain=True):
            yield replace(message, asks=scope)
    yield from _said(protocol, "consent", "statement", consent.statement, plain=True)


def _asked(protocol: Protocol, questionnaire: Questionnaire) -> Iterator[Message]:
    questions, last, first = questionnaire.questions, "", True
    for number, question in enumerate(questions):
        group = questionnaire.group(question.group)
        if group is not None and group.title is not None and group.id != last:
            yield from _said(protocol, questionnaire.id, f"{group.id}, title", group.title)
        last = question.group
        yield from _put(protocol, questionnaire.id, question.id, question, first=first)
        first = first and AnswerType.NOTE in question.types
        ends = number + 1 == len(questions) or questions[number + 1].group != last
        if ends and group is not None and (between := again(group)) is not None:
            yield from _put(protocol, questionnaire.id, f"{group.id}, again", between, first=False)


def _put(protocol: Protocol, part: str, place: str, question: Question, *, first: bool) -> Iterator[Message]:
    for message in _said(protocol, part, place, question.ask):
        yield replace(message, asks=question, first=first)


def _said(protocol: Protocol, part: str, place: str, text: Text, *, plain: bool = False) -> Iterator[Message]:
    for language in protocol.languages:
        if not isinstance(text, Counted):
            yield _message(part, place, language, text.say(language), plain=plain)
            continue
        forms = text.of(language)
        for category in CATEGORIES:
            if category in forms:
                yield _message(part, f"{place}, {category}", language, forms[category])


def _message(part: str, place: str, language: str, source: str, *, plain: bool = False) -> Message:
    """`plain` for what is not read as Markdown."""
    if plain:
        return Message(part, place, language, source, units(source), 1)
    shown, spelled = styled(source).text, styled(source).spelled
    parts = sum(-(-units(one) // LONGEST) for one in shown.split(NEW_MESSAGE)) if shown else 1
    return Message(part, place, language, spelled.replace(NEW_MESSAGE, DIVIDER), units(shown), parts)
