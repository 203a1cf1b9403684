"""The sheet `choices`: lists of options."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from study.xlsform.book import Book, Row, short
from study.xlsform.naming import as_id
from study.xlsform.telling import Remarks

SHEET = "choices"
LONGEST = 60
"""Characters of a label; a key on a phone shows no more."""
OWN = ("fixed",)
YES = frozenset({"yes", "true", "1"})
FILES = ("media", "image", "audio", "video", "big-image")


@dataclass(frozen=True)
class Choice:
    """One option: `name` in the form, `id` with us."""

    name: str
    id: str
    row: Row
    fixed: bool = False


@dataclass(frozen=True)
class Choices:
    """`sites` are the ids of our sheet of that name."""

    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    sites: frozenset[str] = frozenset()

    def of(self, list: str) -> tuple[Choice, ...]:
        return self.lists.get(list, ())


def read_choices(book: Book, remarks: Remarks) -> Choices:
    """All lists, in the order of the sheet; ids are unique in each. What is called like a site of our sheet `sites` is
    that site."""
    found: dict[str, dict[str, Choice]] = {}
    sheet = book.sheet(SHEET)
    sites = frozenset(row.get("id") for row in book.sheet("sites").rows)
    for row in sheet.rows:
        list, name = row.get("list_name"), row.get("name") or row.get("value")
        if not list or not name:
            remarks.lost(
                SHEET,
                row.number,
                f"“{short(next(iter(row.cells.values())))}”",
                "it has no list_name, or no name",
            )
            continue
        known = found.setdefault(list, {})
        if name in known:
            remarks.lost(
                SHEET,
                row.number,
                f"the choice “{short(name)}”",
                f"the list {list} has one of that name already",
            )
            continue
        taken = {choice.id for choice in known.values()}
        id = name if name in sites else as_id(name, taken, f"choice_{len(known) + 1}")
        if id != name:
            remarks.changed(SHEET, row.number, f"the choice “{short(name)}”", f"is called {id} here")
        known[name] = Choice(name, id, row, fixed=row.get("fixed").lower() in YES)
    _tell_of_columns(book, remarks)
    return Choices({list: tuple(choices.values()) for list, choices in found.items()}, sites)


def _tell_of_columns(book: Book, remarks: Remarks) -> None:
    sheet = book.sheet(SHEET)
    known = {"list_name", "name", "value", "label", *OWN}
    for heading in sheet.headings:
        column = heading.partition("::")[0]
        rows = [row for row in sheet.rows if row.get(heading)]
        if column in known or not rows:
            continue
        why = (
            "keys are words only"
            if column in FILES
            else "options cannot be filtered, or have anything but words"
        )
        remarks.lost(SHEET, rows[0].number, f"the column {heading}, in {len(rows)} rows", why)
