"""Which rows of a form are questions of which questionnaire and group, and what each can be called.

Groups of a form may lie in each other; ours do not. So only the innermost become groups, and what holds for the outer
ones (`relevant`) is joined to theirs."""

from dataclasses import dataclass, field

from study.instrument import AnswerType
from study.xlsform.book import Row
from study.xlsform.choices import Choices
from study.xlsform.known import KNOWN_TO_THE_BOT, SAID_BY_THE_BOT, Known
from study.xlsform.naming import as_id
from study.xlsform.survey import SHEET, Item, Section
from study.xlsform.telling import Remarks
from study.xlsform.types import Answered, answered
from study.xlsform.xpath import Above, Call, XPathError, parse

SCREENING = "screening"
ELIGIBLE = "eligible"
YES = frozenset({"yes", "true", "true()", "1"})


@dataclass(frozen=True)
class Condition:
    """A `relevant`, and where it stands."""

    row: int
    source: str


@dataclass
class Part:
    """One row to be asked, or one title of a group that was dissolved (`title`)."""

    item: Item | Section
    id: str
    place: int
    answered: Answered
    conditions: tuple[Condition, ...] = ()
    other: str = ""  # the id of the question after `or_other`


@dataclass
class GroupPart:
    section: Section
    id: str
    place: int
    conditions: tuple[Condition, ...]
    parts: list[Part] = field(default_factory=list)


@dataclass
class Layout:
    """`questionnaires` in the order of the form; `known` by the names of the form."""

    choices: Choices
    remarks: Remarks
    questionnaires: dict[str, list[Part | GroupPart]] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)
    eligible: Item | None = None
    _ids: dict[str, set[str]] = field(default_factory=dict)
    _place: int = 0

    def walk(
        self,
        section: Section,
        id: str,
        conditions: tuple[Condition, ...] = (),
        group: GroupPart | None = None,
    ) -> None:
        """Everything in a section, into the questionnaire `id`."""
        for child in section.children:
            self._place += 1
            if isinstance(child, Item):
                part = self._item(child, id, conditions, group)
                if part is not None:
                    (group.parts if group else self.questionnaires.setdefault(id, [])).append(part)
            elif child.row.get("questionnaire").lower() in YES and section.row.number == 0:
                self.walk(child, self._questionnaire(child), self._conditions(child))
            else:
                self._section(child, id, conditions, group)

    def _questionnaire(self, section: Section) -> str:
        if section.name == SCREENING:
            return SCREENING
        return section.row.get("id") or as_id(section.name, self.questionnaires, "questions")

    def _conditions(self, section: Section) -> tuple[Condition, ...]:
        source = section.row.get("relevant")
        return (Condition(section.row.number, source),) if source else ()

    def _section(
        self, child: Section, id: str, conditions: tuple[Condition, ...], group: GroupPart | None
    ) -> None:
        inner, row = (*conditions, *self._conditions(child)), child.row.number
        if group is not None:
            if child.repeats:
                why = (
                    "a group that repeats cannot stand in another; its questions are asked once in each round"
                )
                self.remarks.lost(SHEET, row, f"the repeat {child.name}", why)
            self._dissolve(child, id, inner, group)
        elif not child.repeats and any(child.sections()):
            self._dissolve(child, id, inner, None)
        else:
            found = GroupPart(child, self._own_id(child.row, id), self._place, inner)
            self.walk(child, id, (), found)
            if found.parts:
                self.questionnaires.setdefault(id, []).append(found)
            else:
                self.remarks.changed(SHEET, row, f"the group {child.name}", "nothing is asked in it")

    def _dissolve(
        self, child: Section, id: str, inner: tuple[Condition, ...], group: GroupPart | None
    ) -> None:
        """Its title becomes a note, its questions stand where it stood."""
        why = "groups do not lie in each other here; its questions stand outside it, with its condition"
        self.remarks.changed(SHEET, child.row.number, f"the group {child.name}", why)
        if any(key.split("::")[0] == "label" for key in child.row.cells):
            note = Part(child, self._own_id(child.row, id), self._place, Answered((AnswerType.NOTE,)), inner)
            (group.parts if group else self.questionnaires.setdefault(id, [])).append(note)
        self.walk(child, id, inner, group)

    def _item(
        self, item: Item, id: str, conditions: tuple[Condition, ...], group: GroupPart | None
    ) -> Part | None:
        type = item.type.name
        if type == "calculate":
            self._calculation(item, id)
            return None
        if type == "hidden" and item.name in (*KNOWN_TO_THE_BOT, *SAID_BY_THE_BOT):
            self.known[item.name] = Known.to_the_bot(item.name)
            return None
        if type == "today" and item.name:
            self.known.setdefault(item.name, Known(item.name, means=Call("today", ())))
        found = answered(item, self.choices, self.remarks)
        if found is None:
            return None
        part = Part(item, self._own_id(item.row, id), self._place, found, (*conditions, *_own(item)))
        rounds = group.id if group is not None and group.section.repeats else ""
        remember = item.row.get("remember").lower() in YES
        whole = type != "decimal"
        known = Known(part.id, found.kind, found.answers, id, rounds, self._place, remember, whole=whole)
        if found.other:
            part.other = as_id(f"{part.id}_other", self._ids[id], part.id)
            self._ids[id].add(part.other)
        if item.name in self.known and self.known[item.name].questionnaire == id:
            why = f"another row has this name already, and conditions mean that one; it is called {part.id} here"
            self.remarks.lost(SHEET, item.row.number, f"the name {item.name}", why)
        self.known.setdefault(item.name, known)
        return part

    def _own_id(self, row: Row, id: str) -> str:
        taken = self._ids.setdefault(id, set())
        given = row.get("id")
        name = row.get("name")
        found = (
            given
            if given and given not in taken
            else as_id(name, taken, f"row_{row.number}", of_question=True)
        )
        if not given and found != name:
            why = f"is called {found} here" if name else f"has no name, and is called {found} here"
            self.remarks.changed(SHEET, row.number, name or row.get("type"), why)
        taken.add(found)
        return found

    def _calculation(self, item: Item, id: str) -> None:
        row, source = item.row.number, item.row.get("calculation")
        if id == SCREENING and item.name == ELIGIBLE:
            self.eligible = item
            return
        try:
            means = parse(source)
        except XPathError as error:
            self.remarks.lost(SHEET, row, f"the calculation {item.name}", str(error))
            return
        if means == Call("position", (Above(),)):
            self.known[item.name] = Known("n", round=True)
            return
        self.known.setdefault(item.name, Known(item.name, means=means))
        why = "it is worked out again in each condition that names it, and not kept: the answers are"
        self.remarks.changed(SHEET, row, f"the calculation {item.name}", why)


def _own(item: Item) -> tuple[Condition, ...]:
    source = item.row.get("relevant")
    return (Condition(item.row.number, source),) if source else ()


def lay_out(root: Section, choices: Choices, name: str, remarks: Remarks) -> Layout:
    """Every row of the form in its place; `name` is the questionnaire of what stands in none."""
    layout = Layout(choices, remarks)
    layout.walk(root, name)
    layout.questionnaires = {id: parts for id, parts in layout.questionnaires.items() if parts}
    return layout
