"""The sheet `choices` of a form that is written: each list once, however many questions have it."""

from dataclasses import dataclass, field

from study.instrument import Option
from study.model import Localized
from study.xlsform.tongues import shown

YES_NO = "yes_no"
WORDS = {
    "en": ("Yes", "No"), "ru": ("Да", "Нет"), "uk": ("Так", "Ні"), "fr": ("Oui", "Non"), "es": ("Sí", "No"),
    "de": ("Ja", "Nein"), "tr": ("Evet", "Hayır"),
}  # fmt: skip
"""On the keys of a yes-no question, for forms elsewhere; the bot has its own."""

Entry = tuple[str, tuple[tuple[str, str], ...], bool]
"""Id, label by language, whether it keeps its place."""
Cells = dict[str, str]


@dataclass
class Lists:
    languages: tuple[str, ...]
    _names: dict[tuple[Entry, ...], str] = field(default_factory=dict)

    def of(self, options: tuple[Option, ...], name: str) -> str:
        """The list of these options; `name` is what it is called if there is none like it."""
        entries = tuple((one.id, _said(one.label), one.fixed) for one in options)
        return self._named(entries, name)

    def ends(self, low: tuple[int, Localized], high: tuple[int, Localized], name: str) -> str:
        """The words at the ends of a scale."""
        entries: tuple[Entry, ...] = tuple((str(point), _said(label), False) for point, label in (low, high))
        return self._named(entries, name)

    def yes_no(self) -> str:
        said = {one: WORDS.get(one, WORDS["en"]) for one in self.languages}
        entries: tuple[Entry, ...] = tuple(
            (id, tuple((one, words[at]) for one, words in said.items()), False)
            for at, id in enumerate(("yes", "no"))
        )
        return self._named(entries, YES_NO)

    def rows(self) -> list[Cells]:
        return [
            {"list_name": list, "name": id}
            | {f"label::{shown(one)}": said for one, said in label}
            | ({"fixed": "yes"} if fixed else {})
            for entries, list in self._names.items()
            for id, label, fixed in entries
        ]

    def _named(self, entries: tuple[Entry, ...], name: str) -> str:
        if entries not in self._names:
            taken, found, number = set(self._names.values()), name, 2
            while found in taken:
                found, number = f"{name}_{number}", number + 1
            self._names[entries] = found
        return self._names[entries]


def _said(label: Localized) -> tuple[tuple[str, str], ...]:
    return tuple(label.root.items())
