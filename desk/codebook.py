"""The codebook: every question as a variable, its wording and values in each language, and when it is asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from desk.csv_cells import Cell
from desk.wording import SCREENING, yes_no
from study.protocol import AnswerType, Protocol, Question


@dataclass(frozen=True)
class Value:
    """One value as answers.csv has it, with its label in each language of the study."""

    value: int | str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Variable:
    """One question. Without `values` the answer is the participant's own words, or a voice."""

    questionnaire: str
    name: str
    types: str
    wordings: tuple[str, ...]
    values: tuple[Value, ...]
    condition: str
    remembered: bool


def variables(protocol: Protocol) -> Iterator[Variable]:
    """Every question of the study: screening first, then the questionnaires in the study file's order."""
    for question in protocol.screening.questions:
        yield _variable(protocol, SCREENING, question)
    for questionnaire in protocol.questionnaires:
        for question in questionnaire.questions:
            yield _variable(protocol, questionnaire.id, question)


def header(protocol: Protocol) -> list[str]:
    wordings = [f"wording_{language}" for language in protocol.languages]
    labels = [f"label_{language}" for language in protocol.languages]
    return ["questionnaire", "question", "type", *wordings, "condition", "remembered", "value", *labels]


def rows(protocol: Protocol) -> Iterator[list[Cell]]:
    """One row per value; one for a variable that has none."""
    nothing = ["" for _ in protocol.languages]
    for one in variables(protocol):
        begin: list[Cell] = [
            one.questionnaire,
            one.name,
            one.types,
            *one.wordings,
            one.condition,
            one.remembered,
        ]
        for value in one.values:
            yield [*begin, value.value, *value.labels]
        if not one.values:
            yield [*begin, "", *nothing]


def markdown(protocol: Protocol) -> str:
    """The same to read."""
    lines = [f"# Codebook: {protocol.title.say(protocol.languages[0])}", ""]
    for one in variables(protocol):
        lines += [f"## {one.questionnaire} / {one.name}", "", f"Type: {one.types}"]
        lines.append(f"Asked: {f'when {one.condition}' if one.condition else 'always'}")
        if one.remembered:
            lines.append("Remembered between prompts.")
        lines += [
            "",
            *(f"- {code}: {ask}" for code, ask in zip(protocol.languages, one.wordings, strict=True)),
            "",
        ]
        if one.values:
            lines += [
                f"| value | {' | '.join(protocol.languages)} |",
                "|---" * (len(protocol.languages) + 1) + "|",
            ]
            lines += [
                f"| {value.value} | {' | '.join(map(_in_table, value.labels))} |" for value in one.values
            ]
            lines.append("")
    return "\n".join(lines)


def _variable(protocol: Protocol, questionnaire: str, question: Question) -> Variable:
    return Variable(
        questionnaire,
        question.id,
        ", ".join(question.types),
        tuple(question.ask.say(language) for language in protocol.languages),
        tuple(_values(protocol, question)),
        "" if question.when is None else question.when.source,
        question.remember,
    )


def _values(protocol: Protocol, question: Question) -> Iterator[Value]:
    languages = protocol.languages
    if AnswerType.YES_NO in question.types:
        for value in (1, 0):
            yield Value(value, tuple(yes_no(bool(value), language) for language in languages))
    for option in question.options:
        yield Value(option.id, tuple(option.label.say(language) for language in languages))
    if AnswerType.SCALE in question.types and question.low is not None and question.high is not None:
        ends = {question.low: question.low_label, question.high: question.high_label}
        for point in range(question.low, question.high + 1):
            label = ends.get(point)
            yield Value(point, tuple(label.say(language) if label else "" for language in languages))


def _in_table(label: str) -> str:
    return label.replace("|", "\\|").replace("\n", " ")
