"""Phrases by name, from one `.po` file per language, with CLDR plural forms.

A phrase has a name ("prompt.begin"), not an English original: the words can be improved in any language without
touching code. The same name stands in `handlers/` and here; a test holds the two together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from locales.plurals import category
from locales.values import day as day_of_year
from locales.values import listed, month, number
from locales.values import whole_date as in_full

FOLDER = Path(__file__).parent
FALLBACK = "en"
ENDS = " .!,;…/«»“”\"'←"
SEVERAL = " | "
SPOKEN_KEYS = "key."
"""Phrases whose names begin so are keys: pressing one and typing it out are the same."""


class UnknownPhrase(KeyError):
    """A phrase of this name is in no catalogue."""


@dataclass(frozen=True)
class Catalogue:
    _catalogs: dict[str, Catalog]
    _keys: dict[str, frozenset[str]]

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> Self:
        """Every `locales/*.po`. Raises ValueError where one is not well formed."""
        catalogs = {}
        for path in sorted(FOLDER.glob("*.po")):
            with path.open("rb") as file:
                catalogs[path.stem] = read_po(file, locale=path.stem, abort_invalid=True)
        return cls(catalogs, _keys_of(catalogs))

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._catalogs)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for catalog in self._catalogs.values() for name in _names(catalog))

    def say(self, language: str, name: str, n: int | None = None, **arguments: Any) -> str:
        """The phrase in `language`, in English where the bot does not speak it.

        `n` picks the plural form (CLDR, by the catalogue's own rule) and fills `{n}`.
        Raises UnknownPhrase for a name that no catalogue has, KeyError for an argument that is missing."""
        if name == "language.name" and language not in self._catalogs:
            return endonym(language)
        catalog = self._catalogs.get(language) or self._catalogs[FALLBACK]
        message = catalog.get(name)
        if message is None:
            raise UnknownPhrase(name)
        words = message.string
        if isinstance(words, tuple):
            words = words[_form(catalog, n or 0)]
        if n is not None:
            arguments["n"] = n
        return str(words).format(**arguments) if arguments else str(words)

    def several(self, language: str, name: str) -> tuple[str, ...]:
        """The words of a phrase that has several to choose from, as a key has that can be typed in several ways."""
        return tuple(self.say(language, name).split(SEVERAL))

    def category(self, language: str, n: int | float) -> str:
        """The plural category of a number (CLDR)."""
        return category(language, n)

    def number(self, language: str, n: int | float) -> str:
        """A number as the language writes it."""
        return number(language, n)

    def listed(self, language: str, items: Sequence[str]) -> str:
        """Items as the language lists them."""
        return listed(language, items)

    def month(self, language: str, day: date) -> str:
        """The month of a day and its year, as the language writes them in a date."""
        return month(language, day)

    def day(self, language: str, day: date) -> str:
        """A day and its month, as the language writes them."""
        return day_of_year(language, day)

    def whole_date(self, language: str, day: date) -> str:
        """A day with its month and year, as the language writes them."""
        return in_full(language, day)

    def meanings(self, text: str) -> frozenset[str]:
        """The names of the keys that this text is, in any language ("key.yes"), and of the languages it names
        ("language.ru"). Empty for anything else somebody may have written."""
        return self._keys.get(_folded(text), frozenset())


def endonym(language: str) -> str:
    """A language's name in itself: "Қазақ тілі". The code where CLDR does not know it."""
    try:
        name = Locale.parse(language, sep="-").get_language_name(language)
    except (UnknownLocaleError, ValueError):
        return language
    return (
        name[:1].title() + name[1:] if name else language
    )  # title: Georgian has capitals, but none in names


def _form(catalog: Catalog, n: int) -> int:
    """Which of a catalogue's plural forms `n` takes: they stand in CLDR's order (one, few, many, other)."""
    assert catalog.locale is not None
    rule = catalog.locale.plural_form
    order = [tag for tag in ("zero", "one", "two", "few", "many", "other") if tag in rule.tags | {"other"}]
    return min(order.index(rule(n)), catalog.num_plurals - 1)


def _keys_of(catalogs: dict[str, Catalog]) -> dict[str, frozenset[str]]:
    keys: dict[str, frozenset[str]] = {}
    for language, catalog in catalogs.items():
        for name in _names(catalog):
            message = catalog.get(name)
            assert message is not None
            if name.startswith(SPOKEN_KEYS):
                for words in str(message.string).split(SEVERAL):
                    keys[_folded(words)] = keys.get(_folded(words), frozenset()) | {name}
            elif name == "language.name":
                spoken = f"language.{language}"
                keys[_folded(str(message.string))] = frozenset({spoken})
    return keys


def _names(catalog: Catalog) -> list[str]:
    return [
        message.id[0] if isinstance(message.id, tuple) else str(message.id)
        for message in catalog
        if message.id
    ]


def _folded(text: str) -> str:
    """As people type it: any case, ё as е, straight apostrophes, in quotation marks or as a command (`/стоп`). What
    ends in a question mark keeps it: "stop?" is not leaving."""
    return " ".join(text.split()).casefold().replace("ё", "е").replace("’", "'").strip(ENDS)
