"""A questionnaire as a flow chart: one line downwards, on which questions stand; what is asked only sometimes stands
beside it.

The chart comes in pieces, a question each, that are stacked without a gap: so a page can break between them, and no
box is cut in print. Each piece is an SVG of its own; `whole` makes one SVG of all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from study.conditions import Condition
from study.drawing import telling
from study.drawing.boxes import (
    BRANCH,
    LEFT,
    LOOP,
    PASS,
    RIGHT,
    SPINE,
    WIDTH,
    Box,
    arrow,
    box_of,
    diamond,
    line,
)
from study.drawing.markup import breadth, picture, tag, words, wrapped
from study.instrument import Group, Question, Questionnaire
from study.markdown import spelled

_CASE = (22, 412)  # left and right side of what is drawn around a group


@dataclass(frozen=True)
class Piece:
    """A part of the chart, `height` px high. `told` says what it shows."""

    drawn: str
    height: float
    told: str

    def svg(self) -> str:
        return picture(self.told, self.height, self.drawn, width=WIDTH)


def whole(title: str, pieces: Sequence[Piece]) -> str:
    """All pieces in one SVG."""
    top, drawn = 0.0, []
    for piece in pieces:
        drawn.append(tag("g", piece.drawn, transform=f"translate(0 {top:g})"))
        top += piece.height
    return picture(title, top, *drawn, width=WIDTH)


def pieces(questionnaire: Questionnaire, language: str, eligible: Condition | None = None) -> Iterator[Piece]:
    """The chart from its beginning to its end; with `eligible`, to the decision who can take part."""
    yield _pill(questionnaire.id, begins=True)
    open: Group | None = None
    for question in questionnaire.questions:
        group = questionnaire.group(question.group) if question.group else None
        if open is not None and group != open:
            yield _close(open, language)
        if group is not None and group != open:
            yield _opening(group, language)
        open = group
        piece = _question(question, language)
        yield _cased(piece, open) if open is not None else piece
    if open is not None:
        yield _close(open, language)
    if eligible is not None:
        yield _decision(eligible.source)
    yield _pill("end" if eligible is None else "takes part", begins=False)


def _decision(source: str) -> Piece:
    condition, below = _condition(source, SPINE + 18)
    otherwise = tag("text", "if not: only a count stays", class_="what", x=SPINE + 18, y=below + 18)
    height = below + 24
    drawn = line((SPINE, -1), (SPINE, height + 1)) + diamond(SPINE, 22) + condition + otherwise
    return Piece(drawn, height, f"can take part if {source}")


def _pill(label: str, *, begins: bool) -> Piece:
    shown = wrapped(label, 260, 14, 1)[0]
    top = 1 if begins else 16
    shape = tag(
        "rect", class_="pill", x=LEFT, y=top, width=max(64, 32 + breadth(shown, 14.5)), height=30, rx=15
    )
    text = tag("text", words(shown), class_="name", x=LEFT + 16, y=top + 20)
    if begins:
        return Piece(shape + text + line((SPINE, 31), (SPINE, 41)), 40, f"{label} begins")
    return Piece(arrow((SPINE, -1), (SPINE, top)) + shape + text, 48, "the end")


def _question(question: Question, language: str) -> Piece:
    told = f"{question.id}: {telling.answering(question, language)}"
    box = box_of(question, language, BRANCH - 14 if question.when else LEFT)
    if question.when is None:
        drawn = (
            arrow((SPINE, -1), (SPINE, 16))
            + box.at(16)
            + line((SPINE, 16 + box.height), (SPINE, 24 + box.height))
        )
        return Piece(drawn, 23 + box.height, told)
    return _sometimes(box, question.when.source, told)


def _sometimes(box: Box, source: str, told: str) -> Piece:
    """Asked only where a condition holds: it stands beside the line, and the line goes on without it."""
    condition, below = _condition(source, BRANCH + 10)
    top = max(below + 8, 46.0)
    joins = top + box.height + 14
    drawn = (
        line((SPINE, -1), (SPINE, joins + 9))
        + line((SPINE, 22), (BRANCH, 22))
        + arrow((BRANCH, 22), (BRANCH, top))
        + diamond(SPINE, 22)
        + condition
        + box.at(top)
        + line((BRANCH, top + box.height), (BRANCH, joins))
        + arrow((BRANCH, joins), (SPINE + 2, joins))
    )
    return Piece(drawn, joins + 8, f"{told}, if {source}")


def _condition(source: str, x: float) -> tuple[str, float]:
    """The words beside a diamond, and where they end."""
    lines = wrapped(f"if {source}", RIGHT - x, 13, 6)
    drawn = "".join(tag("text", words(one), class_="if", x=x, y=26 + 16 * n) for n, one in enumerate(lines))
    return drawn, 26 + 16 * (len(lines) - 1)


def _opening(group: Group, language: str) -> Piece:
    """The top of a group: its condition, its title, and where its rounds begin."""
    left, right = _CASE
    above, top = "", 14.0
    if group.when is not None:
        condition, below = _condition(group.when.source, SPINE + 18)
        top = below + 18
        above = line((SPINE, 22), (PASS, 22)) + diamond(SPINE, 22) + condition
    title = wrapped(spelled(group.title.say(language)), right - left - 40, 13, 3) if group.title else []
    told = wrapped(telling.repeating(group), right - left - 40, 12, 2) if group.repeat else []
    height = 30 + 17 * len(title) + 16 * len(told) + (18 if group.repeat else 14)
    text = tag("text", words(group.id), class_="name", x=left + 14, y=top + 22)
    y = top + 22
    for kind, lines, step in (("ask", title, 17), ("what", told, 16)):
        for one in lines:
            y += step
            text += tag("text", words(one), class_=kind, x=left + 14, y=y)
    bottom = top + height
    case = _case_end(top, bottom + 1)
    ways = arrow((SPINE, -1), (SPINE, top)) + line((SPINE, bottom - 11), (SPINE, bottom + 1))
    drawn = case + text + ways + above
    if group.when is not None:
        drawn += line((PASS, 22), (PASS, bottom + 1))
    if group.repeat is not None:
        drawn += line((LOOP, bottom + 1), (LOOP, bottom - 8)) + arrow(
            (LOOP, bottom - 8), (SPINE + 2, bottom - 8)
        )
    return Piece(drawn, bottom, _told(group))


def _told(group: Group) -> str:
    parts = [f"the group {group.id}"]
    parts += [f"if {group.when.source}"] if group.when else []
    parts += [telling.repeating(group)] if group.repeat else []
    return ", ".join(parts)


def _cased(piece: Piece, group: Group) -> Piece:
    """A question of a group: the group's sides go on behind it."""
    left, right = _CASE
    height = piece.height + 1
    behind = tag("rect", class_="case", x=left, y=0, width=right - left, height=height)
    behind += line((left, 0), (left, height), "edge") + line((right, 0), (right, height), "edge")
    return replace(piece, drawn=behind + _besides(group, height) + piece.drawn)


def _besides(group: Group, height: float) -> str:
    passing = line((PASS, -1), (PASS, height)) if group.when is not None else ""
    return passing + (line((LOOP, -1), (LOOP, height)) if group.repeat is not None else "")


def _close(group: Group, language: str) -> Piece:
    """The bottom of a group: whether there is another round, and where those come back who passed it by."""
    rounds, height = "", 14.0
    if group.repeat is not None:
        asked = spelled(group.repeat.again.say(language)) if group.repeat.again else "another round?"
        lines = wrapped(asked, LOOP - SPINE - 60, 13, 3)
        height = 40.0 + 16 * len(lines)
        rounds = line((SPINE, 22), (LOOP, 22)) + line((LOOP, 22), (LOOP, -1)) + diamond(SPINE, 22)
        rounds += "".join(
            tag("text", words(one), class_="if", x=SPINE + 18, y=40 + 16 * n) for n, one in enumerate(lines)
        )
    after = height + (18 if group.when is not None else 8)
    drawn = _case_end(height, -1) + line((SPINE, -1), (SPINE, after + 1)) + rounds
    if group.when is not None:
        drawn += line((PASS, -1), (PASS, height + 10)) + arrow((PASS, height + 10), (SPINE - 2, height + 10))
    return Piece(drawn, after, f"the end of {group.id}")


def _case_end(edge: float, inner: float) -> str:
    """The rounded end of what is drawn around a group, from its `inner` side to its `edge`: filled, and with a line on
    three sides."""
    left, right = _CASE
    turn = 10 if edge > inner else -10
    d = f"M{left} {inner:g}V{edge - turn:g}q0 {turn} 10 {turn}H{right - 10}q10 0 10 {-turn}V{inner:g}"
    return tag("path", class_="case", d=f"{d}z") + tag("path", class_="edge", d=d)
