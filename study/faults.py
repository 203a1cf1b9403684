"""What is wrong with a study file, in sentences for the person who wrote it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from study.unseen import marked

_LIKE_LATIN = str.maketrans("асеорхуікАВЕКМНОРСТХ", "aceopxyikABEKMHOPCTX")
_BREAKS = re.compile(r"[ \t\r\n]+")

MOST = 100
"""Faults told at once. More than these are rarely a hundred mistakes; they are one, made a hundred times."""


class Placed(Protocol):
    """Whatever has a place in a file. Lines and columns count from 1."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


@dataclass(frozen=True)
class Place:
    line: int
    column: int = 1


@dataclass(frozen=True)
class Fault:
    """One mistake. `file` as the user named it; `line` and `column` from 1, None for the file as a whole."""

    file: str
    line: int | None
    column: int | None
    what: str
    instead: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.what}; {self.instead}" if self.instead else f"{where}: {self.what}"


class StudyFileError(Exception):
    """A study file cannot be used. `faults` are all that were found, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def refusal(file: str, at: Placed, what: str, instead: str) -> StudyFileError:
    """One fault, after which the file can be read no further."""
    return StudyFileError([Fault(file, at.line, at.column, what, instead)])


class Report:
    """Collects the faults of one file as it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self._told: set[Fault] = set()

    def fault(self, at: Placed, what: str, instead: str, *, file: str = "") -> None:
        """One more. `file` where it is not in the study file itself but in one that it names."""
        fault = Fault(file or self.file, at.line, at.column, what, instead)
        if fault not in self._told:  # what an alias repeats is one mistake
            self._told.add(fault)
            self.faults.append(fault)

    def withdraw(self, at: Placed, what: str) -> None:
        """Takes back what another fault says better."""
        self.faults = [
            one for one in self.faults if (one.line, one.column, one.what) != (at.line, at.column, what)
        ]

    def close(self) -> None:
        """Raises StudyFileError if there are faults."""
        if not self.faults:
            return
        own = sorted(
            (fault for fault in self.faults if fault.file == self.file),
            key=lambda fault: (fault.line or 0, fault.column or 0),
        )
        found = own + [fault for fault in self.faults if fault.file != self.file]
        if len(found) > MOST:
            left = Fault(self.file, None, None, f"{len(found) - MOST} more faults", "put these right first")
            found = [*found[:MOST], left]
        raise StudyFileError(found)


def meant(word: str, known: Iterable[str]) -> str:
    """`did you mean "waves"?` if something known is close to `word`, else the list of what is known."""
    known = list(known)
    if (latin := word.translate(_LIKE_LATIN)) != word and latin in known:
        return f'write "{latin}" with Latin letters'
    close = get_close_matches(word[:60].casefold(), known, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    shown = ", ".join(known[:20]) + (" …" if len(known) > 20 else "")
    return f"what can stand here: {shown}" if known else "leave it out"


def quoted(text: str, longest: int = 40) -> str:
    """Somebody's own words in a sentence of ours, on one line, not too long, and with what nobody would see."""
    line = marked(_BREAKS.sub(" ", text).strip(" "))
    return f'"{line if len(line) <= longest else line[: longest - 1] + "…"}"'
