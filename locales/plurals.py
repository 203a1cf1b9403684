"""Which form of a text a number takes, by CLDR's rules for each language."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.plural import PluralRule

OTHER = "other"


def category(language: str, n: int | float) -> str:
    """The plural category of a number, such as "few"; "other" where CLDR does not know the language."""
    rule = _rule(language)
    return rule(n) if rule else OTHER


@lru_cache(maxsize=64)
def _rule(language: str) -> PluralRule | None:
    try:
        return Locale.parse(language, sep="-").plural_form
    except (UnknownLocaleError, ValueError):
        return None
