"""A whole form as parts of a study file: questionnaires, screening, and what our own sheets hold."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from study.xlsform.book import Row, open_book
from study.xlsform.choices import SHEET as CHOICES
from study.xlsform.choices import read_choices
from study.xlsform.columns import tell_of_columns, tell_of_sheets
from study.xlsform.expressions import all_of, written
from study.xlsform.known import Unsayable, View
from study.xlsform.layout import SCREENING, Condition, GroupPart, Layout, Part, lay_out
from study.xlsform.naming import as_id
from study.xlsform.own import OWN_SHEETS, own_parts
from study.xlsform.questions import Questions
from study.xlsform.relevant import condition
from study.xlsform.rounds import known_as, repeat
from study.xlsform.survey import SHEET, read_survey
from study.xlsform.telling import NoXLSForm, Remarks
from study.xlsform.tongues import tongues
from study.xlsform.wording import Wording

LAST = 1_000_000
"""A place after every row."""


@dataclass
class Form:
    """`parts` are in the words of the study file: "questionnaires", and where the form has them "screening", "consent",
    "recruitment", "schedule". `title`, by language, and `id` are from the settings."""

    parts: dict[str, Any]
    languages: tuple[str, ...]
    title: dict[str, str]
    id: str
    remarks: Remarks = field(default_factory=Remarks)


def read_form(path: Path, languages: tuple[str, ...] = ()) -> Form:
    """The form in the workbook `path`, in the languages of the study it goes into. Raises NoXLSForm, NoExtra."""
    remarks = Remarks()
    book = open_book(path, remarks)
    root = read_survey(book)
    spoken = tongues(book, languages, remarks)
    choices = read_choices(book, remarks)
    settings = book.sheet("settings").rows[0] if book.sheet("settings").rows else Row(0, {})
    id = as_id(settings.get("form_id") or path.stem, (), "questions")
    layout = lay_out(root, choices, id, remarks)
    if not any(name != SCREENING for name in layout.questionnaires):
        raise NoXLSForm(
            f"{path}: the sheet survey asks nothing that could be asked here; see docs/xlsform.md"
        )
    wording = Wording(spoken, remarks)
    parts = _Forming(layout, Questions(wording, choices, remarks), wording).parts()
    parts |= own_parts(book, spoken, wording)
    tell_of_columns(book, remarks)
    tell_of_sheets(book, frozenset({SHEET, CHOICES, "settings", *OWN_SHEETS}), remarks)
    said = settings.get("form_title")
    title = spoken.say(settings, "study_title") or (dict.fromkeys(spoken.codes, said) if said else {})
    title = {one: title.get(one, said or next(iter(title.values()))) for one in spoken.codes} if title else {}
    return Form(parts, spoken.codes, title, id, remarks)


@dataclass(frozen=True)
class _Forming:
    layout: Layout
    questions: Questions
    wording: Wording

    def parts(self) -> dict[str, Any]:
        found = {
            id: [entry for part in parts for entry in self._entries(part, id)]
            for id, parts in self.layout.questionnaires.items()
        }
        screening = found.pop(SCREENING, None)
        parts: dict[str, Any] = {} if screening is None else {SCREENING: self._screening(screening)}
        return parts | {"questionnaires": found}

    def _screening(self, questions: list[dict[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {"questions": questions}
        item = self.layout.eligible
        if item is not None:
            view = View(self.layout.known, SCREENING, place=LAST)
            when = self._when([Condition(item.row.number, item.row.get("calculation"))], view)
            found |= {} if when is None else {"eligible": when}
        return found

    def _entries(self, part: Part | GroupPart, id: str) -> list[dict[str, Any]]:
        if isinstance(part, GroupPart):
            return [self._group(part, id)]
        return self._question(part, id, "")

    def _question(self, part: Part, id: str, rounds: str) -> list[dict[str, Any]]:
        view = View(self.layout.known, id, rounds, part.place)
        data = self.questions.question(part, view)
        when = self._when(part.conditions, view)
        entries = [_with_when(data, when)]
        more = self.questions.other(part)
        return entries if more is None else [*entries, more]

    def _when(self, conditions: Sequence[Condition], view: View) -> str | None:
        """All of them at once. One that cannot be said is left out, and told."""
        found: list[ast.expr] = []
        for one in conditions:
            try:
                found.append(condition(one.source, view))
            except Unsayable as why:
                self.wording.remarks.lost(SHEET, one.row, f"relevant {one.source}", str(why))
        tree = all_of(one for one in found if not _always(one))
        return None if tree is None else written(tree)

    def _group(self, part: GroupPart, id: str) -> dict[str, Any]:
        row = part.section.row
        rounds = part.id if part.section.repeats else ""
        outside = View(self.layout.known, id, "", part.place)
        inside = View(self.layout.known, id, rounds, part.place)
        data: dict[str, Any] = {"group": part.id}
        if title := self.wording.message(SHEET, row, inside):
            data["title"] = title
            if row.get("by"):
                data["by"] = known_as(row.get("by"), inside)
        if when := self._when(part.conditions, outside):
            data["when"] = when
        if part.section.repeats:
            data["repeat"] = repeat(part, outside, View(self.layout.known, id, rounds, LAST), self.wording)
        data["questions"] = [entry for one in part.parts for entry in self._question(one, id, rounds)]
        return data


def _always(tree: ast.expr) -> bool:
    return isinstance(tree, ast.Constant) and tree.value is True


def _with_when(data: dict[str, Any], when: str | None) -> dict[str, Any]:
    """`when` stands after what bounds the answer, before `remember`, `required` and `sets`."""
    if when is None:
        return data
    last: dict[str, Any] = {key: data.pop(key) for key in ("remember", "required", "sets") if key in data}
    return data | {"when": when} | last
