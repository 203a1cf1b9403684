"""What a condition anywhere in a study may look at: what the bot knows, and the answers that are remembered.

Looked up in the tree before anything is read, because a questionnaire may ask about the answers to one further down."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from study.answering import VALUED, bounds, types
from study.asked import KINDS, Asked, Kind
from study.faults import Report, quoted
from study.fields import Fields
from study.options import is_sites
from study.texts import Texts
from study.tree import Mapping, Node, Scalar, Sequence
from study.values import flag, word_id

NOT_ARMS = frozenset({"blocks", "by", "seed", "names"})


def known(sites: Iterable[str], languages: Iterable[str], sources: Iterable[str]) -> dict[str, Asked]:
    """What the bot knows of everybody who has come."""
    found = {"site": sites, "language": languages, "source": sources}
    return {id: Asked.known(id, values) for id, values in found.items()}


def arms(schedule: Node | None) -> dict[str, Asked]:
    """And of those who take part: their arm, among those that the schedule names."""
    drawn = _under(schedule, "arms")
    names = _under(drawn, "names")
    pairs = _pairs(drawn if names is None else names)
    found = tuple(key.text for key, _ in pairs if key.text not in NOT_ARMS)
    return {"arm": Asked.known("arm", found)}


def pressed(buttons: Node | None) -> frozenset[str]:
    """The questionnaires that begin with a button, as far as they are named."""
    named = (_under(item, "ask") for item in _items(buttons))
    return frozenset(one.text for one in named if isinstance(one, Scalar))


@dataclass(frozen=True)
class Remembered:
    """The questions whose answers are remembered, each with the questionnaire (or "screening") that asks it."""

    found: tuple[tuple[str, Asked], ...] = ()

    def everywhere(self) -> dict[str, Asked]:
        """All of them, by their ids."""
        return {one.id: one for _, one in reversed(self.found)}

    def outside(self, questionnaire: str) -> dict[str, Asked]:
        """Those of the others. Of its own a questionnaire knows what it has asked already."""
        return {one.id: one for place, one in reversed(self.found) if place != questionnaire}


def remembered(report: Report, tree: Node) -> Remembered:
    """The questions of screening and of all questionnaires whose answers are remembered. One id may be remembered in
    several places, if it is answered in one way."""
    found: list[tuple[str, Asked]] = []
    first: dict[str, tuple[Asked, Node]] = {}
    sites = tuple(key.text for key, _ in _pairs(_under(tree, "sites")))
    for questionnaire, node in _remembering(tree):
        one = _glimpse(node, sites)
        if one is None:
            continue
        found.append((questionnaire, one))
        other, place = first.setdefault(one.id, (one, node))
        if (other.kind, other.options) != (one.kind, one.options) and not (one.doubtful or other.doubtful):
            what = (
                f"{quoted(one.id)} is remembered in line {place.line} too, and answered in another way there"
            )
            report.fault(node, what, "give one of them another id")
    return Remembered(tuple(found))


def _remembering(tree: Node) -> Iterator[tuple[str, Mapping]]:
    lists = [("screening", _under(_under(tree, "screening"), "questions"))]
    lists += [(key.text, value) for key, value in _pairs(_under(tree, "questionnaires"))]
    for name, questions in lists:
        for item in _items(questions):
            yield from ((name, question) for question in _remembered_of(item))


def _remembered_of(item: Node) -> Iterator[Mapping]:
    """The question itself, or those of a group. (In one that repeats nothing is remembered; that is reported there.)"""
    if _under(item, "group") is not None:
        for question in _items(_under(item, "questions")):
            yield from _remembered_of(question)
        return
    said = _under(item, "remember")
    if isinstance(item, Mapping) and isinstance(said, Scalar) and not said.nothing and flag(Report(""), said):
        yield item


def _glimpse(node: Mapping, sites: tuple[str, ...]) -> Asked | None:
    """What there is to know of a question, without its texts; None where it has no id. What is wrong with it is
    reported elsewhere."""
    fields = Fields(Report(""), node, "")
    id = fields.may("id", word_id)
    kinds = fields.either("type", types(VALUED, ""), ())
    kind: Kind | None = next((KINDS[type] for type in kinds if type in KINDS), None)
    written = fields.at("id")
    if not id or kind is None:
        return Asked.in_doubt(written.text) if isinstance(written, Scalar) else None
    written_out = fields.at("options")
    options = sites if is_sites(written_out) else tuple(key.text for key, _ in _pairs(written_out))
    if kind is not Kind.NUMBER:
        return Asked(id, kind, options)
    span = bounds(fields, kinds, Texts((), sure=False))
    return Asked(id, kind, options, span.get("low"), span.get("high"), span.get("decimals", 0))


def _under(node: Node | None, key: str) -> Node | None:
    return next((value for one, value in _pairs(node) if one.text == key), None)


def _pairs(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    return node.pairs if isinstance(node, Mapping) else ()


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()
