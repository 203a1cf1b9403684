"""A participant's own words in the order in which they came: sittings, and entries of their own accord."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from desk.opening import Closed, Opened, Why
from desk.wording import SCREENING, Wording
from storage.desk_rows import DeskPrompt
from study.protocol import AnswerType


@dataclass(frozen=True)
class Line:
    """One question and what was answered. With `voice` the answer is a sound: the record's id."""

    asked: str
    answer: str = ""
    skipped: bool = False
    written: bool = False  # the participant's own words
    voice: str = ""
    seconds: float = 0.0
    place: int = 0  # in the study file's order


@dataclass
class Sitting:
    """What belongs together: the answers to one prompt, the screening, or one entry."""

    title: str
    at: float
    prompt: DeskPrompt | None = None
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Diary:
    """`consents` are record ids of spoken agreements that this key can play."""

    sittings: tuple[Sitting, ...]
    consents: frozenset[str]
    others: int  # sealed to other keys
    broken: tuple[str, ...]  # record ids


def read_diary(
    records: Iterable[Opened | Closed],
    prompts: Iterable[DeskPrompt],
    wording: Wording,
    language: str,
    site: str,
) -> Diary:
    """Groups opened records by the prompt they answer; what has no prompt stands for itself."""
    asked = {prompt.id: prompt for prompt in prompts}
    sittings: dict[str, Sitting] = {}
    consents, others, broken = set(), 0, []
    for one in records:
        if isinstance(one, Closed):
            others += one.why is Why.OTHERS
            broken += [one.record.id] if one.why is Why.BROKEN else []
        elif one.record.kind == "consent":
            consents.add(one.record.id)
        else:
            sitting = sittings.setdefault(_group(one), _sitting(one, asked))
            sitting.lines.append(_line(one, wording, language, site))
    if SCREENING in sittings:  # sealed all at once, so their times say nothing of the order
        sittings[SCREENING].lines.sort(key=lambda line: line.place)
    in_order = sorted(sittings.values(), key=lambda sitting: sitting.at)
    return Diary(tuple(in_order), frozenset(consents), others, tuple(broken))


def _group(one: Opened) -> str:
    if one.record.kind == SCREENING:
        return SCREENING
    return one.prompt or one.record.id


def _sitting(one: Opened, prompts: dict[str, DeskPrompt]) -> Sitting:
    if one.record.kind == SCREENING:
        return Sitting("Screening", one.at.timestamp())
    prompt = prompts.get(one.prompt)
    if prompt is None:
        return Sitting("Diary entry", one.at.timestamp())
    return Sitting(prompt.questionnaire, one.at.timestamp(), prompt)


def _line(one: Opened, wording: Wording, language: str, site: str) -> Line:
    said: dict[str, Any] = one.content
    questionnaire = SCREENING if one.record.kind == SCREENING else str(said.get("questionnaire", ""))
    question = str(said.get("question", ""))
    asked = wording.ask(questionnaire, question, language, site) if question else ""
    if one.record.vault:
        return Line(asked, voice=one.record.id, seconds=one.seconds)
    if one.record.kind == "skip":
        return Line(asked, skipped=True)
    kind = str(said.get("type", ""))
    shown = wording.shown(wording.question(questionnaire, question), said.get("value", ""), kind, language)
    place = wording.place(questionnaire, question)
    return Line(asked, shown, written=kind == AnswerType.TEXT, place=place)
