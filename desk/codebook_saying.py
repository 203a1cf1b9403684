"""Elements of an XML document with a text in a language."""

import re
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement

LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no character of XML 1.0 (section 2.2)."""


def english(below: Element, name: str, text: str, **attributes: str) -> None:
    """What this program says itself."""
    say(below, name, text, "en", **attributes)


def say(below: Element, name: str, text: str, language: str = "", **attributes: str) -> None:
    """An element below another."""
    marked = {LANG: language} if language else {}
    SubElement(below, name, marked | attributes).text = clean(text)


def clean(text: str) -> str:
    """The text as XML can hold it."""
    return _UNSPEAKABLE.sub("\ufffd", text)


def labels(below: Element, languages: Sequence[str], texts: Iterable[str]) -> None:
    """A labl for each language that has one."""
    for language, text in zip(languages, texts, strict=True):
        if text:
            say(below, "labl", text, language)
