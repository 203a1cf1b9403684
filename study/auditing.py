"""An audit of consent, without any key: what a data folder holds, against the ledger and the study file. Pure.

Sentences name codes, kinds and times, never a word or a chat."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

from study.agreements import EDGE, Agreed, Changed, Left, Spell, Unread, fewest, in_force, needed
from study.audited import Audit, Check, Fault, Verdict, marked
from study.consent import text_sha256
from study.evidence import AGREEMENT, Evidence, Person, RecordKept
from study.ledger import Head, head, torn, unlike
from study.paired import told, unnamed, untrue
from study.protocol import Protocol
from study.standing import lines

Fact = tuple[str, str, int, object]
"""Whose, what, when (microseconds), and what it says."""

LEDGER = "The ledger is whole: nothing in it was changed, left out or put in."
ROWS = "Every agreement, change and withdrawal, whose code is whose, and who takes part, is as the ledger says it."
TEXTS = "Every text that was agreed to is as it was shown."
RECORDS = "Every record lies within an agreement that covers it, none after a withdrawal."
VERSIONS = "Nobody's agreement went back to an older version."
RECORDINGS = "Behind every agreement in force lies what was said or written, as it was sealed."


def audit(evidence: Evidence, protocol: Protocol, seen: Head | None = None) -> Audit:
    """Every check, and a line for each code. With `seen`, the head of an earlier audit, also whether the ledger goes on
    from there."""
    looked = _Look(evidence, protocol)
    checks = [
        Check("ledger", LEDGER, tuple(looked.ledger())),
        Check("rows", ROWS, tuple(looked.rows()), tuple(told(evidence))),
        Check("texts", TEXTS, tuple(looked.texts())),
        Check("records", RECORDS, tuple(looked.records())),
        Check("versions", VERSIONS, tuple(looked.versions())),
        Check("recordings", RECORDINGS, tuple(looked.recordings()), tuple(looked.recordings_noted())),
    ]
    if seen is not None:
        gone = tuple(Fault(sentence) for sentence in unlike(evidence.links, seen))
        checks.append(Check("head", f"The ledger goes on from entry {seen.n}, which was seen before.", gone))
    faults = [fault for check in checks for fault in check.faults]
    return Audit(
        lines=tuple(marked(looked.lines, faults)),
        checks=tuple(checks),
        head=head(evidence.links),
        erased_entries=len(evidence.silent),
        custodian=protocol.consent.custodian is not None,
    )


class _Look:
    """One look at the evidence. Each method yields what does not hold."""

    def __init__(self, evidence: Evidence, protocol: Protocol) -> None:
        self.evidence, self.protocol = evidence, protocol
        self.lines = tuple(lines(evidence, protocol))
        self._needs: dict[tuple[str, str], frozenset[str]] = {}

    def ledger(self) -> Iterator[Fault]:
        for sentence in torn(self.evidence.links, self.evidence.entries):
            yield Fault(sentence)
        for who, said in self.evidence.said.items():
            for one in said:
                if isinstance(one, Unread):
                    yield self._of(who, f"entry {one.n} of the ledger cannot be read")
        silent, erased = len(self.evidence.silent), any(line.verdict is Verdict.ERASED for line in self.lines)
        if silent and not erased:
            yield Fault(f"What {silent} of the entries say is gone, and nobody was erased.")
        nameless = unnamed(self.evidence)
        if nameless and not erased:
            yield Fault(f"Whom {nameless} of the entries name is gone, and nobody was erased.")

    def rows(self) -> Iterator[Fault]:
        """Rows and entries that do not say the same."""
        entered, kept = Counter(self._entered()), Counter(self._kept())
        for who, what, at, _ in kept - entered:
            yield self._of(who, f"{what} of {utc_told(at / 1e6)} is in the data, and not so in the ledger")
        for who, what, at, _ in entered - kept:
            yield self._of(who, f"{what} of {utc_told(at / 1e6)} is in the ledger, and not so in the data")
        for one in self.evidence.people:
            yield from self._codes(one)
            yield from self._standing(one)
        for who, clause in untrue(self.evidence):
            yield self._of(who, clause)

    def _codes(self, one: Person) -> Iterator[Fault]:
        """Where the ledger has another code for them, what is told of that one is wrong as well: it is theirs."""
        for code, entries in self.evidence.called.get(one.id, {}).items():
            if code == one.code:
                continue
            numbers = ", ".join(map(str, entries))
            yield self._of(one.id, f"the ledger has them as {code or 'nobody'} (entries: {numbers})")
            if code and code not in self.evidence.codes.values():
                now = one.code or "without a code"
                yield Fault(f"{code}: whom the ledger has under this code is here ({now}).", code)

    def _standing(self, one: Person) -> Iterator[Fault]:
        """Who takes part by their row does so by the ledger, and nobody else."""
        lived = self.evidence.spells.get(one.id, ())
        now = in_force(lived)
        if one.takes_part and now is None:
            why = (
                f"they withdrew on {utc_told(lived[-1].until)}" if lived else "no agreement is in the ledger"
            )
            yield self._of(one.id, f"by their row they take part, and {why}")
        elif one.code and not lived:
            yield self._of(one.id, "there is a code, and no agreement in the ledger")
        elif now is not None and not one.takes_part:
            yield self._of(one.id, "by their row they do not take part, and they have not withdrawn")

    def texts(self) -> Iterator[Fault]:
        for name, body in self.evidence.texts.items():
            if text_sha256(body) != name:
                yield Fault(f"The text {name[:12]}… no longer has the SHA-256 by which it is known.")
        for who, one in self.evidence.agreements():
            if one.terms.text_sha256 not in self.evidence.texts:
                yield self._of(who, f"the text that was agreed to on {utc_told(one.at)} is not here")

    def records(self) -> Iterator[Fault]:
        """Agreements with fewer scopes than their text asks for, and records that no agreement covers."""
        for who, one in self.evidence.agreements():
            scopes = set(one.terms.scopes)
            if not self._needed(one) <= scopes or len(scopes) < fewest(self.evidence.text(one.terms)):
                yield self._of(
                    who, f"the agreement of {utc_told(one.at)} lacks a scope that its text makes a condition"
                )
        for record in self.evidence.records:
            why = self._unnamed(record) if record.kind == AGREEMENT else self._uncovered(record)
            if why:
                about = f"a record of {utc_told(record.at)} ({record.kind}, {record.id}) {why}"
                yield self._of(record.participant, about)

    def versions(self) -> Iterator[Fault]:
        for who, said in self.evidence.said.items():
            terms = [one.terms for one in said if isinstance(one, Agreed)]
            for before, after in pairwise(terms):
                if after.major_minor < before.major_minor:
                    yield self._of(who, f"version {before.version} was followed by version {after.version}")

    def recordings(self) -> Iterator[Fault]:
        """Agreements in force without what they name, and any with something else under its name."""
        for who, one in self.evidence.agreements():
            here = self.evidence.sealed.get(one.terms.record, "")
            what = (
                f"what was {'written' if one.terms.way == 'typed' else 'said'} to agree on {utc_told(one.at)}"
            )
            if not one.sealed and not one.before_ledger:
                yield self._of(who, f"nothing was bound to the agreement of {utc_told(one.at)}")
            elif not here and self._in_force(who, one):
                yield self._of(who, f"{what} is not here")
            elif here and one.sealed and here != one.sealed:
                yield self._of(who, f"{what} is not what was sealed then: it was changed or swapped")

    def recordings_noted(self) -> Iterator[str]:
        """What is no fault, and should be known."""
        agreements = list(self.evidence.agreements())
        over = [one for who, one in agreements if not self._in_force(who, one)]
        gone = sum(not self.evidence.sealed.get(one.terms.record) for one in over)
        unknown = sum(not one.sealed and one.before_ledger for _, one in agreements)
        if gone:
            yield f"Earlier agreements without their recording: {gone} of {len(over)}."
        if unknown:
            yield f"Older than the ledger, which has no hash of their recording: {unknown} of {len(agreements)}."

    def _entered(self) -> Iterator[Fact]:
        for who, said in self.evidence.said.items():
            left = None
            for one in said:
                match one:
                    case Agreed():
                        yield who, "an agreement", _micro(one.at), one.terms
                    case Changed():
                        yield who, "a change of scope", _micro(one.at), (one.scope, one.given)
                    case Left():
                        left = one
            if left is not None:  # the data know the last one only
                yield who, "a withdrawal", _micro(left.at), None

    def _kept(self) -> Iterator[Fact]:
        for consent in self.evidence.consents:
            yield consent.participant, "an agreement", _micro(consent.at), consent.terms
        for change in self.evidence.changes:
            yield change.participant, "a change of scope", _micro(change.at), (change.scope, change.given)
        for one in self.evidence.people:
            if one.withdrawn_at is not None:
                yield one.id, "a withdrawal", _micro(one.withdrawn_at), None

    def _uncovered(self, record: RecordKept) -> str:
        """Why no agreement covers it; empty where one does."""
        lived = self.evidence.spells.get(record.participant, ())
        covering = [spell for spell in lived if spell.holds(record.at)]
        if not covering:
            left = [spell.until for spell in lived if spell.until < record.at]
            return (
                f"lies after the withdrawal of {utc_told(max(left))}" if left else "lies before any agreement"
            )
        own = self.evidence.scope_of(record.wave, record.due_at) if record.wave else ""
        lacking = [self._lacks(spell, own) for spell in covering]
        return f"needs the scope {', '.join(sorted(lacking[0]))}, which was not held" if all(lacking) else ""

    def _unnamed(self, record: RecordKept) -> str:
        said = self.evidence.said.get(record.participant, ())
        named = [one for one in said if isinstance(one, Agreed) and one.terms.record == record.id]
        if not named:
            return "is named by no agreement"
        return "" if record.at <= named[0].at + EDGE else "is later than the agreement that names it"

    def _lacks(self, spell: Spell, own: str) -> frozenset[str]:
        return (self._needed(spell.agreed) | ({own} if own else set())) - spell.scopes

    def _needed(self, one: Agreed) -> frozenset[str]:
        key = (one.terms.language, one.terms.text_sha256)
        if key not in self._needs:
            self._needs[key] = needed(self.protocol, one.terms, self.evidence.text(one.terms))
        return self._needs[key]

    def _in_force(self, who: str, one: Agreed) -> bool:
        now = in_force(self.evidence.spells[who])
        return now is not None and now.agreed is one

    def _of(self, who: str, what: str) -> Fault:
        code = self.evidence.codes.get(who, "")
        return Fault(f"{code or 'Somebody without a code'}: {what}.", code)


def _micro(at: float) -> int:
    return round(at * 1e6)


def utc_told(at: float) -> str:
    """2024-03-08 09:40 UTC; for what no calendar has, the number."""
    try:
        return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return str(at)
