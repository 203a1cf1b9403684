"""Whatever lay on the disk of each person at any moment, so that it can be looked for once they are erased.

It knows the tables by their columns alone, so that it also sees one that somebody makes tomorrow."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from storage.traces import Traces

ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
LANES = ("inbox", "outbox")


@dataclass
class Ever:
    """`all` of a person; what they `said`, the agreement itself left out; the `links` between them and their chat."""

    all: Traces = field(default_factory=Traces)
    said: Traces = field(default_factory=Traces)
    links: Traces = field(default_factory=Traces)


class Everything:
    """`look` after every step. `living` is what is there now, `gone` what may not be anywhere any more."""

    def __init__(self, path: Path, vault: Path) -> None:
        self.path, self.vault = path, vault
        self.ever: dict[str, Ever] = defaultdict(Ever)  # by inner id
        self.gone = Traces()
        self.living, self.strangers = Traces(), Traces()
        self._read: set[str] = set()  # sounds

    def look(self, strangers: Iterable[bytes] = ()) -> None:
        """`strangers` are lanes of chats that have written since nothing was known of them."""
        self.living, self.strangers = Traces(), Traces()
        for lane in strangers:
            self.strangers.add(lane)
        rows = sqlite3.connect(self.path)
        try:
            agreed = {row[0] for row in rows.execute("SELECT voice FROM consents")}
            for table, whose, values in _rows(rows):
                self._note(table, whose, values, agreed)
        finally:
            rows.close()

    def _note(self, table: str, whose: str, values: dict[str, object], agreed: set[str]) -> None:
        ever = self.ever[whose]
        said = table in ("records", "fetches") and not {values.get("id"), values.get("media")} & agreed
        said = said or (table == "inbox" and values["state"] == "parked")
        for name, value in values.items():
            for run in _runs(value):
                self.living.add(run)
                ever.all.add(run)
                if said and name != "participant":
                    ever.said.add(run)
                if table == "contacts" and name != "participant":
                    ever.links.add(run)
        if table == "records" and values["vault"]:
            self._listen(str(values["id"]), ever, said)

    def _listen(self, media: str, ever: Ever, said: bool) -> None:
        if media not in self._read and (self.vault / media).is_file():
            self._read.add(media)
            sealed = (self.vault / media).read_bytes()
            ever.all.add(sealed)
            if said:
                ever.said.add(sealed)

    def erased(self, whose: str) -> None:
        _join(self.gone, self.ever[whose].all)

    def erased_said(self, whose: str) -> None:
        _join(self.gone, self.ever[whose].said)

    def cut(self, whose: str) -> None:
        _join(self.gone, self.ever[whose].links)

    def still_in(self, *folders: Path) -> Iterator[str]:
        """Files in which something is that may not be. What somebody who is here has too, such as the look-up of the
        chat that they came back in, is theirs. Who is here must be found, or nothing was looked at."""
        here = False
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                content = path.read_bytes() if path.is_file() else b""
                theirs = self.living.within(content)
                here = here or bool(theirs)
                if found := self.gone.within(content) - theirs - self.strangers.within(content):
                    yield f"{path.name}: {len(found)} runs"
        assert here or not self.living.count, "looked at the wrong files"


def people(path: Path) -> dict[str, str]:
    """Who is there, and where they stand, by inner id."""
    rows = sqlite3.connect(path)
    try:
        return dict(rows.execute("SELECT id, stage FROM participants"))
    finally:
        rows.close()


def named(path: Path, names: set[str]) -> Iterator[str]:
    """Tables in which one of `names` stands, in whichever column."""
    rows = sqlite3.connect(path)
    try:
        for table in _tables(rows):
            for row in rows.execute(f"SELECT * FROM {table}"):
                if any(isinstance(value, str) and names & set(ID.findall(value)) for value in row):
                    yield table
    finally:
        rows.close()


def _rows(rows: sqlite3.Connection) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Every row that is of somebody: by their inner id, or because it stands in the lane of their chat."""
    chats = dict(rows.execute("SELECT lookup, participant FROM contacts"))
    for table in _tables(rows):
        cursor = rows.execute(f"SELECT * FROM {table}")
        names = [one[0] for one in cursor.description]
        for row in cursor:
            values = dict(zip(names, row, strict=True))
            whose = values["id"] if table == "participants" else values.get("participant")
            if whose is None and table in LANES:
                whose = chats.get(values["lane"])
            if whose is not None:
                yield table, str(whose), values


def _tables(rows: sqlite3.Connection) -> list[str]:
    found = rows.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return [row[0] for row in found]


def _runs(value: object) -> list[bytes]:
    if isinstance(value, str):
        return [one.encode() for one in ID.findall(value)]
    return [value] if isinstance(value, bytes) else []


def _join(into: Traces, other: Traces) -> None:
    for run in other._runs:
        into.add(run)
