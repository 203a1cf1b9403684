"""How each code stands, as far as the ledger and the records tell: one line for every code that was ever given."""

from collections import Counter
from collections.abc import Iterator

from study.agreements import Agreed, in_force
from study.audited import Line, Verdict
from study.evidence import AGREEMENT, Evidence, Person
from study.ids import code as code_of
from study.protocol import Protocol


def lines(evidence: Evidence, protocol: Protocol) -> Iterator[Line]:
    """By site in the study file's order, then by number. A code that nobody has any more is erased."""
    people = {person.code: person for person in evidence.people if person.code}
    held = Counter(one.participant for one in evidence.records if one.kind != AGREEMENT)
    for code, site in _given(evidence, people, protocol):
        person = people.get(code)
        if person is None:
            yield Line(code, site, Verdict.ERASED)
        else:
            yield _line(evidence, person, held[person.id])


def _given(evidence: Evidence, people: dict[str, Person], protocol: Protocol) -> list[tuple[str, str]]:
    """Every code with the site that gave it. Numbers are never given twice, so none is left out."""
    given = {
        code_of(site, number): (site, number)
        for site, last in evidence.numbers.items()
        for number in range(1, last + 1)
    }
    for code in people:  # whose number nobody noted
        site, _, number = code.rpartition("-")
        given.setdefault(code, (site, int(number) if number.isdecimal() else 0))
    order = {site.id: place for place, site in enumerate(protocol.sites)}
    in_order = sorted(given.items(), key=lambda one: (order.get(one[1][0], len(order)), *one[1], one[0]))
    return [(code, site) for code, (site, _) in in_order]


def _line(evidence: Evidence, person: Person, records: int) -> Line:
    lived = evidence.spells.get(person.id, ())
    now = in_force(lived)
    agreements = [one for one in evidence.said.get(person.id, ()) if isinstance(one, Agreed)]
    last = agreements[-1] if agreements else None
    return Line(
        code=person.code,
        site=person.site,
        verdict=Verdict.HOLDS if now is not None else Verdict.WITHDREW,
        records=records,
        terms=last.terms if last else None,
        agreed_at=last.at if last else None,
        scopes=tuple(sorted(now.scopes)) if now is not None else (),
        withdrawn_at=lived[-1].until if lived and now is None else None,
        agreements=len(agreements),
        before_ledger=any(one.before_ledger for one in agreements),
    )
