"""The box of a question, and the lines between boxes. All measures are px of a chart WIDTH wide."""

from collections.abc import Iterator
from dataclasses import dataclass

from study.drawing import telling
from study.drawing.markup import breadth, tag, words, wrapped
from study.instrument import AnswerType, Question
from study.markdown import spelled

WIDTH = 440
PASS, LEFT, SPINE, BRANCH, RIGHT, LOOP = 10, 34, 60, 110, 400, 428
"""Where things stand from left to right: the line past a group, boxes, the line through all, boxes beside it, the right
side of boxes, and the line back to the first question of a round."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """Drawn at the top of a page; `at` moves it down."""

    drawn: str
    height: float

    def at(self, top: float) -> str:
        return tag("g", self.drawn, transform=f"translate(0 {top:g})")


def box_of(question: Question, language: str, left: float) -> Box:
    """A question: its id, how it is answered, its words, and the words on its keys."""
    inner, parts = RIGHT - left - 24, []
    y = 20.0
    kind = telling.answering(question, language)
    parts.append(tag("text", words(question.id), class_="name", x=left + 12, y=y))
    if breadth(question.id, 13.5) + breadth(kind, 12) + 16 <= inner:
        parts.append(tag("text", words(kind), class_="what", x=RIGHT - 12, y=y, text_anchor="end"))
    else:
        for one in wrapped(kind, inner, 12, 2):
            y += 16
            parts.append(tag("text", words(one), class_="what", x=left + 12, y=y))
    for kind_of, said, size, most in _said(question, language):
        for one in wrapped(said, inner, size, most):
            y += size * 1.35
            parts.append(tag("text", words(one), class_=kind_of, x=left + 12, y=y))
    shape = "box note" if question.types == (AnswerType.NOTE,) else "box"
    frame = tag("rect", class_=shape, x=left, y=0, width=RIGHT - left, height=y + 12, rx=5)
    return Box(frame + "".join(parts), y + 12)


def _said(question: Question, language: str) -> Iterator[tuple[str, str, float, int]]:
    yield "ask", spelled(question.ask.say(language)), 13.5, 4
    if question.options:
        yield "what", " · ".join(option.label.say(language) for option in question.options), 12, 3
    elif question.low_label and question.high_label:
        low, high = question.low_label.say(language), question.high_label.say(language)
        yield "what", f"{question.low} {low} – {question.high} {high}", 12, 2


def line(one: Point, other: Point, kind: str = "way") -> str:
    return tag("line", class_=kind, x1=one[0], y1=one[1], x2=other[0], y2=other[1])


def arrow(one: Point, other: Point) -> str:
    """A straight line with a head at its end."""
    (x, y), down = other, one[0] == other[0]
    back = 1 if (other[1] > one[1] if down else other[0] > one[0]) else -1
    head = f"M{x:g} {y:g}l-4.5 {-8 * back}h9z" if down else f"M{x:g} {y:g}l{-8 * back} -4.5v9z"
    stops = (x, y - 6 * back) if down else (x - 6 * back, y)
    return line(one, stops) + tag("path", class_="head", d=head)


def diamond(x: float, y: float) -> str:
    """Where the way parts."""
    return tag("path", class_="fork", d=f"M{x} {y - 10}l10 10l-10 10l-10 -10z")
