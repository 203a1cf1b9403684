"""Questions as a study file writes them, one after the other."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from study.answering import TYPES, VALUED, bounds, types
from study.asked import Asked, check_condition
from study.faults import Report, quoted
from study.fields import Fields, keyed, listed, unique
from study.groups import read_repeat
from study.instrument import AnswerType, Group, Question, Questionnaire
from study.knowing import Remembered
from study.model import Text
from study.piping import Sayable
from study.settling import EARLY, IN_ROUNDS, Why, sets
from study.texts import NO_TEXT, Texts
from study.tree import Mapping as Pairs
from study.tree import Node, Scalar
from study.tree import Sequence as Items
from study.values import flag, word_id

MOST_QUESTIONS = 500
MOST_STEPS = 2_000
"""Questions of a questionnaire, those that repeat counted once for each round: it is remembered until it ends."""
RESERVED = frozenset({"screening", "check"})
"""Names that screening and the comprehension check go by."""
TAKEN = frozenset({"today", "days_since", "count"})
"""Words of conditions, which no question can be called."""
NOTE_HAS_NOT = ("required", "remember")
BEFORE = "before this one, in the same list"


@dataclass
class Series:
    """Questions that follow one another: a condition may look at those before.

    `known` is what can be looked at without a question ("site"), `asked` begins as what is remembered from elsewhere,
    and grows; `later` are the lines of the questions to come. `group` is the one they stand in, if they do."""

    texts: Texts
    allowed: Collection[AnswerType] = frozenset(AnswerType)
    why: str = ""  # why the others are not allowed, as an `instead`
    no_groups: str = ""  # why questions cannot stand in groups here, as an `instead`
    known: Mapping[str, Asked] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    later: dict[str, int] = field(default_factory=dict)
    group: str = ""
    repeats: bool = False
    groups: list[Group] = field(default_factory=list)
    places: list[tuple[str, Node]] = field(default_factory=list)
    settled: bool = False  # whether people live somewhere already, so that an answer can say where now

    def read(self, report: Report, node: Node) -> tuple[Question, ...] | None:
        """All questions of a list, those of its groups among them."""
        found = list(_ids(node))
        if len(found) > MOST_QUESTIONS:
            report.fault(node, f"{len(found)} questions in a row", f"{MOST_QUESTIONS} are the most")
            return None
        self.later = {id.text: id.line for id in reversed(found)}
        questions = self._list(report, node)
        unique(report, self.places, "question")
        return questions

    def everything(self) -> dict[str, Asked]:
        """What a condition may look at after the questions read so far: the nearer ones go first."""
        return {**self.known, **self.asked}

    def question(self, fields: Fields, id: str) -> Question:
        """One question of these fields; the caller adds its own and finishes them."""
        types_ = fields.need("type", types(self.allowed, self.why), (), TYPES)
        ask, answers = self._say(fields, "ask", needed=True), bounds(fields, types_, self.texts)
        return Question(
            id=id,
            ask=ask or NO_TEXT,
            types=types_,
            group=self.group,
            **answers,
            sets=sets(fields, types_, answers.get("options", ()), self.texts.sites, self._unsettled()),
            when=self._when(fields),
            **self._flags(fields, types_),
        )

    def _list(self, report: Report, node: Node) -> tuple[Question, ...]:
        items = listed(report, node, "the questions")
        if not items and isinstance(node, Items | Scalar):
            report.fault(node, "there is no question here", "write at least one: - {id: …, ask: …, type: …}")
        found: list[Question] = []
        for item in items:
            if isinstance(item, Pairs) and any(key.text == "group" for key, _ in item.pairs):
                found += self._group(Fields(report, item, "a group"))
            else:
                fields = Fields(report, item, "a question")
                question = self.question(fields, self._id(fields, "id"))
                fields.finish()
                found.append(question)
                self._know(question)
        return tuple(found)

    def _id(self, fields: Fields, key: str) -> str:
        id: str = fields.need(key, word_id, "")
        if id in TAKEN:
            what = f"{quoted(id)} is a word that conditions have already"
            fields.report.fault(fields.place(key), what, "give the question another id")
        if not id:
            self._doubt(fields.at(key))
        self.places.append((id, fields.place(key)))
        return id

    def _doubt(self, id: Node | None) -> None:
        """Of an id that is none it is told once, and not again wherever it is named."""
        if isinstance(id, Scalar) and self.later.pop(id.text, None) is not None:
            self.asked[id.text] = Asked.in_doubt(id.text)

    def _know(self, question: Question) -> None:
        if question.id and self.later.pop(question.id, None) is not None:
            self.asked[question.id] = Asked.of(question)

    def _group(self, fields: Fields) -> tuple[Question, ...]:
        id = self._id(fields, "group")
        if self.group or self.no_groups:
            what = (
                f"a group within the group {quoted(self.group)}"
                if self.group
                else "a group cannot stand here"
            )
            fields.report.fault(fields.node, what, self.no_groups or "end the first before the second begins")
            return ()
        when = self._when(fields)
        repeats = fields.at("repeat") is not None
        before = set(self.later)
        inside = replace(self, group=id or "?", repeats=repeats, asked=dict(self.asked))
        title = inside._say(fields, "title")
        questions = fields.need("questions", inside._list, (), "write its questions as a list: - {id: …}")
        repeat = read_repeat(fields, self.asked, inside._say)
        fields.finish()
        for one in before - set(self.later):
            self.asked[one] = inside.asked[one].from_outside() if repeats else inside.asked[one]
        if id:
            self.groups.append(Group(id=id, title=title, when=when, repeat=repeat))
        return questions

    def _say(self, fields: Fields, key: str, *, needed: bool = False) -> Text | None:
        """A text that may name what was answered before it."""
        return self.texts.asks(fields, key, Sayable.of(self.asked, repeat=self.repeats), needed=needed)

    def _when(self, fields: Fields) -> Any:
        if fields.at("when") is None:
            return None
        return check_condition(fields, "when", self.everything(), BEFORE, self.later)

    def _unsettled(self) -> Why:
        """Why no answer here can say where somebody lives now."""
        return EARLY if not self.settled else IN_ROUNDS if self.repeats else None

    def _flags(self, fields: Fields, types: Collection[AnswerType]) -> dict[str, bool]:
        if AnswerType.NOTE in types:
            for key in NOTE_HAS_NOT:
                if fields.at(key) is not None:
                    fields.report.fault(
                        fields.place(key), f'a note asks nothing, so it has no "{key}"', "leave it out"
                    )
            return {}
        remember = fields.either("remember", flag, False)
        if remember and types and not any(type in VALUED for type in types):
            what = "what people say, write or show is sealed at once, and cannot be remembered"
            instead = "remember answers that are chosen, or typed as a value; or leave it out"
            fields.report.fault(fields.place("remember"), what, instead)
        elif remember and self.repeats:
            what = "an answer in a group that repeats cannot be remembered: each round has its own"
            fields.report.fault(fields.place("remember"), what, "leave it out, or ask outside the group")
        return {"remember": remember, "required": fields.either("required", flag, False)}


def _ids(node: Node) -> Iterator[Scalar]:
    """The ids of the questions in a list and in its groups, as they are written."""
    for item in node.items if isinstance(node, Items) else ():
        for key, value in item.pairs if isinstance(item, Pairs) else ():
            if key.text == "id" and isinstance(value, Scalar):
                yield value
            elif key.text == "questions":
                yield from (one for one in _ids(value)) if isinstance(value, Items) else ()


@dataclass(frozen=True)
class Questionnaires:
    """`questionnaires:`, a list of questions under each name. `known` and `remembered` are what conditions may look at
    besides the questions before."""

    texts: Texts
    known: Mapping[str, Asked] = field(default_factory=dict)
    remembered: Remembered = field(default_factory=Remembered)

    def read(self, report: Report, node: Node) -> tuple[Questionnaire, ...] | None:
        if isinstance(node, Scalar) and node.text.endswith((".xlsx", ".xls")):
            what = f"{quoted(node.text)} is an XLSForm, and a study holds its questions itself"
            command = f"restante study import {node.text} --study {report.file} --merge"
            instead = f"leave this out, then bring them in: {command}"
            report.fault(node, what, instead)
            return None
        found = []
        for key, value in keyed(report, node, "questionnaires"):
            id = word_id(report, key)
            if id in RESERVED:
                what = f"{quoted(key.text)} is a name of the bot's own"
                report.fault(key, what, "give the questionnaire another")
            asked = self.remembered.outside(key.text)
            series = Series(self.texts, known=self.known, asked=asked, settled=True)
            questions = series.read(report, value)
            if id and questions is not None:
                found.append(Questionnaire(id=id, questions=questions, groups=tuple(series.groups)))
                self._check_steps(report, key, found[-1])
        return tuple(found)

    def _check_steps(self, report: Report, key: Scalar, one: Questionnaire) -> None:
        rounds = {group.id: group.repeat.at_most for group in one.groups if group.repeat}
        steps = sum(rounds.get(question.group, 1) for question in one.questions)
        if steps > MOST_STEPS:
            what = f"with all its rounds this may ask {steps} questions; {MOST_STEPS} are the most"
            report.fault(key, what, "lower `at-most`, or divide it over several questionnaires")
