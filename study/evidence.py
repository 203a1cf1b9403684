"""What an audit of consent looks at: the rows of a data folder, as one moment had them, and the ledger, read.

The ledger is a chain (`study.ledger`), so of a chain that holds what its entries say is the truth; every other table
must agree with it (`study.auditing`)."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from study.agreements import Agreed, Said, Spell, Terms, called, read, spells
from study.ledger import Entry, Link
from study.participant import RENEWING, Stage

AGREEMENT = "consent"
"""The kind of the record that an agreement is."""

TAKING_PART = frozenset({Stage.ENROLLED.value, Stage.FINISHED.value, RENEWING})
"""Stages in which an agreement is in force."""


@dataclass(frozen=True)
class Person:
    """`id` is the inner name; `code` empty for somebody who has none; `stage` as in `Participant.stands`."""

    id: str
    code: str
    site: str
    withdrawn_at: float | None
    stage: str = ""

    @property
    def takes_part(self) -> bool:
        """By their row."""
        return self.stage in TAKING_PART


@dataclass(frozen=True)
class ConsentKept:
    """A row of `consents`."""

    participant: str
    at: float
    terms: Terms


@dataclass(frozen=True)
class ScopeKept:
    """A row of `scope_changes`."""

    participant: str
    at: float
    scope: str
    given: bool


@dataclass(frozen=True)
class RecordKept:
    """A record that counts, so no draft. `wave` is that of its prompt, due at `due_at`; empty where it has none."""

    id: str
    participant: str
    kind: str
    at: float
    wave: str = ""
    due_at: float = 0.0


@dataclass(frozen=True)
class OtherKept:
    """Whom entry `n` names besides whose it is. `salt` is None where the entry has their code itself."""

    n: int
    participant: str
    salt: bytes | None


@dataclass(frozen=True)
class Evidence:
    """`texts` by their SHA-256, `numbers` the last one given at each site. `sealed` is the SHA-256, in hexadecimal
    digits, of what lies sealed under each record that an agreement names: empty, or not there, where nothing does.
    `scope_of` tells the scope that a wave asked for when a prompt of it fell due; empty for none of its own."""

    links: Sequence[Link] = ()
    entries: Sequence[Entry] = ()
    others: Sequence[OtherKept] = ()
    people: Sequence[Person] = ()
    consents: Sequence[ConsentKept] = ()
    changes: Sequence[ScopeKept] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    records: Sequence[RecordKept] = ()
    sealed: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    scope_of: Callable[[str, float], str] = lambda wave, due_at: ""

    @cached_property
    def codes(self) -> dict[str, str]:
        """By inner name."""
        return {person.id: person.code for person in self.people}

    @cached_property
    def said(self) -> dict[str, list[Said]]:
        """Everybody's entries, in their order."""
        found: dict[str, list[Said]] = defaultdict(list)
        for entry in self.entries:
            found[entry.participant].append(read(entry))
        return dict(found)

    @cached_property
    def called(self) -> dict[str, dict[str, list[int]]]:
        """The codes that everybody has in their entries, each with the numbers of those."""
        found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for entry in self.entries:
            found[entry.participant][called(entry)].append(entry.n)
        return found

    @cached_property
    def spells(self) -> dict[str, tuple[Spell, ...]]:
        return {who: spells(said) for who, said in self.said.items()}

    @cached_property
    def silent(self) -> frozenset[int]:
        """Numbers of the entries that say nothing any more, as those of somebody who was erased."""
        return frozenset(link.n for link in self.links) - {entry.n for entry in self.entries}

    def agreements(self) -> Iterator[tuple[str, Agreed]]:
        """Whose, and what."""
        return ((who, one) for who, said in self.said.items() for one in said if isinstance(one, Agreed))

    def text(self, terms: Terms) -> str:
        """What was shown; empty where it is not here."""
        return self.texts.get(terms.text_sha256, "")
