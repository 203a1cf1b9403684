"""A study and the evidence of it, made by hand, for tests of the audit: a ledger grows entry by entry."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from study_made import said, study

from study.agreements import Terms
from study.audited import Audit
from study.consent import exact_text, text_sha256
from study.evidence import ConsentKept, Evidence, OtherKept, Person, RecordKept, ScopeKept
from study.ledger import FIRST, Entry, Link, canonical, chained, commitment, named
from study.model import Localized
from study.protocol import Protocol, Scope

ANI, LEVAN, NINO = "a1" * 16, "b2" * 16, "c3" * 16
DAY = 86_400.0
START = 1_710_000_000.0  # 2024-03-09 16:00 UTC
SEALED = "5e" * 32


def protocol(version: str = "1.0") -> Protocol:
    """A diary is a condition of taking part, quotes are up to the person."""
    made = study(version=version)
    scopes = (
        Scope(id="diary", ask=said("Keep a diary"), required=True),
        Scope(id="quotes", ask=Localized({"en": "Quote me", "ru": "Цитировать меня"})),
    )
    return made.model_copy(update={"consent": made.consent.model_copy(update={"scopes": scopes})})


TEXT = exact_text(protocol(), "en", notice="Telegram sees this.")
TERMS = Terms("1.0", "en", text_sha256(TEXT), ("diary", "quotes"), 0, "voice", "c0" * 16)


@dataclass
class Folder:
    """A data folder in the making. Times are days after START."""

    links: list[Link] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    others: list[OtherKept] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    consents: list[ConsentKept] = field(default_factory=list)
    changes: list[ScopeKept] = field(default_factory=list)
    records: list[RecordKept] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=lambda: {TERMS.text_sha256: TEXT})
    sealed: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def enter(self, who: str, kind: str, day: float, **more: Any) -> None:
        """An entry of the ledger, and nothing else."""
        salt, previous = bytes([len(self.links)]) * 32, self.links[-1].hash if self.links else FIRST
        at = START + day * DAY
        body = canonical({"kind": kind, "participant": who, "code": self.code(who), "at": iso(at)} | more)
        n, committed = len(self.links) + 1, commitment(salt, body)
        self.links.append(Link(n, committed, previous, chained(n, previous, committed)))
        self.entries.append(Entry(n, who, salt, body))

    def code(self, who: str) -> str:
        return next((one.code for one in self.people if one.id == who), "")

    def row(self, who: str = ANI, **changes: Any) -> None:
        """Other values in the row of a person."""
        self.people = [replace(one, **changes) if one.id == who else one for one in self.people]

    def arrives(self, who: str = ANI, code: str = "AM-01") -> None:
        self.people.append(Person(who, code, "AM", None, "new"))
        self.numbers["AM"] = max(self.numbers.get("AM", 0), int(code[-2:]))

    def agrees(self, day: float, terms: Terms = TERMS, who: str = ANI) -> None:
        self.consents.append(ConsentKept(who, START + day * DAY, terms))
        more = {name: value for name, value in vars(terms).items() if name != "scopes"}
        self.enter(who, "consent", day, **more, scopes=list(terms.scopes), sealed_sha256=SEALED)
        self.sealed[terms.record] = SEALED
        self.row(who, stage="enrolled")
        self.says(day - 0.01, "consent", terms.record, who)

    def changes_scope(self, day: float, scope: str, given: bool, who: str = ANI) -> None:
        self.changes.append(ScopeKept(who, START + day * DAY, scope, given))
        self.enter(who, "scope", day, scope=scope, given=given)

    def leaves(self, day: float, who: str = ANI) -> None:
        self.row(who, withdrawn_at=START + day * DAY, stage="withdrawn")
        self.enter(who, "withdrawal", day)

    def joins(self, day: float, who: str, other: str, given: bool = True, older: bool = False) -> None:
        """`who` says that they are interviewed together with `other`. In older ledgers that was said by the code."""
        n, salt, code = len(self.links) + 1, bytes([len(self.links) + 100]) * 32, self.code(other)
        self.enter(who, "together", day, **{"with": code if older else named(salt, code)}, given=given)
        self.others.append(OtherKept(n, other, None if older else salt))

    def says(
        self, day: float, kind: str = "answer", record: str = "", who: str = ANI, wave: str = ""
    ) -> None:
        name = record or f"{len(self.records):032x}"
        self.records.append(RecordKept(name, who, kind, START + day * DAY, wave, START + day * DAY))

    def forget(self, who: str) -> None:
        """As erasing does: everything of them goes, their links stay; and so goes what others said with their code."""
        naming = {one.n for one in self.others if one.participant == who and one.salt is None}
        self.entries = [one for one in self.entries if one.n not in naming]
        for name in ("entries", "consents", "changes", "records"):
            setattr(self, name, [one for one in getattr(self, name) if one.participant != who])
        self.people = [one for one in self.people if one.id != who]
        here = {one.n for one in self.entries}
        self.others = [one for one in self.others if one.participant != who and one.n in here]

    def evidence(self, scopes: dict[str, str] | None = None) -> Evidence:
        """`scopes` by wave."""
        return Evidence(**vars(self), scope_of=lambda wave, due_at: (scopes or {}).get(wave, ""))


def broken(made: Audit) -> dict[str, list[str]]:
    """What does not hold, by check."""
    return {check.name: [one.sentence for one in check.faults] for check in made.checks if not check.holds}


def iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


def lived() -> Folder:
    """Ani agrees, answers for a week, and takes back that she may be quoted."""
    folder = Folder()
    folder.arrives()
    folder.agrees(0)
    folder.says(0, "screening")
    for day in range(1, 8):
        folder.says(day)
    folder.changes_scope(8, "quotes", given=False)
    folder.says(9, "entry")
    return folder
