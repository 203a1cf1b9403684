"""Questions and waves as people met them, as plain data that can be kept, counted and compared.

A question is written down as canonical JSON in ASCII: everything the study file says of it, in all languages, keys in
order, and nothing that was left out there (so a key that a later version of this program knows changes nothing). Each
change of it makes a new version; a wording that comes back gets the number that it had.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from study.conditions import Condition
from study.instrument import AnswerType, Group, Question, Questionnaire
from study.protocol import Protocol
from study.rules import rules
from study.timing import Wave

SCREENING = "screening"
"""Under which the questions before consent are kept: no questionnaire can have that name."""

WHOLE = ""
"""Under which stands what holds for the whole study: no wave can have that name."""

Place = tuple[str, str]
"""Questionnaire and question."""


@dataclass(frozen=True)
class Wording:
    """One question as it was asked. `body` is canonical JSON; `version` counts from 1 within a question, and is 0 where
    it has none yet; `since` is when it was first there, as Unix time."""

    questionnaire: str
    question: str
    body: str
    version: int = 0
    since: float = 0

    @property
    def place(self) -> Place:
        return self.questionnaire, self.question

    @cached_property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @cached_property
    def sha256(self) -> str:
        return sha256(self.body.encode()).hexdigest()


@dataclass(frozen=True)
class Plan:
    """One wave as prompts were laid by it, or `study.rules` under WHOLE; the fields as those of a Wording."""

    wave: str
    body: str
    version: int = 0
    since: float = 0

    @cached_property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @cached_property
    def sha256(self) -> str:
        return sha256(self.body.encode()).hexdigest()


def wordings(protocol: Protocol) -> tuple[Wording, ...]:
    """Every question of the study as it is asked now: screening, the questionnaires, and under its group's id what a
    group that repeats asks between two rounds."""
    return tuple(
        Wording(questionnaire, question.id, _canonical(as_asked(question, group)))
        for questionnaire, question, group in asked(protocol)
    )


def asked(protocol: Protocol) -> Iterator[tuple[str, Question, Group | None]]:
    """Questionnaire, question and its group, in the order of the study file."""
    for question in protocol.screening.questions:
        yield SCREENING, question, None
    for questionnaire in protocol.questionnaires:
        yield from _of_questionnaire(questionnaire)


def plans(protocol: Protocol) -> tuple[Plan, ...]:
    """Every wave as it is now; and under WHOLE what holds beside the waves."""
    waves = (Plan(wave.id, _canonical(_as_laid(wave))) for wave in protocol.schedule.waves)
    return (*waves, Plan(WHOLE, _canonical(rules(protocol))))


def again(group: Group) -> Question | None:
    """What a group asks between two rounds, as a question of its own; None where it does not."""
    repeat = group.repeat
    if repeat is None or repeat.again is None:
        return None
    return Question(id=group.id, ask=repeat.again, types=(AnswerType.YES_NO,), version=repeat.version)


def numbered(now: Sequence[Wording], kept: Iterable[Wording], at: float) -> tuple[Wording, ...]:
    """`now` with its numbers: those of the same wordings among `kept`, else the next ones, with `at` as `since`."""
    known: dict[tuple[Place, str], Wording] = {}
    last: dict[Place, int] = {}
    for one in kept:
        known[one.place, one.sha256] = one
        last[one.place] = max(last.get(one.place, 0), one.version)
    return tuple(
        known.get((one.place, one.sha256)) or replace(one, version=last.get(one.place, 0) + 1, since=at)
        for one in now
    )


def numbered_plans(now: Sequence[Plan], kept: Iterable[Plan], at: float) -> tuple[Plan, ...]:
    """The same of waves; of these the latest counts, so a wave that becomes again what it was has a new number."""
    latest = {one.wave: one for one in sorted(kept, key=lambda one: one.version)}
    found = []
    for one in now:
        before = latest.get(one.wave)
        same = before is not None and before.sha256 == one.sha256
        number = before.version + 1 if before else 1
        found.append(before if same and before else replace(one, version=number, since=at))
    return tuple(found)


def with_versions(protocol: Protocol, numbers: Iterable[Wording]) -> Protocol:
    """The protocol in which each question knows the version of its wording."""
    versions = {one.place: one.version for one in numbers}
    screening = protocol.screening.model_copy(
        update={
            "questions": tuple(_versioned(SCREENING, one, versions) for one in protocol.screening.questions)
        }
    )
    questionnaires = tuple(_with_versions(one, versions) for one in protocol.questionnaires)
    return protocol.model_copy(update={"screening": screening, "questionnaires": questionnaires})


def as_asked(question: Question, group: Group | None) -> dict[str, Any]:
    """A question as JSON data: without its version, and without what is as if it had been left out."""
    data: dict[str, Any] = question.model_dump(
        mode="json", exclude_defaults=True, exclude={"when", "version", "group"}
    )
    if question.when is not None:
        data["when"] = question.when.source
    if group is not None:
        data["group"] = _group(group)
    return data


def _group(group: Group) -> dict[str, Any]:
    data: dict[str, Any] = group.model_dump(
        mode="json", exclude_defaults=True, exclude={"when": True, "repeat": {"version": True}}
    )
    return data | ({} if group.when is None else {"when": group.when.source})


def _as_laid(wave: Wave) -> dict[str, Any]:
    data: dict[str, Any] = wave.model_dump(mode="json", exclude_defaults=True, exclude={"when"})
    when: Condition | None = wave.when
    return data | ({} if when is None else {"when": when.source})


def _canonical(data: dict[str, Any]) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def _of_questionnaire(questionnaire: Questionnaire) -> Iterator[tuple[str, Question, Group | None]]:
    """What a group asks between two rounds comes after its last question."""
    questions = questionnaire.questions
    for place, question in enumerate(questions):
        group = questionnaire.group(question.group) if question.group else None
        yield questionnaire.id, question, group
        last = place + 1 == len(questions) or questions[place + 1].group != question.group
        if group is not None and last and (between := again(group)) is not None:
            yield questionnaire.id, between, group


def _versioned(questionnaire: str, question: Question, versions: dict[Place, int]) -> Question:
    version = versions.get((questionnaire, question.id), 1)
    return question if question.version == version else question.model_copy(update={"version": version})


def _with_versions(questionnaire: Questionnaire, versions: dict[Place, int]) -> Questionnaire:
    questions = tuple(_versioned(questionnaire.id, one, versions) for one in questionnaire.questions)
    groups = tuple(_group_with_version(questionnaire.id, one, versions) for one in questionnaire.groups)
    return questionnaire.model_copy(update={"questions": questions, "groups": groups})


def _group_with_version(questionnaire: str, group: Group, versions: dict[Place, int]) -> Group:
    version = versions.get((questionnaire, group.id), 1)
    if group.repeat is None or group.repeat.version == version:
        return group
    return group.model_copy(update={"repeat": group.repeat.model_copy(update={"version": version})})


def as_read(data: dict[str, Any]) -> tuple[Question, Group | None]:
    """What `as_asked` wrote down. Keys that this version of the program does not know are passed over."""
    group = data.get("group")
    read = {name: value for name, value in data.items() if name in Question.model_fields and name != "group"}
    if "when" in read:
        read["when"] = Condition(read["when"])
    question = Question.model_validate(read)
    if not isinstance(group, dict):
        return question, None
    known = {name: value for name, value in group.items() if name in Group.model_fields}
    if "when" in known:
        known["when"] = Condition(known["when"])
    return question.model_copy(update={"group": known["id"]}), Group.model_validate(known)
