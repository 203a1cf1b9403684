"""The words of a form's label as a message of ours, and back: HTML, Markdown, and names in braces."""

import html
import re
from collections.abc import Callable

from study.xlsform.known import ROUND, SAID_BY_THE_BOT, Unsayable, View

_HIDDEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s[^<>]*)?)/?>")
_LINK = re.compile(
    r"<a\s[^<>]*?href\s*=\s*[\"'](https?://[^\"'\s]+)[\"'][^<>]*>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL
)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
_NAME = re.compile(r"\$\{\s*([^{}\s]+)\s*\}|([{}])")
_OURS = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}")

_MARKS = {"b": "**", "strong": "**", "i": "_", "em": "_", "br": "\n"}
_PLAIN = frozenset({"p", "div", "li", "ul", "ol", "u", "span", "font", "center", "small", "big"})
"""Tags that lose nothing but looks."""
HOLE = "…"


def from_html(text: str) -> tuple[str, list[str]]:
    """The text with Markdown for HTML, and the tags that Markdown has no mark for."""
    left_out = ["script"] if _HIDDEN.search(text) else []
    text = _LINK.sub(r"[\2](\1)", _HIDDEN.sub("", text))

    def mark(found: re.Match[str]) -> str:
        tag = found[2].lower()
        if tag not in _MARKS and (tag not in _PLAIN or found[3].strip()):
            left_out.append(tag)
        if tag == "li":
            return "" if found[1] else "\n- "
        if tag in ("p", "div"):
            return "\n\n" if found[1] else ""
        return _MARKS.get(tag, "")

    text = _TAG.sub(mark, text)
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return re.sub(r"\n{3,}", "\n\n", text).strip(), list(dict.fromkeys(left_out))


_MARKDOWN_LINK = re.compile(r"\[([^\[\]\n]*)\]\(([^()\s]*)\)")
_ADDRESS = re.compile(r"https://[^\s/{}]+\.[^\s{}]+")


def _plain_links(text: str, tell: Callable[[str, str], None]) -> str:
    """A link to what a message cannot lead to stays as words; an address that would carry an answer is left out."""

    def link(found: re.Match[str]) -> str:
        if _ADDRESS.fullmatch(found[2]):
            return found[0]
        if "${" in found[2]:
            tell(f"the address of “{found[1]}”", "it would carry what somebody answered to another server")
            return found[1]
        return f"{found[1]} ({found[2]})"

    return _MARKDOWN_LINK.sub(link, text)


def message(text: str, view: View, tell: Callable[[str, str], None]) -> str:
    """A message of ours. Of each name that cannot be said, `tell` is given it and why; `…` stands in its place."""

    def braces(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[2] * 2
        try:
            return "{" + _said(found[1], view) + "}"
        except Unsayable as why:
            tell(found[0], str(why))
            return HOLE

    return _NAME.sub(braces, _HEADING.sub(r"**\1**", _plain_links(text, tell)))


def _said(name: str, view: View) -> str:
    one = view.at(name)
    if one.round:
        return ROUND
    if one.said:
        if one.id not in SAID_BY_THE_BOT:
            raise Unsayable("the bot says that to nobody")
        return one.id
    if one.means is not None:
        raise Unsayable("it is worked out, and only answers can be said again")
    if one.kind is None:
        raise Unsayable("what is written, spoken or shown is sealed at once")
    return one.id


def label(text: str, called: Callable[[str], str]) -> str:
    """A message of ours as a form's label; `called` gives the form's name for one of ours."""

    def name(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0][0]
        return f"${{{called(found[1].strip())}}}" if found[1].strip() else found[0]

    return _OURS.sub(name, text.replace("${{", "$ {{"))
