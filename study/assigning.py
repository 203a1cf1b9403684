"""Random assignment as a study file writes it: `{calls: 1, texts: 1, blocks: 2, by: site, seed: 20240224}`."""

from collections.abc import Iterable

from study.faults import Report, quoted
from study.fields import Fields, keyed
from study.knowing import NOT_ARMS
from study.timing import Arms
from study.tree import Mapping, Node, Scalar, cut_off
from study.values import text, whole, word_id

Pair = tuple[Scalar, Node]

MOST_SHARES = 100
MOST_BLOCKS = 100
LARGEST_SEED = 999_999_999
LARGEST_BLOCK = 1_000
BY_SITE = "site"
HOW = "write the names with their shares, such as `arms: {calls: 1, texts: 1, by: site, seed: 20240224}`"


def read_arms(report: Report, node: Node) -> Arms | None:
    """The arms. A name that would be one of the keys beside it stands under `names`."""
    fields = Fields(report, node, "arms")
    blocks = fields.either("blocks", whole(1, MOST_BLOCKS), 1)
    by_site = fields.either("by", _by_site, False)
    seed = fields.need(
        "seed", whole(0, LARGEST_SEED), 0, "write any number, and never change it: `seed: 20240224`"
    )
    named = fields.at("names")
    listed = _shares(report, _beside(node) if named is None else keyed(report, named, "arms"))
    if named is None:
        for name in listed:
            fields.at(name)
    fields.finish()
    if isinstance(node if named is None else named, Mapping) and len(listed) < 2:
        report.fault(node, "there are not two arms to draw from", HOW)
    shares = {name: share for name, share in listed.items() if share}
    if blocks * sum(shares.values()) > LARGEST_BLOCK:
        what = f"a block of {blocks * sum(shares.values())} people is too large to be of use"
        report.fault(fields.place("blocks"), what, "write smaller shares, or fewer `blocks`")
    return Arms(shares=shares, blocks=blocks, by_site=by_site, seed=seed) if len(shares) > 1 else None


def _beside(node: Node) -> tuple[Pair, ...]:
    """The names that stand among the other keys."""
    pairs = node.pairs if isinstance(node, Mapping) else ()
    return tuple((key, value) for key, value in pairs if key.text not in NOT_ARMS and not cut_off(key, value))


def _shares(report: Report, pairs: Iterable[Pair]) -> dict[str, int]:
    """0 stands for a share that is wrong, which is reported."""
    found = {}
    for key, value in pairs:
        name = word_id(report, key)
        found[name or key.text] = whole(1, MOST_SHARES)(report, value) or 0
    return found


def _by_site(report: Report, node: Node) -> bool | None:
    said = text(report, node)
    if said is None or said == BY_SITE:
        return None if said is None else True
    report.fault(node, f"arms cannot be drawn by {quoted(said)}", "write `by: site`, or leave it out")
    return None
