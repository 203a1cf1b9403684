"""Questions as a study file writes them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from study.asked import Asked, check_condition
from study.faults import Report, quoted
from study.fields import Fields, flag, keyed, listed, one_of, unique, whole, word_id
from study.protocol import AnswerType, Option, Question, Questionnaire
from study.texts import NO_TEXT, Texts
from study.tree import Node, Scalar
from study.tree import Sequence as Items

CHOSEN = frozenset({AnswerType.YES_NO, AnswerType.CHOICE, AnswerType.SCALE})
"""Types that are answered by a key. Only these can be remembered, or stand in a condition."""
LATER_TYPES = frozenset({"choices", "photo", "place", "date", "number"})
MOST_POINTS = 11
MOST_QUESTIONS = 200
RESERVED = frozenset({"screening", "check"})
"""Names that screening and the comprehension check go by."""


@dataclass
class Series:
    """Questions that follow one another: a condition may look at those before."""

    texts: Texts
    allowed: frozenset[AnswerType] = frozenset(AnswerType)
    why: str = ""  # why the others are not allowed, as an `instead`
    asked: dict[str, Asked] = field(default_factory=dict)

    def read(self, report: Report, node: Node) -> tuple[Question, ...] | None:
        """All questions of a list."""
        items = listed(report, node, "the questions")
        if not items and isinstance(node, Items | Scalar):
            report.fault(node, "there is no question here", "write at least one: - {id: …, ask: …, type: …}")
        if len(items) > MOST_QUESTIONS:
            report.fault(node, f"{len(items)} questions in a row", f"{MOST_QUESTIONS} are the most")
            return None
        places: list[tuple[str, Node]] = []
        questions = []
        for item in items:
            fields = Fields(report, item, "a question")
            question = self.question(fields, fields.need("id", word_id, ""))
            fields.finish()
            places.append((question.id, fields.place("id")))
            questions.append(question)
            self._know(question)
        unique(report, places, "question")
        return tuple(questions)

    def question(self, fields: Fields, id: str) -> Question:
        """One question of these fields; the caller adds its own and finishes them."""
        types = fields.need("type", self._types, (), "write `type: yes-no`, or choice, scale, text, voice")
        return Question(
            id=id,
            ask=fields.need("ask", self.texts.message, NO_TEXT),
            types=types,
            options=self._options(fields, types),
            **self._scale(fields, types),
            when=check_condition(fields, "when", self.asked, "before this one, in the same list"),
            remember=self._remember(fields, types),
            required=fields.either("required", flag, False),
        )

    def _know(self, question: Question) -> None:
        if question.id and question.id not in self.asked:
            self.asked[question.id] = Asked.of(question)

    def _types(self, report: Report, node: Node) -> tuple[AnswerType, ...] | None:
        found: list[AnswerType] = []
        for item in node.items if isinstance(node, Items) else (node,):
            type = one_of(AnswerType, later=LATER_TYPES)(report, item)
            if type is None:
                return None
            if type not in self.allowed:
                report.fault(item, f"{type} cannot be asked here", self.why)
            if type in found:
                report.fault(item, f"{type} is here twice", "keep one")
            found.append(type)
        if len(CHOSEN.intersection(found)) > 1:
            both = " and ".join(type for type in found if type in CHOSEN)
            report.fault(node, f"{both} cannot be one question", "ask two questions")
        if not found:
            report.fault(
                node, "a question has no type", "write `type: yes-no`, or choice, scale, text, voice"
            )
        return tuple(found) or None

    def _options(self, fields: Fields, types: Sequence[AnswerType]) -> tuple[Option, ...]:
        node = fields.at("options")
        report = fields.report
        if AnswerType.CHOICE not in types:
            if node is not None and types:
                report.fault(
                    node, "only a choice has options", "write `type: choice`, or leave the options out"
                )
            return ()
        if node is None:
            report.fault(fields.node, "a choice has no options", "write `options: {one: …, other: …}`")
            return ()
        options = []
        for key, value in keyed(report, node, "options"):
            id = word_id(report, key)
            label = self.texts.label(report, value)
            if id and label:
                options.append(Option(id=id, label=label))
                self._check_label(fields, options, value)
        count = len(keyed(Report(""), node, ""))
        if not 2 <= count <= 20:
            report.fault(node, f"a choice of {count}", "write 2 to 20 options")
        return tuple(options)

    def _check_label(self, fields: Fields, options: list[Option], node: Node) -> None:
        """A typed answer must name one option, whichever language it is in."""
        new = {label.casefold() for label in options[-1].label.root.values()}
        for option in options[:-1]:
            same = new.intersection(label.casefold() for label in option.label.root.values())
            if same:
                fields.report.fault(
                    node, f"two options say {quoted(same.pop())}", "give them different words"
                )

    def _scale(self, fields: Fields, types: Sequence[AnswerType]) -> dict[str, object]:
        report = fields.report
        keys = ("from", "to", "from-label", "to-label")
        if AnswerType.SCALE not in types:
            for key in keys:
                if (node := fields.at(key)) is not None and types:
                    report.fault(node, f'only a scale has "{key}"', "write `type: scale`, or leave it out")
            return {}
        low = fields.need("from", whole(-1000, 1000), None)
        high = fields.need("to", whole(-1000, 1000), None)
        if low is not None and high is not None:
            if low >= high:
                report.fault(
                    fields.place("to"), f"a scale from {low} to {high}", "write the smaller number at `from`"
                )
            elif high - low + 1 > MOST_POINTS:
                what = f"a scale of {high - low + 1} points does not fit a phone"
                report.fault(fields.place("to"), what, f"use at most {MOST_POINTS}, such as 0 to 10")
        low_label = fields.may("from-label", self.texts.label)
        high_label = fields.may("to-label", self.texts.label)
        if (fields.at("from-label") is None) != (fields.at("to-label") is None):
            report.fault(
                fields.node,
                "one end of the scale has words, the other has none",
                "write `from-label` and `to-label`, or neither",
            )
        return {"low": low, "high": high, "low_label": low_label, "high_label": high_label}

    def _remember(self, fields: Fields, types: Sequence[AnswerType]) -> bool:
        remember = fields.either("remember", flag, False)
        if remember and types and not CHOSEN.intersection(types):
            what = "what people say or write is sealed at once, and cannot be remembered"
            fields.report.fault(
                fields.place("remember"), what, "remember answers that are chosen, or leave it out"
            )
        return remember


@dataclass(frozen=True)
class Questionnaires:
    """`questionnaires:`, a list of questions under each name."""

    texts: Texts

    def read(self, report: Report, node: Node) -> tuple[Questionnaire, ...] | None:
        if isinstance(node, Scalar) and node.text.endswith((".xlsx", ".xls")):
            report.fault(node, "this version does not read XLSForms yet", "write the questions here")
            return None
        found = []
        for key, value in keyed(report, node, "questionnaires"):
            id = word_id(report, key)
            if id in RESERVED:
                report.fault(
                    key, f"{quoted(key.text)} is a name of the bot's own", "give the questionnaire another"
                )
            questions = Series(self.texts).read(report, value)
            if id and questions is not None:
                found.append(Questionnaire(id=id, questions=questions))
        return tuple(found)
