"""Texts in every language of a study: labels, names, sentences, messages."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from study.counting import has_forms, is_counted, number_of, read_forms
from study.faults import Report
from study.fields import Fields
from study.lengths import (
    LONGEST_LABEL,
    LONGEST_NAME,
    LONGEST_SENTENCE,
    check_length,
    check_message,
    check_plain,
)
from study.model import Counted, Localized, Text
from study.piping import BOT_KNOWS, Sayable, check_names
from study.tongues import by_language, each
from study.tree import Node, Scalar
from study.values import text
from study.written import Written, written

NO_TEXT = Localized({})
NOTHING: Mapping[str, str] = MappingProxyType({})

Read = Callable[[Report, Scalar, str], Written | None]


@dataclass(frozen=True)
class Texts:
    """The shapers of texts, for a study in these languages, whose file lies in `folder`."""

    languages: tuple[str, ...]
    folder: Path = Path()
    sure: bool = True  # False where the languages themselves are in doubt: then no text is blamed for its own
    coded: bool = True  # False where people have no code yet that could be said: before they agree
    sites: Mapping[str, Localized] = field(default_factory=dict)  # their names, which options can borrow

    def piped(
        self,
        report: Report,
        node: Node,
        names: Collection[str] = (),
        numbers: Collection[str] = (),
        *,
        hidden: Mapping[str, str] = NOTHING,
        by: Node | None = None,
    ) -> Text | None:
        """A message of its own, in Markdown, with {names} in it: those of the bot (`study.piping.BOT_KNOWS`) and
        `names`. `numbers` among them can bend it: then it has forms, and `by`, what stands under that key beside it,
        says which number where there are several. `hidden` was asked and cannot be said, with the reason why
        (`study.piping.Sayable`). To be said as `study.saying.Filled`."""
        names = BOT_KNOWS | set(names) | set(numbers)
        if not self.coded:
            names, hidden = names - {"code"}, {**hidden, "code": "is given to people only when they agree"}
        sayable = Sayable(names, frozenset(numbers), hidden)

        def read(report: Report, scalar: Scalar, said: str) -> Written | None:
            found = written(report, scalar, said, self.folder)
            if found is not None:
                check_message(report, found)
                check_names(report, found, sayable)
            return found

        if is_counted(node):
            return self._counted(report, node, by, sayable, read)
        if by is not None:
            what = "`by` names a number, and this text has no forms for it"
            report.fault(by, what, "write {one: …, other: …}, or leave `by` out")
        return self._localized(report, node, read)

    def asks(self, fields: Fields, key: str, sayable: Sayable, *, needed: bool = False) -> Text | None:
        """The message under `key` of these fields, as `piped` reads it, with the `by` that stands beside it."""
        node = fields.at(key)
        if node is None:
            if needed:
                fields.need(key, text, None)  # reports that it is not there
            return None
        names, numbers = sayable.names, sayable.numbers
        return self.piped(fields.report, node, names, numbers, hidden=sayable.hidden, by=fields.at("by"))

    def sentence(self, report: Report, node: Node) -> Localized | None:
        """A part of a message, plain."""
        return self._plain(report, node, LONGEST_SENTENCE, "a text here")

    def label(self, report: Report, node: Node, longest: int = LONGEST_LABEL) -> Localized | None:
        """The words on a key, plain."""
        return self._plain(report, node, longest, "a key on a phone")

    def name(self, report: Report, node: Node) -> Localized | None:
        return self._plain(report, node, LONGEST_NAME, "a name")

    def proper_name(self, report: Report, node: Node) -> Localized | None:
        """A name that may be the same in every language, and is then written once."""
        if isinstance(node, Scalar):
            said = text(report, node)
            return None if said is None else Localized(dict.fromkeys(self.languages, said))
        return self.name(report, node)

    def information(self, report: Report, node: Node) -> Localized | None:
        """Markdown, as it is written: `study.consent` makes messages of it. Nothing is filled in."""
        found = {}
        for language, scalar, said in each(report, node, self.languages, self.sure):
            one = written(report, scalar, said, self.folder)
            if one is not None:
                check_message(report, one, wrapped=True)
                check_plain(report, one)
                found[language] = one.said
            else:
                found[language] = ""
        return Localized(found) if found and all(found.values()) else None

    def _plain(self, report: Report, node: Node, longest: int, where: str) -> Localized | None:
        def read(report: Report, scalar: Scalar, said: str) -> Written:
            one = Written(scalar, said)
            check_length(report, one, said, longest, where)
            check_plain(report, one)
            return one

        return self._localized(report, node, read)

    def _localized(self, report: Report, node: Node, read: Read) -> Localized | None:
        found = {}
        for language, scalar, said in each(report, node, self.languages, self.sure):
            one = read(report, scalar, said)
            found[language] = one.text if one else ""
        return Localized(found) if found else None

    def _counted(
        self, report: Report, node: Node, by: Node | None, sayable: Sayable, read: Read
    ) -> Counted | None:
        if not has_forms(node):
            pairs = by_language(report, node, self.languages, self.sure)
        elif len(self.languages) == 1:
            pairs = [(self.languages[0], node)]
        else:
            if self.sure:
                every = ", ".join(f"{language}: {{…}}" for language in self.languages)
                what = f"these forms are in one language of {len(self.languages)}"
                report.fault(node, what, f"write {{{every}}}")
            return None
        forms = {language: read_forms(report, value, language, read) for language, value in pairs}
        said = [form.said for one in forms.values() for form in one.values()]
        number = number_of(report, node, by, said, sayable) if said else None
        if number is None:
            return None
        texts = {
            language: {"other": ""} | {category: form.text for category, form in one.items()}
            for language, one in forms.items()
        }
        return Counted(by=number, forms=texts)
