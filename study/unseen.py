"""Characters that take no ink: where they are all that stands in a text, and how to show them in a sentence of ours."""

import unicodedata

BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Fillers of Hangul and the empty pattern of Braille: letters and signs by their category, and nothing to see."""

_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zl", "Zp", "Zs"})
_HIDDEN = _UNSEEN - {"Mn", "Me"}


def seen(text: str) -> bool:
    """Whether anything of it can be seen."""
    return any(unicodedata.category(sign) not in _UNSEEN and sign not in BLANKS for sign in text)


def marked(text: str) -> str:
    """With `<U+200B>` where something stands that cannot be seen, or that turns the line around."""
    return "".join(f"<U+{ord(sign):04X}>" if _hides(sign) else sign for sign in text)


def _hides(sign: str) -> bool:
    return sign != " " and (sign in BLANKS or unicodedata.category(sign) in _HIDDEN)
