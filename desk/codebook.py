"""The codebook: every question as a variable, in every version of its wording.

A study file changes while answers stay. So a variable holds each version that was asked, as `study.wordings` keeps it,
and each answer in answers.csv names the version that it answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desk.codebook_before import Before, in_one_line
from desk.wording import yes_no
from study.differing import is_answered, texts
from study.instrument import AnswerType, Group, Option, Question
from study.markdown import spelled
from study.protocol import Protocol
from study.wordings import SCREENING, Wording, as_read, numbered, wordings

MOST_POINTS = 11
"""A longer scale is told by its ends, as it is shown."""

SKIPPED, DECLINED, NOT_ASKED = "skipped", "declined", "not asked"

_MISSING = {
    SKIPPED: {"en": "skipped", "ru": "пропущено"},
    DECLINED: {"en": "preferred not to say", "ru": "предпочли не говорить"},
    NOT_ASKED: {"en": "not asked", "ru": "не спрашивали"},
}


@dataclass(frozen=True)
class Value:
    """One value as answers.csv has it, or, where `missing`, a status without one. Labels in the languages' order."""

    value: int | str
    labels: tuple[str, ...]
    missing: bool = False


@dataclass(frozen=True)
class Version:
    """One wording. `since` is the day (UTC) from which it was asked, empty where that is not known; `current` that of
    the study file. `asks`, `units` and `before` (a group's title, or a note said before it) in the languages' order."""

    number: int
    since: str
    current: bool
    question: Question
    group: Group | None
    asks: tuple[str, ...]
    units: tuple[str, ...]
    before: tuple[str, ...]
    values: tuple[Value, ...]
    conditions: tuple[str, ...]  # the group's, and its own

    @property
    def types(self) -> str:
        return ", ".join(self.question.types)

    @property
    def can_be_skipped(self) -> bool:
        return any(value.missing and value.value == SKIPPED for value in self.values)

    @property
    def bounds(self) -> tuple[str, str]:
        """From and to, as the study file writes them."""
        one = self.question
        pairs = ((one.low, one.high), (one.first_day, one.last_day))
        found = next(((low, high) for low, high in pairs if low is not None or high is not None), None)
        if found is None:
            times = (one.first_time, one.last_time)
            return f"{times[0]:%H:%M}" if times[0] else "", f"{times[1]:%H:%M}" if times[1] else ""
        return "" if found[0] is None else str(found[0]), "" if found[1] is None else str(found[1])

    @property
    def order(self) -> str:
        """In which order its options stand; empty where that is the one in which they are listed."""
        if not self.question.shuffled:
            return ""
        return "Options in random order, anew for each asking: the column order of answers.csv tells in which"

    @property
    def repeat(self) -> str:
        """How often it is asked within one questionnaire; empty for once."""
        repeat = self.group.repeat if self.group else None
        if repeat is None:
            return ""
        return f"{repeat.times or 'while the answer is yes'}, {repeat.at_most} times at most"


@dataclass(frozen=True)
class Variable:
    """One question: its versions, oldest first, and the waves that ask it; a button of the study stands among them."""

    questionnaire: str
    name: str
    waves: tuple[str, ...]
    versions: tuple[Version, ...]

    @property
    def latest(self) -> Version:
        """The version in the study file, or the last of one that is no longer in it."""
        return next((one for one in self.versions if one.current), self.versions[-1])

    @property
    def missing(self) -> tuple[Value, ...]:
        return tuple(value for value in self.latest.values if value.missing)


@dataclass(frozen=True)
class Book:
    protocol: Protocol
    variables: tuple[Variable, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        return self.protocol.languages


def book(protocol: Protocol, kept: Sequence[Wording] = ()) -> Book:
    """Every question with answers: screening first, then the questionnaires in the study file's order, then what is no
    longer in it. `kept` are the versions that the data folder knows."""
    now = numbered(wordings(protocol), kept, 0)
    current = {(one.place, one.version) for one in now}
    versions: dict[tuple[str, str], dict[int, Wording]] = {}
    for one in (*now, *kept):
        versions.setdefault(one.place, {})[one.version] = one
    before = Before(now)
    found = []
    for (questionnaire, name), by_number in versions.items():
        asked = [by_number[number] for number in sorted(by_number)]
        told = tuple(
            _version(protocol.languages, one, (one.place, one.version) in current, before)
            for one in asked
            if is_answered(one.data)
        )
        if told:
            found.append(Variable(questionnaire, name, protocol.asked_by(questionnaire), told))
    return Book(protocol, tuple(found))


def _version(languages: Sequence[str], wording: Wording, current: bool, before: Before) -> Version:
    question, group = as_read(wording.data)
    conditions = (group.when if group else None, question.when)
    return Version(
        number=wording.version,
        since=f"{datetime.fromtimestamp(wording.since, UTC):%Y-%m-%d}" if wording.since else "",
        current=current,
        question=question,
        group=group,
        asks=tuple(spelled(in_one_line(_in(question.ask, language))) for language in languages),
        units=tuple(_in(question.unit, language) if question.unit else "" for language in languages),
        before=tuple(before.said(wording, group, language) for language in languages),
        values=(*_values(languages, question), *_missing(languages, wording.questionnaire, question)),
        conditions=tuple(one.source for one in conditions if one is not None),
    )


def _values(languages: Sequence[str], question: Question) -> Iterator[Value]:
    if AnswerType.YES_NO in question.types:
        for value in (1, 0):
            yield Value(value, tuple(yes_no(bool(value), language) for language in languages))
    for option in question.options:
        yield Value(option.id, _labels(languages, option))
    if AnswerType.SCALE in question.types and question.low is not None and question.high is not None:
        low, high = int(question.low), int(question.high)
        ends = {low: question.low_label, high: question.high_label}
        points = range(low, high + 1) if high - low < MOST_POINTS else (low, high)
        for point in points:
            label = ends.get(point)
            yield Value(point, tuple(_in(label, language) if label else "" for language in languages))


def _missing(languages: Sequence[str], questionnaire: str, question: Question) -> Iterator[Value]:
    """Why there may be no value. Before consent nothing can be skipped."""
    reasons = (NOT_ASKED,) if question.required or questionnaire == SCREENING else tuple(_MISSING)
    for reason in reasons:
        labels = _MISSING[reason]
        yield Value(reason, tuple(labels.get(language, labels["en"]) for language in languages), missing=True)


def _labels(languages: Sequence[str], option: Option) -> tuple[str, ...]:
    return tuple(_in(option.label, language) for language in languages)


def _in(text: Any, language: str) -> Any:
    """What is said in a language; nothing where a version did not speak it."""
    return texts(text.model_dump()).get(language, "")
