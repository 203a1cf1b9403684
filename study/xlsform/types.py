"""Which types of a form are which of ours, and why others are none."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from study.asked import KINDS, Kind
from study.instrument import AnswerType
from study.options import FEWEST, MOST
from study.xlsform.book import Row
from study.xlsform.choices import Choice, Choices
from study.xlsform.survey import SHEET, Item
from study.xlsform.telling import Remarks

PLAIN = {
    "integer": AnswerType.NUMBER,
    "decimal": AnswerType.NUMBER,
    "range": AnswerType.SCALE,
    "text": AnswerType.TEXT,
    "note": AnswerType.NOTE,
    "date": AnswerType.DATE,
    "time": AnswerType.TIME,
    "geopoint": AnswerType.PLACE,
    "image": AnswerType.PHOTO,
    "audio": AnswerType.VOICE,
    "acknowledge": AnswerType.NOTE,
}
NOT_HERE = {
    "datetime": "the bot asks a date or a time; ask two questions",
    "rank": "nothing can be put in an order here; ask which is the first, and which the second",
    "geotrace": "the bot takes one place at a time",
    "geoshape": "the bot takes one place at a time",
    "video": "the bot takes photos and voices; a face and a place are hard to hide in a video",
    "file": "the bot takes photos and voices only",
    "barcode": "a phone in a chat scans no codes",
    "select_one_from_file": "options stand in the study file; write them into the sheet choices",
    "select_multiple_from_file": "options stand in the study file; write them into the sheet choices",
    "select_one_external": "options stand in the study file; write them into the sheet choices",
    "background-audio": "nobody is recorded without a key pressed for it",
    "audit": "nobody is watched while they answer",
    "csv-external": "the bot reads no other files",
    "xml-external": "the bot reads no other files",
}
NOTED_ANYWAY = frozenset({"start", "end", "today", "start time", "end time", "get today"})
"""The bot keeps the time of each answer."""
ABOUT_PEOPLE = frozenset(
    {"deviceid", "phonenumber", "username", "email", "subscriberid", "simserial", "imei", "start-geopoint"}
)
"""What would say who somebody is."""

YES_AND_NO = (("yes", "no"), ("y", "n"), ("true", "false"))
YES_WORDS = frozenset({"yes", "да", "oui", "sí", "так", "ja", "evet"})
NO_WORDS = frozenset({"no", "нет", "non", "ні", "nein", "hayır"})


@dataclass(frozen=True)
class Answered:
    """How a row is answered with us. `answers` are ids by the form's names of options: "yes" and "no" of a yes-no."""

    types: tuple[AnswerType, ...]
    choices: tuple[Choice, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    other: bool = False

    @property
    def kind(self) -> Kind | None:
        return next((KINDS[type] for type in self.types if type in KINDS), None)


def answered(item: Item, choices: Choices, remarks: Remarks) -> Answered | None:
    """None where it is none of ours, which is told."""
    name = item.type.name
    if name in ("select_one", "select_multiple"):
        found = _select(item, choices.of(item.type.list), remarks)
    elif name in PLAIN:
        found = Answered((PLAIN[name],))
    else:
        _refuse(item, remarks)
        return None
    if name == "acknowledge":
        remarks.lost(
            SHEET,
            item.row.number,
            f"{item.name}, a thing to acknowledge",
            "it is a note here: it says, and asks nothing",
        )
    if found is None:
        return None
    return Answered(_several(item, found, remarks), found.choices, found.answers, found.other)


def _refuse(item: Item, remarks: Remarks) -> None:
    type, number = item.type.name, item.row.number
    what = (
        f"{item.name or 'the row'}, of type {type}" if type else f"{item.name or 'the row'}, without a type"
    )
    if type in NOTED_ANYWAY:
        remarks.changed(SHEET, number, what, "the bot keeps the time of each answer anyway")
    elif type in ABOUT_PEOPLE:
        remarks.lost(SHEET, number, what, "the bot asks nothing that says who somebody is")
    elif type == "hidden":
        remarks.lost(
            SHEET, number, what, "conditions can look at site, arm, language and source, and at answers"
        )
    else:
        remarks.lost(
            SHEET,
            number,
            what,
            NOT_HERE.get(type, "no such type is known; see docs/xlsform.md for those that are"),
        )


def _several(item: Item, found: Answered, remarks: Remarks) -> tuple[AnswerType, ...]:
    """`answered_by`, a column of ours: several types, where the row's own is one of them."""
    said = item.row.get("answered_by")
    if not said:
        return found.types
    words = [word.strip() for word in said.split(",")]
    known = tuple(AnswerType(word) for word in words if word in list(AnswerType))
    if len(known) == len(words) and found.types[0] in known:
        return known
    why = f"it does not fit a row of type {item.type.name}, which is {found.types[0]} here"
    remarks.lost(SHEET, item.row.number, f"answered_by “{said}”", why)
    return found.types


def _select(item: Item, listed: tuple[Choice, ...], remarks: Remarks) -> Answered | None:
    row, list = item.row, item.type.list
    several = item.type.name == "select_multiple"
    if not listed:
        remarks.lost(SHEET, row.number, item.name, f"there is no list “{list}” in the sheet choices")
        return None
    plain = _yes_no(row, listed)
    if plain and not several and not item.type.other:
        return Answered((AnswerType.YES_NO,), answers=plain)
    count = len(listed) + item.type.other
    if several and count == 1:
        remarks.changed(SHEET, row.number, item.name, "one thing to tick is asked as yes or no here")
        return Answered((AnswerType.YES_NO,), answers={listed[0].name: "yes"})
    if not FEWEST <= count <= MOST:
        why = f"a question has {FEWEST} to {MOST} options here, and the list {list} has {count}; it is asked as a text"
        remarks.lost(SHEET, row.number, item.name, why)
        return Answered((AnswerType.TEXT,))
    type = AnswerType.CHOICES if several else AnswerType.CHOICE
    answers = {choice.name: choice.id for choice in listed} | ({"other": "other"} if item.type.other else {})
    return Answered((type,), listed, answers, item.type.other)


def _yes_no(row: Row, listed: tuple[Choice, ...]) -> dict[str, str]:
    """Empty where the list is of something else."""
    if len(listed) != 2 or "choice" in row.get("answered_by"):
        return {}
    for yes, no in YES_AND_NO:
        if {choice.name.lower() for choice in listed} == {yes, no}:
            return {choice.name: "yes" if choice.name.lower() == yes else "no" for choice in listed}
    found = {}
    for choice in listed:
        words = {
            said.lower().strip(" .") for key, said in choice.row.cells.items() if key.startswith("label")
        }
        if words and words <= YES_WORDS | NO_WORDS:
            found[choice.name] = "yes" if words & YES_WORDS else "no"
    return found if set(found.values()) == {"yes", "no"} else {}
