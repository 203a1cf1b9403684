"""What stands in columns that have no place here: told once for a column, or for each row where it matters there."""

from collections.abc import Iterator

from study.languages import CATEGORIES
from study.xlsform.book import Book, Row, short
from study.xlsform.survey import SHEET, SYNONYMS, Type
from study.xlsform.telling import Remarks

OURS = (
    "id",
    "answered_by",
    "remember",
    "sets",
    "unit",
    "decimals",
    "within",
    "by",
    "again",
    "again_by",
    "at_least",
    "at_most",
    "questionnaire",
)
"""Columns of our own; forms elsewhere take no notice of them."""
READ = frozenset(
    {
        "type",
        "name",
        "label",
        "hint",
        "relevant",
        "constraint",
        "required",
        "repeat_count",
        "calculation",
        "parameters",
    }
    | set(OURS)
    | {f"{text}_{form}" for text in ("label", "again") for form in CATEGORIES}
)
LOOKS = "how it looks is the messenger's affair"
OWN_WORDS = "the bot says in words of its own what is missing"
ONLY_WORDS = "a question is words; send pictures and sounds as a message of the team"

EACH_ROW = {
    "default": "nothing is answered beforehand",
    "choice_filter": "options do not depend on answers; ask several questions, each with a condition",
    "trigger": "nothing is worked out while people answer",
    "read_only": "what can only be read is a note; this is asked",
}
WHOLE_COLUMN = {
    "appearance": (False, LOOKS),
    "constraint_message": (False, OWN_WORDS),
    "required_message": (False, OWN_WORDS),
    "rows": (False, LOOKS),
    "autoplay": (False, LOOKS),
    "body": (False, LOOKS),
    "guidance_hint": (True, "the bot has one text for everybody"),
    "media": (True, ONLY_WORDS),
    "image": (True, ONLY_WORDS),
    "audio": (True, ONLY_WORDS),
    "video": (True, ONLY_WORDS),
    "big-image": (True, ONLY_WORDS),
    "bind": (True, "attributes of XForms mean nothing here"),
    "instance": (True, "attributes of XForms mean nothing here"),
    "save_to": (True, "there are no entities here"),
}
NO_SUCH = "no such column is known; see docs/xlsform.md for those that are"
PARAMETERS = {
    "range": ("start", "end", "step", "tick_labelset"),
    "select_one": ("randomize",),
    "select_multiple": ("randomize",),
}
SETTINGS_READ = frozenset({"form_title", "form_id", "default_language", "study_title"})
SETTINGS = {
    "version": "the study file has no version of its own; the consent has",
    "instance_name": "an entry is named by its participant and its day",
    "public_key": "answers are sealed to the keys that the study file names",
    "submission_url": "answers stay on your own server",
    "style": LOOKS,
    "allow_choice_duplicates": "options of one question are all different here",
}


def tell_of_columns(book: Book, remarks: Remarks) -> None:
    """Everything in `survey` and `settings` that nothing reads."""
    sheet = book.sheet(SHEET)
    for heading in sheet.headings:
        column = SYNONYMS.get(heading, heading).partition("::")[0]
        rows = [row for row in sheet.rows if row.get(heading)]
        if column in EACH_ROW:
            for row in rows:
                remarks.lost(SHEET, row.number, f"{column} “{short(row.get(heading))}”", EACH_ROW[column])
        elif column not in READ and rows:
            lost, why = WHOLE_COLUMN.get(column, (True, NO_SUCH))
            tell = remarks.lost if lost else remarks.changed
            tell(SHEET, rows[0].number, f"the column {heading}, in {_rows(len(rows))}", why)
    for row in sheet.rows:
        _tell_of_row(row, remarks)
    for row in book.sheet("settings").rows[:1]:
        for heading, said in row.cells.items():
            if heading.partition("::")[0] not in SETTINGS_READ:
                why = SETTINGS.get(heading, "no such setting is known")
                remarks.changed("settings", row.number, f"{heading} “{short(said)}”", why)


def _tell_of_row(row: Row, remarks: Remarks) -> None:
    type = Type.of(row.get("type"))
    if row.get("calculation") and type.name != "calculate":
        why = "what is asked is not worked out beforehand"
        remarks.lost(SHEET, row.number, f"calculation “{short(row.get('calculation'))}”", why)
    for parameter in _strange(row, type):
        remarks.changed(SHEET, row.number, f"the parameter {parameter}", "it has no meaning here")


def _strange(row: Row, type: Type) -> Iterator[str]:
    for parameter in row.get("parameters").replace(",", " ").replace(";", " ").split():
        if "=" in parameter and parameter.split("=")[0] not in PARAMETERS.get(type.name, ()):
            yield parameter


def tell_of_sheets(book: Book, read: frozenset[str], remarks: Remarks) -> None:
    """Sheets that nobody reads."""
    for name, sheet in book.sheets.items():
        if name not in read and sheet.rows and not name.startswith("_"):
            remarks.lost(name, 0, f"the sheet, with {_rows(len(sheet.rows))}", "no such sheet is known")


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
