"""Names of a form as ids of ours, and ids as names of a form."""

import re
import unicodedata
from collections.abc import Container
from keyword import kwlist

LONGEST = 40
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_XML = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
TAKEN = frozenset({"today", "days_since", "count", *kwlist, *(word.lower() for word in kwlist)})
"""Words that mean something in a condition, or can be no name there."""

_CYRILLIC = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфыэіїєґ", "abvgdeeziyklmnoprstufyeiieg", strict=True))
    | {
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
    }
)


def as_id(name: str, taken: Container[str], fallback: str, *, of_question: bool = False) -> str:
    """An id for a name of the form that is not `taken` yet: lower case, Latin, at most 40 characters. What conditions
    look at has no -, which would be a minus there, and begins with a letter."""
    said = name.strip().lower()
    if not _ID.fullmatch(said):
        said = said.translate(_CYRILLIC)
        said = unicodedata.normalize("NFKD", said).encode("ascii", "ignore").decode()
        said = re.sub(r"[^a-z0-9-]+", "_", said).strip("_-")[:LONGEST].rstrip("_-")
    if of_question:
        said = said.replace("-", "_")
    said = said or fallback
    if of_question and not said[0].isalpha():
        said = f"q_{said}"[:LONGEST]
    if of_question and said in TAKEN:
        said = f"{said}_"
    number, first = 2, said
    while said in taken:
        said = f"{first[: LONGEST - 4]}_{number}"
        number += 1
    return said


def as_name(id: str, taken: Container[str], around: str) -> str:
    """A name that XML allows, and no other row has: the id, with the questionnaire's before it if need be."""
    said = id if _XML.fullmatch(id) else f"_{id}"
    if said in taken and around:
        said = f"{around}_{id}" if _XML.fullmatch(around) else f"_{around}_{id}"
    number, first = 2, said
    while said in taken:
        said = f"{first}_{number}"
        number += 1
    return said
