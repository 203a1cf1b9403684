"""The codebook as DDI Codebook 2.5: the schema is not here, so its order and its values are written down from the
specification (ddialliance.org, DDI-Codebook 2.5, field level documentation), and every document is held to them."""

from datetime import date
from xml.etree import ElementTree

import pytest
from codebook_study import earlier, everything, hostile
from study_made import study

from desk.codebook import book
from desk.codebook_ddi import xml
from desk.codebook_saying import LANG
from study.protocol import Protocol

NS = "{ddi:codebook:2_5}"

CHILDREN = {
    "codeBook": "docDscr stdyDscr fileDscr dataDscr otherMat",
    "docDscr": "citation guide docStatus docSrc controlledVocabUsed notes",
    "stdyDscr": "citation studyAuthorization stdyInfo studyDevelopment method dataAccs othrStdyMat notes",
    "citation": "titlStmt rspStmt prodStmt distStmt serStmt verStmt biblCit holdings notes",
    "titlStmt": "titl subTitl altTitl parTitl IDNo",
    "rspStmt": "AuthEnty othId",
    "prodStmt": "producer copyright prodDate prodPlac software fundAg grantNo",
    "distStmt": "distrbtr contact depositr depDate distDate",
    "studyAuthorization": "authorizingAgency authorizationStatement",
    "stdyInfo": "studyBudget subject abstract sumDscr qualityStatement notes exPostEvaluation",
    "sumDscr": "timePrd collDate nation geogCover geogUnit geoBndBox boundPoly anlyUnit universe dataKind",
    "method": "dataColl notes anlyInfo stdyClas dataProcessing codingInstructions",
    "dataColl": "timeMeth dataCollector collectorTraining frequenc sampProc sampleFrame targetSampleSize deviat "
    "collMode resInstru instrumentDevelopment sources collSitu actMin ConOps weight cleanOps",
    "fileDscr": "fileTxt locMap notes",
    "fileTxt": "fileName fileCitation dataFingerprint fileCont fileStrc dimensns fileType format filePlac dataChck "
    "ProcStat dataMsng software verStmt",
    "dataDscr": "varGrp nCubeGrp var nCube notes",
    "varGrp": "labl txt concept defntn universe notes",
    "var": "location labl imputation security embargo respUnit anlysUnit qstn valrng invalrng undocCod universe "
    "TotlResp sumStat txt stdCatgry catgryGrp catgry codInstr verStmt concept derivation varFormat geoMap catLevel "
    "notes",
    "qstn": "preQTxt qstnLit postQTxt forward backward ivuInstr",
    "valrng": "item range key notes",
    "invalrng": "item range key notes",
    "catgry": "catValu labl txt catStat mrow catgry",
    "verStmt": "version verResp notes",
}
"""What may stand in an element, in the order of the schema. What is not here has text only."""

ONCE = {"titl", "titlStmt", "rspStmt", "prodStmt", "distStmt", "catValu", "varFormat", "fileName"}

VALUES = {
    ("var", "intrvl"): {"contin", "discrete"},
    ("var", "nature"): {"nominal", "ordinal", "interval", "ratio", "percent", "other"},
    ("var", "temporal"): {"Y", "N"},
    ("var", "geog"): {"Y", "N"},
    ("varGrp", "type"): {
        "section",
        "multipleResp",
        "grid",
        "display",
        "repetition",
        "subject",
        "version",
        "other",
    },
    ("qstn", "responseDomainType"): {
        "text",
        "numeric",
        "code",
        "category",
        "datetime",
        "geographic",
        "multiple",
    },
    ("range", "UNITS"): {"INT", "REAL"},
    ("catgry", "missing"): {"Y", "N"},
    ("universe", "clusion"): {"I", "E"},
    ("varFormat", "type"): {"numeric", "character"},
    ("varFormat", "schema"): {"SAS", "SPSS", "IBM", "ANSI", "ISO", "XML-Data", "other"},
    ("varFormat", "category"): {"date", "time", "currency", "other"},
}

FREE = {
    "codeBook": {"version", LANG, "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"},
    "var": {"ID", "name", "files", "dcml", "measUnit"},
    "varGrp": {"ID", "name", "var", "varGrp"},
    "qstn": {"ID", "seqNo"},
    "range": {"min", "max"},
    "item": {"VALUE"},
    "location": {"fileid"},
    "fileDscr": {"ID"},
    "nation": {"abbr"},
    "prodDate": {"date"},
    "studyAuthorization": {"date"},
    "version": {"date", "type"},
}
"""Attributes whose value is a text."""

STUDIES = {
    "everything": (everything(), ()),
    "with a past": (everything(), earlier()),
    "hostile": (hostile(), ()),
    "empty": (study(), ()),
}


def read(protocol: Protocol, *kept: object) -> ElementTree.Element:
    return ElementTree.fromstring(xml(book(protocol, kept), date(2024, 3, 1)))  # type: ignore[arg-type]


def found(root: ElementTree.Element, path: str) -> list[ElementTree.Element]:
    return root.findall(
        "/".join(part if part.startswith((".", "*", "@")) else f"{NS}{part}" for part in path.split("/"))
    )


def variable(root: ElementTree.Element, id: str) -> ElementTree.Element:
    return next(one for one in found(root, "dataDscr/var") if one.get("ID") == id)


@pytest.mark.parametrize("name", STUDIES)
def test_every_element_stands_where_the_schema_wants_it(name: str) -> None:
    protocol, kept = STUDIES[name]
    root = read(protocol, *kept)
    assert root.tag == f"{NS}codeBook"
    for element in root.iter():
        tag = element.tag.removeprefix(NS)
        assert element.tag.startswith(NS), element.tag
        order = CHILDREN.get(tag, "").split()
        below = [child.tag.removeprefix(NS) for child in element]
        assert set(below) <= set(order), (tag, below)
        assert below == sorted(below, key=order.index), (tag, below)
        assert all(below.count(one) <= 1 for one in ONCE), (tag, below)
        for attribute, value in element.attrib.items():
            if attribute != LANG and attribute not in FREE.get(tag, set()):
                assert value in VALUES[tag, attribute], (tag, attribute, value)


@pytest.mark.parametrize("name", STUDIES)
def test_ids_are_names_and_references_lead_somewhere(name: str) -> None:
    protocol, kept = STUDIES[name]
    root = read(protocol, *kept)
    ids = [one.get("ID", "") for one in root.iter() if "ID" in one.attrib]
    assert len(set(ids)) == len(ids)
    assert all(
        id[0].isalpha() and not set(id) - set("abcdefghijklmnopqrstuvwxyzVGQF0123456789._-") for id in ids
    )
    references = [
        (one, key) for one in root.iter() for key in ("var", "varGrp", "files", "fileid") if key in one.attrib
    ]
    assert {id for one, key in references for id in one.attrib[key].split()} <= set(ids)
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
        ("V.evening.story", "varFormat", {"type": "character"}),
    ],
)
def test_what_programs_take_from_attributes(id: str, path: str, attributes: dict[str, str]) -> None:
    (one,) = found(variable(read(everything()), id), path)
    assert attributes.items() <= one.attrib.items()


def test_all_versions_are_there_with_their_own_words() -> None:
    papers = variable(read(everything(), *earlier()), "V.evening.papers")
    asked = [(one.get("seqNo"), found(one, "qstnLit")[0].text) for one in found(papers, "qstn")]
    assert asked == [("1", "Papers?"), ("2", "What about papers?")]
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
