"""What a person has agreed to, and when: their entries of the consent ledger, read, and the spells of time that follow.

Of a chain that holds, this is the truth; rows of other tables must say the same (`study.auditing`).
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from study.consent import DIVIDER, scope_line
from study.ledger import Entry
from study.protocol import Protocol

EDGE = 0.001
"""Seconds by which a time may lie outside a spell: times are written down in two ways, and rounded in both."""


@dataclass(frozen=True)
class Terms:
    """What was agreed to, and how: `way` is "voice" or "typed", `record` the name of what was said or written."""

    version: str
    language: str
    text_sha256: str
    scopes: tuple[str, ...]
    mistakes: int
    way: str
    record: str

    @property
    def major_minor(self) -> tuple[int, ...]:
        """To be compared with others; empty for what is no version."""
        parts = self.version.split(".")
        return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()


@dataclass(frozen=True)
class Agreed:
    """Entry `n`: an agreement. `sealed` is the SHA-256 of what lies sealed under its record, in hexadecimal digits."""

    n: int
    at: float
    terms: Terms
    sealed: str
    before_ledger: bool = False  # it is older than the ledger, and was entered when that was begun


@dataclass(frozen=True)
class Changed:
    """Entry `n`: a scope given, or taken back."""

    n: int
    at: float
    scope: str
    given: bool


@dataclass(frozen=True)
class Left:
    """Entry `n`: they have withdrawn."""

    n: int
    at: float


@dataclass(frozen=True)
class Jointly:
    """Entry `n`: that they are interviewed together with another is agreed to, or taken back. `other` is whom it names:
    a hash (`study.ledger.named`), or in older entries the code."""

    n: int
    other: str
    given: bool


@dataclass(frozen=True)
class Other:
    """Entry `n` says something that changes nothing of what is agreed to: that somebody was told, for instance."""

    n: int
    kind: str


@dataclass(frozen=True)
class Unread:
    """Entry `n` cannot be read."""

    n: int


Said = Agreed | Changed | Left | Jointly | Other | Unread


@dataclass(frozen=True)
class Spell:
    """From `since` until `until` (infinite where it goes on) these scopes were held, by that agreement."""

    since: float
    until: float
    agreed: Agreed
    scopes: frozenset[str]

    def holds(self, at: float) -> bool:
        """Both ends belong to it: what comes in one go with a change has the same time."""
        return self.since - EDGE <= at <= self.until + EDGE


def read(entry: Entry) -> Said:
    """Whatever an entry says. One that somebody else has put in may say anything."""
    try:
        body = json.loads(entry.body)
        if body["participant"] != entry.participant:
            return Unread(entry.n)
        return _said(entry.n, body)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return Unread(entry.n)


def called(entry: Entry) -> str:
    """The code that an entry has for the person; empty where it has none, or cannot be read."""
    try:
        return str(json.loads(entry.body)["code"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def spells(said: Iterable[Said]) -> tuple[Spell, ...]:
    """One person's entries, in their order, as spells in which something was agreed to, oldest first."""
    found: list[Spell] = []
    now: Spell | None = None
    for one in said:
        match one:
            case Agreed(at=at, terms=terms):
                then: Spell | None = Spell(at, math.inf, one, frozenset(terms.scopes))
            case Changed(at=at, scope=scope, given=given) if now is not None:
                held = now.scopes | {scope} if given else now.scopes - {scope}
                then = replace(now, since=at, scopes=held)
            case Left(at=at):
                then = None
            case _:
                continue
        found += [replace(now, until=at)] if now is not None else []
        now = then
    return (*found, now) if now is not None else tuple(found)


def in_force(spells: Sequence[Spell]) -> Spell | None:
    """What is agreed to now."""
    return spells[-1] if spells and math.isinf(spells[-1].until) else None


def needed(protocol: Protocol, terms: Terms, text: str) -> frozenset[str]:
    """The scopes without which nobody takes part, as the text that was shown says it: a version of the study file that
    came later asks nothing of an agreement to an earlier one."""
    shown = set(_scope_lines(text))
    return frozenset(
        scope.id
        for scope in protocol.consent.scopes
        if scope.required and scope_line(scope, terms.language) in shown
    )


def fewest(text: str) -> int:
    """How many scopes an agreement to this text has at least."""
    return sum(line.startswith("* ") for line in _scope_lines(text))


def _scope_lines(text: str) -> list[str]:
    """The section of the exact text in which each line is a scope, see `study.consent`."""
    sections = (section.splitlines() for section in reversed(text.split(DIVIDER)[:-1]))
    return next(
        (lines for lines in sections if lines and all(line.startswith(("* ", "- ")) for line in lines)), []
    )


def _said(n: int, body: dict[str, Any]) -> Said:
    match body["kind"]:
        case "consent":
            terms = Terms(
                version=str(body["version"]),
                language=str(body["language"]),
                text_sha256=str(body["text_sha256"]),
                scopes=tuple(map(str, body["scopes"])),
                mistakes=int(body["mistakes"]),
                way=str(body["way"]),
                record=str(body.get("record", "")),
            )
            sealed, before = str(body.get("sealed_sha256", "")), bool(body.get("before_ledger", False))
            return Agreed(n, _moment(body), terms, sealed, before)
        case "scope":
            return Changed(n, _moment(body), str(body["scope"]), bool(body["given"]))
        case "withdrawal":
            return Left(n, _moment(body))
        case "together":
            return Jointly(n, str(body["with"]), bool(body["given"]))
    return Other(n, str(body["kind"]))


def _moment(body: dict[str, Any]) -> float:
    """Raises ValueError for a time without its offset from UTC: nobody could say when that was."""
    at = datetime.fromisoformat(body["at"])
    if at.tzinfo is None:
        raise ValueError("a time without an offset")
    return at.timestamp()
