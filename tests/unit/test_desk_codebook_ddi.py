"""The codebook as DDI Codebook 2.5: what it says where, and that each document is as the schema wants it."""

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from codebook_study import earlier, everything, hostile
from ddi_judge import NS, faults
from study_made import study

from desk.codebook import book
from desk.codebook_ddi import xml
from desk.codebook_ddi_var import FORMATS
from desk.codebook_saying import LANG
from study.protocol import Protocol
from study.reading import read_protocol
from study.wordings import Wording

MADE = date(2024, 3, 1)
ROOT = Path(__file__).parents[2]
WRITTEN = [ROOT / "study" / "sample" / "study.yaml", *sorted((ROOT / "docs" / "examples").glob("*.yaml"))]
STUDIES = {
    "everything": (everything(), ()),
    "with a past": (everything(), earlier()),
    "hostile": (hostile(), ()),
    "empty": (study(), ()),
}


def read(protocol: Protocol, *kept: Wording) -> ElementTree.Element:
    return ElementTree.fromstring(xml(book(protocol, kept), MADE))


def found(root: ElementTree.Element, path: str) -> list[ElementTree.Element]:
    return root.findall(
        "/".join(part if part.startswith((".", "*", "@")) else f"{NS}{part}" for part in path.split("/"))
    )


def variable(root: ElementTree.Element, id: str) -> ElementTree.Element:
    return next(one for one in found(root, "dataDscr/var") if one.get("ID") == id)


@pytest.mark.parametrize("name", STUDIES)
def test_every_document_is_as_the_schema_wants_it(name: str) -> None:
    assert faults(xml(book(*STUDIES[name]), MADE)) == []


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.stem)
def test_that_of_each_study_we_give_out_too(file: Path) -> None:
    assert faults(xml(book(read_protocol(file)), MADE)) == []


@pytest.mark.parametrize("name", STUDIES)
def test_every_variable_stands_in_one_group(name: str) -> None:
    root = read(STUDIES[name][0], *STUDIES[name][1])
    grouped = [id for one in found(root, "dataDscr/varGrp") for id in one.get("var", "").split()]
    assert sorted(grouped) == sorted(one.get("ID", "") for one in found(root, "dataDscr/var"))


def test_every_language_is_marked() -> None:
    root = read(everything())
    asked = {one.get(LANG): one.text for one in found(variable(root, "V.evening.relation"), "qstn/qstnLit")}
    assert asked == {"en": "What about relation?", "ru": "What about relation?, по-русски"}
    titles = found(root, "stdyDscr/citation/titlStmt/*")
    assert [(one.tag.removeprefix(NS), one.get(LANG)) for one in titles] == [
        ("titl", "en"),
        ("parTitl", "ru"),
        ("IDNo", None),
    ]


@pytest.mark.parametrize(
    ("id", "path", "says"),
    [
        ("V.evening.mood", "qstn/preQTxt", ["Good evening.", "Good evening., по-русски"]),
        (
            "V.evening.safe",
            "universe",
            ['Those for whom this holds: (companions > 0) and (relation == "friend")'],
        ),
        ("V.evening.papers", "txt", ["1 options at least, 2 at most"]),
        ("V.evening.where", "txt", ["Made coarse to squares of 25 km before it is sealed"]),
        ("V.evening.left_on", "txt", ["From 2022-02-24 to today, which is the day on which it is asked"]),
        ("V.evening.woke", "varFormat", ["ISO 8601"]),
        ("V.screening.adult", "catgry/catValu", ["1", "0", "not asked"]),
        ("V.evening.story", "catgry/catValu", ["skipped", "declined", "not asked"]),
    ],
)
def test_what_a_variable_says(id: str, path: str, says: list[str]) -> None:
    assert [one.text for one in found(variable(read(everything()), id), path)] == says


@pytest.mark.parametrize(
    ("id", "path", "attributes"),
    [
        ("V.evening.mood", "valrng/range", {"UNITS": "INT", "min": "0", "max": "10"}),
        ("V.evening.woke", "valrng/range", {"min": "04:00", "max": "14:00"}),
        ("V.evening.rent", ".", {"dcml": "2", "intrvl": "contin", "nature": "ratio"}),
        ("V.evening.companions", ".", {"dcml": "0", "measUnit": "people"}),
        ("V.evening.where", ".", {"geog": "Y"}),
        ("V.evening.left_on", "varFormat", {"type": "character", "category": "date", "schema": "ISO"}),
        ("V.evening.mood", "varFormat", {"type": "numeric"}),
        ("V.evening.story", "varFormat", {"type": "character", "schema": "other", "otherSchema": FORMATS}),
    ],
)
def test_what_programs_take_from_attributes(id: str, path: str, attributes: dict[str, str]) -> None:
    (one,) = found(variable(read(everything()), id), path)
    assert attributes.items() <= one.attrib.items()


def test_all_versions_are_there_with_their_own_words() -> None:
    papers = variable(read(everything(), *earlier()), "V.evening.papers")
    asked = [
        (one.get("elementVersion"), one.get("elementVersionDate"), found(one, "qstnLit")[0].text)
        for one in found(papers, "qstn")
    ]
    assert asked == [("1", "2023-11-14", "Papers?"), ("2", "2024-03-09", "What about papers?")]
    assert [(one.text, one.get("date")) for one in found(papers, "verStmt/version")] == [
        ("1", "2023-11-14"),
        ("2", "2024-03-09"),
    ]
    visa = next(one for one in found(papers, "catgry") if found(one, "catValu")[0].text == "visa")
    assert found(visa, "labl")[0].text == "Visa"
    assert found(visa, "txt")[0].text == "1: A stamp", "what it was called when version 1 was asked"
    assert "permit" in [one.text for one in found(papers, "catgry/catValu")]


def test_what_xml_cannot_hold_is_replaced_and_the_rest_is_kept() -> None:
    (asked, _) = found(variable(read(hostile()), "V.evening.mood"), "qstn/qstnLit")
    assert asked.text == '<b>&amp; "quoted" ]]> | bold \ufffd\ufffd\ufffd code'
