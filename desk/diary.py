"""A participant's own words in the order in which they came: sittings, and entries of their own accord."""

from collections.abc import Iterable
from dataclasses import dataclass, field

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
    consents, closed, opened = set(), [], []
    for one in records:
        if isinstance(one, Closed):
            closed.append(one)
        else:
            opened.append(one)
    for one in in_order(opened, wording):
        if one.record.kind == "consent":
            consents.add(one.record.id)
        else:
            sitting = sittings.setdefault(_group(one), _sitting(one, asked))
            sitting.lines.append(_line(one, wording, language, site))
    others = sum(one.why is Why.OTHERS for one in closed)
    broken = tuple(one.record.id for one in closed if one.why is Why.BROKEN)
    return Diary(tuple(sittings.values()), frozenset(consents), others, broken)


def in_order(said: Iterable[Opened], wording: Wording) -> list[Opened]:
    """As they were said. What was sealed at one moment, such as the screening, stands in the study file's order."""
    return sorted(said, key=lambda one: (one.at, wording.place(_questionnaire(one), _question(one))))


def _questionnaire(one: Opened) -> str:
    return SCREENING if one.record.kind == SCREENING else str(one.content.get("questionnaire", ""))


def _question(one: Opened) -> str:
    return str(one.content.get("question", ""))


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
    questionnaire, question = _questionnaire(one), _question(one)
    asked = wording.ask(questionnaire, question, language, site) if question else ""
    if one.record.vault:
        return Line(asked, voice=one.record.id, seconds=one.seconds)
    if one.record.kind == "skip":
        return Line(asked, skipped=True)
    kind, value = str(one.content.get("type", "")), one.content.get("value", "")
    shown = wording.shown(wording.question(questionnaire, question), value, kind, language)
    return Line(asked, shown, written=kind == AnswerType.TEXT)
