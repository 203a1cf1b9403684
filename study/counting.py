"""Texts that a number bends, as a study file writes them: `{one: "{n} person", other: "{n} people"}`."""

from collections.abc import Callable, Collection

from study.faults import Report, meant, quoted
from study.languages import CATEGORIES, forms
from study.piping import Sayable, names_in
from study.tree import COMMA, Mapping, Node, Scalar, cut_off
from study.values import text
from study.written import Written

Read = Callable[[Report, Scalar, str], Written | None]


def has_forms(node: Node) -> bool:
    """Whether forms stand here."""
    return isinstance(node, Mapping) and any(key.text in CATEGORIES for key, _ in node.pairs)


def is_counted(node: Node) -> bool:
    """Whether forms stand here, or one level deeper, by language."""
    return has_forms(node) or (isinstance(node, Mapping) and any(has_forms(value) for _, value in node.pairs))


def read_forms(report: Report, node: Node, language: str, read: Read) -> dict[str, Written]:
    """The forms of one language; those that are missing, or that it has not, are reported."""
    known = forms(language)
    needed = [category for category, numbers in known.items() if numbers or category == "other"]
    if not isinstance(node, Mapping):
        return _one_form(report, node, language, needed, read)
    found: dict[str, Written] = {}
    tried: set[str] = set()
    for key, value in node.pairs:
        if cut_off(key, value):
            report.fault(key, f"{quoted(key.text)} stands alone", COMMA)
            continue
        if key.text in tried:
            report.fault(key, f"the form {quoted(key.text)} is here twice", "keep one")
        tried.add(key.text)
        if key.text not in known:
            report.fault(key, f'{quoted(key.text)} is no form of "{language}"', meant(key.text, known))
        said = text(report, value)
        form = read(report, value, said) if said is not None and isinstance(value, Scalar) else None
        if form is not None:
            found[key.text] = form
    for category in needed:
        if category not in tried:
            what = f'"{language}" needs the form "{category}"'
            report.fault(node, what, f"write `{category}: …`, for {examples(language, category)}")
    return found


def examples(language: str, category: str) -> str:
    """`2, 3, 4 …`: numbers that take this form."""
    numbers = forms(language)[category]
    return ", ".join(map(str, numbers)) + " …" if numbers else "fractions"


def number_of(
    report: Report, node: Node, by: Node | None, said: Collection[str], sayable: Sayable
) -> str | None:
    """The name of the number that bends these texts: what `by` says, or the one number that is named in them."""
    if by is not None:
        name = text(report, by)
        if name is not None and name not in sayable.numbers:
            report.fault(
                by, f"{quoted(name)} is no number that is known here", meant(name, sorted(sayable.numbers))
            )
        return name
    named = list(dict.fromkeys(name for one in said for name in names_in(one)))
    numbers = [name for name in named if name in sayable.numbers]
    if len(numbers) == 1:
        return numbers[0]
    if numbers:
        what = (
            f"{' and '.join(f'{{{name}}}' for name in numbers)} are numbers, and either could bend this text"
        )
        report.fault(node, what, f"write `by: {numbers[0]}` beside it, or another")
    elif all(name in sayable.names for name in named):
        what = "there are forms for a number here, and no number is named in them"
        report.fault(node, what, "name one, such as {companions}, or write `by: companions` beside the text")
    return None


def _one_form(report: Report, node: Node, language: str, needed: list[str], read: Read) -> dict[str, Written]:
    said = text(report, node)
    if said is None or not isinstance(node, Scalar):
        return {}
    if needed != ["other"]:
        each = ", ".join(f"{category}: …" for category in needed)
        report.fault(node, f'"{language}" has no forms here, though it needs them', f"write {{{each}}}")
        return {}
    form = read(report, node, said)
    return {"other": form} if form else {}
