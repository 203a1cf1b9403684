"""Texts in every language of a study, and what a phone and Telegram can carry of them."""

import re
from dataclasses import dataclass
from pathlib import Path

from study.faults import Place, Report, StudyFileError, meant, quoted
from study.fields import text
from study.languages import CODES, HINTS
from study.markdown import as_parts
from study.opening import read_text
from study.protocol import Localized
from study.tree import COMMA, Mapping, Node, Scalar, Sequence, cut_off

LONGEST_MESSAGE = 3_500
"""UTF-16 code units. Telegram takes 4,096 (Bot API, sendMessage); the rest is left for the bot's own words."""
LONGEST_LABEL = 60
LONGEST_NAME = 100
LONGEST_SENTENCE = 1_000

_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")

NO_TEXT = Localized({})


def units(said: str) -> int:
    """The length as Telegram counts it: UTF-16 code units."""
    return len(said.encode("utf-16-le")) // 2


def languages(report: Report, node: Node) -> tuple[str, ...] | None:
    """The languages of a study, by their ISO 639-1 codes."""
    items = node.items if isinstance(node, Sequence) else (node,)
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


@dataclass(frozen=True)
class Texts:
    """The shapers of texts, for a study in these languages, whose file lies in `folder`."""

    languages: tuple[str, ...]
    folder: Path = Path()
    sure: bool = True  # False where the languages themselves are in doubt: then no text is blamed for its own

    def message(self, report: Report, node: Node) -> Localized | None:
        """A message of its own."""
        return self._localized(report, node, LONGEST_MESSAGE, "one message")

    def sentence(self, report: Report, node: Node) -> Localized | None:
        """A part of a message."""
        return self._localized(report, node, LONGEST_SENTENCE, "a text here")

    def label(self, report: Report, node: Node) -> Localized | None:
        """The words on a key."""
        return self._localized(report, node, LONGEST_LABEL, "a key on a phone")

    def name(self, report: Report, node: Node) -> Localized | None:
        return self._localized(report, node, LONGEST_NAME, "a name")

    def proper_name(self, report: Report, node: Node) -> Localized | None:
        """A name that may be the same in every language, and is then written once."""
        if isinstance(node, Scalar):
            said = text(report, node)
            return None if said is None else Localized(dict.fromkeys(self.languages, said))
        return self.name(report, node)

    def information(self, report: Report, node: Node) -> Localized | None:
        """Markdown: in the study file, or in a file per language that it names (`….md`)."""
        found = {}
        for language, scalar, said in self._each(report, node):
            found[language] = self._markdown(report, scalar, said)
        return Localized(found) if found and all(found.values()) else None

    def _localized(self, report: Report, node: Node, longest: int, where: str) -> Localized | None:
        found = {}
        for language, scalar, said in self._each(report, node):
            self._check(report, scalar, said, longest, where)
            found[language] = said
        return Localized(found) if found else None

    def _check(self, report: Report, scalar: Scalar, said: str, longest: int, where: str) -> None:
        if units(said) > longest:
            report.fault(
                scalar, f"{units(said)} characters are too many for {where}", f"write at most {longest}"
            )
        placeholder = _PLACEHOLDER.search(said)
        if placeholder:
            what = f"{placeholder.group()} would be shown as it stands"
            report.fault(scalar, what, "this version puts nothing in its place; write the words themselves")

    def _each(self, report: Report, node: Node) -> list[tuple[str, Scalar, str]]:
        """The text in each language that is there; what is missing is reported."""
        if isinstance(node, Mapping):
            return self._by_language(report, node)
        said = text(report, node)
        if said is None or not isinstance(node, Scalar):
            return []
        if len(self.languages) > 1 and self.sure:
            each = ", ".join(f"{language}: …" for language in self.languages)
            report.fault(
                node, f"{quoted(said)} is in one language of {len(self.languages)}", f"write {{{each}}}"
            )
            return []
        return [(language, node, said) for language in self.languages]

    def _by_language(self, report: Report, node: Mapping) -> list[tuple[str, Scalar, str]]:
        found: dict[str, tuple[Scalar, str]] = {}
        for key, value in node.pairs:
            if cut_off(key, value):
                report.fault(key, f"{quoted(key.text)} stands alone", COMMA)
                continue
            if key.text not in self.languages:
                if not self.sure:
                    continue
                report.fault(
                    key,
                    f"{quoted(key.text)} is not a language of this study",
                    meant(key.text, self.languages),
                )
                continue
            if key.text in found:
                report.fault(key, f"the text is here twice in {quoted(key.text)}", "keep one")
            said = text(report, value)
            if isinstance(value, Scalar):  # an empty one is reported, and not missing besides
                found[key.text] = (value, said or "")
        for language in self.languages if self.sure else ():
            if language not in found and not any(key.text == language for key, _ in node.pairs):
                report.fault(
                    node,
                    f"a text is missing in {quoted(language)}",
                    f"write `{language}: …` beside the others",
                )
        return [(language, *found[language]) for language in self.languages if language in found]

    def _markdown(self, report: Report, scalar: Scalar, said: str) -> str:
        file, first = "", scalar.line
        if "\n" not in said and said.endswith((".md", ".txt")):
            file, first = str(Path(report.file).parent / said), 1
            try:
                said = read_text(self.folder / said, file)
            except StudyFileError as error:
                self._unreadable(report, scalar, file, error)
                return ""
            if not said.strip():
                report.fault(
                    Place(1), "the information is empty", "tell people what the study is about", file=file
                )
                return ""
        for offset, part in as_parts(said):
            if units(part) > LONGEST_MESSAGE:
                what = f"{units(part)} characters are too many for one message"
                instead = f"write at most {LONGEST_MESSAGE}, or divide it with a line ---"
                report.fault(Place(first + offset), what, instead, file=file)
        return said

    def _unreadable(self, report: Report, scalar: Scalar, file: str, error: StudyFileError) -> None:
        """A missing file is a mistake in the line that names it; a broken one, in the file."""
        for fault in error.faults:
            if fault.line is None:
                report.fault(scalar, f"{file}: {fault.what}", fault.instead)
            else:
                report.fault(Place(fault.line), fault.what, fault.instead, file=file)
