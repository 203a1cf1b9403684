"""Who is interviewed with whom, as far as the ledger still tells: an entry names the other one by a hash, and the row
with its salt goes with them (`study.ledger`)."""

from collections.abc import Iterable, Iterator

from study.agreements import Jointly, Left, Said
from study.evidence import Evidence, OtherKept
from study.ledger import named


def untrue(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Whose entry does not name whom it should (inner name), and a clause that says so."""
    here, codes = {one.n: one for one in evidence.others}, set(evidence.codes.values()) - {""}
    naming = {one.n: (who, one) for who, one in _joint(evidence)}
    for n, (who, one) in naming.items():
        other = here.pop(n, None)
        if other is None and one.other in codes:
            yield who, f"entry {n} of the ledger has somebody else's code, and would not go with them"
        elif other is not None and one.other != _name(evidence, other):
            yield who, f"entry {n} of the ledger names another person than the data do"
    for n, other in here.items():
        yield other.participant, f"entry {n} of the ledger would go with them, and does not name them"


def unnamed(evidence: Evidence) -> int:
    """How many entries name nobody who is here."""
    here = {one.n for one in evidence.others}
    return sum(one.n not in here for _, one in _joint(evidence))


def told(evidence: Evidence) -> Iterator[str]:
    """A sentence for each who has agreed to be interviewed together with another, and has not taken it back or left."""
    others = {one.n: evidence.codes.get(one.participant, "") for one in evidence.others}
    for who, said in evidence.said.items():
        now = _now(said)
        if now is not None:
            other = others.get(now.n) or "somebody who was erased"
            yield f"{evidence.codes.get(who, '')} is interviewed together with {other}."


def _now(said: Iterable[Said]) -> Jointly | None:
    now = None
    for one in said:
        match one:
            case Jointly(given=given):
                now = one if given else None
            case Left():
                now = None
    return now


def _joint(evidence: Evidence) -> Iterator[tuple[str, Jointly]]:
    return ((who, one) for who, said in evidence.said.items() for one in said if isinstance(one, Jointly))


def _name(evidence: Evidence, other: OtherKept) -> str:
    code = evidence.codes.get(other.participant, "")
    return code if other.salt is None else named(other.salt, code)
