"""The sheet `survey` as a tree: rows, and the groups and repeats around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from study.xlsform.book import Book, Row
from study.xlsform.telling import NoXLSForm

SHEET = "survey"
SYNONYMS = {"relevance": "relevant", "caption": "label", "value": "name", "calculate": "calculation",
            "constraining_message": "constraint_message", "readonly": "read_only", "jr::count": "repeat_count",
            "count": "repeat_count", "bind::relevant": "relevant", "bind::required": "required",
            "bind::constraint": "constraint", "command": "type", "tag": "name"}  # fmt: skip
"""Other words for a column, which pyxform takes too."""

TYPES = {"int": "integer", "string": "text", "photo": "image", "location": "geopoint", "gps": "geopoint",
         "select one": "select_one", "select one from": "select_one", "select1": "select_one",
         "select multiple": "select_multiple", "select multiple from": "select_multiple",
         "select all that apply": "select_multiple", "select all that apply from": "select_multiple",
         "datetime": "datetime", "date time": "datetime", "phone number": "phonenumber", "trigger": "acknowledge",
         "background audio": "background-audio"}  # fmt: skip
_EDGE = re.compile(r"(begin|end)[ _]+(group|repeat|lgroup|loop)\b.*", re.IGNORECASE)
_OTHER = re.compile(r"\s+(or[ _]specify[ _]other|or[ _]other)$", re.IGNORECASE)
_SELECT = re.compile(r"(.*?)\s+(\S+)")


@dataclass(frozen=True)
class Type:
    """`name` as docs/xlsform.md has it; `list` of a select; `other` where it has a choice "other" of its own."""

    name: str
    list: str = ""
    other: bool = False

    @classmethod
    def of(cls, written: str) -> "Type":
        said = " ".join(written.split())
        other = bool(_OTHER.search(said))
        said = _OTHER.sub("", said)
        found = _SELECT.fullmatch(said)
        if found:
            name = found[1].lower()
            name = TYPES.get(name.replace("_", " "), name.replace(" ", "_"))
            if name.startswith(("select", "rank")):
                return cls(name, found[2], other)
        low = said.lower()
        return cls(
            TYPES.get(low, TYPES.get(low.replace("_", " "), low.replace(" ", "_") if "_" in low else low))
        )


@dataclass(frozen=True)
class Item:
    """One question, note or calculation."""

    row: Row

    @cached_property
    def type(self) -> Type:
        return Type.of(self.row.get("type"))

    @property
    def name(self) -> str:
        return self.row.get("name")


@dataclass(frozen=True)
class Section:
    """A group or a repeat, from its first row on."""

    row: Row
    repeats: bool
    children: list["Item | Section"] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.row.get("name")

    def sections(self) -> Iterator["Section"]:
        return (child for child in self.children if isinstance(child, Section))


def read_survey(book: Book) -> Section:
    """All of it, within a section of its own. Raises NoXLSForm where it is no survey, or its groups do not close."""
    sheet = book.sheet(SHEET)
    if not sheet.headings:
        names = ", ".join(book.sheets)
        raise NoXLSForm(
            f"{book.name}: there is no sheet `survey`, only {names}; an XLSForm has its questions in it"
        )
    headings = [SYNONYMS.get(heading, heading) for heading in sheet.headings]
    for needed in ("type", "name"):
        if needed not in headings:
            raise NoXLSForm(
                f"{book.name}: the sheet survey has no column `{needed}`; see xlsform.org for what it needs"
            )
    root = Section(Row(0, {}), repeats=False)
    stack = [root]
    for row in sheet.rows:
        row = Row(row.number, {SYNONYMS.get(key, key): said for key, said in row.cells.items()})
        edge = _EDGE.fullmatch(row.get("type").strip())
        if edge is None:
            stack[-1].children.append(Item(row))
        elif edge[1].lower() == "begin":
            section = Section(row, repeats=edge[2].lower() != "group")
            stack[-1].children.append(section)
            stack.append(section)
        else:
            _close(book, stack, row, repeats=edge[2].lower() != "group")
    if len(stack) > 1:
        last = stack[-1]
        what = "repeat" if last.repeats else "group"
        raise NoXLSForm(
            f"{book.name}: survey, row {last.row.number}: the {what} “{last.name}” is never closed; write end_{what}"
        )
    return root


def _close(book: Book, stack: list[Section], row: Row, *, repeats: bool) -> None:
    what = "repeat" if repeats else "group"
    where = f"{book.name}: survey, row {row.number}"
    if len(stack) == 1:
        raise NoXLSForm(f"{where}: end_{what} closes nothing; delete it, or write begin_{what} above")
    if stack[-1].repeats != repeats:
        open_ = "repeat" if stack[-1].repeats else "group"
        raise NoXLSForm(
            f"{where}: end_{what} stands where the {open_} “{stack[-1].name}” (row {stack[-1].row.number}) is open; "
            f"write end_{open_} first"
        )
    stack.pop()
