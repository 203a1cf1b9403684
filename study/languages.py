"""Language codes of two letters (ISO 639-1), as Telegram's `language_code` uses them, and how each counts."""

_CODES = """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka
    kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng
    nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su
    sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
CODES = frozenset(_CODES.split())

HINTS = {
    "ua": "uk",
    "ge": "ka",
    "kz": "kk",
    "by": "be",
    "cz": "cs",
    "gr": "el",
    "rs": "sr",
    "us": "en",
    "gb": "en",
    "eng": "en",
    "rus": "ru",
    "ukr": "uk",
    "arm": "hy",
    "geo": "ka",
    "english": "en",
    "russian": "ru",
}
"""What somebody may have meant: a country's code, or a longer name."""

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""Plural categories, in the order of CLDR."""

# CLDR's rules for cardinal numbers (Unicode TR 35, part 3): each category with the first whole numbers up to 1,000 that
# take it; those without take fractions or millions only. Languages that are not here have "other" and nothing else. A
# test holds this to Babel.
_COUNTING = {
    "one 1, other 0 2 3": (
        "af an az bg ce da de dv ee el en eo et eu fi fo fy gl ha hu ia io ka kk kl ks ku ky lb lg ml mn "
        "mr nb nd ne nl nn no nr ny om or os ps rm sc sd sn so sq ss st sv sw ta te tk tn tr ts ug ur uz "
        "ve vo xh yi"
    ),
    "one 0 1, other 2 3 4": "ak am as bn fa ff gu hi hy kn ln mg pa si ti tw wa zu",
    "one 1 21 31, other 0 2 3": "is mk",
    "one 0 1 2, other 4 6 9": "tl",
    "one 1, two 2, other 0 3 4": "he iu se",
    "one 1, many, other 0 2 3": "ca es it",
    "one 0 1, many, other 2 3 4": "fr ht pt",
    "zero 0 10 11, one 1 21 31, other 2 3 4": "lv",
    "one 1, few 0 2 3, other 20 21 22": "ro",
    "one 1 21 31, few 2 3 4, other 0 5 6": "bs hr sr",
    "one 1, few 2 3 4, many, other 0 5 6": "cs sk",
    "one 1 21 31, few 2 3 4, many, other 0 10 11": "lt",
    "one 1 21 31, few 2 3 4, many 0 5 6, other": "be ru uk",
    "one 1, few 2 3 4, many 0 5 6, other": "pl",
    "one 1 11, two 2 12, few 3 4 5, other 0 20 21": "gd",
    "one 1 101 201, two 2 102 202, few 3 4 103, other 0 5 6": "sl",
    "one 1 21 31, two 2 22 32, few 3 4 9, many, other 0 5 6": "br",
    "one 1, two 2, few 3 4 5, many 7 8 9, other 0 11 12": "ga",
    "one 1 11 21, two 2 12 22, few 0 20 40, many, other 3 4 5": "gv",
    "one 1, two 2, few 0 3 4, many 11 12 13, other 20 21 22": "mt",
    "zero 0, one 1, two 2, few 3 4 5, many 11 12 13, other 100 101 102": "ar",
    "zero 0, one 1, two 2, few 3, many 6, other 4 5 7": "cy",
    "zero 0, one 1, two 2 22 42, few 3 23 43, many 21 41 61, other 4 5 6": "kw",
}


def _counting(rules: str) -> dict[str, tuple[int, ...]]:
    split = (rule.split() for rule in rules.split(","))
    return {category: tuple(map(int, numbers)) for category, *numbers in split}


_FORMS = {code: _counting(rules) for rules, codes in _COUNTING.items() for code in codes.split()}


def forms(language: str) -> dict[str, tuple[int, ...]]:
    """The plural categories of a language in CLDR's order, each with the first whole numbers that take it."""
    return _FORMS.get(language, {"other": (0, 1, 2)})
