"""What a changed study file means for people who were already asked.

Ids are for ever: under them answers are kept. So a question that has answers can neither go nor become another kind of
question; everything else may change, and each answer carries the version of the wording that it answers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from study.consent import exact_text, text_sha256
from study.differing import What, bent, called, differences, is_answered, wave_differences
from study.protocol import Protocol
from study.rules import rule_changes, rules
from study.wordings import WHOLE, Place, Plan, Wording, numbered, numbered_plans, plans, wordings

__all__ = ["Agreed", "Change", "Kind", "Open", "Past", "compare", "suspects"]


class Kind(StrEnum):
    QUESTION = "question"
    WAVE = "wave"
    BUTTON = "button"
    RULE = "rule"  # what holds for the whole study
    CONSENT = "consent"


@dataclass(frozen=True)
class Change:
    """One difference, told in half a sentence after its name. `questionnaire` is empty where it is of no question. A
    `refused` one would spoil answers that are there: the bot does not start with it."""

    kind: Kind
    what: What
    questionnaire: str
    id: str
    told: str
    refused: bool = False

    def __str__(self) -> str:
        name = f"{self.questionnaire}/{self.id}" if self.questionnaire else f"{self.kind} {self.id}".strip()
        return f"{name}: {self.told}"


@dataclass(frozen=True)
class Open:
    """What is still to come of a wave."""

    people: int
    prompts: int


@dataclass(frozen=True)
class Agreed:
    """How many people agreed to one text."""

    version: str
    language: str
    text_sha256: str
    people: int


@dataclass(frozen=True)
class Past:
    """What a study was until now: every version of its questions and waves, and what hangs on them. `answered` is how
    many people have answered (or skipped) a question; it need not name more than `suspects`."""

    wordings: tuple[Wording, ...] = ()
    plans: tuple[Plan, ...] = ()
    answered: Mapping[Place, int] = field(default_factory=dict)
    open: Mapping[str, Open] = field(default_factory=dict)
    agreed: tuple[Agreed, ...] = ()

    @classmethod
    def of(cls, protocol: Protocol, answered: Mapping[Place, int] | None = None) -> Self:
        """The past of somebody who has only another study file."""
        numbers, laid = numbered(wordings(protocol), (), 0), numbered_plans(plans(protocol), (), 0)
        return cls(numbers, laid, answered or {})

    def latest(self) -> dict[Place, Wording]:
        """The last version of each question."""
        return {one.place: one for one in sorted(self.wordings, key=lambda one: one.version)}


def suspects(past: Past, protocol: Protocol) -> frozenset[Place]:
    """Questions of which it matters whether anybody has answered them: they are gone, or of another kind."""
    now = {one.place: one for one in wordings(protocol)}
    return frozenset(
        one.place
        for one in past.wordings
        if is_answered(one.data) and (one.place not in now or bent(one.data, now[one.place].data))
    )


def compare(past: Past, protocol: Protocol, notice: Mapping[str, str] | None = None) -> tuple[Change, ...]:
    """Everything that differs, in the order of the study file; what is gone comes after what is there. `notice` is the
    bot's own part of the consent text, by language; without it the consent is not looked at."""
    consent = _consent(past, protocol, notice) if notice is not None else ()
    return (
        *_there(past, protocol),
        *_gone(past, protocol),
        *_waves(past, protocol),
        *_rules(past, protocol),
        *consent,
    )


def _there(past: Past, protocol: Protocol) -> Iterator[Change]:
    latest = past.latest()
    asked: dict[Place, list[Wording]] = {}
    for one in past.wordings:
        asked.setdefault(one.place, []).append(one)
    for now in numbered(wordings(protocol), past.wordings, 0):
        before = latest.get(now.place)
        if before is None:
            yield _of(now, What.ADDED, _added(now, protocol, past))
        elif before.sha256 != now.sha256:
            yield from _changed(past, before, now, asked[now.place])


def _changed(past: Past, before: Wording, now: Wording, versions: list[Wording]) -> Iterator[Change]:
    people = past.answered.get(now.place, 0)
    other = next((one for one in versions if bent(one.data, now.data)), None)
    if other is not None and people:
        told = (
            f"it was {called(other.data)} and is {called(now.data)}, and {_people(people, 'has', 'have')} answered it. "
            "Give what is asked now a new id, and keep the old question with `when: False`: it is then asked of nobody"
        )
        yield _of(now, What.RETYPED, told, refused=True)
        return
    back = now.version <= before.version
    version = f"this is version {now.version} again" if back else f"version {now.version} from now on"
    for each in differences(before.data, now.data):
        yield _of(now, each.what, f"{each.told}; {version}")


def _added(now: Wording, protocol: Protocol, past: Past) -> str:
    """An id that is new, with the words of one that is gone, is likely a new name for it."""
    there = {one.place for one in wordings(protocol)}
    for one in past.latest().values():
        same = {**one.data, "id": ""} == {**now.data, "id": ""}
        if same and one.questionnaire == now.questionnaire and one.place not in there:
            return f"added; it says what {one.question} said: if that is the same question, keep the id {one.question}"
    return "added"


def _gone(past: Past, protocol: Protocol) -> Iterator[Change]:
    there = {one.place for one in wordings(protocol)}
    for one in past.latest().values():
        if one.place in there:
            continue
        people = past.answered.get(one.place, 0) if is_answered(one.data) else 0
        if not people:
            yield _of(one, What.REMOVED, "gone; nobody had answered it")
            continue
        told = (
            f"it is gone, and {_people(people, 'has', 'have')} answered it. Put it back; if it must not be asked any "
            "more, give it `when: False`"
        )
        yield _of(one, What.REMOVED, told, refused=True)


def _waves(past: Past, protocol: Protocol) -> Iterator[Change]:
    latest = _latest(past)
    now = [one for one in plans(protocol) if one.wave != WHOLE]
    for one in now:
        before = latest.get(one.wave)
        if before is None:
            told = "added; people who are enrolled already get it only if you lay it anew"
            yield _wave(one.wave, What.ADDED, told)
        elif before.sha256 != one.sha256:
            told = "; ".join(each.told for each in wave_differences(before.data, one.data))
            yield _wave(one.wave, What.CHANGED, f"{told}{_still_open(past.open.get(one.wave))}")
    there = {one.wave for one in now} | {button.id for button in protocol.buttons}
    for id, waiting in past.open.items():
        if id not in there:
            told = f"gone; {_prompts(waiting)} still to come of it, and will not be asked"
            yield _wave(id, What.REMOVED, told)


def _latest(past: Past) -> dict[str, Plan]:
    return {one.wave: one for one in sorted(past.plans, key=lambda one: one.version)}


def _rules(past: Past, protocol: Protocol) -> Iterator[Change]:
    before = _latest(past).get(WHOLE)
    for one in rule_changes(before.data if before else {}, rules(protocol)):
        yield Change(Kind.BUTTON if one.button else Kind.RULE, one.what, "", one.id, one.told)


def _still_open(waiting: Open | None) -> str:
    if waiting is None or not waiting.people:
        return "; nobody has prompts of it to come"
    return f"; {_prompts(waiting)} to come, and they keep their moments unless you lay the wave anew"


def _prompts(waiting: Open) -> str:
    prompts = "1 prompt" if waiting.prompts == 1 else f"{waiting.prompts} prompts"
    return f"{_people(waiting.people, 'has', 'have')} {prompts}"


def _consent(past: Past, protocol: Protocol, notice: Mapping[str, str]) -> Iterator[Change]:
    version = protocol.consent.version
    for language in protocol.languages:
        text = text_sha256(exact_text(protocol, language, notice=notice.get(language, "")))
        same = [one for one in past.agreed if one.language == language and one.version == version]
        people = sum(one.people for one in same if one.text_sha256 != text)
        if people:
            told = (
                f"the text in {language} has changed, and {_people(people, 'has', 'have')} agreed to another one under "
                f"the same version {version}. Give it a new version"
            )
            yield Change(Kind.CONSENT, What.CHANGED, "", language, told)
    older = sum(one.people for one in past.agreed if one.version != version)
    if older and not any(one.version == version for one in past.agreed):
        told = (
            f"version {version} is new; {_people(older, 'has', 'have')} agreed to an earlier one, which holds"
        )
        yield Change(Kind.CONSENT, What.CHANGED, "", "", told)


def _people(number: int, one: str, more: str) -> str:
    return f"1 person {one}" if number == 1 else f"{number} people {more}"


def _of(wording: Wording, what: What, told: str, refused: bool = False) -> Change:
    return Change(Kind.QUESTION, what, wording.questionnaire, wording.question, told, refused)


def _wave(id: str, what: What, told: str) -> Change:
    return Change(Kind.WAVE, what, "", id, told)
