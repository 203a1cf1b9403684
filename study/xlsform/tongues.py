"""The languages of a form: `label::Russian (ru)`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from study.languages import CODES, HINTS
from study.xlsform.book import Book, Row, short
from study.xlsform.telling import Remarks

NAMES = {
    "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "bs": "Bosnian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "kk": "Kazakh", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "lt": "Lithuanian",
    "lv": "Latvian", "mk": "Macedonian", "mn": "Mongolian", "my": "Burmese", "ne": "Nepali", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "rw": "Kinyarwanda", "sk": "Slovak", "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "sw": "Swahili", "ta": "Tamil", "tg": "Tajik", "th": "Thai", "ti": "Tigrinya", "tk": "Turkmen", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""In English, by ISO 639-1 code. A form may name any other language by its code."""

_CODED = re.compile(r".*\(([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*\)")
_TAG = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9]{2,8})*")
SPOKEN = ("label", "hint")
DEFAULT = "en"


def shown(code: str) -> str:
    """`ru` as `Russian (ru)`."""
    return f"{NAMES.get(code, code)} ({code})"


def code(written: str) -> str | None:
    """The code of a language as a form writes it: `Russian (ru)`, `ru`, `Russian`."""
    said = written.strip()
    found = _CODED.fullmatch(said) or _TAG.fullmatch(said)
    tag = (found[1] if found else said).lower()
    if tag in CODES:
        return tag
    if tag in HINTS:
        return HINTS[tag]
    return next((one for one, name in NAMES.items() if name.lower() == said.lower()), None)


@dataclass(frozen=True)
class Tongues:
    """`codes` are the study's languages, the first the default; `own` is that of a column without a language."""

    codes: tuple[str, ...]
    own: str
    suffixes: dict[str, str]

    def say(self, row: Row, column: str) -> dict[str, str]:
        """What stands in the row under `column`, by language. Empty where nothing does."""
        found = {self.own: row.get(column)} if row.get(column) else {}
        for suffix, one in self.suffixes.items():
            if row.get(f"{column}::{suffix}"):
                found[one] = row.get(f"{column}::{suffix}")
        return {one: found[one] for one in self.codes if one in found}


def tongues(book: Book, wanted: tuple[str, ...], remarks: Remarks) -> Tongues:
    """The languages of the form; those of the study it goes into, `wanted`, where there is one."""
    suffixes: dict[str, str] = {}
    for sheet in book.sheets.values():
        for heading in sheet.headings:
            column, mark, suffix = heading.partition("::")
            if mark and column in SPOKEN and suffix not in suffixes:
                one = code(suffix)
                if one is None:
                    why = "this language has no code that is known; write it as Russian (ru)"
                    remarks.lost(sheet.name, 1, f"the column {heading}", why)
                else:
                    suffixes[suffix] = one
    own = _own(book, wanted, suffixes, remarks)
    there = tuple(dict.fromkeys((*((own,) if _bare(book) or not suffixes else ()), *suffixes.values())))
    first = code(_default(book)) if _default(book) else None
    ordered = tuple(sorted(there, key=lambda one: one != first))
    for one in ordered if wanted else ():
        if one not in wanted:
            remarks.lost("survey", 1, f"the texts in {shown(one)}", "the study is not in this language")
    for one in wanted:
        if one not in ordered:
            why = f"the form does not have it; every text is in {shown(ordered[0])} for now, to be translated"
            remarks.lost("survey", 1, f"the texts in {shown(one)}", why)
    return Tongues(tuple(wanted or ordered), own, suffixes)


def _own(book: Book, wanted: tuple[str, ...], suffixes: dict[str, str], remarks: Remarks) -> str:
    named = code(_default(book)) if _default(book) else None
    if named and _default(book) not in suffixes:
        return named
    if len(wanted) == 1 or (wanted and not suffixes):
        return wanted[0]
    if named:
        return named
    if _bare(book):
        why = f"it is taken for {shown(DEFAULT)}; if it is not, write default_language in the sheet settings"
        remarks.changed("survey", 1, "the column label does not say its language", why)
    return next(iter(suffixes.values()), DEFAULT) if not _bare(book) else DEFAULT


def _bare(book: Book) -> bool:
    return "label" in book.sheet("survey").headings


def _default(book: Book) -> str:
    rows = book.sheet("settings").rows
    return rows[0].get("default_language") if rows else ""


def filled(
    found: dict[str, str], codes: Iterable[str], row: Row, sheet: str, remarks: Remarks
) -> dict[str, str]:
    """With every language: what is missing is said in another one, and told."""
    codes = tuple(codes)
    missing = [one for one in codes if one not in found]
    if not found or not missing:
        return found
    other = (
        next(one for one in codes if one in found)
        if any(one in found for one in codes)
        else next(iter(found))
    )
    for one in missing:
        why = f"it is there in {shown(other)} for now, to be translated"
        remarks.lost(sheet, row.number, f"“{short(found[other])}” in {shown(one)}", why)
    return {one: found.get(one, found[other]) for one in codes}
