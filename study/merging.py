"""`<<: *name` puts the keys of another mapping here, but for those that are written beside it
(yaml.org/type/merge.html)."""

from study.faults import refusal
from study.tree import Mapping, Node, Scalar, Sequence

Pairs = tuple[tuple[Scalar, Node], ...]

MERGE = "<<"


def merged(pairs: Pairs, file: str) -> Pairs:
    """With the keys of other mappings where `<<` stands. Of several that have a key, the first gives it. Raises
    StudyFileError where something else than mappings should be merged."""
    own = {key.text for key, _ in pairs if not _merges(key)}
    if len(own) == len(pairs):
        return pairs
    found: list[tuple[Scalar, Node]] = []
    seen = False
    for key, value in pairs:
        if not _merges(key):
            found.append((key, value))
            continue
        if seen:
            raise refusal(file, key, "<< is here twice", "write both in one list: <<: [*one, *other]")
        seen = True
        for mapping in _mappings(key, value, file):
            found += [pair for pair in mapping.pairs if pair[0].text not in own]
            own.update(one.text for one, _ in mapping.pairs)
    return tuple(found)


def _mappings(key: Scalar, value: Node, file: str) -> list[Mapping]:
    items = value.items if isinstance(value, Sequence) else (value,)
    mappings = [item for item in items if isinstance(item, Mapping)]
    if len(mappings) < len(items):
        what = "<< takes the keys of another mapping, and here is none"
        raise refusal(file, key, what, "write `<<: *name`, with &name before the other mapping")
    return mappings


def _merges(key: Scalar) -> bool:
    return key.plain and key.text == MERGE
