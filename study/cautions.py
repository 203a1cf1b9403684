"""What is no mistake in a study file, and yet to be looked after before anybody is asked.

Keys are not opened here: a study may be written long before they are made. It is looked whether a file is there,
how it begins, and whether it is another's copy."""

import re
from collections.abc import Iterator
from pathlib import Path

from study.faults import Fault, quoted
from study.growing import grow
from study.model import Localized
from study.opening import read_text
from study.protocol import Protocol
from study.touch import Takes
from study.tree import Mapping, Node, Scalar, Sequence
from study.vain import Place, vain

SAMPLE_CONTACT = "fieldwork@example.org"
PUBLIC_KEY_MARK = "-----BEGIN RESTANTE PUBLIC KEY-----"
SECRET_KEY_MARK = "-----BEGIN RESTANTE SECRET KEY-----"
"""How key files begin, as docs/sealing.md says. `study` imports no other room; a test holds them together."""

NOT_YET = {
    "referrals": "nobody gets coupons; people come by the links of the sources",
    "interviews": "nobody is invited; arrange interviews by yourselves",
}
UNNOTICED_INSTEAD = {
    "after": "the wave waits for a later version",
    "until": "this does not end the wave; say with `times`, `days` or `lasts` how long it goes on",
}
UNNOTICED = ("interview",)
"""What a wave may count from, and nothing tells the bot of yet."""

MADE_UP = re.compile(r"0(?:[\s()–-]*0){5,}")
"""Six zeros or more in a row are no telephone number."""

LONGEST_KEY = 20_000  # bytes; a key file has some 2,000


def cautions(path: Path | str, protocol: Protocol) -> list[Fault]:
    """What to take care of in the study file `path`, in its order. `protocol` is what `read_protocol` made of it."""
    name = str(path)
    folder = Path(path).absolute().parent
    tree = grow(read_text(Path(path), name), name)
    in_vain = [(_there(tree, place), what, instead) for place, what, instead in vain(protocol)]
    people = (*_contact(tree), *_help(tree, protocol))
    found = [*people, *_keys(tree, folder), *_squares(tree, protocol), *_ahead(tree), *in_vain]
    found.sort(key=lambda one: one[0].line)
    return [Fault(name, at.line, at.column, f"take care: {what}", instead) for at, what, instead in found]


Caution = tuple[Node, str, str]  # where, what, and what to do


def _contact(tree: Node) -> Iterator[Caution]:
    contact = _under(_under(tree, "team"), "contact")
    if isinstance(contact, Scalar) and contact.text == SAMPLE_CONTACT:
        instead = "write where people reach you, and put your own approval, sites and sources in place of the sample's"
        yield contact, f"{quoted(SAMPLE_CONTACT)} is the sample's contact", instead


def _help(tree: Node, protocol: Protocol) -> Iterator[Caution]:
    """Lines of help that are nobody's, and none where somebody would be pointed to one."""
    sites = _under(tree, "sites")
    lines = [(site, _under(_under(sites, site.id), "support") or sites or tree) for site in protocol.sites]
    invented = [(site.id, at) for site, at in lines if site.support and _is_invented(site.support)]
    if invented:
        ids, at = ", ".join(id for id, _ in invented), invented[0][1]
        instead = "put in lines that answer there, or leave `support` out"
        yield at, f"nobody answers at the lines of help of {ids}: so many zeros are an example", instead
    if protocol.care is None:
        instead = "add `care` with words of distress in every language, or leave it out knowingly (docs/study-file.md)"
        yield tree, "nothing in this study meets words of distress with a line of help", instead
    without = [site.id for site in protocol.sites if site.support is None]
    care = _key_of(tree, "care")
    if without and protocol.care is not None and care is not None:
        what = (
            f"no line of help at {', '.join(without)}: who needs one there is given the team's contact only"
        )
        yield care, what, "write `support` beside the site's name"


def _is_invented(support: Localized) -> bool:
    return any(MADE_UP.search(said) for said in support.root.values())


def _keys(tree: Node, folder: Path) -> Iterator[Caution]:
    seen: dict[bytes, str] = {}
    for said in _listed(tree):
        content = _content(folder / said.text)
        yield from _key(said, content)
        if content and content in seen:
            instead = "make a second pair with `restante keys new`, so that losing one key is not the end"
            yield said, f"{quoted(said.text)} is a copy of {quoted(seen[content])}", instead
        elif content:
            seen[content] = said.text
    for said in _of_sites(tree):
        yield from _key(said, _content(folder / said.text))
    keeper = _under(_under(tree, "consent"), "custodian")
    if isinstance(keeper, Scalar) and not keeper.nothing:
        content = _content(folder / keeper.text)
        yield from _key(keeper, content)
        if content and content in seen:
            what = f"{quoted(keeper.text)} is a key of the team, which then hears the agreements too"
            yield keeper, what, "name a key of somebody who reads no answers, or leave `custodian` out"


def _squares(tree: Node, protocol: Protocol) -> Iterator[Caution]:
    """Two sizes of squares for places: where they overlap is smaller than either."""
    sizes: dict[str, Node] = {}
    diary = _under(tree, "diary")
    if diary is not None and Takes.PLACE in protocol.diary.takes:
        sizes[f"{protocol.diary.within:g}km"] = _under(diary, "within") or diary
    for one in _mappings(_under(tree, "questionnaires")):
        within = _under(one, "within")
        if isinstance(within, Scalar):
            sizes.setdefault(within.text.replace(" ", ""), within)
    in_order = sorted(sizes.items(), key=lambda one: one[1].line)
    for size, said in in_order[1:]:
        what = f"places are made coarse to {in_order[0][0]} and to {size}"
        yield (
            said,
            what,
            "take one size everywhere: where two squares overlap, somebody is found more closely",
        )


def _mappings(node: Node | None) -> Iterator[Mapping]:
    if isinstance(node, Mapping):
        yield node
        for _, value in node.pairs:
            yield from _mappings(value)
    for item in node.items if isinstance(node, Sequence) else ():
        yield from _mappings(item)


def _ahead(tree: Node) -> Iterator[Caution]:
    """Parts that are read and checked, and that nothing is done with yet (`study.ahead`)."""
    places: list[tuple[Node | None, str]] = [(tree, "interviews")]
    places += [(_under(tree, "recruitment"), "referrals")]
    for node, key in places:
        found = _key_of(node, key)
        if found is not None:
            yield found, f"this version reads {quoted(key)} and does nothing with it yet", NOT_YET[key]
    waves = _under(_under(tree, "schedule"), "waves")
    for wave in waves.items if isinstance(waves, Sequence) else ():
        for key in ("after", "until"):
            said = _under(wave, key)
            if isinstance(said, Scalar) and said.text in UNNOTICED:
                yield said, f"this version does not notice {quoted(said.text)} yet", UNNOTICED_INSTEAD[key]


def _key_of(node: Node | None, key: str) -> Scalar | None:
    pairs = node.pairs if isinstance(node, Mapping) else ()
    return next((one for one, _ in pairs if one.text == key), None)


def _key(said: Scalar, content: bytes | None) -> Iterator[Caution]:
    file, begin = (
        quoted(said.text),
        (content or b"").lstrip().split(b"\n", 1)[0].decode("ascii", "replace").strip(),
    )
    if content is None:
        instead = "make a pair with `restante keys new NAME` on a laptop, and put NAME.pub there"
        yield said, f"there is no key file {file} yet", instead
    elif begin == SECRET_KEY_MARK:
        instead = (
            "take it away from here and from every server at once, and put its public half, NAME.pub, there"
        )
        yield said, f"{file} is a secret key", instead
    elif begin != PUBLIC_KEY_MARK:
        yield said, f"{file} is no public key", "copy NAME.pub there once more, whole"


def _listed(tree: Node) -> Iterator[Scalar]:
    keys = _under(tree, "keys")
    for _, value in keys.pairs if isinstance(keys, Mapping) else ():
        if isinstance(value, Scalar):
            yield value


def _of_sites(tree: Node) -> Iterator[Scalar]:
    """The keys of sites. Two sites may share a partner, and so a key."""
    sites = _under(tree, "sites")
    for _, site in sites.pairs if isinstance(sites, Mapping) else ():
        value = _under(site, "key")
        if isinstance(value, Scalar) and not value.nothing:
            yield value


def _under(node: Node | None, key: str) -> Node | None:
    pairs = node.pairs if isinstance(node, Mapping) else ()
    return next((value for one, value in pairs if one.text == key), None)


def _there(tree: Node, place: Place) -> Node:
    """What stands in that place, or the last on the way to it."""
    node = tree
    for step in place:
        inner = _nth(node, step) if isinstance(step, int) else _under(node, step)
        if inner is None:
            break
        node = inner
    return node


def _nth(node: Node, number: int) -> Node | None:
    return node.items[number] if isinstance(node, Sequence) else None


def _content(path: Path) -> bytes | None:
    """What a key file has in it; None where there is none that can be read."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(LONGEST_KEY)
    except (OSError, ValueError):
        return None
