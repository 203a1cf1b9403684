"""The codebook as DDI Codebook 2.5, the XML that archives and statistics programs read (ddialliance.org).

Its schema fixes the order of elements: docs/codebook.md says what goes where, and a test holds it. Whatever stands in a
study file becomes text: the library escapes it, and a character that XML cannot hold is replaced."""

from datetime import date
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from desk.codebook import Book, Variable
from desk.codebook_ddi_var import FILE, FORMATS, add_variable, ddi_id
from desk.codebook_saying import LANG, english, say
from study.wordings import SCREENING

NAMESPACE = "ddi:codebook:2_5"
SCHEMA = f"{NAMESPACE} http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
PROGRAM = "Poste Restante"


def xml(book: Book, made: date) -> bytes:
    """The whole document, UTF-8."""
    root = Element(
        "codeBook",
        {
            "version": "2.5",
            "xmlns": NAMESPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": SCHEMA,
            LANG: book.languages[0],
        },
    )
    _document(root, book, made)
    _study(root, book)
    text = SubElement(SubElement(root, "fileDscr", ID=FILE), "fileTxt")
    say(text, "fileName", "answers.csv")
    english(
        text,
        "fileCont",
        "One row per answer; the variable is named in the columns questionnaire and question.",
    )
    data = SubElement(root, "dataDscr")
    _groups(data, book)
    for one in book.variables:
        add_variable(data, book, one)
    indent(root)
    return bytes(tostring(root, "utf-8", xml_declaration=True)) + b"\n"


def _document(root: Element, book: Book, made: date) -> None:
    document = SubElement(root, "docDscr")
    citation = SubElement(document, "citation")
    titles = SubElement(citation, "titlStmt")
    title = book.protocol.title.say(book.languages[0])
    say(titles, "titl", f"Codebook: {title}")
    produced = SubElement(citation, "prodStmt")
    say(produced, "prodDate", str(made), date=str(made))
    say(produced, "software", PROGRAM)
    _vocabulary(document)


def _vocabulary(document: Element) -> None:
    """controlledVocabUsed: what DDI wants to be told where a list of its own says `other`."""
    vocabulary = SubElement(document, "controlledVocabUsed")
    english(vocabulary, "codeListName", f"{FORMATS}: answers as answers.csv of {PROGRAM} has them")
    used = SubElement(vocabulary, "usage")
    say(used, "selector", "/codeBook/dataDscr/var/varFormat")
    say(used, "attribute", "@otherSchema")


def _study(root: Element, book: Book) -> None:
    """stdyDscr: citation, studyAuthorization, stdyInfo, method, in this order."""
    protocol = book.protocol
    study = SubElement(root, "stdyDscr")
    citation = SubElement(study, "citation")
    titles = SubElement(citation, "titlStmt")
    for place, language in enumerate(book.languages):
        say(titles, "parTitl" if place else "titl", protocol.title.say(language), language)
    say(titles, "IDNo", protocol.id)
    responsible = SubElement(citation, "rspStmt")
    for language in book.languages:
        say(responsible, "AuthEnty", protocol.team.name.say(language), language)
    say(SubElement(citation, "distStmt"), "contact", protocol.team.contact)
    for approval in protocol.approvals:
        authorization = SubElement(study, "studyAuthorization", date=str(approval.granted))
        for language in book.languages:
            say(authorization, "authorizingAgency", approval.body.say(language), language)
        say(authorization, "authorizationStatement", approval.reference)
    summary = SubElement(SubElement(study, "stdyInfo"), "sumDscr")
    for site in protocol.sites:
        for language in book.languages:
            say(summary, "nation", site.name.say(language), language, abbr=site.id)
    collection = SubElement(SubElement(study, "method"), "dataColl")
    english(collection, "collMode", f"Self-administered, by messages of a Telegram bot ({PROGRAM})")


def _groups(data: Element, book: Book) -> None:
    """varGrp: one for each questionnaire, and one for each group of questions, which it then names."""
    of_questionnaire: dict[str, list[Variable]] = {}
    for one in book.variables:
        of_questionnaire.setdefault(one.questionnaire, []).append(one)
    for questionnaire, variables in of_questionnaire.items():
        inner: dict[str, list[Variable]] = {}
        for one in variables:
            inner.setdefault(one.latest.group.id if one.latest.group else "", []).append(one)
        below = {id: members for id, members in inner.items() if id}
        attributes = {"ID": f"G.{questionnaire}", "type": "section", "name": questionnaire}
        if alone := inner.get(""):
            attributes["var"] = " ".join(map(ddi_id, alone))
        if below:
            attributes["varGrp"] = " ".join(f"G.{questionnaire}.{id}" for id in below)
        english(SubElement(data, "varGrp", attributes), "labl", _about(variables[0]))
        for id, members in below.items():
            _group(data, questionnaire, id, members, book)


def _group(data: Element, questionnaire: str, id: str, members: list[Variable], book: Book) -> None:
    group = members[0].latest.group
    repeats = group is not None and group.repeat is not None
    inner = SubElement(
        data,
        "varGrp",
        ID=f"G.{questionnaire}.{id}",
        type="repetition" if repeats else "section",
        name=id,
        var=" ".join(map(ddi_id, members)),
    )
    for language, title in zip(book.languages, members[0].latest.before, strict=True):
        if title:
            say(inner, "labl", title, language)
    if repeats:
        english(inner, "txt", f"Asked as often as: {members[0].latest.repeat}")


def _about(variable: Variable) -> str:
    if variable.questionnaire == SCREENING:
        return "Screening, before consent"
    waves = f", asked by {', '.join(variable.waves)}" if variable.waves else ""
    return f"Questionnaire {variable.questionnaire}{waves}"
