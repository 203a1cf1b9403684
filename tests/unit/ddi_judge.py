"""A small judge of DDI Codebook 2.5: holds a document to the facts of ddi_facts."""

import re
from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element, ParseError, fromstring

from ddi_facts import ATTRIBUTES, BARE, CONTENT, GLOBAL, NAMED, POINTS_AT

NS = "{ddi:codebook:2_5}"

_NAME = r"[A-Za-z_][A-Za-z0-9._-]*"
"""Of the names that XML allows, those in ASCII: all that we write."""
_STEP = rf"(?:(?:{_NAME}:)?{_NAME}|\*|{_NAME}:\*)"
_SPELLED = {
    "string": r"(?s:.*)",
    "ID": _NAME,
    "NCName": _NAME,
    "IDREF": _NAME,
    "IDREFS": rf"{_NAME}(?: {_NAME})*",
    "NMTOKEN": r"[A-Za-z0-9._:-]+",
    "language": r"(?:[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)?",
    "date": r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?",
}
_TEXTS = {"selector": rf"(?://?{_STEP})+", "attribute": rf"@{_STEP}"}
"""How a text is spelled, where that is laid down."""


def faults(document: bytes) -> list[str]:
    """What is wrong with a document, in its order; nothing where it is in order."""
    try:
        root = fromstring(document)
    except ParseError as error:
        return [f"no XML: {error}"]
    found = [] if root.tag == f"{NS}codeBook" else [f"the root is {root.tag}"]
    for element in root.iter():
        name = element.tag.removeprefix(NS)
        if not element.tag.startswith(NS) or name not in CONTENT:
            found.append(f"{element.tag}: nothing is known of it")
            continue
        found += (f"{name}: {fault}" for fault in (*_content(name, element), *_attributes(name, element)))
    return [*found, *_identities(root)]


def _content(name: str, element: Element) -> Iterator[str]:
    model = CONTENT[name]
    below = [child.tag.removeprefix(NS) for child in element]
    if not re.fullmatch(_pattern(model.removeprefix("#")), "".join(f"{one} " for one in below)):
        yield f"{' '.join(below) or 'nothing'} stands where {model or 'nothing'} should"
    said = "".join([element.text or "", *(child.tail or "" for child in element)])
    if not model.startswith("#") and (said.strip() if model else said):
        yield "text stands where none should"
    if name in _TEXTS and not re.fullmatch(_TEXTS[name], said):
        yield f"{said!r} is not spelled as it should be"


def _pattern(model: str) -> str:
    """A content model as a regular expression over names, each with a blank behind it."""
    return "".join(f"(?:{one} )" if one.isalpha() else one for one in re.findall(r"\w+|\S", model))


def _attributes(name: str, element: Element) -> Iterator[str]:
    known = _kinds(f"{'' if name in BARE else GLOBAL} {ATTRIBUTES.get(name, '')}")
    for attribute, value in element.attrib.items():
        if attribute not in known:
            yield f"has no attribute {attribute}"
        elif not _fits(known[attribute].removesuffix("!"), value):
            yield f"{attribute} cannot be {value!r}"
        if value == "other" and (named := NAMED.get((name, attribute), attribute)) not in element.attrib:
            yield f"{attribute} is other, and {named} does not say what"
    for attribute, kind in known.items():
        if kind.endswith("!") and attribute not in element.attrib:
            yield f"{attribute} is missing"


def _kinds(table: str) -> dict[str, str]:
    return dict(one.rsplit("=", 1) for one in table.split())


def _fits(kind: str, value: str) -> bool:
    """A kind, or the values that there are."""
    if kind not in _SPELLED:
        return value in kind.split("|")
    if not re.fullmatch(_SPELLED[kind], value):
        return False
    return kind != "date" or _in_calendar(value)


def _in_calendar(value: str) -> bool:
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        return False
    return True


def _identities(root: Element) -> Iterator[str]:
    """IDs are given once, and references lead to elements of the right kind."""
    kinds: dict[str, str] = {}
    for element in root.iter():
        if (id := element.get("ID")) is not None:
            if id in kinds:
                yield f"two have the ID {id}"
            kinds[id] = element.tag.removeprefix(NS)
    for element in root.iter():
        name = element.tag.removeprefix(NS)
        for attribute, kind in _kinds(ATTRIBUTES.get(name, "")).items():
            if not kind.startswith("IDREF"):
                continue
            for id in element.get(attribute, "").split():
                wanted = POINTS_AT.get((name, attribute))
                if id not in kinds or (wanted and kinds[id] != wanted):
                    yield f"{name}: {attribute} leads to {id}, which is {kinds.get(id, 'nothing')}"
