"""What can be chosen: `options`, in which order they stand, and which of them stand alone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from study.faults import Report, meant, quoted
from study.fields import Fields, keyed
from study.instrument import AnswerType, Option
from study.texts import Texts
from study.tree import Node, Scalar
from study.tree import Sequence as Items
from study.values import text, word_id

FEWEST, MOST = 2, 20
ORDERS = ("as written", "random")
SITES = "sites"
"""Written in place of options: every site of the study, by its name."""


@dataclass(frozen=True)
class Options:
    """Reads them for one question, whose types are known."""

    texts: Texts
    fields: Fields
    types: Sequence[AnswerType]

    @property
    def several(self) -> bool:
        """Whether more than one can be chosen."""
        return AnswerType.CHOICES in self.types

    def read(self) -> dict[str, object]:
        """`options` and `shuffled` of the question."""
        node = self.fields.at("options")
        if node is None:
            name = AnswerType.CHOICES if self.several else AnswerType.CHOICE
            what = f"a question of type {name} has no options"
            self.fields.report.fault(self.fields.node, what, "write `options: {one: …, other: …}`")
        listed = [] if node is None else self._sites(node) if is_sites(node) else self._listed(node)
        ids = [option.id for option in listed]
        shuffled = self.fields.may("order", _order) == "random"
        fixed = self._named("fixed", ids)
        alone = self._named("alone", ids) if self.several else ()
        self._check_fixed(shuffled, fixed, ids)
        if ids and set(alone) == set(ids):
            instead = "write `type: choice`, or leave some out of `alone`"
            self.fields.report.fault(self.fields.place("alone"), "every option stands alone", instead)
        marked = (
            option.model_copy(update={"fixed": option.id in fixed, "alone": option.id in alone})
            for option in listed
        )
        return {"options": tuple(marked), "shuffled": shuffled}

    def _sites(self, node: Node) -> list[Option]:
        sites = self.texts.sites
        if sites and not FEWEST <= len(sites) <= MOST:
            what = f"this study has {_count(len(sites), 'site')}, and a choice has {FEWEST} to {MOST} options"
            instead = "write the options one by one, or leave the question out: `/moved` offers every site"
            self.fields.report.fault(node, what, instead)
        return [Option(id=id, label=name) for id, name in sites.items()]

    def _listed(self, node: Node) -> list[Option]:
        """A site among them goes by its own id."""
        report = self.fields.report
        found: list[Option] = []
        pairs = keyed(report, node, "options")
        said: dict[str, str] = {}  # the words on every key so far, and whose they are
        for key, value in pairs:
            id = key.text if key.text in self.texts.sites else word_id(report, key)
            label = self.texts.label(report, value)
            if id and label:
                found.append(Option(id=id, label=label))
                self._check_label(said, id, label.root.values(), value)
        if pairs and not FEWEST <= len(pairs) <= MOST:
            report.fault(node, f"a choice of {len(pairs)}", f"write {FEWEST} to {MOST} options")
        return found

    def _check_label(self, said: dict[str, str], id: str, labels: Iterable[str], node: Node) -> None:
        """A typed answer must name one option, whichever language it is in."""
        for label in labels:
            if said.setdefault(label.casefold(), id) != id:
                what = f"two options say {quoted(label)}"
                self.fields.report.fault(node, what, "give them different words")
                return

    def _named(self, key: str, ids: Sequence[str]) -> tuple[str, ...]:
        return self.fields.either(key, _some_of(ids), ())

    def _check_fixed(self, shuffled: bool, fixed: Sequence[str], ids: Sequence[str]) -> None:
        report, node = self.fields.report, self.fields.at("fixed")
        if node is None:
            return
        if not shuffled:
            what = "`fixed` keeps options in their places, and nothing moves here"
            report.fault(node, what, "write `order: random` too, or leave it out")
        elif len(set(ids) - set(fixed)) < 2 and ids:
            report.fault(node, "nothing is left to be shuffled", "leave at least two out of `fixed`")


def is_sites(node: Node | None) -> bool:
    """Whether the options are every site of the study."""
    return isinstance(node, Scalar) and node.text == SITES


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _order(report: Report, node: Node) -> str | None:
    said = text(report, node)
    if said is None or said in ORDERS:
        return said
    report.fault(node, f"{quoted(said)} is no order", meant(said, ORDERS))
    return None


def _some_of(ids: Sequence[str]) -> Callable[[Report, Node], tuple[str, ...]]:
    """One or several of these, as a list or alone."""

    def shape(report: Report, node: Node) -> tuple[str, ...]:
        found: list[str] = []
        for item in node.items if isinstance(node, Items) else (node,):
            said = text(report, item)
            if said is None:
                continue
            if ids and said not in ids:
                report.fault(item, f"{quoted(said)} is not one of the options", meant(said, ids))
            elif said in found:
                report.fault(item, f"{quoted(said)} is here twice", "keep one")
            else:
                found.append(said)
        return tuple(found)

    return shape
