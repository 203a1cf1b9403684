"""Sheets of our own, which other programs take no notice of: `schedule`, `consent`, `recruitment`, `sites`. Their
columns are called like the keys of the study file, and their cells hold what would stand there."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from study.literals import is_date
from study.xlsform.book import Book, Row
from study.xlsform.tongues import Tongues
from study.xlsform.wording import Wording

OWN_SHEETS = frozenset({"schedule", "consent", "recruitment", "sites"})
LISTS = frozenset({"on", "at", "remind", "arm", "never"})
"""Columns whose cells may hold several values, with commas between."""
YES = frozenset({"yes", "true", "1"})

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,11})")


def own_parts(book: Book, tongues: Tongues, wording: Wording) -> dict[str, Any]:
    """What the sheets hold that are there, in the words of the study file."""
    found: dict[str, Any] = {}
    if rows := book.sheet("sites").rows:
        found["sites"] = {row.get("id"): dict(_site(row, tongues)) for row in rows if row.get("id")}
    if rows := book.sheet("recruitment").rows:
        found["recruitment"] = {"sources": [_flat(row, ("id", "kind", "site")) for row in rows]}
    if rows := book.sheet("consent").rows:
        found["consent"] = _Consent(book, tongues, wording).read(rows)
    if rows := book.sheet("schedule").rows:
        found["schedule"] = _schedule(rows)
    return found


def plain(said: str) -> Any:
    """A cell as YAML has it without quotes: a whole number, a date, or the text."""
    if _WHOLE.fullmatch(said):
        return int(said)
    return date.fromisoformat(said) if is_date(said) else said


def _flat(row: Row, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: plain(row.get(key)) for key in keys if row.get(key)}


def _site(row: Row, tongues: Tongues) -> Iterator[tuple[str, Any]]:
    yield "name", tongues.say(row, "name")
    yield from _flat(row, ("timezone", "target", "key")).items()
    if support := tongues.say(row, "support"):
        yield "support", support


def _schedule(rows: tuple[Row, ...]) -> dict[str, Any]:
    """A row with an id is a wave, one without holds what is for all of them."""
    found: dict[str, Any] = {}
    waves = []
    for row in rows:
        if row.get("id"):
            waves.append(_nested(row))
        else:
            found |= _nested(row)
    return found | ({"waves": waves} if waves else {})


WAVE = ("id", "arm", "ask", "signal", "days", "on", "each", "every", "once", "at", "times", "burst", "wait", "after",
        "until", "lasts", "when", "expires", "remind", "late")  # fmt: skip
"""The keys of a wave, as people write them one after the other."""


def _nested(row: Row) -> dict[str, Any]:
    """`signal.times` as `times` within `signal`."""
    found: dict[str, Any] = {}
    for column, said in row.cells.items():
        *outer, key = column.split(".")
        inner = found
        for one in outer:
            inner = inner.setdefault(one, {})
        values = [plain(one.strip()) for one in said.split(",")] if key in LISTS else [plain(said)]
        inner[key] = values if len(values) > 1 else values[0]
    return dict(sorted(found.items(), key=lambda item: WAVE.index(item[0]) if item[0] in WAVE else len(WAVE)))


CONSENT = ("version", "information", "check", "statement", "record", "voice at-least", "voice at-most", "scope",
           "changes", "remind", "joint", "custodian")  # fmt: skip
"""What a row of the sheet `consent` can be."""


class _Consent:
    """A row for each thing that is said or asked; the column `what` says which."""

    def __init__(self, book: Book, tongues: Tongues, wording: Wording) -> None:
        self._book = book
        self._tongues = tongues
        self._wording = wording

    def read(self, rows: tuple[Row, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {
            "version": "1.0",
            "information": {},
            "check": [],
            "statement": {},
            "record": "voice",
        }
        for row in rows:
            what, said = row.get("what"), self._tongues.say(row, "label")
            match what:
                case "version" | "remind" | "joint" | "custodian":
                    found[what] = row.get("value")
                case "record":
                    ways = [one.strip() for one in row.get("value").split(",")]
                    found["record"] = ways if len(ways) > 1 else ways[0]
                case "information" | "statement" | "changes":
                    found[what] = said
                case "voice at-least" | "voice at-most":
                    found.setdefault("voice", {})[what.removeprefix("voice ")] = row.get("value")
                case "check":
                    found["check"].append(self._check(row, said))
                case "scope":
                    required = {"required": "yes"} if row.get("required").lower() in YES else {}
                    found.setdefault("scopes", []).append({"id": row.get("id"), **required, "ask": said})
                case _:
                    why = f"`what` is {', '.join(CONSENT)}"
                    self._wording.remarks.lost("consent", row.number, f"“{what}”", why)
        return {key: value for key, value in found.items() if value}

    def _check(self, row: Row, said: dict[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {"ask": said, "type": row.get("type")}
        if row.get("options"):
            listed = [
                one for one in self._book.sheet("choices").rows if one.get("list_name") == row.get("options")
            ]
            found["options"] = {one.get("name"): self._tongues.say(one, "label") for one in listed}
        found["answer"] = row.get("answer")
        if explain := self._tongues.say(row, "explain"):
            found["explain"] = explain
        return found
