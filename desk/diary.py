"""A participant's own words in the order in which they came: sittings, and entries of their own accord."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from desk.filling import Filling
from desk.opening import Closed, Opened, Why
from desk.wording import SCREENING, Wording
from storage.desk_rows import DeskPrompt
from study.instrument import AnswerType


@dataclass(frozen=True)
class Line:
    """One question and what was answered. With `voice` the answer is a sound, with `photo` a picture, with `film` a
    film: the record's id; `answer` is then what was written under it. `round` counts within a group that repeats,
    `part` within an entry of the diary; one that was `edited` says something else now than at first."""

    asked: str
    answer: str = ""
    skipped: bool = False
    declined: bool = False
    written: bool = False  # the participant's own words
    voice: str = ""
    photo: str = ""
    film: str = ""
    seconds: float = 0.0
    round: int | None = None
    part: int = 0
    edited: bool = False


@dataclass
class Sitting:
    """What belongs together: the answers to one prompt, the screening, or one entry."""

    title: str
    at: float
    prompt: DeskPrompt | None = None
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Diary:
    """`consents` are record ids of agreements that this key opens, each with what was written: under a voice, or
    instead of one."""

    sittings: tuple[Sitting, ...]
    consents: Mapping[str, str]
    others: int  # sealed to other keys
    broken: tuple[str, ...]  # record ids


def read_diary(
    records: Iterable[Opened | Closed],
    prompts: Iterable[DeskPrompt],
    filling: Filling,
) -> Diary:
    """Groups opened records by the prompt they answer; what has no prompt stands for itself."""
    asked = {prompt.id: prompt for prompt in prompts}
    sittings: dict[str, Sitting] = {}
    consents: dict[str, str] = {}
    closed, opened = [], []
    for one in records:
        if isinstance(one, Closed):
            closed.append(one)
        else:
            opened.append(one)
    for one in in_order(opened, filling.wording):
        if one.record.kind == "consent":
            consents[one.record.id] = written_of(one)
        else:
            sitting = sittings.setdefault(_group(one), _sitting(one, asked))
            sitting.lines.append(_line(one, filling))
    for sitting in sittings.values():
        sitting.lines = _whole(sitting.lines)
    others = sum(one.why is Why.OTHERS for one in closed)
    broken = tuple(one.record.id for one in closed if one.why is Why.BROKEN)
    return Diary(tuple(sittings.values()), consents, others, broken)


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
    return one.prompt or entry_of(one)


def entry_of(one: Opened) -> str:
    """The diary entry that it is part of. Each of those that an older version kept stands for itself."""
    return str(one.content.get("entry") or one.record.id)


def part_of(one: Opened) -> int:
    """Its place in the entry, from 1; 0 for what has none."""
    found = one.content.get("part")
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def is_caption(one: Opened) -> bool:
    """It was written under a part of an entry, and lies apart from it."""
    return one.record.kind == "caption"


def _is_media(line: Line) -> bool:
    return bool(line.voice or line.photo or line.film)


def _whole(lines: list[Line]) -> list[Line]:
    """The parts of an entry in order, each with what was written under it."""
    whole: list[Line] = []
    for line in sorted(lines, key=lambda line: (line.part, bool(line.part and not _is_media(line)))):
        last = whole[-1] if whole else None
        if last is not None and line.part and last.part == line.part:
            whole[-1] = replace(last, answer=line.answer, edited=line.edited)
        else:
            whole.append(line)
    return whole


def _sitting(one: Opened, prompts: dict[str, DeskPrompt]) -> Sitting:
    if one.record.kind == SCREENING:
        return Sitting("Screening", one.at.timestamp())
    prompt = prompts.get(one.prompt)
    if prompt is None:
        return Sitting("Diary entry", one.at.timestamp())
    return Sitting(prompt.questionnaire, one.at.timestamp(), prompt)


def _line(one: Opened, filling: Filling) -> Line:
    questionnaire, question = _questionnaire(one), _question(one)
    round, version = round_of(one), one.content.get("version")
    asked = filling.asked(questionnaire, question, round, version) if question else ""
    part, edited = part_of(one), one.content.get("edited") is True
    if one.record.vault:
        line = Line(asked, caption_of(one), written=True, seconds=one.seconds, round=round, part=part)
        if one.photo:
            return replace(line, photo=one.record.id)
        return replace(line, film=one.record.id) if one.film else replace(line, voice=one.record.id)
    if one.record.kind == "skip":
        return Line(asked, skipped=True, declined=was_declined(one), round=round)
    kind, value = str(one.content.get("type", "")), one.content.get("value", "")
    known = filling.wording.question(questionnaire, question, version)
    if kind != AnswerType.TEXT:
        filling.heard(known, value)
    shown = filling.wording.shown(known, value, kind, filling.language)
    text = kind == AnswerType.TEXT
    return Line(asked, shown, written=text, round=round, part=part, edited=edited)


def round_of(one: Opened) -> int | None:
    """Which time round, in a group that repeats."""
    found = one.content.get("round")
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def caption_of(one: Opened) -> str:
    """What was written under a voice or a photo, and is sealed beside it."""
    return str(one.content.get("caption", ""))


def written_of(one: Opened) -> str:
    """What was written under a spoken agreement, or is a written one."""
    return caption_of(one) if one.record.vault else str(one.content.get("value", ""))


def was_declined(one: Opened) -> bool:
    """They would rather not say; else they went on without an answer."""
    return one.content.get("reason") == "declined"
