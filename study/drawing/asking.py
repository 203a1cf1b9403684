"""The parts of the page that show what is asked: a flow chart, and beside it the same in words."""

from collections.abc import Iterator, Sequence

from study.drawing import telling
from study.drawing.flow import Piece, pieces
from study.drawing.markup import tag, words
from study.instrument import AnswerType, Group, Question, Questionnaire
from study.markdown import spelled
from study.protocol import Protocol


def questionnaire_section(protocol: Protocol, questionnaire: Questionnaire, language: str) -> str:
    """A questionnaire, and which waves and buttons ask it."""
    askers = protocol.asked_by(questionnaire.id)
    asked = f"asked by {telling.listed(askers)}" if askers else "no wave asks it"
    heading = tag("h2", tag("code", words(questionnaire.id)), tag("small", words(asked)))
    return heading + _beside(list(pieces(questionnaire, language)), _told(questionnaire, language))


def screening_section(protocol: Protocol, language: str) -> str:
    """Screening, and who can take part."""
    asked = Questionnaire(id="screening", questions=protocol.screening.questions)
    eligible = protocol.screening.eligible
    chart = list(pieces(asked, language, eligible))
    decision = f"Can take part if {eligible.source}." if eligible else "Everybody can take part."
    told = _told(asked, language) + tag("p", words(decision))
    return tag("h2", "Screening") + _beside(chart, tag("div", told))


def _beside(chart: Sequence[Piece], told: str) -> str:
    figure = tag("figure", *(piece.svg() for piece in chart), class_="flow")
    return tag("div", figure, told, class_="beside")


def _told(questionnaire: Questionnaire, language: str) -> str:
    items, before = [], ""
    for number, question in enumerate(questionnaire.questions, 1):
        if question.group != before and (group := questionnaire.group(question.group)):
            items.append(tag("li", *_group(group, language)))
        before = question.group
        inside = "".join(_question(number, question, language))
        items.append(tag("li", tag("div", inside, class_="within") if question.group else inside))
    return tag("ul", *items, class_="told")


def _group(group: Group, language: str) -> Iterator[str]:
    said = f"The group {group.id}" + (f", {telling.repeating(group)}" if group.repeat else "")
    if group.when:
        said += f", only if {group.when.source}"
    yield tag("p", words(f"{said}."))
    if group.title:
        yield tag("p", words(spelled(group.title.say(language))), class_="ask", lang=language)
    if group.repeat and group.repeat.again:
        yield tag("p", words(spelled(group.repeat.again.say(language))), class_="ask", lang=language)


def _question(number: int, question: Question, language: str) -> Iterator[str]:
    kind = tag("span", words(telling.answering(question, language)), class_="soft")
    yield tag("p", f"{number} ", tag("span", words(question.id), class_="name"), " ", kind)
    yield tag("p", words(spelled(question.ask.say(language))), class_="ask", lang=language)
    if question.options:
        yield tag(
            "ul", *(_option(option.id, option.label.say(language), language) for option in question.options)
        )
    if question.low_label and question.high_label:
        low, high = question.low_label.say(language), question.high_label.say(language)
        yield tag("p", words(f"{question.low}: {low}, {question.high}: {high}"), lang=language)
    if rules := " ".join(_rules(question)):
        yield tag("p", words(rules), class_="soft")


def _option(id: str, label: str, language: str) -> str:
    return tag("li", tag("span", words(label), lang=language), " ", tag("code", words(id), class_="soft"))


def _rules(question: Question) -> Iterator[str]:
    if question.when:
        yield f"Only if {question.when.source}."
    if question.shuffled:
        fixed = [option.id for option in question.options if option.fixed]
        yield "The options are shuffled" + (
            f"; {telling.listed(fixed)} stays in its place." if fixed else "."
        )
    if alone := [option.id for option in question.options if option.alone]:
        yield f"{telling.listed(alone)} goes with no other."
    if question.sets:
        yield "The answer is where they live now."
    if question.remember:
        yield "The answer is remembered."
    if question.required and question.types != (AnswerType.NOTE,):
        yield "It cannot be skipped."
