"""A series of questions, one at a time: screening, the comprehension check, a check-in. Which comes next is decided by
the answers so far, and nothing else is remembered of the way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Any

from study.instrument import AnswerType, Group, Question, Questionnaire, Repeat
from study.model import Text
from study.participant import Sitting

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """A question in its place. `key` names it in a sitting: "relation", or "relation#2" in the second round of a group
    that repeats. `title` is said before it. `values` are what its words and its condition may look at; they hold until
    the walk that it came from goes on."""

    key: str
    question: Question
    values: Values
    round: int = 0
    title: Text | None = None

    @property
    def says(self) -> bool:
        """Whether it only says something, and asks nothing."""
        return AnswerType.NOTE in self.question.types


@dataclass(frozen=True)
class Found:
    """A step, None at the end; the key of the question `before` it; the notes on the way from there."""

    step: Step | None
    before: str = ""
    notes: tuple[Step, ...] = ()


def next_step(questionnaire: Questionnaire, sitting: Sitting, values: Values) -> Found:
    """The first question that is asked and not done."""
    return _seek(questionnaire, sitting, values, "")


def step_named(questionnaire: Questionnaire, sitting: Sitting, values: Values, key: str) -> Found:
    """The question of that key, even where its condition no longer holds; None where the study file has it no more."""
    found = _seek(questionnaire, sitting, values, key)
    return found if found.step else Found(_out_of_the_way(questionnaire, key, values))


def asked_of(questionnaire: Questionnaire, sitting: Sitting, values: Values) -> frozenset[str]:
    """The keys of all questions that the answers so far lead to."""
    return frozenset(step.key for step in walk(questionnaire, sitting, values))


def walk(questionnaire: Questionnaire, sitting: Sitting, values: Values) -> Iterator[Step]:
    """Every step in its order, notes too, as far as the answers so far decide it. `values` are what is known besides;
    an answer of this sitting is nearer than a remembered one of the same name, and so is its having been skipped."""
    now = dict(values)
    for name, several in groupby(questionnaire.questions, key=attrgetter("group")):
        group = questionnaire.group(name) if name else None
        if group is None:
            yield from _asked(several, sitting, now)
        elif group.when is None or group.when.holds(now):
            yield from _grouped(group, tuple(several), sitting, now)
        else:
            for question in several:
                now.pop(question.id, None)


def _grouped(
    group: Group, questions: tuple[Question, ...], sitting: Sitting, now: dict[str, Any]
) -> Iterator[Step]:
    repeat = group.repeat
    if repeat is None:
        yield from _asked(questions, sitting, now, title=group.title)
        return
    rounds = _times(now.get(repeat.times), repeat) if repeat.times else repeat.at_most
    for round in range(1, rounds + 1):
        within = dict(now)  # a round sees its own answers, and no other's
        yield from _asked(questions, sitting, within, round, group.title)
        if repeat.again is None or round == rounds:
            continue
        key = f"{group.id}#{round}"
        yield Step(key, _again(group, repeat, repeat.again), within, round)
        if sitting.chosen.get(key) is not True:
            return


def _asked(
    questions: Iterable[Question],
    sitting: Sitting,
    now: dict[str, Any],
    round: int = 0,
    title: Text | None = None,
) -> Iterator[Step]:
    for question in questions:
        key = f"{question.id}#{round}" if round else question.id
        holds = question.when is None or question.when.holds(now)
        if holds:
            yield Step(key, question, now, round, title)
            title = None
        now.pop(question.id, None)
        if holds and key in sitting.chosen:
            now[question.id] = sitting.chosen[key]


def _times(said: Any, repeat: Repeat) -> int:
    number = int(said) if isinstance(said, int | float) and not isinstance(said, bool) else 0
    return min(number, repeat.at_most)


def _again(group: Group, repeat: Repeat, ask: Text) -> Question:
    """What is asked between two rounds. (Not validated: it is made anew on each walk.)"""
    return Question.model_construct(
        id=group.id, ask=ask, types=(AnswerType.YES_NO,), group=group.id, version=repeat.version
    )


def _seek(questionnaire: Questionnaire, sitting: Sitting, values: Values, key: str) -> Found:
    before, notes, done = "", tuple[Step, ...](), frozenset(sitting.done)
    for step in walk(questionnaire, sitting, values):
        if step.says:
            notes = (*notes, replace(step, values=dict(step.values)))
        elif step.key == key or (not key and step.key not in done):
            return Found(step, before, notes)
        else:
            before, notes = step.key, ()
    return Found(None, before, notes)


def _out_of_the_way(questionnaire: Questionnaire, key: str, values: Values) -> Step | None:
    id, _, round = key.partition("#")
    for question in questionnaire.questions:
        group = questionnaire.group(question.group) if question.group else None
        repeats = group is not None and group.repeat is not None
        if question.id == id and repeats == bool(round) and AnswerType.NOTE not in question.types:
            return Step(key, question, values, int(round or 0))
    return None
