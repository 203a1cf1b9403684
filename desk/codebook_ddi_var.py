"""One question as an element var of DDI Codebook 2.5."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement

from desk.codebook import Book, Value, Variable, Version
from desk.codebook_saying import clean, english, labels, say
from study.instrument import AnswerType

FILE = "F.answers"
FORMATS = "Poste-Restante"
"""Who says how a value is written, where ISO does not."""
STATUS = (
    'These stand in the column "status" of answers.csv; "value" is empty then. What was not asked has no row.'
)

_NUMERIC = frozenset({AnswerType.SCALE, AnswerType.NUMBER, AnswerType.YES_NO})
_DOMAIN = {
    AnswerType.YES_NO: "category",
    AnswerType.CHOICE: "category",
    AnswerType.CHOICES: "multiple",
    AnswerType.SCALE: "numeric",
    AnswerType.NUMBER: "numeric",
    AnswerType.DATE: "datetime",
    AnswerType.TIME: "datetime",
    AnswerType.PLACE: "geographic",
}
_NATURE = {
    AnswerType.YES_NO: "nominal",
    AnswerType.CHOICE: "nominal",
    AnswerType.CHOICES: "nominal",
    AnswerType.SCALE: "ordinal",
    AnswerType.NUMBER: "ratio",
    AnswerType.DATE: "interval",
    AnswerType.TIME: "interval",
}


def add_variable(data: Element, book: Book, variable: Variable) -> None:
    """Adds the var: its children stand in the order of the schema."""
    latest = variable.latest
    var = SubElement(data, "var", _attributes(variable))
    SubElement(var, "location", fileid=FILE)
    labels(var, book.languages, latest.asks)
    english(var, "security", "Sealed to the keys of the research team in the moment in which it is answered")
    for version in variable.versions:
        _question(var, book, variable, version)
    _ranges(var, variable)
    invalid = SubElement(var, "invalrng")
    for value in variable.missing:
        SubElement(invalid, "item", VALUE=clean(str(value.value)))
    english(invalid, "key", STATUS)
    if latest.conditions:
        asked = " and ".join(f"({one})" if len(latest.conditions) > 1 else one for one in latest.conditions)
        english(var, "universe", f"Those for whom this holds: {asked}", clusion="I")
    for line in _notes(book, latest):
        english(var, "txt", line)
    for value, by_version in _categories(variable):
        _category(var, book, value, by_version)
    for version in variable.versions:
        dated = {"date": version.since} if version.since else {}
        say(SubElement(var, "verStmt"), "version", str(version.number), type="wording", **dated)
    _format(var, latest)


def _attributes(variable: Variable) -> dict[str, str]:
    latest, question = variable.latest, variable.latest.question
    found = {"ID": ddi_id(variable), "name": variable.name, "files": FILE}
    if AnswerType.NUMBER in question.types:
        found |= {"dcml": str(question.decimals), "intrvl": "contin" if question.decimals else "discrete"}
    elif {AnswerType.DATE, AnswerType.TIME} & set(question.types):
        found |= {"intrvl": "contin", "temporal": "Y"}
    else:
        found["intrvl"] = "discrete"
    if unit := next((unit for unit in latest.units if unit), ""):
        found["measUnit"] = clean(unit)
    if nature := next((_NATURE[type] for type in question.types if type in _NATURE), ""):
        found["nature"] = nature
    if AnswerType.PLACE in question.types:
        found["geog"] = "Y"
    return found


def _question(var: Element, book: Book, variable: Variable, version: Version) -> None:
    """One qstn for each version: preQTxt, qstnLit, ivuInstr."""
    domain = next((_DOMAIN[type] for type in version.question.types if type in _DOMAIN), "text")
    asked = SubElement(
        var,
        "qstn",
        ID=f"Q{ddi_id(variable)[1:]}.{version.number}",
        elementVersion=str(version.number),
        responseDomainType=domain,
    )
    if version.since:
        asked.set("elementVersionDate", version.since)
    for name, texts in (("preQTxt", version.before), ("qstnLit", version.asks)):
        for language, text in zip(book.languages, texts, strict=True):
            if text:
                say(asked, name, text, language)
    skipping = "may be skipped or declined" if version.can_be_skipped else "cannot be skipped"
    gone = "" if version.current else "; no longer in the study file"
    number = f"Version {version.number}{f', since {version.since}' if version.since else ''}{gone}. "
    english(asked, "ivuInstr", f"{number}Answered by {version.types}; {skipping}.")


def _ranges(var: Element, variable: Variable) -> None:
    """valrng: the bounds of each version, once where they are the same."""
    seen: dict[tuple[str, str, str], list[int]] = {}
    for version in variable.versions:
        low, high = version.bounds
        if (low or high) and not {"today"} & {low, high}:
            units = ""
            if _NUMERIC & set(version.question.types):
                units = "REAL" if version.question.decimals or "." in low + high else "INT"
            seen.setdefault((low, high, units), []).append(version.number)
    for (low, high, units), numbers in seen.items():
        valid = SubElement(var, "valrng")
        bounds = {"UNITS": units, "min": low, "max": high}
        SubElement(valid, "range", {name: clean(bound) for name, bound in bounds.items() if bound})
        if len(variable.versions) > 1:
            english(valid, "notes", f"Of version {', '.join(map(str, numbers))}")


def _notes(book: Book, version: Version) -> Iterator[str]:
    question = version.question
    low, high = version.bounds
    if "today" in (low, high):
        yield f"From {low or 'any day'} to {high or 'any day'}, which is the day on which it is asked"
    if version.repeat:
        yield f"Repeated: {version.repeat}; the column round of answers.csv counts them"
    if question.at_least is not None or question.at_most is not None:
        what = "options" if question.options else "characters"
        yield f"{question.at_least or 0} {what} at least, {question.at_most or 'any number'} at most"
    if question.within is not None:
        yield f"Made coarse to squares of {question.within:g} km before it is sealed"
    if version.order:
        yield version.order
    if question.remember:
        yield "Remembered between prompts, under the operator key of the service"
    if len(set(version.units) - {""}) > 1:
        units = zip(book.languages, version.units, strict=True)
        yield f"Unit: {', '.join(f'{unit} ({language})' for language, unit in units if unit)}"


def _categories(variable: Variable) -> Iterator[tuple[Value, dict[int, tuple[str, ...]]]]:
    """Each value of any version, as the last version that has it says it, with the labels that it had by version."""
    found: dict[tuple[str, bool], Value] = {}
    labels: dict[tuple[str, bool], dict[int, tuple[str, ...]]] = {}
    latest = variable.latest
    for version in (*(one for one in variable.versions if one is not latest), latest):
        for value in version.values:
            if value.missing and value not in variable.missing:
                continue
            key = (str(value.value), value.missing)
            found[key] = value
            labels.setdefault(key, {})[version.number] = value.labels
    ordered = sorted(found, key=lambda key: key[1])
    return ((found[key], labels[key]) for key in ordered)


def _category(var: Element, book: Book, value: Value, by_version: Mapping[int, tuple[str, ...]]) -> None:
    category = SubElement(var, "catgry", {"missing": "Y"} if value.missing else {})
    say(category, "catValu", str(value.value))
    labels(category, book.languages, value.labels)
    for number, older in by_version.items():
        if older != value.labels:
            for language, label in zip(book.languages, older, strict=True):
                say(category, "txt", f"{number}: {label}", language)


def _format(var: Element, version: Version) -> None:
    types = set(version.question.types)
    category = next((name for name in ("date", "time") if AnswerType(name) in types), "other")
    type = "numeric" if types <= _NUMERIC else "character"
    if category == "other":
        ours = {"schema": "other", "otherSchema": FORMATS}
        english(var, "varFormat", version.types, type=type, category=category, **ours)
    else:
        english(var, "varFormat", "ISO 8601", type=type, category=category, schema="ISO")


def ddi_id(variable: Variable) -> str:
    """The ID of its var."""
    return f"V.{variable.questionnaire}.{variable.name}"
