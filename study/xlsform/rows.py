"""Questions of ours as rows of a form."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from study.answering import VALUED
from study.instrument import AnswerType, Day, Group, Question
from study.model import Counted, Localized, Text
from study.piping import names_in
from study.xlsform.as_xpath import as_xpath, mod_differs
from study.xlsform.known import ROUND
from study.xlsform.lists import Cells, Lists
from study.xlsform.markup import label
from study.xlsform.names import Names
from study.xlsform.survey import SHEET
from study.xlsform.telling import Remarks
from study.xlsform.tongues import shown

FORM_TYPES = {
    AnswerType.SCALE: "range",
    AnswerType.DATE: "date",
    AnswerType.TIME: "time",
    AnswerType.TEXT: "text",
    AnswerType.VOICE: "audio",
    AnswerType.PHOTO: "image",
    AnswerType.PLACE: "geopoint",
    AnswerType.NOTE: "note",
}
SAID_AS_IDS = (AnswerType.YES_NO, AnswerType.CHOICE, AnswerType.CHOICES)


@dataclass
class Rows:
    """`written` are the rows of `survey` so far."""

    names: Names
    lists: Lists
    remarks: Remarks
    written: list[Cells] = field(default_factory=list)

    def question(self, question: Question, questionnaire: str) -> None:
        where = (questionnaire, question.group)
        name = self.names.of[questionnaire, question.id]
        type = _main(question)
        row: Cells = {"type": self._type(question, type, name), "name": name}
        row |= self._id(name, question.id) | self.text("label", question.ask, *where)
        if len(question.types) > 1 or (type is AnswerType.CHOICE and len(question.options) == 2):
            row["answered_by"] = ", ".join(question.types)
        row |= self._when(question, *where)
        row |= {"constraint": " and ".join(_constraint(question, type))}
        row |= {"parameters": " ".join(self._parameters(question, name))}
        row |= dict(_own(question, type))
        if question.unit is not None:
            row |= {f"unit::{shown(one)}": said for one, said in question.unit.root.items()}
        self.add(row)

    def open_group(self, group: Group, questionnaire: str, rounds_named: bool) -> None:
        """Its first row; and, in a repeat whose texts name it, the round."""
        where = (questionnaire, group.id)
        name = self.names.of[where]
        kind = "begin_group" if group.repeat is None else "begin_repeat"
        row: Cells = {"type": kind, "name": name} | self._id(name, group.id)
        if group.title is not None:
            row |= self.text("label", group.title, *where)
        row |= self._when(group, questionnaire, "")
        repeat = group.repeat
        if repeat is not None and repeat.times:
            times = self.names.called(questionnaire, "", repeat.times)
            row["repeat_count"] = f"min(${{{times}}}, {repeat.at_most})"
        elif repeat is not None and repeat.again is not None:
            row |= self.text("again", repeat.again, *where) | {"at_most": str(repeat.at_most)}
        self.add(row)
        if rounds_named:
            self.add({"type": "calculate", "name": f"{name}_n", "calculation": "position(..)"})

    def close_group(self, group: Group) -> None:
        self.add({"type": "end_group" if group.repeat is None else "end_repeat"})

    def add(self, row: Cells) -> None:
        self.written.append({column: said for column, said in row.items() if said})

    @property
    def number(self) -> int:
        """Of the row that is added next, as the spreadsheet counts."""
        return len(self.written) + 2

    def text(self, column: str, text: Text, questionnaire: str, group: str) -> Cells:
        """By language, and what a number makes of it in columns of our own."""

        self._tell_of_braces(text)

        def called(id: str) -> str:
            self._tell_of_name(id, questionnaire)
            return self.names.called(questionnaire, group, id)

        if not isinstance(text, Counted):
            return {f"{column}::{shown(one)}": label(said, called) for one, said in text.root.items()}
        by = {"by" if column == "label" else f"{column}_by": self.names.called(questionnaire, group, text.by)}
        return by | {
            f"{column}{'' if form == 'other' else f'_{form}'}::{shown(one)}": label(said, called)
            for one, forms in text.forms.items()
            for form, said in forms.items()
        }

    def _tell_of_braces(self, text: Text) -> None:
        forms = [text.root] if isinstance(text, Localized) else list(text.forms.values())
        if any("${{" in said for one in forms for said in one.values()):
            self.remarks.changed(
                SHEET, self.number, "${ in a text", "it would name a question; it is written with a space"
            )

    def _tell_of_name(self, id: str, questionnaire: str) -> None:
        found = self.names.question(questionnaire, id)
        if found is not None and any(type in SAID_AS_IDS for type in found[1].types):
            why = "other programs say the id of the option there, not its words"
            self.remarks.changed(SHEET, self.number, f"{{{id}}} in a text", why)

    def _id(self, name: str, id: str) -> Cells:
        return {"id": id} if name != id or "-" in id or not id[0].isalpha() else {}

    def _when(self, asked: Question | Group, questionnaire: str, group: str) -> Cells:
        if asked.when is None:
            return {}
        mod_differs(asked.when, self.remarks, SHEET, self.number)
        return {"relevant": as_xpath(asked.when, self.names.namer(questionnaire, group))}

    def _type(self, question: Question, type: AnswerType, name: str) -> str:
        match type:
            case AnswerType.YES_NO:
                return f"select_one {self.lists.yes_no()}"
            case AnswerType.CHOICE:
                return f"select_one {self.lists.of(question.options, name)}"
            case AnswerType.CHOICES:
                return f"select_multiple {self.lists.of(question.options, name)}"
            case AnswerType.NUMBER:
                return "decimal" if question.decimals else "integer"
        return FORM_TYPES[type]

    def _parameters(self, question: Question, name: str) -> Iterator[str]:
        if question.shuffled:
            yield "randomize=true"
        if AnswerType.SCALE in question.types:
            low, high = int(question.low or 0), int(question.high or 0)
            yield f"start={low} end={high} step=1"
            if question.low_label is not None and question.high_label is not None:
                list = self.lists.ends((low, question.low_label), (high, question.high_label), f"{name}_ends")
                yield f"tick_labelset={list}"


def names_the_round(group: Group, questions: list[Question]) -> bool:
    """Whether a text in a repeat says {n}, or is bent by it."""
    texts = [
        group.title,
        group.repeat.again if group.repeat else None,
        *(question.ask for question in questions),
    ]
    return any(ROUND in _named(text) for text in texts if text is not None)


def _named(text: Text) -> set[str]:
    if isinstance(text, Counted):
        return {
            text.by,
            *(name for forms in text.forms.values() for said in forms.values() for name in names_in(said)),
        }
    return {name for said in text.root.values() for name in names_in(said)}


def _main(question: Question) -> AnswerType:
    """The one type that a row of a form can have."""
    valued = [type for type in question.types if type in VALUED]
    if valued:
        return valued[0]
    return AnswerType.TEXT if AnswerType.TEXT in question.types else question.types[0]


def _own(question: Question, type: AnswerType) -> Iterator[tuple[str, str]]:
    if question.remember:
        yield "remember", "yes"
    if question.sets:
        yield "sets", question.sets
    if question.required:
        yield "required", "yes"
    if question.decimals:
        yield "decimals", str(question.decimals)
    if question.within is not None:
        yield "within", f"{question.within:g}km"
    if type not in (AnswerType.TEXT, AnswerType.CHOICES):  # of a text beside what is chosen
        for column, bound in (("at_least", question.at_least), ("at_most", question.at_most)):
            if bound is not None:
                yield column, str(bound)


def _constraint(question: Question, type: AnswerType) -> Iterator[str]:
    for option in question.options:
        if option.alone:
            yield f"not(selected(., '{option.id}') and count-selected(.) > 1)"
    counted = {AnswerType.TEXT: "string-length(.)", AnswerType.CHOICES: "count-selected(.)"}.get(type)
    for sign, bound in ((">=", question.at_least), ("<=", question.at_most)):
        if counted and bound is not None:
            yield f"{counted} {sign} {bound}"
    if type is AnswerType.NUMBER:
        for sign, number in ((">=", question.low), ("<=", question.high)):
            if number is not None:
                yield f". {sign} {number}"
    for sign, day in ((">=", question.first_day), ("<=", question.last_day)):
        if day is not None:
            yield f". {sign} {_day(day)}"
    for sign, clock in ((">=", question.first_time), ("<=", question.last_time)):
        if clock is not None:
            yield f"decimal-time(.) {sign} decimal-time('{clock:%H:%M}')"


def _day(day: Day) -> str:
    return "today()" if day == "today" else f"date('{day}')"
