"""What comes of an audit of consent: a line for each code that was ever given, and checks that hold or do not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from study.agreements import Terms
from study.ledger import Head

MOST_TOLD = 20
"""Sentences that are shown of one check; all of them are in the JSON."""


class Verdict(StrEnum):
    HOLDS = "holds"
    WITHDREW = "withdrew"  # what was said before stays, as it was agreed to then
    ERASED = "erased"
    BROKEN = "broken"


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold. `code` where it is somebody's."""

    sentence: str
    code: str = ""


@dataclass(frozen=True)
class Check:
    """`asks` is what was looked at, as a sentence that holds. `notes` are not faults."""

    name: str
    asks: str
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.faults


@dataclass(frozen=True)
class Line:
    """One code. `terms` are those of the latest agreement, `agreed_at` its time, `scopes` what is held now; `records`
    is what they said and chose, without the agreement itself. Of an erased one nothing is known."""

    code: str
    site: str
    verdict: Verdict
    records: int = 0
    terms: Terms | None = None
    agreed_at: float | None = None
    scopes: tuple[str, ...] = ()
    withdrawn_at: float | None = None
    agreements: int = 0
    before_ledger: bool = False

    @property
    def told(self) -> str:
        """The verdict in a few words."""
        if self.verdict is Verdict.ERASED:
            return "erased: 0 records held"
        if self.verdict is Verdict.WITHDREW and not self.records:
            return "withdrew: 0 records held"
        return str(self.verdict)


@dataclass(frozen=True)
class Audit:
    """The whole. `head` names the last entry; whoever keeps it can tell later whether the ledger goes on from it."""

    lines: tuple[Line, ...]
    checks: tuple[Check, ...]
    head: Head
    erased_entries: int = 0  # of people who were erased: their commitments stay, and say nothing
    custodian: bool = False  # the agreements are sealed to a custodian alone

    @property
    def holds(self) -> bool:
        return all(check.holds for check in self.checks)

    def with_check(self, check: Check) -> "Audit":
        """With one more: lines whose code it faults are broken."""
        lines = tuple(marked(self.lines, check.faults))
        return replace(self, lines=lines, checks=(*self.checks, check))


def marked(lines: Iterable[Line], faults: Iterable[Fault]) -> Iterator[Line]:
    """The lines, of which those with a fault are broken."""
    broken = {fault.code for fault in faults}
    for line in lines:
        yield replace(line, verdict=Verdict.BROKEN) if line.code in broken else line
