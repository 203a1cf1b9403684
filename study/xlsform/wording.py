"""Texts of a row in every language of the study, as the study file has them."""

from dataclasses import dataclass

from study.languages import CATEGORIES
from study.lengths import LONGEST_LABEL, LONGEST_MESSAGE, shows, units
from study.xlsform.book import Row, short
from study.xlsform.known import View
from study.xlsform.markup import from_html, message
from study.xlsform.telling import Remarks
from study.xlsform.tongues import Tongues, filled

Said = dict[str, str] | dict[str, dict[str, str]]
"""By language; or by language and plural form."""
FORMS = tuple(category for category in CATEGORIES if category != "other")


@dataclass(frozen=True)
class Wording:
    """Reads texts, and tells of what had to be changed in them."""

    tongues: Tongues
    remarks: Remarks

    def message(self, sheet: str, row: Row, view: View, column: str = "label", hint: bool = False) -> Said:
        """What is said: the label, and under it the hint. By plural form where there are columns such as
        `label_one::Russian (ru)`. Empty where nothing is written."""
        words = self._messages(sheet, row, view, column)
        if hint and (below := self._messages(sheet, row, view, "hint")):
            words = {
                one: f"{words.get(one, '')}\n\n{below.get(one, '')}".strip() for one in {**words, **below}
            }
        found = filled(words, self.tongues.codes, row, sheet, self.remarks)
        bent = {form: self._messages(sheet, row, view, f"{column}_{form}") for form in FORMS}
        if not any(bent.values()):
            return found
        return {
            one: {form: bent[form][one] for form in FORMS if one in bent[form]} | {"other": said}
            for one, said in found.items()
        }

    def label(self, sheet: str, row: Row, column: str = "label") -> dict[str, str]:
        """The words on a key: plain, and short."""
        said = {
            one: self._html(sheet, row, text).replace("\n", " ")
            for one, text in self.tongues.say(row, column).items()
        }
        return {
            one: self._cut(sheet, row, text, LONGEST_LABEL)
            for one, text in filled(said, self.tongues.codes, row, sheet, self.remarks).items()
        }

    def _messages(self, sheet: str, row: Row, view: View, column: str) -> dict[str, str]:
        def hole(name: str, why: str) -> None:
            self.remarks.lost(sheet, row.number, f"{name} in a text", why)

        found = {
            one: message(self._html(sheet, row, text), view, hole)
            for one, text in self.tongues.say(row, column).items()
        }
        for one in [one for one, said in found.items() if said and not shows(said)]:
            self.remarks.lost(
                sheet, row.number, f"“{short(found.pop(one))}”", "there is nothing to see in this text"
            )
        return {one: self._cut(sheet, row, said, LONGEST_MESSAGE) for one, said in found.items()}

    def _html(self, sheet: str, row: Row, text: str) -> str:
        said, left_out = from_html(text)
        for tag in left_out:
            what = f"<{tag}> in “{short(said)}”"
            if tag == "script":
                self.remarks.lost(sheet, row.number, what, "no program runs in a message; it is left out")
            else:
                self.remarks.changed(
                    sheet, row.number, what, "a message has bold, italic, links and lists; the words stay"
                )
        return said

    def _cut(self, sheet: str, row: Row, text: str, longest: int) -> str:
        if units(text) <= longest:
            return text
        self.remarks.lost(
            sheet, row.number, f"“{short(text)}”", f"it is cut after {longest} characters, which are the most"
        )
        cut = text
        while units(cut) > longest - 1:
            cut = cut[: -max(1, (units(cut) - longest + 1) // 2)]
        return f"{cut.rstrip()}…"
