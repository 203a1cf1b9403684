"""The languages of a study, and a text in each of them, as a study file writes it."""

from collections.abc import Sequence
from difflib import get_close_matches

from study.faults import Report, meant, quoted
from study.languages import CODES, HINTS
from study.tree import COMMA, Mapping, Node, Scalar, cut_off
from study.tree import Sequence as Items
from study.values import text


def languages(report: Report, node: Node) -> tuple[str, ...] | None:
    """The languages of a study, by their ISO 639-1 codes."""
    items = node.items if isinstance(node, Items) else (node,)
    if isinstance(node, Scalar) and "," in node.text:
        report.fault(
            node,
            "several languages stand in brackets",
            f"write [{', '.join(node.text.replace(',', ' ').split())[:60]}]",
        )
        return None
    found: list[str] = []
    for item in items:
        code = text(report, item)
        if code is None:
            continue
        if code not in CODES:
            hint = (
                f'did you mean "{HINTS[code]}"?'
                if code in HINTS
                else "use a code of two letters, such as ru, en, hy, ka"
            )
            report.fault(item, f"{quoted(code)} is not a language code", hint)
        elif code in found:
            report.fault(item, f"{quoted(code)} is here twice", "keep one")
        else:
            found.append(code)
    if not items:
        report.fault(node, "a study needs a language", "write `languages: [en]`")
    return tuple(found) or None


def each(report: Report, node: Node, languages: Sequence[str], sure: bool) -> list[tuple[str, Scalar, str]]:
    """The text in each language that is there; what is missing is reported."""
    if isinstance(node, Mapping):
        found = []
        for language, value in by_language(report, node, languages, sure):
            said = text(report, value)
            if isinstance(value, Scalar):  # an empty one is reported, and not missing besides
                found.append((language, value, said or ""))
        return found
    each = ", ".join(f"{language}: …" for language in languages)
    if isinstance(node, Items) and len(languages) > 1:
        report.fault(node, "a list where a text should stand", f"write {{{each}}}, without dashes")
        return []
    said = text(report, node)
    if said is None or not isinstance(node, Scalar):
        return []
    if len(languages) > 1 and sure:
        report.fault(node, f"{quoted(said)} is in one language of {len(languages)}", f"write {{{each}}}")
        return []
    return [(language, node, said) for language in languages]


def by_language(report: Report, node: Node, languages: Sequence[str], sure: bool) -> list[tuple[str, Node]]:
    """What stands under each language, in the order of the study."""
    assert isinstance(node, Mapping)
    found: dict[str, Node] = {}
    written = {key.text for key, _ in node.pairs}
    misnamed: set[str] = set()
    for key, value in node.pairs:
        if cut_off(key, value):
            report.fault(key, f"{quoted(key.text)} stands alone", COMMA)
            continue
        if key.text not in languages:
            if not sure:
                continue
            close = HINTS.get(key.text.lower()) or next(iter(get_close_matches(key.text, languages, n=1)), "")
            misnamed |= {close} - written
            hint = f'did you mean "{close}"?' if close in languages else meant(key.text, languages)
            report.fault(key, f"{quoted(key.text)} is not a language of this study", hint)
            continue
        if key.text in found:
            report.fault(key, f"the text is here twice in {quoted(key.text)}", "keep one")
        found[key.text] = value
    for language in languages if sure else ():
        if language not in written | misnamed:
            report.fault(
                node,
                f"a text is missing in {quoted(language)}",
                f"write `{language}: …` beside the others",
            )
    return [(language, found[language]) for language in languages if language in found]
