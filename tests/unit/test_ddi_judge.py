"""The judge of DDI refuses what the schema refuses: documents planted wrong, one by one."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

import pytest
from codebook_study import everything
from ddi_judge import NS, faults

from desk.codebook import book
from desk.codebook_ddi import xml

Wrong = Callable[[Element], None]
GOOD = xml(book(everything()), date(2024, 3, 1))


def at(root: Element, path: str) -> Element:
    """The first of that path; the root for an empty one."""
    found = root.find("/".join(f"{NS}{part}" for part in path.split("/"))) if path else root
    assert found is not None, path
    return found


def has(path: str, **attributes: str) -> Wrong:
    return lambda root: at(root, path).attrib.update(attributes)


def lacks(path: str, attribute: str) -> Wrong:
    return lambda root: at(root, path).attrib.__delitem__(attribute)


def gone(path: str, name: str) -> Wrong:
    return lambda root: at(root, path).remove(at(root, f"{path}/{name}" if path else name))


def twice(path: str, name: str) -> Wrong:
    def plant(root: Element) -> None:
        one = at(root, f"{path}/{name}")
        at(root, path).insert(list(at(root, path)).index(one), deepcopy(one))

    return plant


def last(path: str, name: str) -> Wrong:
    """Behind the others."""

    def plant(root: Element) -> None:
        one = at(root, f"{path}/{name}" if path else name)
        at(root, path).remove(one)
        at(root, path).append(one)

    return plant


def below(path: str, name: str) -> Wrong:
    return lambda root: SubElement(at(root, path), f"{NS}{name}") and None


def says(path: str, text: str) -> Wrong:
    return lambda root: setattr(at(root, path), "text", text)


def called(path: str, name: str) -> Wrong:
    return lambda root: setattr(at(root, path), "tag", name)


VAR, MOOD = "dataDscr/var", "dataDscr/varGrp"

PLANTED = {
    "no study": (gone("", "stdyDscr"), "codeBook: docDscr fileDscr dataDscr stands"),
    "the study behind the data": (last("", "stdyDscr"), "codeBook: docDscr fileDscr dataDscr stdyDscr stands"),
    "no citation of the study": (gone("stdyDscr", "citation"), "stdyDscr: "),
    "no title statement": (gone("stdyDscr/citation", "titlStmt"), "citation: "),
    "no title": (gone("stdyDscr/citation/titlStmt", "titl"), "titlStmt: "),
    "two titles": (twice("stdyDscr/citation/titlStmt", "titl"), "titlStmt: titl titl"),
    "two responsibilities": (twice("stdyDscr/citation", "rspStmt"), "citation: titlStmt rspStmt rspStmt"),
    "two citations of the document": (twice("docDscr", "citation"), "docDscr: citation citation"),
    "the agency behind its statement": (
        last("stdyDscr/studyAuthorization", "authorizingAgency"),
        "studyAuthorization: ",
    ),
    "two names of a file, which 2.5 refuses": (twice("fileDscr/fileTxt", "fileName"), "fileTxt: fileName fileName"),
    "variables before their groups": (last("dataDscr", "varGrp"), "dataDscr: "),
    "two formats": (twice(VAR, "varFormat"), "var: "),
    "two securities, which 2.5 refuses": (twice(VAR, "security"), "var: location labl labl security security"),
    "a label behind": (last(VAR, "labl"), "var: "),
    "no invalid value": (gone(f"{VAR}/invalrng", "item"), "invalrng: key stands"),
    "a key before the items": (last(f"{VAR}/invalrng", "item"), "invalrng: key item stands"),
    "two values of a category": (twice(f"{VAR}/catgry", "catValu"), "catgry: catValu catValu"),
    "a category in a category": (below(f"{VAR}/catgry", "catgry"), "catgry: catValu labl labl catgry stands"),
    "two versions in one statement, which 2.5 refuses": (twice(f"{VAR}/verStmt", "version"), "verStmt: "),
    "a use without its place": (gone("docDscr/controlledVocabUsed/usage", "selector"), "usage: attribute stands"),
    "a place that is no path": (says("docDscr/controlledVocabUsed/usage/selector", "varFormat"), "selector: "),
    "an attribute without its sign": (says("docDscr/controlledVocabUsed/usage/attribute", "x"), "attribute: "),
    "an element in a title": (below("stdyDscr/citation/titlStmt/titl", "titl"), "titl: titl stands"),
    "text between variables": (says("dataDscr", "Variables"), "dataDscr: text stands"),
    "text in a location": (says(f"{VAR}/location", " "), "location: text stands"),
    "an element in a location": (below(f"{VAR}/location", "notes"), "location: notes stands"),
    "an element nobody knows": (called(f"{VAR}/labl", f"{NS}label"), "label: nothing is known"),
    "an element of another namespace": (called(f"{VAR}/labl", "labl"), "labl: nothing is known"),
    "another root": (called("", f"{NS}var"), "the root is"),
    "another version of DDI": (has("", version="2.6"), "codeBook: version cannot be '2.6'"),
    "a variable without a name": (lacks(VAR, "name"), "var: name is missing"),
    "an item without its value": (lacks(f"{VAR}/invalrng/item", "VALUE"), "item: VALUE is missing"),
    "an attribute nobody knows": (has(VAR, type="numeric"), "var: has no attribute type"),
    "an attribute on a bare element": (has("docDscr/controlledVocabUsed/usage", ID="U"), "usage: has no attribute ID"),
    "an interval nobody knows": (has(VAR, intrvl="continuous"), "var: intrvl cannot be 'continuous'"),
    "a nature nobody knows": (has(VAR, nature="scale"), "var: nature cannot be"),
    "missing said in words": (has(f"{VAR}/catgry", missing="yes"), "catgry: missing cannot be 'yes'"),
    "a domain that only later versions have": (
        has(f"{VAR}/qstn", responseDomainType="scale"),
        "qstn: responseDomainType cannot be 'scale'",
    ),
    "a group of a kind nobody knows": (has(MOOD, type="group"), "varGrp: type cannot be"),
    "a format nobody knows": (has(f"{VAR}/varFormat", type="text"), "varFormat: type cannot be"),
    "units nobody knows": (has(f"{VAR}/invalrng/item", UNITS="TEXT"), "item: UNITS cannot be"),
    "other, and not which": (lacks(f"{VAR}/varFormat", "otherSchema"), "varFormat: schema is other"),
    "a source nobody knows": (has(VAR, source="team"), "var: source cannot be"),
    "a language that is none": (
        has(f"{VAR}/labl", **{"{http://www.w3.org/XML/1998/namespace}lang": "по-русски"}),
        "labl: {http://www.w3.org/XML/1998/namespace}lang cannot be",
    ),
    "a day that is none": (has("stdyDscr/studyAuthorization", date="2023-02-30"), "studyAuthorization: date cannot be"),
    "a day as people write it": (has("stdyDscr/studyAuthorization", date="14.03.2023"), "studyAuthorization: date"),
    "an ID that begins with a digit": (has(VAR, ID="1"), "var: ID cannot be '1'"),
    "an ID with a blank": (has(VAR, ID="V a"), "var: ID cannot be"),
    "one ID for two": (has(VAR, ID="F.answers"), "two have the ID F.answers"),
    "no file in the list of files": (has(VAR, files=""), "var: files cannot be ''"),
    "a reference to nothing": (has(f"{VAR}/location", fileid="F.gone"), "leads to F.gone, which is nothing"),
    "a file that is a group": (has(VAR, files="G.evening"), "var: files leads to G.evening, which is varGrp"),
    "a variable that is a file": (has(MOOD, var="F.answers"), "varGrp: var leads to F.answers, which is fileDscr"),
}  # fmt: skip


def test_what_is_in_order_is_not_refused() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_wrong_is_refused(name: str) -> None:
    plant, expected = PLANTED[name]
    root = fromstring(GOOD)
    plant(root)
    found = faults(tostring(root))
    assert any(expected in fault for fault in found), found


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\ufffe"])
def test_what_is_no_xml_is_refused(sign: str) -> None:
    (found,) = faults(GOOD.replace(b"The group", f"The {sign} group".encode()))
    assert found.startswith("no XML: ")
